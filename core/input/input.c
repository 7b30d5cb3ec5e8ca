/* input/input: where documents come from.
 *
 * Takes one path after another, a folder's files one after another, and a file's rows one after another;
 * what each of these is lies with walk, stream, jsonl and table. */
#include "input/input.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/str.h"
#include "input/jsonl.h"
#include "input/meta.h"
#include "input/names.h"
#include "input/table.h"
#include "input/walk.h"
#include "text/load.h"

struct lede__input {
  const char *const *paths;
  size_t path_count, path_next;
  const char *file_path; /* the one path, where a file was given that is open */
  int file;              /* it; -1: paths are opened */
  lede__input_options options;
  lede__meta *meta;
  lede__walk *walk; /* the folder that is being read, NULL when none is */
  lede__stream stream;
  const char *path;   /* of the stream: the user's own or the walk's */
  lede__jsonl *jsonl; /* the rows of the stream, where it has rows; */
  lede__table *table; /* else both are NULL */
  bool stdin_is_used;
  lede__arena arena; /* strings of the present item */
  lede__item item;
  size_t returned;
};

/* ---- Opening and closing --------------------------------------------------- */

lede_status lede__input_open(const char *const *paths, size_t count, const lede__input_options *options,
                             lede__input **out, lede_error *err) {
  lede__input *in = calloc(1, sizeof *in);
  *out = NULL;
  if (!in) return lede__nomem(err);
  in->paths = paths;
  in->path_count = count;
  in->stream.fd = in->file = -1;
  if (options) in->options = *options;
  if (!in->options.max_bytes) in->options.max_bytes = LEDE__MAX_BYTES;
  lede_status status =
      in->options.meta_file ? lede__meta_open(in->options.meta_file, &in->meta, err) : LEDE_OK;
  if (status)
    lede__input_close(in);
  else
    *out = in;
  return status;
}

lede_status lede__input_open_file(int fd, const char *path, const lede__input_options *options,
                                  lede__input **out, lede_error *err) {
  lede_status status = lede__input_open(NULL, 0, options, out, err);
  if (status) return status;
  (*out)->file = fd;
  (*out)->file_path = path;
  (*out)->paths = &(*out)->file_path;
  (*out)->path_count = 1;
  return LEDE_OK;
}

static void close_stream(lede__input *in) {
  lede__jsonl_free(in->jsonl);
  lede__table_free(in->table);
  lede__stream_close(&in->stream);
  in->jsonl = NULL;
  in->table = NULL;
  in->path = NULL;
}

void lede__input_close(lede__input *in) {
  if (!in) return;
  close_stream(in);
  lede__walk_close(in->walk);
  lede__meta_close(in->meta);
  lede__arena_free(&in->arena);
  free(in);
}

size_t lede__input_seen(const lede__input *in) {
  return in->returned + (in->walk ? lede__walk_pending(in->walk) : 0) + (in->path_count - in->path_next);
}

/* ---- One file -------------------------------------------------------------- */

/* The item is what could not be read; running out of memory is nobody's fault and ends it all. */
static lede_status fail_item(lede__input *in, const char *path, lede_status status, lede_error *err) {
  if (status == LEDE_ENOMEM) return lede__nomem(err);
  in->item.given.id = in->item.given.path = lede__str(path);
  in->item.status = status;
  return LEDE_OK;
}

static lede_status begin_rows(lede__input *in, lede__content content, lede_error *err) {
  const lede__input_options *o = &in->options;
  lede__rows rows = {.stream = &in->stream,
                     .path = in->path,
                     .text_field = lede__str(o->text_field ? o->text_field : "text"),
                     .id_field = lede__str(o->id_field ? o->id_field : "id"),
                     .max_bytes = o->max_bytes,
                     .polls = o->json_lines,
                     .passes = o->json_lines};
  if (content == LEDE__JSONL) in->jsonl = lede__jsonl_new(&rows);
  if (content == LEDE__CSV) in->table = lede__table_new(&rows);
  return content == LEDE__PLAIN || in->jsonl || in->table ? LEDE_OK : lede__nomem(err);
}

/* Standard input has no name: JSON Lines begin with a brace, all else is a text. */
static lede_status content_of_stdin(lede__input *in, lede__content *content, lede_error *err) {
  lede__stream *s = &in->stream;
  size_t at = 0;
  *content = in->options.json_lines ? LEDE__JSONL : LEDE__PLAIN;
  if (in->options.json_lines) return LEDE_OK;
  lede_status status = lede__stream_more(s, err);
  if (!status && s->len >= 3 && memcmp(s->ptr, "\xEF\xBB\xBF", 3) == 0) at = 3;
  while (!status && s->len <= in->options.max_bytes) {
    while (at < s->len && memchr(" \t\r\n", s->ptr[at], 4)) at++;
    if (at < s->len || s->at_end) break;
    status = lede__stream_more(s, err);
  }
  if (!status && at < s->len && s->ptr[at] == '{') *content = LEDE__JSONL;
  return status;
}

