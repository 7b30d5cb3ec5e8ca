#include "flow/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "base/str.h"
#include "flow/partials.h"
#include "flow/wire.h"

enum {
  MOST_WORKERS = 256,
  JOBS_A_WORKER = 2,   /* one in work, one waiting in its socket, so that no worker idles */
  WINDOW_A_WORKER = 8, /* jobs taken from the source while the oldest is in work */
  MOST_TRIES = 2,      /* workers a document may cost */
  SETUP_SECONDS = 60,  /* a worker may take to set up, where the options don't say */
  MOST_MISHAPS =
      5, /* workers in a row that may end before they are ready, once one was; or before they begin a job they have */
};
static const size_t MOST_BYTES = 256u << 20; /* of jobs in flight */
static const size_t MOST_ANSWER = 2u << 30;  /* bytes; more is nonsense */

/* ---- what there is ---------------------------------------------------------------------------- */

typedef struct job {
  uint64_t sequence;
  lede__frame_kind kind;
  lede__buf frame;         /* kept until it is answered: another worker may need it */
  char *id;                /* of a document, for its error record */
  unsigned tries, mishaps; /* workers that were lost when they had begun it, and before */
  unsigned level;          /* of a merge: whose partials it joins */
  bool handed, answered, failed;
  lede__buf output, complaint;
  struct job *next;
} job;

typedef struct slot {
  struct supervisor *super;
  pid_t pid;
  _Atomic uint64_t *at_work; /* shared with the worker: the sequence number of the job it has begun */
  uint64_t answered;         /* that of the last it answered */
  uv_pipe_t pipe;
  uv_timer_t timer;
  int handles; /* not yet closed by the loop */
  bool open, ready;
  job *queue[JOBS_A_WORKER]; /* in the order they were handed over; the first is in work */
  unsigned queued;
  uint64_t held_up; /* the supervisor's, when the clock of the job in work was started */
  lede__buf in;
} slot;

typedef struct supervisor {
  const lede__supervisor_options *o;
  uv_loop_t loop;
  uv_poll_t source;
  bool waits, source_open, ended; /* the source waits for input, has a watcher, has come to its end */
  slot *slots;
  unsigned count;
  _Atomic uint64_t *at_work; /* of all slots */
  job *first, *last;         /* all jobs, oldest first */
  job *unhanded;             /* the oldest no worker has */
  size_t jobs, bytes;
  uint64_t sequence;
  uint64_t held_up; /* nanoseconds spent in source and sink, while no worker was listened to */
  bool preamble_written, refolding, finishing, over;
  unsigned failed_starts; /* in a row */
  lede__partials partials;
  size_t documents;       /* that were gathered */
  lede_error no_findings; /* why nothing is gathered any more; the documents go on */
  lede_status status;
  lede_error error;
} supervisor;

static void fail(supervisor *s, lede_status status, const lede_error *why) {
  if (!s->status) {
    s->status = status;
    s->error = *why;
  }
  s->over = true;
}

static void fail_nomem(supervisor *s) {
  lede_error err;
  fail(s, lede__nomem(&err), &err);
}

/* From here on nothing is gathered. The documents go on; once all are done, the run ends with this. */
static void lose_findings(supervisor *s, const lede_error *why) {
  if (!s->no_findings.code) s->no_findings = *why;
}

/* ---- jobs -------------------------------------------------------------------------------------- */

static void job_free(job *j) {
  lede__buf_free(&j->frame);
  lede__buf_free(&j->output);
  lede__buf_free(&j->complaint);
  free(j->id);
  free(j);
}

/* NULL when out of memory, which ends the run. */
static job *add_job(supervisor *s, lede__frame header, const lede_str *fields, size_t count) {
  job *j = calloc(1, sizeof *j);
  if (!j) return fail_nomem(s), NULL;
  header.sequence = ++s->sequence;
  j->kind = (lede__frame_kind)header.kind;
  j->sequence = header.sequence;
  lede__frame_write(&j->frame, &header, fields, count);
  if (j->frame.failed) return job_free(j), fail_nomem(s), NULL;
  if (s->last)
    s->last->next = j;
  else
    s->first = j;
  s->last = j;
  if (!s->unhanded) s->unhanded = j;
  s->jobs++;
  s->bytes += j->frame.len;
  return j;
}

