#include "text/rules.h"

#include <string.h>

#include "base/str.h"
#include "text/tables.h"
#include "text/tokens.h"
#include "text/utf8.h"

/* ---- Words: each list in byte order, for bisection ---- */

#define LONGEST_ABBREVIATION 6

typedef struct abbreviation {
  const char *word; /* lower case, without its full stop */
  lede__abbreviation kind;
} abbreviation;

#define T LEDE__ABBR_TITLE
#define S LEDE__ABBR_STREET
#define I LEDE__ABBR_INNER
#define N LEDE__ABBR_NUMBERED
#define D LEDE__ABBR_DATED
#define P LEDE__ABBR_PLACED
#define R LEDE__ABBR_TRAILING
#define L LEDE__ABBR_LAST

static const abbreviation in_any_case[] = {
    {"al", L},  {"apt", N}, {"art", N},  {"ca", I},  {"cf", I},  {"ch", N},   {"co", R},   {"dept", R},
    {"ed", N},  {"eds", N}, {"eq", N},   {"est", N}, {"etc", L}, {"fig", N},  {"figs", N}, {"no", N},
    {"nos", N}, {"op", N},  {"para", N}, {"pg", N},  {"plc", R}, {"pp", N},   {"ret", R},  {"sec", N},
    {"sq", R},  {"st", S},  {"v", I},    {"viz", I}, {"vol", N}, {"vols", N}, {"vs", I},
};

/* Gen., not gen. */
static const abbreviation capitalised[] = {
    {"adm", T},  {"ala", P},  {"apr", D},   {"ariz", P}, {"ark", P},   {"assn", R},  {"assoc", R},
    {"asst", T}, {"atty", T}, {"aug", D},   {"ave", R},  {"bldg", R},  {"blvd", R},  {"brig", T},
    {"bros", R}, {"cal", P},  {"calif", R}, {"capt", T}, {"chas", T},  {"cmdr", T},  {"cmte", R},
    {"col", T},  {"colo", P}, {"comdr", T}, {"conn", P}, {"corp", R},  {"cpl", T},   {"cpt", T},
    {"dec", D},  {"del", P},  {"det", T},   {"dist", R}, {"dr", T},    {"esq", R},   {"feb", D},
    {"fla", P},  {"fr", T},   {"fri", N},   {"ft", T},   {"ga", P},    {"gen", T},   {"gov", T},
    {"govs", T}, {"hon", T},  {"hwy", R},   {"ill", P},  {"inc", R},   {"ind", P},   {"insp", T},
    {"jan", D},  {"jr", R},   {"jul", N},   {"jun", N},  {"kan", P},   {"ky", P},    {"la", P},
    {"lt", T},   {"ltd", R},  {"maj", T},   {"mar", N},  {"mass", P},  {"md", P},    {"messrs", T},
    {"mich", P}, {"minn", R}, {"miss", P},  {"mlle", T}, {"mme", T},   {"mo", P},    {"mon", N},
    {"mont", P}, {"mr", T},   {"mrs", T},   {"ms", T},   {"msgr", T},  {"mt", T},    {"mts", T},
    {"mx", T},   {"neb", P},  {"nev", P},   {"nov", D},  {"oct", D},   {"okla", R},  {"ore", P},
    {"pa", P},   {"phd", R},  {"pkwy", R},  {"prof", T}, {"profs", T}, {"pte", T},   {"pty", R},
    {"pvt", T},  {"rd", R},   {"rep", T},   {"reps", T}, {"rev", T},   {"sat", N},   {"sen", T},
    {"sens", T}, {"sep", N},  {"sept", D},  {"sfc", T},  {"sgt", T},   {"sr", R},    {"ste", T},
    {"sun", N},  {"supt", T}, {"tenn", R},  {"tex", P},  {"thu", N},   {"thurs", N}, {"tue", N},
    {"tues", N}, {"univ", R}, {"va", P},    {"vt", P},   {"wash", P},  {"wed", N},   {"wis", P},
    {"wm", T},   {"wyo", P},
};

