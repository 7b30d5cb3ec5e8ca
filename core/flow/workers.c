#include "flow/workers.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/str.h"

enum {
  MOST_WORKERS = 256,
  JOBS_A_WORKER = 2,       /* one in work, one waiting in its socket, so that no worker idles */
  WINDOW_A_WORKER = 8,     /* jobs that are taken while the oldest is in work */
  SETUP_SECONDS = 60,      /* a worker may take to set up, where the options don't say */
  REST_AFTER_FORK = 1,     /* seconds without a new worker after the system would give none, */
  REST_AFTER_REFUSAL = 30, /* and after one could not be set up: what is wrong may be mended by then */
  /* Workers in a row that may end before they are ready, once one was;
   * or before they begin a job they have. */
  MOST_MISHAPS = 5,
  MOST_REFUSED_FORKS = 30 /* in a row, with no worker left */
};
static const size_t MOST_BYTES = 256u << 20; /* of jobs in flight */

/* ---- what there is ---------------------------------------------------------------------------- */

typedef struct worker {
  lede__slot slot;
  lede__workers *all;
  uint64_t answered;               /* the sequence number of the last job it answered */
  bool ready, probe;               /* a probe gets no work before it is ready */
  bool retires;                    /* ends when it has answered what it has */
  unsigned generation, start;      /* its generation, and how many workers were started before it */
  lede__job *queue[JOBS_A_WORKER]; /* in the order they were handed over; the first is in work */
  unsigned queued;
} worker;

typedef struct line {
  lede__job *first, *last; /* oldest first */
} line;

struct lede__workers {
  lede__workers_options o;
  uv_loop_t *loop;
  lede__pauses pauses;
  uv_timer_t rest; /* active: no worker is started for now */
  worker *workers;
  unsigned count, most;      /* places, of which so many are for workers that don't retire */
  _Atomic uint64_t *at_work; /* of all */
  line now, later;           /* jobs that no worker has */
  size_t jobs, bytes;        /* that are not answered */
  uint64_t sequence;
  lede__buf preamble;                    /* of the last generation */
  unsigned generation, generation_start; /* the last one, and its first worker's start */
  unsigned starts;
  unsigned failed_starts, refused_forks; /* in a row */
  unsigned later_at_work;
  bool stopped;
  lede_status status;
  lede_error error;
};

static void fail(lede__workers *w, const lede_error *why) {
  if (!w->status) {
    w->status = why->code;
    w->error = *why;
  }
}

static void fail_nomem(lede__workers *w) {
  lede_error err;
  lede__nomem(&err);
  fail(w, &err);
}

static bool is_over(const lede__workers *w) { return w->status || w->stopped; }

/* ---- jobs that wait ------------------------------------------------------------------------------ */

/* By age: one that comes back from a worker that was lost goes before those that came after it. */
static void put_in_line(lede__workers *w, lede__job *j) {
  line *l = j->later ? &w->later : &w->now;
  lede__job **at = &l->first;
  if (l->last && l->last->sequence < j->sequence) at = &l->last->next;
  while (*at && (*at)->sequence < j->sequence) at = &(*at)->next;
  j->next = *at;
  *at = j;
  if (!j->next) l->last = j;
}

static lede__job *take_from(line *l) {
  lede__job *j = l->first;
  l->first = j->next;
  if (!l->first) l->last = NULL;
  j->next = NULL;
  return j;
}

static void free_line(line *l) {
  while (l->first) {
    lede__job *next = l->first->next;
    lede__job_free(l->first);
    l->first = next;
  }
}

/* ---- answers ----------------------------------------------------------------------------------------- */

static void tell_answer(lede__workers *w, lede__job *j, lede__answer a) {
  lede_error err = {0};
  w->jobs--;
  w->bytes -= j->frame.len;
  a.tag = j->tag;
  a.kind = j->kind;
  a.why = &j->why;
  if (j->end) a.end = j->end;
  a.attempts = j->attempts + (j->end == LEDE__JOB_FINE);
  w->later_at_work -= j->later;
  if (w->o.answered(w->o.context, &a, &err)) fail(w, &err);
  lede__job_free(j);
}