static void add_item(supervisor *s, const lede__item *item) {
  bool bad = item->status != LEDE_OK;
  const lede_str fields[] = {item->given.id,
                             item->given.path,
                             item->given.title,
                             item->given.outlet,
                             item->given.date,
                             item->given.url,
                             item->given.lang,
                             item->bytes,
                             bad ? lede__str(item->error.where) : (lede_str){0},
                             bad ? lede__str(item->error.message) : (lede_str){0}};
  job *j = add_job(s,
                   (lede__frame){.kind = LEDE__FRAME_ITEM,
                                 .status = (uint8_t)item->status,
                                 .is_text = item->is_text,
                                 .is_finding = item->is_finding},
                   fields, LEDE__FRAME_FIELDS);
  if (j) j->id = strndup(item->given.id.ptr, item->given.id.len);
}

/* The oldest job that no worker has, from `from` on. */
static void find_unhanded(supervisor *s, job *from) {
  while (from && (from->handed || from->answered)) from = from->next;
  s->unhanded = from;
}

/* ---- gathering across documents ------------------------------------------------------------------ */

static void add_merge(supervisor *s, unsigned level, lede__buf *lines) {
  lede_str all = lede__buf_view(lines);
  if (lines->failed) fail_nomem(s);
  job *j = s->over ? NULL : add_job(s, (lede__frame){.kind = LEDE__FRAME_MERGE}, &all, 1);
  if (j) j->level = level;
}

static void add_partial(supervisor *s, unsigned level, lede_str line) {
  lede__buf lines = {0};
  if (!s->o->fold || !line.len || s->no_findings.code) return;
  s->documents += level == 0;
  if (!lede__partials_add(&s->partials, level, line)) return;
  lede__partials_take(&s->partials, level, &lines);
  add_merge(s, level, &lines);
  lede__buf_free(&lines);
}

/* ---- answers, in order ------------------------------------------------------------------------------ */

static void emit(supervisor *s, job *j) {
  lede_error err = {0};
  lede_status status = LEDE_OK;
  uint64_t from = uv_hrtime();
  switch (j->kind) {
  case LEDE__FRAME_ITEM:
    status = s->o->done(s->o->context, lede__buf_view(&j->output), lede__buf_view(&j->complaint), j->failed, &err);
    break;
  case LEDE__FRAME_MERGE:
  case LEDE__FRAME_FINISH:
    status = s->o->gathered(s->o->context, lede__buf_view(&j->output), lede__buf_view(&j->complaint), j->failed, &err);
    break;
  default:
    break;
  }
  s->held_up += uv_hrtime() - from;
  if (status) fail(s, status, &err);
}

/* Partials of jobs are kept in `frame` once it is answered: the job itself is not needed any more. */
static void emit_answered(supervisor *s) {
  while (s->first && s->first->answered && !s->over) {
    job *j = s->first;
    emit(s, j);
    add_partial(s, j->kind == LEDE__FRAME_MERGE ? j->level + 1 : 0, lede__buf_view(&j->frame));
    s->first = j->next;
    if (!s->first) s->last = NULL;
    if (s->unhanded == j) find_unhanded(s, j->next);
    s->jobs--;
    job_free(j);
  }
}

static void keep_answer(supervisor *s, job *j, const lede__frame *f, const char *bytes) {
  lede_str field[LEDE__FRAME_FIELDS];
  lede__frame_fields(bytes, field);
  s->bytes -= j->frame.len;
  lede__buf_clear(&j->frame);
  if (field[0].ptr) lede__buf_str(&j->output, field[0]);
  if (field[1].ptr) lede__buf_str(&j->complaint, field[1]);
  if (field[2].ptr) lede__buf_str(&j->frame, field[2]);
  j->failed = f->status != 0;
  j->answered = true;
  if (j->output.failed || j->complaint.failed || j->frame.failed) fail_nomem(s);
}

/* ---- workers ------------------------------------------------------------------------------------------ */

static void hand_over(supervisor *s);

static void on_closed(uv_handle_t *h) { ((slot *)h->data)->handles--; }

static void close_slot(slot *w) {
  if (!w->open) return;
  w->open = false;
  w->ready = false;
  kill(w->pid, SIGKILL);
  while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR) {
  }
  uv_close((uv_handle_t *)&w->pipe, on_closed);
  uv_close((uv_handle_t *)&w->timer, on_closed);
  lede__buf_clear(&w->in);
}

/* An error record in place of an answer: the worker is asked to write it, as for a file that can't be
 * read. */
