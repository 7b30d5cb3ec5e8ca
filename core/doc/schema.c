/* doc/schema: what attributes the marks of a layer carry, and their types. */
#include "doc/schema.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

static const char *const type_names[] = {"string", "name", "integer", "number", "boolean", "date", "span"};
enum { TYPES = sizeof type_names / sizeof *type_names };

/* ---- Types as words ----------------------------------------------------- */

static lede_str trimmed(lede_str s) {
  while (s.len > 0 && s.ptr[0] == ' ') s.ptr++, s.len--;
  while (s.len > 0 && s.ptr[s.len - 1] == ' ') s.len--;
  return s;
}

static uint32_t type_of(lede_str word) {
  for (uint32_t i = 0; i < TYPES; i++)
    if (lede__str_is(word, type_names[i])) return i;
  return LEDE_NONE;
}

static lede_status unknown_type(lede_str written, lede_error *err) {
  char word[32];
  snprintf(word, sizeof word, "%.*s", (int)(written.len < 31 ? written.len : 31),
           written.ptr ? written.ptr : "");
  const char *near = lede__str_nearest(word, type_names, TYPES);
  return lede__fail(
      err, LEDE_ESETUP, NULL,
      "\"%s\" is not a type%s%s%s; a type is string, name, integer, number, boolean, date or span, "
      "with [] behind it for a list, and with \", span\" for a value and the place where it stands",
      word, near ? " (did you mean \"" : "", near ? near : "", near ? "\"?)" : "");
}

lede_status lede__type_parse(lede_str written, lede__attribute *out, lede_error *err) {
  const char *comma = written.len ? memchr(written.ptr, ',', written.len) : NULL;
  lede_str word = trimmed(comma ? (lede_str){written.ptr, (size_t)(comma - written.ptr)} : written);
  if (comma) {
    lede_str place = trimmed((lede_str){comma + 1, written.len - (size_t)(comma + 1 - written.ptr)});
    if (!lede__str_is(place, "span")) return unknown_type(written, err);
  }
  bool list = lede__str_ends(word, "[]");
  if (list) word.len -= 2;
  uint32_t type = type_of(word);
  if (type == LEDE_NONE || (comma && type == LEDE__SPAN)) return unknown_type(written, err);
  out->type = (lede__type)type;
  out->list = list;
  out->placed = comma != NULL;
  return LEDE_OK;
}

void lede__type_print(const lede__attribute *a, char out[32]) {
  snprintf(out, 32, "%s%s%s", type_names[a->type], a->list ? "[]" : "", a->placed ? ", span" : "");
}

/* ---- Names -------------------------------------------------------------- */

bool lede__attribute_reserved(lede_str name) {
  static const char *const names[] = {"doc",   "end",   "first", "kind",  "last",
                                      "layer", "parts", "rule",  "start", "text"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (lede__str_is(name, names[i])) return true;
  return false;
}

static bool is_identifier(lede_str s) {
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
  }
  return s.len > 0;
}

static int by_name(const void *a, const void *b) {
  return lede__str_cmp(((const lede__attribute *)a)->name, ((const lede__attribute *)b)->name);
}

/* The attribute whose place would be written under `name`: speaker for speaker_start. */
static uint32_t owner_of_place(const lede__schema *s, lede_str name) {
  static const char *const suffixes[] = {"_start", "_end", "_first", "_last"};
  for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
    if (!lede__str_ends(name, suffixes[i])) continue;
    uint32_t a = lede__schema_find(s, (lede_str){name.ptr, name.len - strlen(suffixes[i])});
    if (a != LEDE_NONE && (s->attributes[a].placed || s->attributes[a].type == LEDE__SPAN)) return a;
  }
  return LEDE_NONE;
}

static lede_status refuse(const lede__schema *s, lede_str name, const char *why, lede_error *err) {
  return lede__fail(err, LEDE_ESETUP, NULL, "layer \"%.*s\": attribute \"%.*s\" %s", (int)s->layer.len,
                    s->layer.ptr, (int)name.len, name.ptr, why);
}