static void tell_lost(lede__workers *w, lede__job *j) {
  tell_answer(w, j,
              (lede__answer){.output = LEDE__LIT(""), .complaint = LEDE__LIT(""), .partial = LEDE__LIT("")});
}

/* ---- workers that are lost ----------------------------------------------------------------------------- */

/* What a job cost when its worker was lost. False when there is no more to be done about it: it was told. */
static bool blame(lede__workers *w, lede__job *j, bool overran, const lede_error *why) {
  lede_error err;
  size_t before = j->frame.len;
  lede__verdict verdict = lede__job_blame(j, overran, why, &err);
  w->bytes += j->frame.len - before;
  if (verdict == LEDE__GIVE_UP) fail(w, &err);
  if (verdict != LEDE__DROP) return true;
  tell_lost(w, j);
  return false;
}

/* For so long no worker is started. */
static void on_rested(uv_timer_t *t);
static void rest(lede__workers *w, unsigned seconds) {
  uv_update_time(w->loop);
  uv_timer_start(&w->rest, on_rested, seconds * (uint64_t)1000, 0);
}

static void tell_refused(lede__workers *w, const lede_error *why) {
  rest(w, REST_AFTER_REFUSAL);
  w->o.refused(w->o.context, why);
}

/* The first one to end so early shows that something is wrong here; a later one may have been killed by
 * somebody. A probe is there to show it. */
static void lose_start(worker *k, bool overran) {
  lede__workers *w = k->all;
  lede_error err;
  if (w->generation && !k->probe && ++w->failed_starts < MOST_MISHAPS) return;
  lede__fail(&err, LEDE_ESETUP, NULL,
             overran ? "a worker took too long to set up" : "a worker ended before it was ready");
  w->failed_starts = 0;
  if (w->o.renews && w->generation)
    tell_refused(w, &err);
  else
    fail(w, &err);
}

/* A job bears no blame for a worker that had not come to it: one that somebody killed, or that ran into
 * the end of memory. */
static bool is_to_blame(worker *k) {
  lede__job *j = k->queue[0];
  return (atomic_load(k->slot.at_work) & ~LEDE__RECALLED) != k->answered || ++j->mishaps >= MOST_MISHAPS;
}

static void unqueue_first(worker *k) { memmove(k->queue, k->queue + 1, --k->queued * sizeof *k->queue); }

/* Its jobs go back to those that no worker has. */
static void end_worker(worker *k) {
  lede__slot_close(&k->slot);
  for (; k->queued; unqueue_first(k)) {
    k->all->later_at_work -= k->queue[0]->later;
    put_in_line(k->all, k->queue[0]);
  }
}

/* The job in work bears the blame. */
static void lose_worker(worker *k, bool overran, const lede_error *why) {
  if (is_over(k->all)) return lede__slot_close(&k->slot);
  if (!k->ready) lose_start(k, overran);
  if (k->ready && k->queued && is_to_blame(k) && !blame(k->all, k->queue[0], overran, why)) unqueue_first(k);
  end_worker(k);
}

/* ---- frames from workers ------------------------------------------------------------------------------- */

static void start_clock(worker *k) {
  const lede__workers_options *o = &k->all->o;
  if (!k->ready) return;
  bool busy = k->queued > 0;
  lede__slot_clock(&k->slot,
                   busy ? o->seconds + o->seconds_per_mb * (double)k->queue[0]->frame.len / 1e6 : 0);
}

static void retire(worker *k) {
  k->retires = true;
  if (!k->queued) lede__slot_close(&k->slot);
}

/* Those before it end after their jobs. */
static void begin_generation(worker *first, lede_str preamble) {
  lede__workers *w = first->all;
  lede_error err = {0};
  lede__buf_clear(&w->preamble);
  lede__buf_str(&w->preamble, preamble);
  if (w->preamble.failed) return fail_nomem(w);
  w->generation++;
  w->generation_start = first->start;
  for (unsigned i = 0; i < w->count; i++)
    if (w->workers[i].slot.open && w->workers[i].ready) retire(&w->workers[i]);
  if (w->o.ready(w->o.context, preamble, w->generation, &err)) fail(w, &err);
}