static void set_aside(supervisor *s, job *j, lede_status status, const char *why) {
  lede_str field[LEDE__FRAME_FIELDS];
  lede__buf again = {0};
  lede__frame_fields(j->frame.ptr, field);
  field[7] = (lede_str){0};
  field[8] = lede__str(j->id ? j->id : "");
  field[9] = lede__str(why);
  lede__frame_write(
      &again, &(lede__frame){.kind = (uint8_t)j->kind, .sequence = j->sequence, .status = (uint8_t)status},
      field, LEDE__FRAME_FIELDS);
  if (again.failed) fail_nomem(s);
  s->bytes -= j->frame.len;
  lede__buf_free(&j->frame);
  j->frame = again;
  s->bytes += again.len;
}

/* A job that is no document is dropped, and the findings with it. */
static void drop(supervisor *s, job *j, bool overran, const lede_error *why) {
  lede_error err;
  lede__fail(&err, why->code ? why->code : LEDE_EPLUGIN, "findings",
             "what was found across documents is lost: a plugin's fold, merge or finish %s%s",
             overran     ? "took too long; --timeout allows more"
             : why->code ? "failed: "
                         : "crashed its worker twice; see lede doctor",
             overran ? "" : why->message);
  lose_findings(s, &err);
  s->bytes -= j->frame.len;
  lede__buf_clear(&j->frame);
  j->answered = true;
}

/* A worker that can't even say that a document failed will not get any further with others. */
static void give_up(supervisor *s, const job *j, const lede_error *why) {
  lede_error err;
  fail(s,
       lede__fail(&err, why->code ? why->code : LEDE_ESETUP, j->id,
                  "workers crash again and again, even without its text%s%s; see lede doctor",
                  why->code ? ": " : "", why->message),
       &err);
}

/* What a job cost when its worker was lost; `why` is the worker's own word, if it had one. */
static void blame(supervisor *s, job *j, bool overran, const lede_error *why) {
  char told[160];
  j->tries++;
  if (!overran && j->tries < MOST_TRIES) return;
  if (j->kind != LEDE__FRAME_ITEM) {
    drop(s, j, overran, why);
  } else if (j->tries > MOST_TRIES) {
    give_up(s, j, why);
  } else if (overran) {
    j->tries = MOST_TRIES;
    set_aside(s, j, LEDE_ELIMIT, "analysing it took too long and was stopped; --timeout allows more");
  } else if (why->code) {
    set_aside(s, j, why->code, why->message);
  } else {
    snprintf(told, sizeof told,
             "it crashed %d workers and was set aside; run it alone with --plugins to find the plugin",
             MOST_TRIES);
    set_aside(s, j, LEDE_EPLUGIN, told);
  }
}

/* The first one to end so early shows that something is wrong here; a later one may have been killed by
 * somebody. */
static void lose_start(supervisor *s, bool overran) {
  lede_error err;
  if (s->preamble_written && ++s->failed_starts < MOST_MISHAPS) return;
  fail(s,
       lede__fail(&err, LEDE_ESETUP, NULL,
                  overran ? "a worker took too long to set up" : "a worker ended before it was ready"),
       &err);
}

/* A job bears no blame for a worker that had not come to it: one that somebody killed, or that ran into
 * the end of memory. */
static bool is_to_blame(slot *w) {
  job *j = w->queue[0];
  return atomic_load(w->at_work) != w->answered || ++j->mishaps >= MOST_MISHAPS;
}

/* Its jobs go back to those that no worker has; the one in work bears the blame. */
static void lose_worker(slot *w, bool overran, const lede_error *why) {
  supervisor *s = w->super;
  bool was_ready = w->ready;
  close_slot(w);
  if (s->over) return;
  if (!was_ready)
    lose_start(s, overran);
  else if (w->queued && is_to_blame(w))
    blame(s, w->queue[0], overran, why);
  for (unsigned i = 0; i < w->queued; i++) w->queue[i]->handed = false;
  w->queued = 0;
  find_unhanded(s, s->first);
}

static void on_timeout(uv_timer_t *t);

static void set_clock(slot *w, double seconds) {
  w->held_up = w->super->held_up;
  uv_update_time(&w->super->loop);
  uv_timer_start(&w->timer, on_timeout, (uint64_t)(seconds * 1000), 0);
}

/* The worker may have answered while a slow reader of the output held everything up: such time doesn't
 * count. */