#undef T
#undef S
#undef I
#undef N
#undef D
#undef P
#undef R
#undef L

/* Words with full stops inside that are not just letters standing for words. */
static const abbreviation dotted[] = {
    {"a.k.a", LEDE__ABBR_INNER}, {"a.m", LEDE__ABBR_CLOCK}, {"e.g", LEDE__ABBR_INNER},
    {"i.e", LEDE__ABBR_INNER},   {"p.m", LEDE__ABBR_CLOCK},
};

static const char *const starters[] = {
    "A",       "After",   "All",     "Also",    "Although",     "Among",     "An",        "And",
    "Another", "Any",     "Are",     "As",      "At",           "Because",   "Before",    "Besides",
    "Both",    "But",     "By",      "Can",     "Could",        "Despite",   "Did",       "Do",
    "Does",    "During",  "Each",    "Even",    "Every",        "Few",       "Following", "For",
    "From",    "Further", "Had",     "Has",     "Have",         "He",        "Her",       "Here",
    "His",     "How",     "However", "I",       "If",           "In",        "Instead",   "Is",
    "It",      "Its",     "Last",    "Later",   "Many",         "Meanwhile", "More",      "Moreover",
    "Most",    "My",      "Nearly",  "Neither", "Nevertheless", "Nobody",    "Nor",       "Not",
    "Nothing", "Now",     "On",      "Once",    "Only",         "Or",        "Other",     "Others",
    "Our",     "Over",    "Perhaps", "Several", "She",          "Should",    "Since",     "So",
    "Some",    "Still",   "Such",    "That",    "The",          "Their",     "Then",      "There",
    "These",   "They",    "This",    "Those",   "Though",       "Through",   "Thus",      "To",
    "Today",   "Two",     "Under",   "Unlike",  "Until",        "Was",       "We",        "Were",
    "What",    "When",    "Where",   "Whether", "Which",        "While",     "Who",       "Whose",
    "Why",     "Will",    "With",    "Without", "Would",        "Yes",       "Yet",       "You",
    "Your",
};

static const char *const top_domains[] = {
    "ai", "app",  "art",    "at", "au",   "az",  "be",  "biz",    "blog", "br", "ca",    "cat", "ch", "cn",
    "co", "com",  "cz",     "de", "dev",  "dk",  "edu", "es",     "eu",   "fi", "fm",    "fr",  "ge", "gov",
    "hu", "ie",   "il",     "in", "info", "int", "io",  "ir",     "jp",   "ke", "kr",    "ly",  "me", "mil",
    "mx", "net",  "news",   "ng", "nl",   "no",  "nz",  "online", "org",  "pl", "press", "pt",  "ru", "se",
    "sg", "site", "social", "tr", "tv",   "ua",  "uk",  "us",     "xyz",  "za",
};

static const char *const clipped[] = {
    "bout", "cause", "em", "n", "round", "til", "till", "tis", "twas",
};

static const char *const speech_verbs[] = {
    "added",     "adds",      "asked",    "asks",   "countered", "cried",    "demanded",
    "exclaimed", "explained", "insisted", "joked",  "quipped",   "remarked", "replied",
    "responded", "retorted",  "said",     "says",   "shouted",   "tells",    "told",
    "tweeted",   "wondered",  "wrote",    "yelled",
};

/* What follows a time of day without a new sentence: a day, a month, a time zone. */
static const char *const after_clock[] = {
    "AEST",     "April",     "August",   "BST",      "CDT",     "CEST",    "CET",       "CST",
    "Central",  "December",  "EDT",      "EST",      "ET",      "Eastern", "February",  "Friday",
    "GMT",      "January",   "July",     "June",     "MDT",     "MST",     "March",     "May",
    "Monday",   "Mountain",  "November", "October",  "PDT",     "PST",     "PT",        "Pacific",
    "Saturday", "September", "Sunday",   "Thursday", "Tuesday", "UTC",     "Wednesday",
};