static bool on_ready(worker *k, const char *bytes) {
  lede__workers *w = k->all;
  lede_str field[LEDE__FRAME_FIELDS];
  if (k->ready) return false;
  lede__frame_fields(bytes, field);
  w->failed_starts = 0;
  bool other = !w->generation || (w->o.renews && !lede__str_eq(field[0], lede__buf_view(&w->preamble)));
  if (other && k->start < w->generation_start) return end_worker(k), true; /* overtaken while it was set up */
  if (other) begin_generation(k, field[0]);
  k->ready = true;
  k->generation = w->generation;
  if (k->probe && !other) return retire(k), true;
  k->probe = false;
  start_clock(k);
  return true;
}

/* What it was asked for makes no sense to any worker, or it ran out of something and the next one may not. */
static bool on_refuse(worker *k, const lede__frame *f, const char *bytes) {
  lede__workers *w = k->all;
  lede_str field[LEDE__FRAME_FIELDS];
  lede_error err;
  lede__frame_fields(bytes, field);
  lede__fail(&err, f->status ? (lede_status)f->status : LEDE_ESETUP, NULL, "%.*s", (int)field[1].len,
             field[1].ptr);
  snprintf(err.where, sizeof err.where, "%.*s", (int)field[0].len, field[0].ptr);
  bool senseless = err.code == LEDE_EUSAGE || err.code == LEDE_ESETUP;
  if (k->ready && k->queued && !senseless) return lose_worker(k, false, &err), true;
  if (k->ready || !w->o.renews || !w->generation) return fail(w, &err), true;
  end_worker(k);
  tell_refused(w, &err);
  return true;
}

/* A worker can't have read what has not left the supervisor. */
static bool is_sent(const worker *k) {
  size_t behind = k->queued > 1 ? k->queue[1]->frame.len : 0;
  return lede__slot_unsent(&k->slot) <= behind;
}

/* False for an answer to a question that was not asked. */
static bool on_reply(worker *k, const lede__frame *f, const char *bytes) {
  lede_str field[LEDE__FRAME_FIELDS];
  if (!k->ready || !k->queued || k->queue[0]->sequence != f->sequence || !is_sent(k)) return false;
  lede__job *j = k->queue[0];
  lede__frame_fields(bytes, field);
  for (size_t i = 0; i < 3; i++)
    if (!field[i].ptr) field[i] = LEDE__LIT("");
  k->answered = f->sequence;
  unqueue_first(k);
  start_clock(k);
  tell_answer(k->all, j,
              (lede__answer){.end = f->status ? LEDE__JOB_FAILED : LEDE__JOB_FINE,
                             .output = field[0],
                             .complaint = field[1],
                             .partial = field[2],
                             .nanoseconds = f->nanoseconds,
                             .marks = f->marks,
                             .generation = k->generation});
  if (k->retires) retire(k);
  return true;
}

/* ---- what slots tell ----------------------------------------------------------------------------------- */

/* False for nonsense. */
static bool on_frame(lede__slot *s, const lede__frame *f, const char *bytes) {
  worker *k = s->owner;
  if (is_over(k->all)) return true;
  switch ((lede__frame_kind)f->kind) {
  case LEDE__FRAME_READY:
    return on_ready(k, bytes);
  case LEDE__FRAME_REFUSE:
    return on_refuse(k, f, bytes);
  case LEDE__FRAME_REPLY:
    return on_reply(k, f, bytes);
  default:
    return false;
  }
}

static void hand_over(lede__workers *w);

static void on_read(lede__slot *s) { hand_over(((worker *)s->owner)->all); }

static void on_lost(lede__slot *s, bool overran) {
  worker *k = s->owner;
  lose_worker(k, overran, &(lede_error){0});
  hand_over(k->all);
}

static void on_starved(lede__slot *s) { fail_nomem(((worker *)s->owner)->all); }

static void on_rested(uv_timer_t *t) { hand_over(t->data); }

static const lede__slot_events events = {on_frame, on_read, on_lost, on_starved, on_read};

/* ---- starting and feeding workers ---------------------------------------------------------------------- */

static unsigned count_active(const lede__workers *w) {
  unsigned n = 0;
  for (unsigned i = 0; i < w->count; i++) n += w->workers[i].slot.open && !w->workers[i].retires;
  return n;
}

