#include "text/links.h"

#include <string.h>

#include "base/str.h"
#include "text/rules.h"
#include "text/tables.h"
#include "text/utf8.h"

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_alnum(char c) { return is_digit(c) || is_lower((char)(c | 0x20)); }

static bool follows(lede_str s, size_t at, const char *what) {
  size_t n = strlen(what);
  return s.len - at >= n && memcmp(s.ptr + at, what, n) == 0;
}

bool lede__is_scheme(lede_str s, size_t start, size_t end) {
  static const char *const schemes[] = {"http", "https", "ftp", "HTTP", "HTTPS", "Http", "Https"};
  lede_str name = {s.ptr + start, end - start};
  if (!follows(s, end, "://")) return false;
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
    if (lede__str_is(name, schemes[i])) return true;
  return false;
}

/* ---- Web addresses ---- */

static bool is_url_char(uint32_t cp) {
  if (cp < 0x80) return cp > ' ' && cp < 0x7F && !strchr("\"<>`{}|\\^", (int)cp);
  return (lede__char(cp)->flags & LEDE__CHAR_LEADS) != 0;
}

/* Drops the punctuation of the sentence around it; a bracket stays when the address itself opened it. */
static size_t trim_url(lede_str s, size_t at, size_t end) {
  long open = 0;
  for (size_t i = at; i < end; i++) open += (s.ptr[i] == '(') - (s.ptr[i] == ')');
  for (; end > at; end--) {
    char c = s.ptr[end - 1];
    if (c == ')' && open < 0)
      open++;
    else if (!strchr(".,;:!?'\"]*", c) || c == '\0')
      break;
  }
  return end;
}

size_t lede__url_end(lede_str s, size_t at) {
  size_t end = at;
  while (end < s.len) {
    size_t next = end;
    if (!is_url_char(lede__utf8_next(s.ptr, &next))) break;
    end = next;
  }
  return trim_url(s, at, end);
}

/* The last label of [start, end), which has a dot in it; end - start when it has none. */
static lede_str last_label(lede_str s, size_t start, size_t end) {
  size_t at = end;
  while (at > start && s.ptr[at - 1] != '.') at--;
  return (lede_str){s.ptr + at, end - at};
}

bool lede__is_domain(lede_str s, size_t start, size_t end) {
  if (end - start > 253 || (!is_lower(s.ptr[start]) && !is_digit(s.ptr[start]))) return false;
  for (size_t i = start; i < end; i++)
    if (s.ptr[i] != '.' && s.ptr[i] != '-' && !is_lower(s.ptr[i]) && !is_digit(s.ptr[i])) return false;
  lede_str top = last_label(s, start, end);
  return top.len < end - start && lede__is_top_domain(top);
}

/* ---- E-mail ---- */

bool lede__is_mailbox_byte(char c) { return is_alnum(c) || (c != '\0' && strchr("._%+-'", c)); }

size_t lede__mail_domain_end(lede_str s, size_t at) {
  size_t end = at, limit = s.len - at > 253 ? at + 253 : s.len;
  bool dot = false;
  while (end < limit && is_alnum(s.ptr[end])) {
    while (end < limit && (is_alnum(s.ptr[end]) || s.ptr[end] == '-')) end++;
    if (end + 1 >= limit || s.ptr[end] != '.' || !is_alnum(s.ptr[end + 1])) break;
    dot = true;
    end++;
  }
  while (end > at && s.ptr[end - 1] == '-') end--;
  return dot && end < at + 253 ? end : at;
}

/* ---- Handles and tags ---- */

static size_t name_end(lede_str s, size_t at) {
  bool letter = false;
  while (at < s.len) {
    size_t next = at;
    uint32_t cp = lede__utf8_next(s.ptr, &next);
    uint16_t flags = lede__char(cp)->flags;
    if (cp != '_' && !(flags & LEDE__CHAR_LEADS)) break;
    letter = letter || cp == '_' || flags & LEDE__CHAR_LETTER;
    at = next;
  }
  return letter ? at : 0;
}

size_t lede__handle_end(lede_str s, size_t at) {
  size_t end = name_end(s, at + 1);
  if (!end) return at;
  if (end == s.len || (s.ptr[end] != '@' && !follows(s, end, ".bsky.social"))) return end;
  size_t host = lede__mail_domain_end(s, end + 1);
  return host > end + 1 ? host : end;
}

size_t lede__tag_end(lede_str s, size_t at) {
  size_t end = name_end(s, at + 1);
  return end ? end : at;
}
