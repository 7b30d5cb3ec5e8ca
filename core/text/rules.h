/* text/rules: what news text needs beyond UAX #29, by name and in one place.
 *
 * First the words the rules know, then the rules for where a sentence ends. Each rule looks at a handful of
 * tokens around one place, never further, so that a hostile text costs no more than another. */
#ifndef LEDE_TEXT_RULES_H
#define LEDE_TEXT_RULES_H

#include "text/segment.h"

/* ---- Words ---- */

/* What an abbreviation says about the full stop behind it. */
typedef enum lede__abbreviation {
  LEDE__ABBR_NONE,
  LEDE__ABBR_TITLE,    /* Mr. Gen. Mt.: a name follows, so no sentence ends */
  LEDE__ABBR_STREET,   /* St.: a saint before a name, a street before what begins a sentence */
  LEDE__ABBR_INNER,    /* vs. e.g. approx.: something always follows */
  LEDE__ABBR_NUMBERED, /* No. Fig. p.: an abbreviation only before a number */
  LEDE__ABBR_DATED,    /* Jan. Sept.: a number may follow */
  LEDE__ABBR_PLACED,   /* Miss. Pa.: an abbreviation only behind a comma: Jackson, Miss. */
  LEDE__ABBR_TRAILING, /* Inc. Jr. Co.: either way */
  LEDE__ABBR_LAST,     /* etc. al.: more often than not the last word */
  LEDE__ABBR_CLOCK,    /* a.m. p.m. */
  LEDE__ABBR_LETTERS,  /* U.S. D.C. Ph.D. J.K.: letters with full stops */
} lede__abbreviation;

/* Looks up a word without its full stop: "Gen", "U.S". */
lede__abbreviation lede__abbreviation_of(lede_str word);

/* A capitalised word that, after an abbreviation, begins a sentence rather than goes on with a name: The,
 * He, But. */
bool lede__is_starter(lede_str word);

/* The last label of a domain name in lower case: com, org, uk. */
bool lede__is_top_domain(lede_str label);

/* A word cut short at its beginning, as in ’em, ’twas: `word` is what follows the apostrophe. */
bool lede__is_clipped(lede_str word);

/* A character that stands before the items of a list; within a line it begins a sentence. */
bool lede__is_bullet(uint32_t cp);

/* ---- Sentences ---- */

/* The place a rule judges: the sentence may end behind token `last`. */
typedef struct lede__stop {
  lede_str text;
  const lede__segments *seg;
  uint32_t begin; /* first token of the sentence */
  uint32_t at;    /* the terminator, or the word with the full stop */
  uint32_t last;  /* the last of what closes it: quotation marks, brackets, a note [3] */
  uint32_t next;  /* the token after that; there is one */
  uint32_t limit; /* tokens from here on are another paragraph */
} lede__stop;

/* Fills in `last` and `next` from `at`. */
void lede__stop_close(lede__stop *stop);

/* True when the sentence ends behind stop->last. `rule` (may be NULL) gets the name of the rule that said
 * so. */
bool lede__ends_sentence(const lede__stop *stop, const char **rule);

#endif
