/* Segments any valid UTF-8 and checks what must hold of every result. libFuzzer; bytes that are not UTF-8
 * become what lede__utf8_valid leaves of them.
 *
 *   clang -fsanitize=fuzzer,address,undefined ... && ./fuzz_segment -max_len=4096 */
#include <stdlib.h>
#include <string.h>

#include "text/segment.h"
#include "text/sentences.h"
#include "text/utf8.h"
#include "text/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define MUST(condition)                                                                                      \
  do {                                                                                                       \
    if (!(condition)) abort();                                                                               \
  } while (0)

static void check_tokens(lede_str text, const lede__segments *s) {
  for (uint32_t i = 0; i < s->token_count; i++) {
    MUST(s->token_start[i] < s->token_end[i] && s->token_end[i] <= text.len);
    MUST(i == 0 || s->token_end[i - 1] <= s->token_start[i]);
    MUST(lede__utf8_boundary(text.ptr, text.len, s->token_start[i]));
    MUST(lede__utf8_boundary(text.ptr, text.len, s->token_end[i]));
    MUST(s->token_kind[i] <= LEDE_TOKEN_TAG && s->token_shape[i] < 64);
    MUST(!(s->token_shape[i] & LEDE__SHAPE_GLUED) == !(i > 0 && s->token_end[i - 1] == s->token_start[i]));
  }
}

/* `index` has count + 1 entries that cut [0, end) into pieces, none of them empty. */
static void check_tiles(const uint32_t *index, uint32_t count, uint32_t end) {
  MUST(index[0] == 0 && index[count] == end);
  for (uint32_t i = 0; i < count; i++) MUST(index[i] < index[i + 1]);
}

static void check_default_rules(lede_str text) {
  for (size_t at = 0, end; at < text.len; at = end) {
    end = lede__word_end(text.ptr, text.len, at);
    MUST(end > at && lede__utf8_boundary(text.ptr, text.len, end));
  }
  for (size_t at = 0, end; at < text.len; at = end) {
    end = lede__sentence_end(text.ptr, text.len, at);
    MUST(end > at && lede__utf8_boundary(text.ptr, text.len, end));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  size_t len = lede__utf8_valid((const char *)bytes, size);
  char *copy = malloc(len + !len);
  if (!copy) return 0;
  memcpy(copy, bytes, len);
  lede_str text = {copy, len};
  lede__arena arena = {0};
  lede__segments s;
  MUST(lede__segment(&arena, text, &s, NULL) == LEDE_OK);
  check_tokens(text, &s);
  check_tiles(s.sentence_token, s.sentence_count, s.token_count);
  check_tiles(s.paragraph_sentence, s.paragraph_count, s.sentence_count);
  check_default_rules(text);
  lede__arena_free(&arena);
  free(copy);
  return 0;
}