static lede_status check_attribute(const lede__schema *s, uint32_t i, lede_error *err) {
  lede_str name = s->attributes[i].name;
  if (!is_identifier(name))
    return refuse(s, name, "must be letters, digits and _, and not begin with a digit", err);
  if (lede__attribute_reserved(name))
    return refuse(s, name, "is reserved for lede itself; choose another name", err);
  if (i > 0 && lede__str_eq(name, s->attributes[i - 1].name))
    return refuse(s, name, "is declared twice", err);
  if (owner_of_place(s, name) != LEDE_NONE)
    return refuse(s, name, "is the place of another attribute of type span already; choose another name",
                  err);
  return LEDE_OK;
}

static lede_status check_layer(const lede__schema *s, lede_error *err) {
  int len = (int)s->layer.len;
  const char *name = s->layer.ptr ? s->layer.ptr : "";
  if (!is_identifier(s->layer))
    return lede__fail(err, LEDE_ESETUP, NULL,
                      "\"%.*s\" can't be the name of a layer: use letters, digits and _, and no digit first",
                      len, name);
  if (lede__str_is(s->layer, "tokens") || lede__str_is(s->layer, "sentences"))
    return lede__fail(err, LEDE_ESETUP, NULL, "the layer \"%.*s\" is lede's own; choose another name", len,
                      name);
  if (s->count > LEDE__MAX_ATTRIBUTES)
    return lede__fail(err, LEDE_ESETUP, NULL, "layer \"%.*s\" declares %u attributes; %d are the most", len,
                      name, (unsigned)s->count, LEDE__MAX_ATTRIBUTES);
  return LEDE_OK;
}

lede_status lede__schema_seal(lede__schema *s, lede_error *err) {
  lede_status status = check_layer(s, err);
  if (status) return status;
  if (s->count > 1) qsort(s->attributes, s->count, sizeof *s->attributes, by_name);
  for (uint32_t i = 0; i < s->count && !status; i++) status = check_attribute(s, i, err);
  return status;
}

uint32_t lede__schema_find(const lede__schema *s, lede_str name) {
  uint32_t low = 0, high = s->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = lede__str_cmp(s->attributes[middle].name, name);
    if (order == 0) return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return LEDE_NONE;
}

/* ---- Dates -------------------------------------------------------------- */

/* Takes exactly `digits` digits off the front; -1 when they aren't there. */
static int take_number(lede_str *s, size_t digits) {
  int n = 0;
  if (s->len < digits) return -1;
  for (size_t i = 0; i < digits; i++) {
    char c = s->ptr[i];
    if (c < '0' || c > '9') return -1;
    n = n * 10 + (c - '0');
  }
  *s = (lede_str){s->ptr + digits, s->len - digits};
  return n;
}

static bool take_char(lede_str *s, char c) {
  if (s->len == 0 || s->ptr[0] != c) return false;
  *s = (lede_str){s->ptr + 1, s->len - 1};
  return true;
}

static int days_in(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && leap);
}

/* HH:MM, and :SS where `seconds` may follow. */
static bool take_time(lede_str *s, bool seconds) {
  int hour = take_number(s, 2);
  if (hour < 0 || hour > 23 || !take_char(s, ':')) return false;
  int minute = take_number(s, 2);
  if (minute < 0 || minute > 59) return false;
  if (!seconds || !take_char(s, ':')) return true;
  int second = take_number(s, 2);
  return second >= 0 && second <= 59;
}

static bool take_zone(lede_str *s) {
  if (take_char(s, 'Z')) return true;
  if (take_char(s, '+') || take_char(s, '-')) return take_time(s, false);
  return true;
}

static bool is_moment(lede_str s) {
  int year = take_number(&s, 4);
  if (year < 1) return false;
  if (s.len == 0) return true;
  if (!take_char(&s, '-')) return false;
  int month = take_number(&s, 2);
  if (month < 1 || month > 12) return false;
  if (s.len == 0) return true;
  if (!take_char(&s, '-')) return false;
  int day = take_number(&s, 2);
  if (day < 1 || day > days_in(year, month)) return false;
  if (s.len == 0) return true;
  return take_char(&s, 'T') && take_time(&s, true) && take_zone(&s) && s.len == 0;
}

bool lede__date_valid(lede_str s) {
  const char *slash = s.len ? memchr(s.ptr, '/', s.len) : NULL;
  if (!slash) return is_moment(s);
  size_t before = (size_t)(slash - s.ptr);
  return is_moment((lede_str){s.ptr, before}) && is_moment((lede_str){slash + 1, s.len - before - 1});
}