/* The order of strcmp between a word of a list and one of the text. */
static int compare(const char *listed, lede_str word) {
  size_t i = 0;
  while (i < word.len && listed[i] && listed[i] == word.ptr[i]) i++;
  return i < word.len ? (int)(uint8_t)listed[i] - (uint8_t)word.ptr[i] : listed[i] != '\0';
}

static bool listed(const char *const *words, size_t count, lede_str word) {
  for (size_t low = 0, high = count; low < high;) {
    size_t middle = (low + high) / 2;
    int c = compare(words[middle], word);
    if (c == 0) return true;
    if (c < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

#define LISTED(words, word) listed(words, sizeof(words) / sizeof *(words), word)

bool lede__is_starter(lede_str word) { return LISTED(starters, word); }
bool lede__is_top_domain(lede_str label) { return LISTED(top_domains, label); }
bool lede__is_bullet(uint32_t cp) { return cp == 0x2022 || cp == 0x2043 || cp == 0x25CF || cp == 0x25AA; }
bool lede__is_clipped(lede_str word) { return LISTED(clipped, word); }

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

/* Letters each with a full stop behind, but for the last: U.S, J.K, Ph.D, M.Sc. */
static bool is_letters(lede_str word) {
  size_t run = 0, single = 0, stops = 0;
  for (size_t i = 0; i <= word.len; i++) {
    if (i < word.len && is_letter(word.ptr[i])) {
      if (++run > 3) return false;
      continue;
    }
    if (run == 0 || (i < word.len && word.ptr[i] != '.')) return false;
    single += run == 1;
    stops += i < word.len;
    run = 0;
  }
  return stops > 0 && single > 0 && word.len <= 16;
}

static lede__abbreviation find(const abbreviation *list, size_t count, lede_str key) {
  for (size_t low = 0, high = count; low < high;) {
    size_t middle = (low + high) / 2;
    int c = compare(list[middle].word, key);
    if (c == 0) return list[middle].kind;
    if (c < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return LEDE__ABBR_NONE;
}

#define FIND(list, key) find(list, sizeof(list) / sizeof *(list), key)

lede__abbreviation lede__abbreviation_of(lede_str word) {
  char small[LONGEST_ABBREVIATION];
  lede_str key = {small, word.len};
  if (word.len == 0) return LEDE__ABBR_NONE;
  if (word.len > sizeof small) return is_letters(word) ? LEDE__ABBR_LETTERS : LEDE__ABBR_NONE;
  bool stops = false;
  for (size_t i = 0; i < word.len; i++) {
    small[i] = (char)(is_upper(word.ptr[i]) ? word.ptr[i] + 32 : word.ptr[i]);
    stops = stops || small[i] == '.';
  }
  lede__abbreviation kind = stops ? FIND(dotted, key) : FIND(in_any_case, key);
  if (kind != LEDE__ABBR_NONE) return kind;
  if (stops) return is_letters(word) ? LEDE__ABBR_LETTERS : LEDE__ABBR_NONE;
  return is_upper(*word.ptr) ? FIND(capitalised, key) : LEDE__ABBR_NONE;
}

/* ---- Looking at tokens ---- */

static lede_str token(const lede__stop *p, uint32_t i) {
  return lede__str_sub(p->text, (lede_span){p->seg->token_start[i], p->seg->token_end[i]});
}

static uint32_t first_char(const lede__stop *p, uint32_t i) {
  size_t at = p->seg->token_start[i];
  return lede__utf8_next(p->text.ptr, &at);
}

static bool has_shape(const lede__stop *p, uint32_t i, unsigned bits) {
  return (p->seg->token_shape[i] & bits) != 0;
}
static bool is_glued(const lede__stop *p, uint32_t i) { return has_shape(p, i, LEDE__SHAPE_GLUED); }
static bool is_kind(const lede__stop *p, uint32_t i, lede_token_kind kind) {
  return p->seg->token_kind[i] == kind;
}

static bool is_quote(uint32_t cp) {
  return cp == '"' || cp == '\'' || cp == '`' || (cp >= 0x2018 && cp <= 0x201F) || cp == 0xAB || cp == 0xBB;
}

static bool is_terminator(uint32_t cp) {
  uint8_t sb = lede__char(cp)->sentence;
  return sb == LEDE__SB_ATERM || sb == LEDE__SB_STERM;
}

static bool is_closer(uint32_t cp) {
  return is_quote(cp) || (lede__char(cp)->flags & LEDE__CHAR_CLOSES) || is_terminator(cp);
}

static bool is_opener(uint32_t cp) { return is_quote(cp) || (lede__char(cp)->flags & LEDE__CHAR_OPENS); }

/* The first token from stop->next on that is no opening mark; at most three are skipped. */
static uint32_t next_word(const lede__stop *p) {
  uint32_t i = p->next;
  while (i + 1 < p->limit && i < p->next + 3 && is_kind(p, i, LEDE_TOKEN_MARK) && is_opener(first_char(p, i)))
    i++;
  return i;
}

static bool is_capital(const lede__stop *p, uint32_t i) {
  if (has_shape(p, i, LEDE__SHAPE_CAPITAL)) return true;
  lede_str word = token(p, i); /* iPhone, eBay */
  return has_shape(p, i, LEDE__SHAPE_LOWER) && is_kind(p, i, LEDE_TOKEN_WORD) && word.len > 2 &&
         is_upper(word.ptr[1]);
}

static bool is_starter(const lede__stop *p, uint32_t i) { return LISTED(starters, token(p, i)); }

static char last_byte(const lede__stop *p, uint32_t i) { return p->text.ptr[p->seg->token_end[i] - 1]; }

/* What the word with a full stop is; a mark stands for no word. */
static lede__abbreviation abbreviation_at(const lede__stop *p) {
  lede_str word = token(p, p->at);
  if (is_kind(p, p->at, LEDE_TOKEN_MARK)) return LEDE__ABBR_NONE;
  word.len--;
  return word.len == 1 ? LEDE__ABBR_LETTERS : lede__abbreviation_of(word);
}

/* ---- What closes a sentence ---- */

/* A note mark behind the sentence, as encyclopedias have it: [17]. */
static bool is_note(const lede__stop *p, uint32_t i) {
  return i + 2 < p->limit && first_char(p, i) == '[' && is_kind(p, i + 1, LEDE_TOKEN_NUMBER) &&
         is_glued(p, i + 1) && first_char(p, i + 2) == ']';
}

/* Closing marks are glued to what they close. One that is glued to a letter behind it as well opens what
 * follows, if it is a quotation mark that looks the same on both sides. */
static bool closes(const lede__stop *p, uint32_t i) {
  return i < p->limit && is_glued(p, i) && is_kind(p, i, LEDE_TOKEN_MARK) && is_closer(first_char(p, i));
}

void lede__stop_close(lede__stop *p) {
  p->last = p->at;
  while (closes(p, p->last + 1)) p->last++;
  while (is_note(p, p->last + 1)) p->last += 3;
  p->next = p->last + 1;
}

/* ---- The rules, in the order they are asked ---- */

typedef enum verdict { UNDECIDED, GOES_ON, ENDS } verdict;

static bool is_lone_stop(const lede__stop *p, uint32_t i) { return lede__str_is(token(p, i), "."); }

/* Full stops that begin a sentence end none: . . . The custom was not given up. */
static verdict nothing_before(const lede__stop *p) {
  bool only_stops = is_lone_stop(p, p->begin) && p->at - p->begin < 3;
  bool first = p->at == p->begin && is_kind(p, p->at, LEDE_TOKEN_MARK);
  return first || (only_stops && is_lone_stop(p, p->at)) ? GOES_ON : UNDECIDED;
}

/* 3.5, Yahoo!-owned: nothing but a letter can begin a sentence without a space before it, and only behind a
 * mark (ended.”He). */
static verdict without_space(const lede__stop *p) {
  if (!is_glued(p, p->next)) return UNDECIDED;
  return is_kind(p, p->at, LEDE_TOKEN_MARK) && is_capital(p, next_word(p)) && last_byte(p, p->at) != '-' &&
                 !is_kind(p, p->next, LEDE_TOKEN_NUMBER)
             ? ENDS
             : GOES_ON;
}

/* . . . goes on; compounds. . . . The practice: the first of four ends the sentence, the rest begins the
 * next. */
static verdict spaced_ellipsis(const lede__stop *p) {
  if (!is_lone_stop(p, p->at) || !is_lone_stop(p, p->next)) return UNDECIDED;
  uint32_t i = p->next;
  while (i < p->limit && i < p->next + 3 && is_lone_stop(p, i)) i++;
  bool four = is_glued(p, p->at) && i == p->next + 3 && i < p->limit && is_capital(p, i);
  return four ? ENDS : GOES_ON;
}

/* what I mean is . . . I did not know: I is a capital anywhere. */
static verdict ellipsis_before_i(const lede__stop *p) {
  bool spaced =
      is_lone_stop(p, p->at) && !is_glued(p, p->at) && p->at > p->begin && is_lone_stop(p, p->at - 1);
  return spaced && lede__str_is(token(p, p->next), "I") ? GOES_ON : UNDECIDED;
}

/* 1. The first item: the number of an item is no sentence, with a bullet before it or without. */
static verdict item_number(const lede__stop *p) {
  uint32_t first = p->begin + (p->begin < p->at && lede__is_bullet(first_char(p, p->begin)));
  lede_str word = token(p, first);
  bool number = is_kind(p, first, LEDE_TOKEN_NUMBER) && word.len < 4;
  bool letter = word.len == 1 && is_letter(*word.ptr) && *word.ptr != 'I';
  return p->at > first && p->last <= first + 2 && is_glued(p, first + 1) && (number || letter) ? GOES_ON
                                                                                               : UNDECIDED;
}

/* “… in the end.” (Lang 12). A source in brackets belongs to the sentence when a full stop follows
 * it. */
static verdict source_in_brackets(const lede__stop *p) {
  if (first_char(p, p->next) != '(') return UNDECIDED;
  for (uint32_t i = p->next + 1; i + 1 < p->limit && i < p->next + 7; i++)
    if (first_char(p, i) == ')') return is_lone_stop(p, i + 1) && is_glued(p, i + 1) ? GOES_ON : UNDECIDED;
  return UNDECIDED;
}

/* “Stop!” he said: a sentence does not begin in lower case, nor with a comma. */
static verdict lower_case(const lede__stop *p) {
  uint32_t i = next_word(p), cp = first_char(p, i);
  if (cp == ',' || cp == ';' || cp == ':') return GOES_ON;
  if (is_kind(p, i, LEDE_TOKEN_MARK) && (cp == '-' || cp == 0x2013 || cp == 0x2014) && i + 1 < p->limit) i++;
  return has_shape(p, i, LEDE__SHAPE_LOWER) && !is_capital(p, i) && is_kind(p, i, LEDE_TOKEN_WORD)
             ? GOES_ON
             : UNDECIDED;
}

/* “Why?” John Smith asked: the one who speaks still belongs to the sentence. */
static verdict speaker_behind_quotation(const lede__stop *p) {
  uint32_t mark = first_char(p, p->at);
  if ((mark != '!' && mark != '?') || !is_quote(first_char(p, p->last)) || is_starter(p, p->next))
    return UNDECIDED;
  for (uint32_t i = p->next; i < p->limit && i < p->next + 5 && is_kind(p, i, LEDE_TOKEN_WORD); i++)
    if (LISTED(speech_verbs, token(p, i))) return i > p->next ? GOES_ON : UNDECIDED;
  return UNDECIDED;
}

/* A full stop that stands alone behind one capital letter, where a line of hard-wrapped text broke: J. /
 * Smith. */
static verdict initial_at_line_end(const lede__stop *p) {
  if (!is_lone_stop(p, p->at) || p->at == p->begin || !is_glued(p, p->at)) return UNDECIDED;
  lede_str word = token(p, p->at - 1);
  bool letter = word.len == 1 && is_upper(*word.ptr) && *word.ptr != 'I';
  return letter && p->at - 1 > p->begin && is_capital(p, p->at - 2) && is_capital(p, p->next) &&
                 !is_starter(p, p->next)
             ? GOES_ON
             : UNDECIDED;
}

/* Gen. Smith, e.g. Kyiv: no sentence ends there. */
static verdict title_or_inner(const lede__stop *p) {
  lede__abbreviation kind = abbreviation_at(p);
  return kind == LEDE__ABBR_TITLE || kind == LEDE__ABBR_INNER ? GOES_ON : UNDECIDED;
}

/* N°. 5 */
static bool is_number_sign(const lede__stop *p) {
  return is_lone_stop(p, p->at) && p->at >= p->begin + 2 && is_glued(p, p->at) &&
         first_char(p, p->at - 1) == 0xB0 && is_glued(p, p->at - 1) &&
         (first_char(p, p->at - 2) | 0x20) == 'n';
}

/* No. 5, Jan. 5, Fig. 2. */
static verdict number_behind(const lede__stop *p) {
  lede__abbreviation kind = abbreviation_at(p);
  bool takes_number = kind == LEDE__ABBR_NUMBERED || kind == LEDE__ABBR_DATED || kind == LEDE__ABBR_LETTERS ||
                      is_number_sign(p);
  return takes_number && is_kind(p, next_word(p), LEDE_TOKEN_NUMBER) ? GOES_ON : UNDECIDED;
}

/* At 5 p.m. Monday goes on, and so does a sentence that has only said when: At 5 p.m. Mr. Smith left. */
static verdict clock(const lede__stop *p) {
  static const char *const when[] = {"About", "After", "Around", "At", "Before", "By", "Until"};
  if (abbreviation_at(p) != LEDE__ABBR_CLOCK) return UNDECIDED;
  if (LISTED(after_clock, token(p, p->next)) || first_char(p, p->next) == '(') return GOES_ON;
  return p->at - p->begin < 4 && LISTED(when, token(p, p->begin)) ? GOES_ON : ENDS;
}

/* U.S. Army goes on, U.S. The ends; so do Inc., St. and single letters. */
static verdict name_goes_on(const lede__stop *p) {
  lede__abbreviation kind = abbreviation_at(p);
  if (kind == LEDE__ABBR_PLACED || kind == LEDE__ABBR_DATED)
    return first_char(p, p->next) == '(' ? GOES_ON : UNDECIDED;
  if (kind != LEDE__ABBR_LETTERS && kind != LEDE__ABBR_TRAILING && kind != LEDE__ABBR_STREET)
    return UNDECIDED;
  return p->last > p->at || is_starter(p, next_word(p)) || is_quote(first_char(p, p->next)) ? ENDS : GOES_ON;
}

typedef struct rule {
  const char *name;
  verdict (*decide)(const lede__stop *);
} rule;

static const rule rules[] = {
    {"nothing-before", nothing_before},
    {"without-space", without_space},
    {"spaced-ellipsis", spaced_ellipsis},
    {"ellipsis-before-i", ellipsis_before_i},
    {"item-number", item_number},
    {"source-in-brackets", source_in_brackets},
    {"lower-case", lower_case},
    {"speaker-behind-quotation", speaker_behind_quotation},
    {"initial-at-line-end", initial_at_line_end},
    {"title-or-inner", title_or_inner},
    {"number-behind", number_behind},
    {"clock", clock},
    {"name-goes-on", name_goes_on},
};

/* A bracket or a bullet is looked at for the sake of lists; by itself it ends nothing. */
static bool may_end(const lede__stop *p) {
  return !is_kind(p, p->at, LEDE_TOKEN_MARK) || is_terminator(first_char(p, p->at));
}

bool lede__ends_sentence(const lede__stop *stop, const char **name) {
  const char *unused;
  if (!name) name = &unused;
  *name = "no-terminator";
  if (!may_end(stop)) return false;
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    verdict v = rules[i].decide(stop);
    *name = rules[i].name;
    if (v != UNDECIDED) return v == ENDS;
  }
  *name = "terminator";
  return true;
}