static void on_timeout(uv_timer_t *t) {
  slot *w = t->data;
  uint64_t held_up = w->super->held_up - w->held_up;
  if (held_up > 1000000)
    set_clock(w, (double)held_up / 1e9);
  else
    lose_worker(w, true, &(lede_error){0});
}

static void start_clock(slot *w) {
  const lede__supervisor_options *o = w->super->o;
  if (!w->ready) return;
  if (w->queued)
    set_clock(w, o->seconds + o->seconds_per_mb * (double)w->queue[0]->frame.len / 1e6);
  else
    uv_timer_stop(&w->timer);
}

/* ---- frames from workers --------------------------------------------------------------------------------- */

static void on_ready(slot *w, const char *bytes) {
  supervisor *s = w->super;
  lede_str field[LEDE__FRAME_FIELDS];
  lede_error err = {0};
  lede__frame_fields(bytes, field);
  w->ready = true;
  s->failed_starts = 0;
  if (!s->preamble_written) {
    s->preamble_written = true;
    lede_status status = s->o->preamble(s->o->context, field[0], &err);
    if (status) fail(s, status, &err);
  }
  start_clock(w);
}

/* What it was asked for makes no sense to any worker, or it ran out of something and the next one may not. */
static void on_refuse(slot *w, const lede__frame *f, const char *bytes) {
  lede_str field[LEDE__FRAME_FIELDS];
  lede_error err;
  lede__frame_fields(bytes, field);
  lede__fail(&err, f->status ? (lede_status)f->status : LEDE_ESETUP, NULL, "%.*s", (int)field[1].len,
             field[1].ptr);
  snprintf(err.where, sizeof err.where, "%.*s", (int)field[0].len, field[0].ptr);
  if (!w->ready || !w->queued || err.code == LEDE_EUSAGE || err.code == LEDE_ESETUP)
    fail(w->super, err.code, &err);
  else
    lose_worker(w, false, &err);
}

/* A worker can't have read what has not left the supervisor. */
static bool is_sent(const slot *w) {
  size_t behind = w->queued > 1 ? w->queue[1]->frame.len : 0;
  return uv_stream_get_write_queue_size((const uv_stream_t *)&w->pipe) <= behind;
}

/* False for an answer to a question that was not asked. */
static bool on_reply(slot *w, const lede__frame *f, const char *bytes) {
  if (!w->ready || !w->queued || w->queue[0]->sequence != f->sequence || !is_sent(w)) return false;
  w->answered = f->sequence;
  keep_answer(w->super, w->queue[0], f, bytes);
  memmove(w->queue, w->queue + 1, --w->queued * sizeof *w->queue);
  start_clock(w);
  return true;
}

/* False for nonsense. */
static bool on_frame(slot *w, const char *bytes) {
  lede__frame f;
  memcpy(&f, bytes, sizeof f);
  switch ((lede__frame_kind)f.kind) {
  case LEDE__FRAME_READY:
    return !w->ready && (on_ready(w, bytes), true);
  case LEDE__FRAME_REFUSE:
    return on_refuse(w, &f, bytes), true;
  case LEDE__FRAME_REPLY:
    return on_reply(w, &f, bytes);
  default:
    return false;
  }
}

/* Takes whole frames off the front of what has arrived. */
static bool take_frames(slot *w) {
  size_t at = 0;
  lede__frame f;
  while (w->open && w->in.len - at >= sizeof f && !w->super->over) {
    memcpy(&f, w->in.ptr + at, sizeof f);
    size_t size = lede__frame_size(&f);
    if (!size || size > MOST_ANSWER) return false;
    if (w->in.len - at < size) {
      if (!lede__buf_reserve(&w->in, size)) return false;
      break;
    }
    if (!on_frame(w, w->in.ptr + at)) return false;
    at += size;
  }
  if (!w->open) return true;
  if (at) memmove(w->in.ptr, w->in.ptr + at, w->in.len - at);
  w->in.len -= at;
  return true;
}

static void on_room(uv_handle_t *h, size_t suggested, uv_buf_t *room) {
  slot *w = h->data;
  (void)suggested;
  *room = (uv_buf_t){0};
  if (!lede__buf_reserve(&w->in, 65536))
    fail_nomem(w->super);
  else
    *room = (uv_buf_t){.base = w->in.ptr + w->in.len, .len = w->in.cap - w->in.len - 1};
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *room) {
  slot *w = stream->data;
  (void)room;
  if (!w->open || got == 0) return;
  if (got > 0) w->in.len += (size_t)got;
  if (got < 0 || !take_frames(w)) lose_worker(w, false, &(lede_error){0});
  emit_answered(w->super);
  hand_over(w->super);
}

