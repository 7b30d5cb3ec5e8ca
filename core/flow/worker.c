#include "flow/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "flow/wire.h"

/* False at the end of the stream, or when it broke. */
static bool read_all(int fd, char *to, size_t len) {
  while (len) {
    ssize_t n = read(fd, to, len);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    to += n;
    len -= (size_t)n;
  }
  return true;
}

static bool write_all(int fd, const char *from, size_t len) {
  while (len) {
    ssize_t n = write(fd, from, len);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    from += n;
    len -= (size_t)n;
  }
  return true;
}

/* Reads one frame into `in`. */
static bool receive(int fd, lede__buf *in) {
  lede__frame header;
  lede__buf_clear(in);
  if (!read_all(fd, (char *)&header, sizeof header)) return false;
  size_t size = lede__frame_size(&header);
  if (!size || !lede__buf_reserve(in, size)) return false;
  lede__buf_add(in, &header, sizeof header);
  if (!read_all(fd, in->ptr + sizeof header, size - sizeof header)) return false;
  in->len = size;
  return true;
}

static bool send_frame(int fd, lede__buf *out, lede__frame_kind kind, uint64_t sequence, uint8_t status,
                       const lede_str *fields, size_t count) {
  lede__buf_clear(out);
  lede__frame_write(out, &(lede__frame){.kind = (uint8_t)kind, .sequence = sequence, .status = status},
                    fields, count);
  return !out->failed && write_all(fd, out->ptr, out->len);
}

static void clear(lede__reply *r) {
  lede__buf_clear(&r->output);
  lede__buf_clear(&r->complaint);
  lede__buf_clear(&r->partial);
  r->marks = 0;
  r->failed = false;
}

static void free_reply(lede__reply *r) {
  lede__buf_free(&r->output);
  lede__buf_free(&r->complaint);
  lede__buf_free(&r->partial);
}

static lede__item item_of(const lede__frame *f, const lede_str *field) {
  lede__item item = {.given = {.id = field[0],
                               .path = field[1],
                               .title = field[2],
                               .outlet = field[3],
                               .date = field[4],
                               .url = field[5],
                               .lang = field[6]},
                     .bytes = field[7],
                     .is_text = f->is_text,
                     .is_finding = f->is_finding,
                     .status = (lede_status)f->status};
  if (item.status) lede__fail(&item.error, item.status, NULL, "%.*s", (int)field[9].len, field[9].ptr);
  if (item.status && field[8].ptr)
    lede__fail(&item.error, item.status, field[8].ptr[0] ? strndupa(field[8].ptr, field[8].len) : NULL,
               "%.*s", (int)field[9].len, field[9].ptr);
  return item;
}

static lede_status perform(const lede__work *work, const char *bytes, lede__reply *reply, lede_error *err) {
  lede__frame f;
  lede_str field[LEDE__FRAME_FIELDS];
  memcpy(&f, bytes, sizeof f);
  lede__frame_fields(bytes, field);
  switch ((lede__frame_kind)f.kind) {
  case LEDE__FRAME_ITEM: {
    lede__item item = item_of(&f, field);
    return work->item(work->context, &item, reply, err);
  }
  case LEDE__FRAME_REFOLD:
    return work->refold(work->context, field[0], reply, err);
  case LEDE__FRAME_MERGE:
    return work->merge(work->context, field[0], reply, err);
  case LEDE__FRAME_FINISH:
    return work->finish(work->context, field[0], (size_t)f.documents, reply, err);
  default:
    return lede__fail(err, LEDE_EUSAGE, "worker", "a frame of kind %d", f.kind);
  }
}

static uint64_t sequence_of(const char *bytes) {
  lede__frame f;
  memcpy(&f, bytes, sizeof f);
  return f.sequence;
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void frame_reply(lede__buf *out, uint64_t sequence, uint64_t nanoseconds, const lede__reply *r) {
  lede_str fields[] = {lede__buf_view(&r->output), lede__buf_view(&r->complaint),
                       lede__buf_view(&r->partial)};
  lede__frame header = {.kind = LEDE__FRAME_REPLY,
                        .sequence = sequence,
                        .status = r->failed,
                        .nanoseconds = nanoseconds,
                        .marks = r->marks};
  lede__buf_clear(out);
  lede__frame_write(out, &header, fields, 3);
}

/* Does the job at `bytes` and puts the answer into `out`. One that lacks something for want of memory must
 * not pass for a whole one. */
static lede_status do_job(const lede__work *work, const char *bytes, lede__reply *reply, lede__buf *out,
                          lede_error *err) {
  clear(reply);
  uint64_t begun = now();
  lede_status status = perform(work, bytes, reply, err);
  if (status) return status;
  frame_reply(out, sequence_of(bytes), now() - begun, reply);
  bool lacks = out->failed || reply->output.failed || reply->complaint.failed || reply->partial.failed;
  return lacks ? lede__nomem(err) : LEDE_OK;
}

/* False when the job is not to be done. */
static bool begin(_Atomic uint64_t *at_work, uint64_t sequence) {
  uint64_t before = atomic_exchange(at_work, sequence);
  if (!(before & LEDE__RECALLED)) return true;
  atomic_store(at_work, before & ~LEDE__RECALLED);
  return false;
}

static bool refuse(int fd, lede__buf *out, lede_status status, const lede_error *err) {
  lede_str fields[] = {lede__str(err->where), lede__str(err->message)};
  return send_frame(fd, out, LEDE__FRAME_REFUSE, 0, (uint8_t)status, fields, 2);
}

int lede__worker_serve(int fd, const lede__work *work, _Atomic uint64_t *at_work) {
  lede__buf in = {0}, out = {0};
  lede__reply reply = {0};
  lede_error err = {0};
  lede_status status = work->open(work->context, &reply, &err);
  lede_str preamble = lede__buf_view(&reply.output);
  bool going = !status && send_frame(fd, &out, LEDE__FRAME_READY, 0, 0, &preamble, 1);
  while (going && receive(fd, &in)) {
    if (!begin(at_work, sequence_of(in.ptr))) continue;
    status = do_job(work, in.ptr, &reply, &out, &err);
    going = !status && write_all(fd, out.ptr, out.len);
  }
  if (status) refuse(fd, &out, status, &err);
  free_reply(&reply);
  lede__buf_free(&in);
  lede__buf_free(&out);
  return going ? 0 : 1;
}
