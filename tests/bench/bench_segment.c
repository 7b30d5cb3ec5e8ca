/* Words and sentences: lede beside ICU and libunistring, on one text and one core.
 *
 *   bench_segment FILE [ROUNDS]
 *
 * lede__segment gives tokens with kinds and shapes, sentences and paragraphs. ICU walks its word and
 * sentence iterators over a UText on the same UTF-8; libunistring marks word boundaries. Prints a table
 * (best and median of ROUNDS, 9 by default, the three taking turns; processor time, so that other work on
 * the machine does not count), then one line of JSON a figure. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <uniwbrk.h>

#include "contest.h"
#include "text/segment.h"

static size_t with_lede(lede_str text) {
  lede__arena arena = {0};
  lede__segments seg;
  if (lede__segment(&arena, text, &seg, NULL) != LEDE_OK) quit("out of memory");
  size_t found = (size_t)seg.token_count + seg.sentence_count + seg.paragraph_count;
  lede__arena_free(&arena);
  return found;
}

static size_t walk_icu(UBreakIteratorType type, lede_str text) {
  UErrorCode code = U_ZERO_ERROR;
  UText *utext = utext_openUTF8(NULL, text.ptr, (int64_t)text.len, &code);
  UBreakIterator *it = ubrk_open(type, "en", NULL, 0, &code);
  ubrk_setUText(it, utext, &code);
  if (U_FAILURE(code)) quit(u_errorName(code));
  size_t found = 0;
  for (int32_t at = ubrk_first(it); at != UBRK_DONE; at = ubrk_next(it)) found += ubrk_getRuleStatus(it) >= 0;
  ubrk_close(it);
  utext_close(utext);
  return found;
}

static size_t with_icu(lede_str text) { return walk_icu(UBRK_WORD, text) + walk_icu(UBRK_SENTENCE, text); }

static size_t with_libunistring(lede_str text) {
  char *marks = malloc(text.len);
  if (!marks) quit("out of memory");
  u8_wordbreaks((const uint8_t *)text.ptr, text.len, marks);
  size_t found = 0;
  for (size_t i = 0; i < text.len; i++) found += marks[i] != 0;
  free(marks);
  return found;
}

int main(int argc, char **argv) {
  static contender all[] = {{.what = "lede", .run = with_lede},
                            {.what = "icu", .run = with_icu},
                            {.what = "libunistring words", .run = with_libunistring}};
  return contest("words+sentences", "boundaries", all, 3, argc, argv);
}