/* ---- starting and feeding workers ---------------------------------------------------------------------------- */

/* In the child: nothing of the parent's but its memory and standard error. */
static void become_worker(int fd, const lede__work *work, _Atomic uint64_t *at_work) {
  fd = fcntl(fd, F_DUPFD, 4); /* out of the way of those that get a fixed number */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGINT, SIG_IGN); /* the terminal tells the whole group; the supervisor decides */
  int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(fd, 3);
  syscall(SYS_close_range, 4u, ~0u, 0u);
  _exit(lede__worker_serve(3, work, at_work));
}

static void start_worker(supervisor *s, slot *w) {
  int ends[2];
  lede_error err;
  if (w->handles) return; /* the loop has not let go of the last one */
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
    fail(s, lede__fail(&err, LEDE_EIO, NULL, "can't make a socket for a worker: %s", strerror(errno)), &err);
    return;
  }
  atomic_store(w->at_work, w->answered = 0);
  w->pid = fork();
  if (w->pid == 0) become_worker(ends[1], s->o->work, w->at_work);
  close(ends[1]);
  if (w->pid < 0) {
    close(ends[0]);
    fail(s, lede__fail(&err, LEDE_EIO, NULL, "can't start a worker: %s", strerror(errno)), &err);
    return;
  }
  uv_pipe_init(&s->loop, &w->pipe, 0);
  uv_timer_init(&s->loop, &w->timer);
  uv_pipe_open(&w->pipe, ends[0]);
  w->pipe.data = w->timer.data = w;
  w->handles = 2;
  w->open = true;
  uv_read_start((uv_stream_t *)&w->pipe, on_room, on_read);
  set_clock(w, s->o->setup_seconds > 0 ? s->o->setup_seconds : SETUP_SECONDS);
}

typedef struct sending {
  uv_write_t request;
  slot *slot;
} sending;

static void on_sent(uv_write_t *request, int status) {
  (void)status; /* a broken socket shows itself on the reading side */
  free(request);
}

static bool send_job(slot *w, job *j) {
  sending *out = calloc(1, sizeof *out);
  if (!out) return fail_nomem(w->super), false;
  uv_buf_t bytes = {.base = j->frame.ptr, .len = j->frame.len};
  j->handed = true;
  w->queue[w->queued++] = j;
  if (uv_write(&out->request, (uv_stream_t *)&w->pipe, &bytes, 1, on_sent) < 0) free(out);
  if (w->queued == 1) start_clock(w);
  return true;
}

/* The worker with the fewest jobs that has room; a new one when all that run are busy and more may be
 * started. */
static slot *find_worker(supervisor *s) {
  slot *best = NULL, *unused = NULL;
  for (unsigned i = 0; i < s->count; i++) {
    slot *w = &s->slots[i];
    if (!w->open && !w->handles && !unused) unused = w;
    if (w->open && w->queued < JOBS_A_WORKER && (!best || w->queued < best->queued)) best = w;
  }
  if (best && best->queued == 0) return best;
  if (unused) {
    start_worker(s, unused);
    if (unused->open) return unused;
  }
  return best;
}

static void hand_over(supervisor *s) {
  slot *w;
  while (s->unhanded && !s->over && (w = find_worker(s)) && send_job(w, s->unhanded))
    find_unhanded(s, s->unhanded->next);
}

/* ---- the source ------------------------------------------------------------------------------------------------- */

static bool window_full(const supervisor *s) {
  return s->jobs >= (size_t)s->count * WINDOW_A_WORKER || s->bytes >= MOST_BYTES;
}

static void on_readable(uv_poll_t *poll, int status, int events) {
  supervisor *s = poll->data;
  (void)status, (void)events;
  s->waits = false;
  uv_poll_stop(poll);
}

/* A regular file can't be watched, and never makes anybody wait. */
static void wait_for_source(supervisor *s) {
  if (!s->source_open) {
    if (uv_poll_init(&s->loop, &s->source, s->o->source_fd) < 0) return;
    s->source.data = s;
    s->source_open = true;
  }
  s->waits = true;
  uv_poll_start(&s->source, UV_READABLE | UV_DISCONNECT, on_readable);
}

static void pull_record(supervisor *s) {
  lede_str line = s->o->refold(s->o->context);
  if (line.ptr)
    add_job(s, (lede__frame){.kind = LEDE__FRAME_REFOLD}, &line, 1);
  else
    s->refolding = false;
}