static lede_status open_stream(lede__input *in, const char *path) {
  bool packed = lede__name_is_packed(path);
  return in->file >= 0 ? lede__stream_open_file(&in->stream, in->file, path, packed, &in->item.error)
                       : lede__stream_open(&in->stream, path, packed, &in->item.error);
}

/* Opens the stream; what fails is left to the item. */
static lede_status begin_file(lede__input *in, const char *path, lede_error *err) {
  bool is_stdin = in->file < 0 && strcmp(path, "-") == 0;
  lede__content content = lede__name_content(path);
  lede_status status = open_stream(in, path);
  if (!status && is_stdin) status = content_of_stdin(in, &content, &in->item.error);
  if (status) {
    close_stream(in);
    return fail_item(in, path, status, err);
  }
  in->path = path;
  return begin_rows(in, content, err);
}

/* The whole stream is one text. */
static lede_status take_text(lede__input *in, bool *have, lede_error *err) {
  lede__stream *s = &in->stream;
  const char *path = in->path;
  lede_status status = lede__stream_all(s, in->options.max_bytes, &in->item.error);
  *have = true;
  in->path = NULL; /* nothing is left to read, but the bytes stay until the next call */
  if (status) return fail_item(in, path, status, err);
  in->item.given.id = in->item.given.path = lede__str(path);
  in->item.bytes = s->len ? (lede_str){s->ptr, s->len} : LEDE__LIT("");
  return LEDE_OK;
}

static lede_status take_row(lede__input *in, bool *have, lede_error *err) {
  in->item.given.path = lede__str(in->path);
  lede_status status = in->jsonl ? lede__jsonl_next(in->jsonl, &in->arena, &in->item, have, err)
                                 : lede__table_next(in->table, &in->arena, &in->item, have, err);
  if (!status && !*have && !lede__input_waits(in)) close_stream(in);
  return status;
}

bool lede__input_waits(const lede__input *in) { return in->jsonl && lede__jsonl_waits(in->jsonl); }

/* ---- One path after another ------------------------------------------------ */

static bool is_folder(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A folder often holds the file that --meta names. */
static bool is_meta_file(const lede__input *in, const char *path) {
  struct stat st;
  return in->meta && stat(path, &st) == 0 && lede__meta_is_file(in->meta, st.st_dev, st.st_ino);
}

static lede_status begin_next_in_folder(lede__input *in, lede_error *err) {
  const char *path;
  lede_status status = lede__walk_next(in->walk, &path, &in->item.error);
  if (status) return fail_item(in, path ? path : "", status, err);
  if (path) return is_meta_file(in, path) ? LEDE_OK : begin_file(in, path, err);
  lede__walk_close(in->walk);
  in->walk = NULL;
  return LEDE_OK;
}

static lede_status begin_next_path(lede__input *in, lede_error *err) {
  const char *path = in->paths[in->path_next++];
  if (in->file >= 0) return begin_file(in, path, err);
  if (strcmp(path, "-") == 0) {
    bool again = in->stdin_is_used;
    in->stdin_is_used = true;
    if (!again) return begin_file(in, path, err);
    lede_status status =
        lede__fail(&in->item.error, LEDE_EUSAGE, path, "standard input can be read only once");
    return fail_item(in, path, status, err);
  }
  if (!is_folder(path)) return begin_file(in, path, err);
  in->walk = lede__walk_open(path);
  return in->walk ? LEDE_OK : lede__nomem(err);
}

/* One step: *have says that in->item is the next one, and *more that there may be another. */
static lede_status step(lede__input *in, bool *have, bool *more, lede_error *err) {
  lede_status status = LEDE_OK;
  if (in->jsonl || in->table)
    status = take_row(in, have, err);
  else if (in->path)
    status = take_text(in, have, err);
  else if (in->walk)
    status = begin_next_in_folder(in, err);
  else if (in->path_next < in->path_count)
    status = begin_next_path(in, err);
  else
    *more = false;
  if (lede__input_waits(in)) *more = false;
  *have |= in->item.status != LEDE_OK;
  return status;
}

/* What the user gives beside the text wins over what comes with it. */
static void add_given(lede__input *in) {
  lede_given *given = &in->item.given;
  if (in->options.outlet_from_folder && !given->outlet.ptr) given->outlet = lede__name_of_folder(given->path);
  if (in->meta) lede__meta_apply(in->meta, given);
}

static void begin_item(lede__input *in) {
  lede__arena_wind_back(&in->arena, (lede__arena_point){NULL, 0});
  in->item = (lede__item){0};
  if (!in->path) close_stream(in);
}

lede_status lede__input_next(lede__input *in, const lede__item **item, lede_error *err) {
  bool have = false, more = true;
  *item = NULL;
  begin_item(in);
  while (!have && more) {
    lede_status status = step(in, &have, &more, err);
    if (status) return status;
  }
  if (!have) return LEDE_OK;
  add_given(in);
  in->returned++;
  *item = &in->item;
  return LEDE_OK;
}
