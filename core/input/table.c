/* input/table: CSV with a header, one document a row. */
#include "input/table.h"

#include <stdlib.h>
#include <strings.h>

#include "base/buf.h"
#include "input/given.h"
#include "text/load.h"
#include "text/utf8.h"

struct lede__table {
  lede__rows rows;
  lede__csv csv;
  bool is_begun;
  size_t width; /* columns of the header */
  uint32_t text, id, path, given[LEDE__GIVEN_COUNT];
};

lede__table *lede__table_new(const lede__rows *rows) {
  lede__table *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->rows = *rows;
  t->csv = (lede__csv){.stream = rows->stream, .max_bytes = rows->max_bytes};
  return t;
}

void lede__table_free(lede__table *t) {
  if (!t) return;
  lede__csv_free(&t->csv);
  free(t);
}

/* ---- Header --------------------------------------------------------------- */

static lede_str trimmed(lede_str s) {
  while (s.len && s.ptr[s.len - 1] == ' ') s.len--;
  while (s.len && *s.ptr == ' ') s.ptr++, s.len--;
  return s;
}

uint32_t lede__column(const lede__csv *header, lede_str name) {
  for (size_t i = 0; i < header->count; i++) {
    lede_str field = trimmed(header->fields[i]);
    if (field.len == name.len && strncasecmp(field.ptr, name.ptr, name.len) == 0) return (uint32_t)i;
  }
  return LEDE_NONE;
}

static lede_status no_text_column(const lede__table *t, lede_error *err) {
  bool is_about_files = lede__column(&t->csv, LEDE__LIT("file")) != LEDE_NONE;
  lede__buf says = {0};
  lede__buf_printf(&says, "the header has no column \"%.*s\", but ", (int)t->rows.text_field.len,
                   t->rows.text_field.ptr);
  for (size_t i = 0; i < t->csv.count; i++) {
    if (i) lede__buf_text(&says, ", ");
    lede__buf_str(&says, trimmed(t->csv.fields[i]));
  }
  lede__buf_text(&says, "; name the text with --text-field");
  if (is_about_files) lede__buf_text(&says, ", or give what the table says of other files with --meta");
  lede_status status = says.failed ? lede__nomem(err) : lede__fail(err, LEDE_EFORMAT, NULL, "%s", says.ptr);
  lede__buf_free(&says);
  return status;
}

static lede_status read_header(lede__table *t, lede_error *err) {
  bool have = false;
  lede_status status = lede__stream_as_utf8(t->rows.stream, t->rows.max_bytes, err);
  if (!status) status = lede__csv_next(&t->csv, &have, err);
  if (status || !have) return status;
  t->width = t->csv.count;
  t->text = lede__column(&t->csv, t->rows.text_field);
  t->id = lede__column(&t->csv, t->rows.id_field);
  t->path = lede__column(&t->csv, LEDE__LIT("path"));
  for (size_t i = 0; i < LEDE__GIVEN_COUNT; i++)
    t->given[i] = lede__column(&t->csv, lede__str(lede__given_names[i]));
  return t->text == LEDE_NONE ? no_text_column(t, err) : LEDE_OK;
}

/* Without a header the rows mean nothing: the file is over. */
static lede_status begin(lede__table *t, lede_error *err) {
  lede_status status = read_header(t, err);
  t->is_begun = true;
  if (!status) return LEDE_OK;
  lede__stream_drop(t->rows.stream, t->rows.stream->len);
  t->rows.stream->at_end = true;
  t->csv.in_view = 0;
  return status;
}

/* ---- Rows ----------------------------------------------------------------- */

/* The field in column `at`; absent when the row ends before it. */
static lede_str field(const lede__table *t, uint32_t at) {
  return at < t->csv.count ? t->csv.fields[at] : (lede_str){NULL, 0};
}

/* A short field as UTF-8, whatever it was; empty is absent. */
static lede_status take_short(const lede__table *t, uint32_t at, lede__arena *arena, lede_str *to,
                              lede_error *err) {
  lede_str bytes = field(t, at);
  lede__loaded loaded;
  *to = bytes.len ? bytes : (lede_str){NULL, 0};
  if (lede__utf8_valid(bytes.ptr, bytes.len) == bytes.len) return LEDE_OK;
  lede_status status = lede__load_any(arena, bytes, NULL, NULL, &loaded, err);
  if (status == LEDE_ENOMEM) return status;
  *to = status ? (lede_str){NULL, 0} : loaded.text;
  return LEDE_OK;
}

static lede_status take_given(lede__table *t, lede__arena *arena, lede__item *item, lede_error *err) {
  lede_str path = {NULL, 0};
  lede_status status = take_short(t, t->id, arena, &item->given.id, err);
  if (!status) status = take_short(t, t->path, arena, &path, err);
  if (!status && path.ptr) item->given.path = path;
  for (size_t i = 0; i < LEDE__GIVEN_COUNT && !status; i++) {
    status = take_short(t, t->given[i], arena, lede__given_at(&item->given, i), err);
  }
  if (status || item->given.id.ptr) return status;
  item->given.id = lede__row_name(arena, &t->rows, t->csv.line);
  return item->given.id.ptr ? LEDE_OK : lede__nomem(err);
}

static lede_status fail_row(const lede__table *t, lede__arena *arena, lede__item *item, lede_status status,
                            lede_error *err) {
  char message[sizeof err->message];
  if (status == LEDE_ENOMEM) return lede__nomem(err);
  memcpy(message, item->error.message, sizeof message);
  return lede__row_fail(arena, &t->rows, t->csv.line, item, status, message, err);
}

/* A row may end early; one that goes on beyond the header has most likely split a text at an unquoted
 * separator. */
static lede_status check_width(const lede__table *t, lede_error *err) {
  if (t->csv.count > t->width) {
    return lede__fail(err, LEDE_EFORMAT, NULL,
                      "the row has %zu fields, the header %zu; quote fields that hold the separator",
                      t->csv.count, t->width);
  }
  if (t->csv.count > t->text) return LEDE_OK;
  return lede__fail(err, LEDE_EFORMAT, NULL, "the row has %zu fields and ends before its text in field %u",
                    t->csv.count, t->text + 1);
}

lede_status lede__table_next(lede__table *t, lede__arena *arena, lede__item *item, bool *have,
                             lede_error *err) {
  lede_status status = LEDE_OK;
  *have = false;
  if (!t->is_begun) status = begin(t, &item->error);
  if (!status) status = lede__csv_next(&t->csv, have, &item->error);
  if (!status && !*have) return LEDE_OK;
  *have = true;
  if (!status) status = check_width(t, &item->error);
  if (status) return fail_row(t, arena, item, status, err);
  item->bytes = field(t, t->text);
  item->is_text = lede__utf8_valid(item->bytes.ptr, item->bytes.len) == item->bytes.len;
  return take_given(t, arena, item, err);
}