/* Where the system gives no more processes, those there are do the work. */
static void do_without(lede__workers *w, const lede_error *why) {
  bool none = count_active(w) == 0;
  if (none && (!w->generation || ++w->refused_forks > MOST_REFUSED_FORKS)) return fail(w, why);
  rest(w, REST_AFTER_FORK);
}

static worker *find_place(lede__workers *w) {
  for (unsigned i = 0; i < w->count; i++)
    if (lede__slot_is_free(&w->workers[i].slot)) return &w->workers[i];
  return NULL;
}

/* NULL when there is no place for one, or the system gives none. */
static worker *start_worker(lede__workers *w, bool probe) {
  lede_error err;
  worker *k = find_place(w);
  if (!k) return NULL;
  if (lede__slot_start(&k->slot, w->o.work, &err)) return do_without(w, &err), NULL;
  w->refused_forks = 0;
  k->answered = 0;
  k->ready = k->retires = false;
  k->probe = probe;
  k->start = ++w->starts;
  lede__slot_clock(&k->slot, w->o.setup_seconds > 0 ? w->o.setup_seconds : SETUP_SECONDS);
  return k;
}

/* Nothing stands in line behind a job that may wait itself. */
static bool has_room(const worker *k) {
  if (!k->slot.open || k->retires || (k->probe && !k->ready)) return false;
  return k->queued < JOBS_A_WORKER && !(k->queued && k->queue[0]->later);
}

/* The worker with the fewest jobs that has room; a new one when all that run are busy and more may be
 * started. */
static worker *find_worker(lede__workers *w) {
  worker *best = NULL;
  for (unsigned i = 0; i < w->count; i++) {
    worker *k = &w->workers[i];
    if (has_room(k) && (!best || k->queued < best->queued)) best = k;
  }
  if (best && best->queued == 0) return best;
  bool may_start = count_active(w) < w->most && !uv_is_active((uv_handle_t *)&w->rest);
  worker *fresh = may_start ? start_worker(w, false) : NULL;
  return fresh ? fresh : best;
}

static bool send_job(worker *k, lede__job *j) {
  k->queue[k->queued++] = j;
  k->all->later_at_work += j->later;
  if (!lede__slot_send(&k->slot, lede__buf_view(&j->frame))) return fail_nomem(k->all), false;
  if (k->queued == 1) start_clock(k);
  return true;
}

/* Takes back one of two jobs of a worker: the one it will begin next, once all of it has left. */
static lede__job *recall(worker *k) {
  if (!k->slot.open || k->queued < 2 || lede__slot_unsent(&k->slot)) return NULL;
  uint64_t begun = k->queue[0]->sequence, answered = k->answered;
  if (atomic_compare_exchange_strong(k->slot.at_work, &begun, begun | LEDE__RECALLED))
    return k->queue[--k->queued];
  if (!atomic_compare_exchange_strong(k->slot.at_work, &answered, answered | LEDE__RECALLED)) return NULL;
  lede__job *j = k->queue[0];
  unqueue_first(k);
  start_clock(k);
  return j;
}

/* Where one worker has nothing to do, no job waits behind a slow one. */
static void share(lede__workers *w) {
  lede__job *j = NULL;
  worker *idle = NULL;
  for (unsigned i = 0; i < w->count && !idle; i++)
    if (w->workers[i].ready && has_room(&w->workers[i]) && !w->workers[i].queued) idle = &w->workers[i];
  for (unsigned i = 0; i < w->count && idle && !j; i++) j = recall(&w->workers[i]);
  if (j) send_job(idle, j);
}

/* What may wait keeps half of the workers free for documents. */
static bool may_do_later(const lede__workers *w) {
  return w->later.first && w->later_at_work < (w->most > 1 ? w->most / 2 : 1);
}

static void hand_over(lede__workers *w) {
  worker *k;
  while (!is_over(w) && w->now.first && (k = find_worker(w)))
    if (!send_job(k, take_from(&w->now))) return;
  if (!is_over(w) && !w->now.first) share(w);
  while (!is_over(w) && !w->now.first && may_do_later(w) && (k = find_worker(w)) && k->queued == 0)
    if (!send_job(k, take_from(&w->later))) return;
}

/* ---- what others see ----------------------------------------------------------------------------------- */

