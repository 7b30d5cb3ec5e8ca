--- Given names that tell whether “he” or “she” can stand for somebody. In lower case; names both can have are left out.
--   Anna Berg met Tom Lind. “It is closed,” she said.   Anna Berg, not Tom Lind.
local set = lede.set

return {
  he = set [[
    aaron abdul abdullah abraham adam adolf adrian ahmad ahmed alan albert alberto aleksandr alexander alexei alfred ali allen alvin amir
    anatoly anders andreas andrei andrew andrzej andy angelo anil anthony antonio antony arnold arthur arturo ashraf augusto barack barry
    bashar ben benjamin bernard bernie bert bill billy bob bobby boris brad bradley brandon brendan brett brian bruce bruno bryan bud
    carl carlo carlos cesar charles charlie chuck clarence claude clint clive colin conor craig curtis cyril damian dan daniel
    danny dave david dean dennis derek desmond diego dick dieter dimitri dmitri dmitry dominic don donald doug douglas duncan dustin
    dwight earl ed eddie edgar eduardo edmund edward edwin ehud elon emmanuel enrique eric erik ernest ernesto eugene evan fabio felipe
    felix ferdinand fernando fidel francesco francisco franco franklin frank fred frederick gareth gary gavin geoffrey george georges
    gerald gerard gerhard giovanni giuseppe glen glenn gordon graham greg gregory guillermo gunther gustavo guy hamid hank hans harold
    harry harvey hassan hector heinrich helmut henri henry herbert herman hiroshi horst howard hugh hugo hussein ian ibrahim igor imran
    isaac ismail ivan jack jacob jacques jaime jake james jason javier jeff jeffrey jens jeremy jerome jerry jim jimmy joaquin joe
    joel johan john johnny jon jonas jonathan jorge jose joseph josh joshua juan julio jurgen justin karl keith ken kenneth kent kevin
    khalid klaus kofi konstantin kurt kyle lars larry lawrence len leo leon leonard leonid leroy lionel lloyd lorenzo lou louis lucas
    luciano luigi luis luke magnus mahmoud manuel marc marcel marco marcos marcus mario mark markus martin marvin massimo mateo matt
    matteo matthew mauricio max mehmet michael michel miguel mike mikhail mitch mitt mohamed mohammad mohammed moshe muhammad
    mustafa nasser nathan neil nelson nicholas nick nicolas nigel nikolai nils noah norman olaf oleg oliver omar oscar oskar
    osama otto owen pablo paolo patrick paul pavel pedro pete peter petr phil philip philippe pierre piotr quentin rafael ralph
    ramon rand randall randy raul ray raymond reinhard ricardo richard rick rob robert roberto rod roderick rodrigo roger roland rolf
    roman ron ronald rory ross roy rudolf rudy rupert russell ryan saddam salman salvador samir samuel santiago scott sean sebastian
    sergei sergey sergio seth shimon sid silvio simon slobodan spencer stanley stefan stephen steve steven stewart stuart sven tariq
    ted terence theodore theo thomas tim timothy tobias todd tom tommy tony trevor umberto uri vaclav victor viktor vincent vincenzo
    vladimir volodymyr walter warren wayne werner wesley wilhelm willem william willy wolfgang xavier yasser yevgeny yitzhak yuri
    yusuf zach zachary ]],
  she = set [[
    abigail ada adriana agnes aisha alexandra alice alicia alison amanda amelia amina amy ana anastasia angela angelina anita ann anna
    anne annette annie anya april audrey barbara beatrice becky belinda bernadette beth betsy betty beverly bianca bonnie brenda bridget
    brigitte camila carla carmen carol carole carolina caroline carolyn catherine cathy cecile cecilia celia charlotte cheryl chloe
    christiane christina christine cindy claire clara clarissa claudia colette condoleezza connie constance cynthia daisy daniela
    danielle daphne deborah debbie debra delia denise diana diane dina dolores donna dora doris dorothy edith eileen elaine eleanor
    elena elisabeth elise eliza elizabeth ella ellen elsa emily emma erica erika esther eva eve evelyn fatima fiona florence frances
    francesca frieda gabriela gabrielle gail galina geraldine gertrude gina ginger giorgia gisela gladys gloria grace greta gretchen
    hannah harriet hazel heather heidi helen helena helga henrietta hilary hillary ida ilse indira ingrid irene irina iris isabel
    isabella isabelle ivanka jacqueline jane janet janice jasmine jeanette jeanne jennifer jenny jessica jill joan joanna
    joanne josephine joy joyce juanita judith judy julia juliana julie juliet june karen karin katarina kate katherine kathleen kathryn
    kathy katie katrina kellyanne khadija kirsten kristen kristin kristina lara laura lauren leila lena leonora leticia lila lillian
    linda lisa liz liza lois loretta lorraine louise lucia lucy luisa lydia lyudmila mabel madeleine madeline maggie malala mara
    marcela marcia margaret margarita margot maria mariam mariana marianne marie marilyn marina marine marjorie marlene marsha
    martha martina mary maryam matilda maureen maya megan melania melanie melissa mercedes meredith michelle mildred miranda
    miriam molly monica monique muriel nadia nadine nancy naomi natalia natalie natasha nellie nicole nikki nina noor nora norma
    olga olivia ophelia oprah pamela patricia patsy paula pauline peggy penelope penny phyllis priscilla priti priya rachel ramona
    rebecca regina renate rhonda rita roberta rosa rosalind rosalyn rose rosemary roxanne ruth sabine sabrina sally samantha samira
    sandra sara sarah serena sharon sheila shelly sherry shirley silvia simone sonia sonja sophia sophie stella stephanie sue susan
    susana susanna susanne svetlana sylvia tamara tanya tara tatiana teresa tessa thelma theresa tina trudy ursula valentina
    valeria valerie vanessa vera veronica victoria viola violet virginia vivian wanda wendy wilma winnie yasmin yolanda yvonne zainab
    zoe ]],
}
