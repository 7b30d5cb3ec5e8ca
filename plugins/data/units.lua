--- Words around figures: magnitudes, currencies, number words, calendar words.
local set = lede.set

return {
  -- How many places the decimal point moves.
  magnitude = {
    hundred = 2, thousand = 3, million = 6, billion = 9, trillion = 12, m = 6, mn = 6, mln = 6, bn = 9, bln = 9,
    tn = 12, k = 3, lakh = 5, crore = 7,
  },

  -- In front of the figure.
  currency_sign = {
    ["$"] = "USD", ["US$"] = "USD", ["€"] = "EUR", ["£"] = "GBP", ["¥"] = "JPY", ["₽"] = "RUB", ["₴"] = "UAH",
    ["₹"] = "INR", ["₩"] = "KRW", ["₪"] = "ILS", ["₺"] = "TRY", ["₦"] = "NGN", ["₫"] = "VND", ["₱"] = "PHP",
    usd = "USD", eur = "EUR", gbp = "GBP", dlrs = "USD", rs = "INR", ["rs."] = "INR", rm = "MYR", chf = "CHF",
    jpy = "JPY", cad = "CAD", aud = "AUD", uah = "UAH", rub = "RUB",
  },

  -- Letters before a dollar sign: A$5, C$20.
  dollar_of = {
    us = "USD", a = "AUD", au = "AUD", c = "CAD", ca = "CAD", nz = "NZD", hk = "HKD", s = "SGD", nt = "TWD",
    r = "BRL",
  },

  -- Behind the figure.
  currency_word = {
    dollar = "USD", dollars = "USD", euro = "EUR", euros = "EUR", pound = "GBP", pounds = "GBP", pence = "GBP",
    yen = "JPY", yuan = "CNY", renminbi = "CNY", ruble = "RUB", rubles = "RUB", rouble = "RUB", roubles = "RUB",
    hryvnia = "UAH", hryvnias = "UAH", hryvnya = "UAH", rupee = "INR", rupees = "INR", franc = "CHF", francs = "CHF",
    marks = "DEM", lira = "TRY", liras = "TRY", shekel = "ILS", shekels = "ILS",
    ringgit = "MYR", rand = "ZAR", naira = "NGN", peso = "MXN", pesos = "MXN", reais = "BRL",
    zloty = "PLN", zlotys = "PLN", kronor = "SEK", kroner = "DKK", forint = "HUF", forints = "HUF", baht = "THB",
    rupiah = "IDR", riyal = "SAR", riyals = "SAR", dirham = "AED", dirhams = "AED", dinar = "KWD", dinars = "KWD",
  },

  number_word = {
    one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10, eleven = 11,
    twelve = 12, thirteen = 13, fourteen = 14, fifteen = 15, sixteen = 16, seventeen = 17, eighteen = 18,
    nineteen = 19, twenty = 20, thirty = 30, forty = 40, fifty = 50, sixty = 60, seventy = 70, eighty = 80,
    ninety = 90, dozen = 12,
  },

  -- "a fifth", "two-thirds"
  fraction_word = {
    half = 2, halves = 2, third = 3, thirds = 3, quarter = 4, quarters = 4, fourth = 4, fourths = 4, fifth = 5,
    fifths = 5, sixth = 6, sixths = 6, seventh = 7, eighth = 8, eighths = 8, ninth = 9, tenth = 10, tenths = 10,
  },

  -- Nouns that count though they do not end in s.
  plural = set [[
    people men women children percent troops police staff aircraft personnel crew cattle sheep km kg feet miles
    hectares mw gw mph kph cents ]],

  -- Words in s that are no nouns to be counted.
  no_plural = set [[
    is was has does as this its his us says plus versus previous various serious less across perhaps always
    sometimes yes religious famous dangerous numerous business process press access congress ]],

  -- One thing of these: "four-year war", "a 15-year guarantee".
  singular = {
    year = "years", month = "months", week = "weeks", day = "days", hour = "hours", minute = "minutes",
    second = "seconds", mile = "miles", kilometer = "kilometers", kilometre = "kilometres", meter = "meters",
    metre = "metres", foot = "feet", inch = "inches", ton = "tons", tonne = "tonnes", acre = "acres",
    member = "members", seat = "seats", point = "points", nation = "nations", country = "countries", man = "men",
    person = "people", bed = "beds", page = "pages", game = "games",
  },

  month = {
    january = 1, february = 2, march = 3, april = 4, may = 5, june = 6, july = 7, august = 8, september = 9,
    october = 10, november = 11, december = 12, ["jan."] = 1, ["feb."] = 2, ["mar."] = 3, ["apr."] = 4, ["aug."] = 8,
    ["sept."] = 9, ["sep."] = 9, ["oct."] = 10, ["nov."] = 11, ["dec."] = 12, jan = 1, feb = 2, apr = 4, jun = 6,
    jul = 7, aug = 8, sept = 9, sep = 9, oct = 10, nov = 11, dec = 12,
  },

  weekday = { monday = 1, tuesday = 2, wednesday = 3, thursday = 4, friday = 5, saturday = 6, sunday = 7 },

  -- Days from the document's own.
  day_word = { today = 0, tonight = 0, overnight = 0, yesterday = -1, tomorrow = 1 },
}