static lede_status add_job(lede__workers *w, lede__job *j, uint64_t tag, lede_error *err) {
  if (!j) return lede__nomem(err);
  j->tag = tag;
  w->jobs++;
  w->bytes += j->frame.len;
  put_in_line(w, j);
  hand_over(w);
  return LEDE_OK;
}

lede_status lede__workers_item(lede__workers *w, const lede__item *item, uint64_t tag, lede_error *err) {
  return add_job(w, lede__job_item(++w->sequence, item), tag, err);
}

lede_status lede__workers_text(lede__workers *w, lede__frame_kind kind, lede_str text, size_t documents,
                               bool later, uint64_t tag, lede_error *err) {
  lede__job *j = lede__job_text(++w->sequence, kind, text, documents);
  if (j) j->later = later;
  return add_job(w, j, tag, err);
}

void lede__workers_renew(lede__workers *w) {
  uv_timer_stop(&w->rest);
  for (unsigned i = 0; i < w->count; i++) /* what is being set up may have read the old files */
    if (w->workers[i].slot.open && w->workers[i].probe) end_worker(&w->workers[i]);
  start_worker(w, true);
  hand_over(w);
}

size_t lede__workers_jobs(const lede__workers *w) { return w->jobs; }
size_t lede__workers_bytes(const lede__workers *w) { return w->bytes; }
bool lede__workers_are_ready(const lede__workers *w) { return w->generation > 0; }
unsigned lede__workers_count(const lede__workers *w) { return count_active(w); }

bool lede__workers_full(const lede__workers *w, size_t jobs) {
  return jobs >= (size_t)w->most * WINDOW_A_WORKER || w->bytes >= MOST_BYTES;
}

lede_status lede__workers_status(const lede__workers *w, lede_error *err) {
  if (w->status && err) *err = w->error;
  return w->status;
}

/* ---- beginning and end --------------------------------------------------------------------------------- */

static bool make_places(lede__workers *w) {
  void *shared =
      mmap(NULL, w->count * sizeof *w->at_work, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  w->at_work = shared == MAP_FAILED ? NULL : shared;
  w->workers = calloc(w->count, sizeof *w->workers);
  if (!w->workers || !w->at_work) return false;
  for (unsigned i = 0; i < w->count; i++) {
    worker *k = &w->workers[i];
    k->all = w;
    k->slot = (lede__slot){.owner = k, .on = &events, .pauses = &w->pauses, .at_work = &w->at_work[i]};
  }
  return true;
}

static void free_places(lede__workers *w) {
  if (w->at_work) munmap(w->at_work, w->count * sizeof *w->at_work);
  free(w->workers);
  free(w);
}

/* One worker before there is work: plugins that can't be set up are told even when there is none. */
lede_status lede__workers_open(const lede__workers_options *options, uv_loop_t *loop, lede__workers **out,
                               lede_error *err) {
  lede__workers *w = calloc(1, sizeof *w);
  if (!w) return lede__nomem(err);
  w->o = *options;
  w->loop = loop;
  w->most = options->workers < 1 ? 1 : options->workers > MOST_WORKERS ? MOST_WORKERS : options->workers;
  w->count = options->renews ? 2 * w->most + 1 : w->most; /* two generations side by side, and a probe */
  if (!make_places(w)) return free_places(w), lede__nomem(err);
  signal(SIGPIPE, SIG_IGN);
  lede__pauses_open(&w->pauses, loop);
  uv_timer_init(loop, &w->rest);
  w->rest.data = w;
  *out = w;
  start_worker(w, false);
  return LEDE_OK;
}

void lede__workers_stop(lede__workers *w) {
  w->stopped = true;
  for (unsigned i = 0; i < w->count; i++) lede__slot_close(&w->workers[i].slot);
  lede__pauses_close(&w->pauses);
  uv_close((uv_handle_t *)&w->rest, NULL);
}

void lede__workers_free(lede__workers *w) {
  free_line(&w->now);
  free_line(&w->later);
  for (unsigned i = 0; i < w->count; i++) {
    worker *k = &w->workers[i];
    for (unsigned q = 0; q < k->queued; q++) lede__job_free(k->queue[q]);
    lede__buf_free(&k->slot.in);
  }
  lede__buf_free(&w->preamble);
  free_places(w);
}
