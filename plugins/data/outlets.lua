--- Names of news agencies as they stand in credits and datelines: (AP) —, AP/ABC.
local set = lede.set

return {
  agencies = set [[
    AP AFP Reuters REUTERS UPI DPA dpa EFE ANSA TASS Tass Interfax Xinhua PTI ANI IANS Anadolu Ukrinform Bloomberg BBC
    CNN ABC NBC CBS PA AAP CP
    Kyodo Yonhap Belga APA NTB TT STT ANP KNA epd APTN Getty EPA IRNA SANA WAM QNA MENA RIA CNS ]],
  -- Full names that may stand alone in a credit line.
  names = { ["Associated Press"] = true, ["The Associated Press"] = true, ["Agence France-Presse"] = true,
    ["ASSOCIATED PRESS"] = true },
}
