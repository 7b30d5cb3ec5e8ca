/* UTF-8 validation: lede beside utf8proc and libunistring, on one text and one core.
 *
 *   bench_validate FILE [ROUNDS] */
#include <unistr.h>
#include <utf8proc.h>

#include "contest.h"
#include "text/utf8.h"

static size_t with_lede(lede_str text) { return lede__utf8_valid(text.ptr, text.len); }

static size_t with_utf8proc(lede_str text) {
  const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text.ptr;
  size_t at = 0;
  while (at < text.len) {
    utf8proc_int32_t cp;
    utf8proc_ssize_t n = utf8proc_iterate(p + at, (utf8proc_ssize_t)(text.len - at), &cp);
    if (n <= 0) break;
    at += (size_t)n;
  }
  return at;
}

static size_t with_libunistring(lede_str text) {
  const uint8_t *bad = u8_check((const uint8_t *)text.ptr, text.len);
  return bad ? (size_t)(bad - (const uint8_t *)text.ptr) : text.len;
}

int main(int argc, char **argv) {
  static contender all[] = {{.what = "lede", .run = with_lede},
                            {.what = "utf8proc_iterate", .run = with_utf8proc},
                            {.what = "libunistring u8_check", .run = with_libunistring}};
  return contest("validation", "valid bytes", all, 3, argc, argv);
}