static void pull_item(supervisor *s) {
  const lede__item *item = NULL;
  lede_error err = {0};
  uint64_t from = uv_hrtime();
  lede__pull got = s->o->pull(s->o->context, &item, &err);
  s->held_up += uv_hrtime() - from;
  switch (got) {
  case LEDE__PULL_ITEM:
    add_item(s, item);
    break;
  case LEDE__PULL_WAIT:
    wait_for_source(s);
    break;
  case LEDE__PULL_END:
    s->ended = true;
    if (err.code) fail(s, err.code, &err);
  }
}

/* After the last document: join all partials, then ask for the findings, then it is over. */
static void wind_up(supervisor *s) {
  lede__buf lines = {0};
  if (s->no_findings.code) fail(s, s->no_findings.code, &s->no_findings);
  if (s->finishing || !s->o->fold) s->over = true;
  if (s->over) return;
  bool several = lede__partials_take_all(&s->partials, &lines) > 1;
  if (lines.failed) fail_nomem(s);
  if (several) {
    add_merge(s, LEDE__PARTIAL_LEVELS - 2, &lines);
  } else {
    lede_str line = lede__buf_view(&lines);
    line.len -= line.len > 0; /* its line feed */
    add_job(s, (lede__frame){.kind = LEDE__FRAME_FINISH, .documents = s->documents}, &line, 1);
    s->finishing = true;
  }
  lede__buf_free(&lines);
}

static void work_on(supervisor *s) {
  emit_answered(s);
  while (!s->over && !s->ended && !s->waits && !window_full(s)) {
    if (s->refolding)
      pull_record(s);
    else
      pull_item(s);
  }
  if (s->ended && !s->first && !s->over && s->preamble_written) wind_up(s);
  if (!s->over) hand_over(s);
}

/* ---- the run ------------------------------------------------------------------------------------------------------- */

/* Takes in what has come; when there is nothing more to do without waiting, lets the sink write, and
 * waits. */
static void run_loop(supervisor *s) {
  lede_error err = {0};
  for (work_on(s); !s->over; work_on(s)) {
    uv_run(&s->loop, UV_RUN_NOWAIT);
    work_on(s);
    if (s->over) break;
    uint64_t from = uv_hrtime();
    lede_status status = s->o->idle(s->o->context, &err);
    s->held_up += uv_hrtime() - from;
    if (status)
      fail(s, status, &err);
    else
      uv_run(&s->loop, UV_RUN_ONCE);
  }
}

static bool make_slots(supervisor *s) {
  s->slots = calloc(s->count, sizeof *s->slots);
  s->at_work =
      mmap(NULL, s->count * sizeof *s->at_work, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (!s->slots || s->at_work == MAP_FAILED) return false;
  for (unsigned i = 0; i < s->count; i++) {
    s->slots[i].super = s;
    s->slots[i].at_work = &s->at_work[i];
  }
  return true;
}

static void free_slots(supervisor *s) {
  if (s->at_work != MAP_FAILED) munmap(s->at_work, s->count * sizeof *s->at_work);
  free(s->slots);
}

static void close_all(supervisor *s) {
  for (unsigned i = 0; i < s->count; i++) close_slot(&s->slots[i]);
  if (s->source_open) uv_close((uv_handle_t *)&s->source, NULL);
  uv_run(&s->loop, UV_RUN_DEFAULT);
  uv_loop_close(&s->loop);
  for (unsigned i = 0; i < s->count; i++) lede__buf_free(&s->slots[i].in);
  while (s->first) {
    job *next = s->first->next;
    job_free(s->first);
    s->first = next;
  }
  lede__partials_free(&s->partials);
  free_slots(s);
}

lede_status lede__supervise(const lede__supervisor_options *options, lede_error *err) {
  supervisor s = {.o = options, .refolding = options->refold != NULL};
  s.count = options->workers < 1 ? 1 : options->workers > MOST_WORKERS ? MOST_WORKERS : options->workers;
  if (!make_slots(&s) || uv_loop_init(&s.loop) < 0) {
    free_slots(&s);
    return lede__nomem(err);
  }
  signal(SIGPIPE, SIG_IGN);
  start_worker(
      &s,
      &s.slots[0]); /* before there is work: plugins that can't be set up are told even when there is none */
  run_loop(&s);
  close_all(&s);
  if (s.status && err) *err = s.error;
  return s.status;
}
