--- Small words that tell the languages news comes in, besides English, each with a sentence that shows them; and the scripts that
-- tell a language by themselves.
local set = lede.set

return {
  words = {
    en = set [[ the of and to in is was that for on with as by it from he she they at said has had were are which this not be ]],
    -- Die Brücke ist seit Montag geschlossen, und niemand weiß, wann sie wieder öffnet.
    de = set [[ der die das und ist den von zu mit sich des nicht ein eine dem auf für als auch es im werden wird hat sie seit wann wie ]],
    -- Le pont est fermé depuis lundi, et personne ne sait quand il sera rouvert.
    fr = set [[ le la les de des et est une du en que dans pour qui sur pas au par il elle ne depuis avec sont ont cette ce ]],
    -- El puente está cerrado desde el lunes y nadie sabe cuándo se abrirá de nuevo.
    es = set [[ el la los las de que y en un una por con para se del al es su no más como está desde pero sus ha ]],
    -- Il ponte è chiuso da lunedì e nessuno sa quando sarà riaperto.
    it = set [[ il lo la gli le di che e è un una per con del della dei nel da si non sono ha al alla come più quando ]],
    -- A ponte não abre desde segunda-feira, e ninguém sabe quando é que vai abrir.
    pt = set [[ o os de que e em um uma por para da dos das na se não é ao mais como está foi pelo pela são também desde quando ]],
    -- De brug is sinds maandag dicht en niemand weet wanneer hij weer opengaat.
    nl = set [[ de het een en van is dat niet te zijn op voor met die ook aan er maar om bij door naar sinds wordt heeft hij ]],
    -- Bron har varit stängd sedan i måndags, och ingen vet när den öppnar igen.
    sv = set [[ och att det som en är av för den på med till har inte om ett var från men när sedan vid ska kan ]],
    -- Broen har været lukket siden mandag, og ingen ved, hvornår den åbner igen.
    da = set [[ og at det som en er af for den på med til har ikke om et var fra men der siden ved skal kan blev ]],
    -- Most jest zamknięty od poniedziałku i nikt nie wie, kiedy zostanie otwarty.
    pl = set [[ i w na nie z się do jest że o od po za przez to jak ale oraz dla są był była było został kiedy ]],
    -- Köprü pazartesiden beri kapalı ve ne zaman açılacağı bilinmiyor, bu da bir sorun.
    tr = set [[ ve bir bu da de için ile çok olarak daha gibi olan ne en ya kadar sonra ise mi değil dedi ]],
  },
  -- Code points from, to; the language that is most likely written so.
  scripts = {
    { 0x0370, 0x03FF, "el" }, { 0x0400, 0x04FF, "ru" }, { 0x0590, 0x05FF, "he" }, { 0x0600, 0x06FF, "ar" },
    { 0x0900, 0x097F, "hi" }, { 0x0E00, 0x0E7F, "th" }, { 0x3040, 0x30FF, "ja" }, { 0x4E00, 0x9FFF, "zh" },
    { 0xAC00, 0xD7AF, "ko" },
  },
}
