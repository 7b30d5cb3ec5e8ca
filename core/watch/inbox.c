/* watch/inbox: a folder that others drop files into, as a source of files that are ready to be read.
 *
 * Each call drains the events, scans on, and looks at the files that are due; one epoll descriptor holds
 * inotify and a timer. */
#include "watch/inbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "watch/apart.h"
#include "watch/beneath.h"
#include "watch/events.h"
#include "watch/look.h"
#include "watch/ready.h"
#include "watch/scan.h"

enum {
  MOST_EVENTS = 8192, /* of each, in one call: */
  MOST_ENTRIES = 1024,
  MOST_LOOKS = 256,
  SCAN_SHARE = 20 /* a scan is followed by a pause so many times as long, at least */
};
static const double GONE_SECONDS = 0.5; /* from look to look for an inbox that is not there */
static const double DRAINED_SECONDS =
    10; /* for which a file that is written without a pause holds up the end */
static const double MOST_AGAIN_SECONDS = 60;

struct lede__inbox {
  lede__inbox_options o;
  lede__looker looker;
  lede__names names;
  lede__scan scan;
  lede__events *events; /* NULL: it is scanned only */
  int epoll, timer;
  struct stat folder; /* the one that is watched; all zero: none is */
  bool gone;
  bool full;    /* the scan that runs began with the inbox itself, */
  bool sound;   /* and all of it could be read so far */
  bool scanned; /* a whole one was made */
  bool behind;  /* there may be names on disk that no event and no scan will tell of again */
  bool hurry;   /* there is more to do at once */
  double next_scan, scan_cost;
  size_t seen, repeated, skipped;
};

static double now_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- opening and closing ------------------------------------------------------------------------------- */

static void fill_in(lede__inbox_options *o) {
  if (o->settle_seconds <= 0) o->settle_seconds = 0.05;
  if (o->quiet_seconds <= 0) o->quiet_seconds = 2;
  if (!o->most_waiting) o->most_waiting = 8192;
}

static double scan_interval(const lede__inbox *in) {
  if (in->o.scan_seconds > 0) return in->o.scan_seconds;
  return in->events ? 30 : 1;
}

static lede_status check_folder(lede__inbox *in, lede_error *err) {
  const char *folder = in->o.folder;
  struct stat st;
  if (stat(folder, &st) != 0) {
    if (errno == ENOENT)
      return lede__fail(err, LEDE_EUSAGE, folder, "there is no such folder; make it first");
    return lede__fail(err, LEDE_EIO, folder, "can't read it: %s", strerror(errno));
  }
  if (!S_ISDIR(st.st_mode))
    return lede__fail(err, LEDE_EUSAGE, folder, "this is no folder; give the one that files are put into");
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return lede__fail(err, LEDE_EIO, folder, "can't read it: %s", strerror(errno));
  if (!in->o.polls && lede__ready_is_remote(fd)) {
    in->o.polls = true;
    lede__log(LEDE__LOG_INFO, "%s: on a file system that doesn't tell of all changes; it is scanned", folder);
  }
  close(fd);
  return in->o.desk ? lede__check_apart(folder, in->o.desk, err) : LEDE_OK;
}

static bool listen_to(lede__inbox *in, int fd) {
  struct epoll_event event = {.events = EPOLLIN};
  return epoll_ctl(in->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static lede_status open_descriptors(lede__inbox *in, lede_error *err) {
  in->epoll = epoll_create1(EPOLL_CLOEXEC);
  in->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (in->epoll >= 0 && in->timer >= 0 && listen_to(in, in->timer)) return LEDE_OK;
  return lede__fail(err, LEDE_EIO, in->o.folder, "can't watch it: %s", strerror(errno));
}

static void scan_only(lede__inbox *in, const char *why) {
  lede__log(LEDE__LOG_WARN, "%s: %s; it is scanned every second instead", in->o.folder, why);
  lede__events_close(in->events); /* which takes it out of the epoll */
  in->events = NULL;
  in->next_scan = 0;
}

static lede_status open_events(lede__inbox *in, lede_error *err) {
  if (in->o.polls) return LEDE_OK;
  lede_error why;
  lede_status status = lede__events_open(in->o.folder, in->o.recursive, &in->events, &why);
  if (status == LEDE_ENOMEM) return lede__nomem(err);
  if (status || !listen_to(in, lede__events_fd(in->events)))
    scan_only(in, status ? why.message : strerror(errno));
  return LEDE_OK;
}

/* A folder that vanishes while it is opened is found to be gone by the first lede__inbox_next. */
static lede_status watch_folder(lede__inbox *in, const char *path, lede_error *err) {
  lede_status status;
  lede_error why;
  if (!in->events || lede__events_watch(in->events, path, &status, &why) || !status) return LEDE_OK;
  if (status == LEDE_ENOMEM) return lede__nomem(err);
  scan_only(in, why.message);
  return LEDE_OK;
}

lede_status lede__inbox_open(const lede__inbox_options *options, lede__inbox **out, lede_error *err) {
  lede__inbox *in = calloc(1, sizeof *in);
  *out = NULL;
  if (!in) return lede__nomem(err);
  in->o = *options;
  fill_in(&in->o);
  in->looker = (lede__looker){.options = &in->o, .root = -1};
  in->epoll = in->timer = -1;
  lede_status status = check_folder(in, err);
  if (!status) status = open_descriptors(in, err);
  if (!status) status = open_events(in, err);
  if (!status && in->o.consumes) status = lede__claims_open(in->o.folder, &in->looker.claims, err);
  if (status)
    lede__inbox_close(in);
  else
    *out = in;
  return status;
}

void lede__inbox_close(lede__inbox *in) {
  if (!in) return;
  for (size_t i = 0; i < in->names.bucket_count; i++) {
    for (lede__name *n = in->names.buckets[i]; n; n = n->next) {
      if (n->file.fd >= 0) close(n->file.fd);
    }
  }
  lede__names_free(&in->names);
  lede__memo_free(&in->looker.memo);
  lede__scan_stop(&in->scan);
  lede__events_close(in->events);
  lede__claims_close(in->looker.claims);
  if (in->epoll >= 0) close(in->epoll);
  if (in->timer >= 0) close(in->timer);
  free(in);
}

int lede__inbox_fd(const lede__inbox *in) { return in->epoll; }

/* ---- what is left alone -------------------------------------------------------------------------------- */

/* Each once: the memo keeps what was said of it. A folder changes with all that happens in it, which is no
 * reason to speak of it again. */
static void leave(lede__inbox *in, const char *path, const struct stat *st, const char *reason) {
  struct stat of_folder = {.st_dev = st->st_dev, .st_ino = st->st_ino, .st_mode = st->st_mode};
  if (S_ISDIR(st->st_mode)) st = &of_folder;
  if (lede__memo_has(&in->looker.memo, path, st)) return;
  lede__memo_add(&in->looker.memo, path, st);
  in->skipped++;
  if (in->o.skipped)
    in->o.skipped(in->o.context, lede__str(path), reason);
  else
    lede__log(LEDE__LOG_INFO, "%s is left alone: it %s", path, reason);
}

static const char no_document[] = "has an ending that is not read: .txt, .text and .md are, also as .gz";
static const char no_recursion[] = "is a folder; with --recursive it is read too";

static const char *base_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* ---- names that are heard of --------------------------------------------------------------------------- */

static lede__name *add_name(lede__inbox *in, const char *path, double due, lede_error *err) {
  lede__name *n = lede__names_add(&in->names, path, in->looker.now, due);
  if (!n) lede__nomem(err);
  return n;
}

/* An event has told of the file; `announced`: that a writer is done with it. */
static lede_status hear_of(lede__inbox *in, const char *path, bool announced, lede_error *err) {
  double due = in->looker.now + in->o.settle_seconds;
  lede__name *n = lede__names_find(&in->names, path);
  if (n && n->in_work) {
    n->changed = true;
    return LEDE_OK;
  }
  if (!n && in->names.waiting >= in->o.most_waiting) {
    in->behind = true;
    return LEDE_OK;
  }
  if (n)
    lede__names_set_due(&in->names, n, due);
  else if (!(n = add_name(in, path, due, err)))
    return LEDE_ENOMEM;
  n->announced |= announced;
  n->held = false;
  n->tries = 0;
  return LEDE_OK;
}

/* The done file of a file is as good as news of the file itself. */
static lede_status hear_of_marked(lede__inbox *in, const char *path, lede_error *err) {
  const char *suffix = in->o.done_suffix;
  size_t len = strlen(path);
  if (!suffix || !lede__str_ends(lede__str(path), suffix)) return LEDE_OK;
  char *marked = strndup(path, len - strlen(suffix));
  if (!marked) return lede__nomem(err);
  lede_status status = LEDE_OK;
  if (lede__ready_name(base_of(marked), suffix) == LEDE__NAME_DOCUMENT)
    status = hear_of(in, marked, true, err);
  free(marked);
  return status;
}

static lede_status hear_of_file(lede__inbox *in, const char *path, bool announced, lede_error *err) {
  struct stat st;
  switch (lede__ready_name(base_of(path), in->o.done_suffix)) {
  case LEDE__NAME_DOCUMENT:
    return hear_of(in, path, announced, err);
  case LEDE__NAME_UNFINISHED:
    return hear_of_marked(in, path, err);
  default:
    if (lede__beneath_stat(in->looker.root, path, &st) == 0) leave(in, path, &st, no_document);
    return LEDE_OK;
  }
}

static lede_status hear_of_folder(lede__inbox *in, const char *path, lede_error *err) {
  struct stat st;
  if (lede__ready_name(base_of(path), NULL) == LEDE__NAME_UNFINISHED) return LEDE_OK;
  if (in->o.recursive) return lede__scan_add(&in->scan, path) ? LEDE_OK : lede__nomem(err);
  if (lede__beneath_stat(in->looker.root, path, &st) == 0) leave(in, path, &st, no_recursion);
  return LEDE_OK;
}

static lede_status drain_events(lede__inbox *in, lede_error *err) {
  const char *path = NULL;
  lede_status status = LEDE_OK;
  for (unsigned i = 0; in->events && !status; i++) {
    if (i == MOST_EVENTS) return in->hurry = true, LEDE_OK;
    switch (lede__events_next(in->events, &path)) {
    case LEDE__EVENT_NONE:
      return LEDE_OK;
    case LEDE__EVENT_FILE:
      status = hear_of_file(in, path, false, err);
      break;
    case LEDE__EVENT_WRITTEN:
      status = hear_of_file(in, path, true, err);
      break;
    case LEDE__EVENT_FOLDER:
      status = hear_of_folder(in, path, err);
      break;
    case LEDE__EVENT_FOLDER_GONE:
      break; /* its files are found to be gone when they are looked at */
    case LEDE__EVENT_GONE:
      in->folder = (struct stat){0};
      return in->hurry = true, LEDE_OK;
    case LEDE__EVENT_LOST:
      in->behind = true;
      break;
    }
  }
  return status;
}

/* ---- the scan ------------------------------------------------------------------------------------------ */

static lede_status scanned_document(lede__inbox *in, const char *path, const struct stat *st,
                                    lede_error *err) {
  lede__name *n = lede__names_find(&in->names, path);
  if (n) {
    if (n->in_work && !in->looker.claims && !lede__ready_same(&n->file.stat, st)) n->changed = true;
    return LEDE_OK;
  }
  if (lede__look_is_known(&in->looker, path, st) || !lede__look_is_marked(&in->looker, path)) return LEDE_OK;
  n = add_name(in, path, in->looker.now + in->o.settle_seconds, err);
  if (!n) return LEDE_ENOMEM;
  n->noted = *st;
  n->noted_at = in->looker.now;
  return LEDE_OK;
}

static lede_status scanned_entry(lede__inbox *in, const char *path, lede_error *err) {
  const char *name;
  struct stat st;
  int folder = lede__scan_folder(&in->scan, &name);
  lede__name_kind kind = lede__ready_name(name, in->o.done_suffix);
  if (kind == LEDE__NAME_UNFINISHED || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0) return LEDE_OK;
  const char *reason = lede__ready_refusal(st.st_mode);
  if (S_ISDIR(st.st_mode) && in->o.recursive)
    return lede__scan_add(&in->scan, path) ? LEDE_OK : lede__nomem(err);
  if (!reason && kind == LEDE__NAME_DOCUMENT) return scanned_document(in, path, &st, err);
  leave(in, path, &st, S_ISDIR(st.st_mode) ? no_recursion : reason ? reason : no_document);
  return LEDE_OK;
}

/* A folder that is gone by now was no part of the inbox any more. */
static void scan_failed(lede__inbox *in, const char *path) {
  struct stat st;
  char reason[128];
  if (errno == ENOENT || errno == ENOTDIR) return;
  snprintf(reason, sizeof reason, "can't be read: %s", strerror(errno));
  in->sound = false;
  if (lede__beneath_stat(in->looker.root, *path ? path : ".", &st) == 0)
    leave(in, *path ? path : in->o.folder, &st, reason);
}

static void adopted(void *context, const char *path) {
  lede__inbox *in = context;
  if (lede__ready_name(base_of(path), in->o.done_suffix) != LEDE__NAME_DOCUMENT) return;
  lede__name *n = lede__names_find(&in->names, path);
  if (n)
    n->changed = true; /* there is another of that name in the inbox; this one is older */
  else
    n = lede__names_add(&in->names, path, in->looker.now, in->looker.now);
  if (n) n->claimed = true;
}

static lede_status begin_scan(lede__inbox *in, lede_error *err) {
  in->behind = false;
  in->full = in->sound = true;
  in->scan_cost = 0;
  if (!lede__scan_add(&in->scan, "")) return lede__nomem(err);
  return in->looker.claims ? lede__claims_adopt(in->looker.claims, adopted, in, err) : LEDE_OK;
}

static void end_scan(lede__inbox *in) {
  double pause = in->scan_cost * SCAN_SHARE;
  if (in->sound) lede__memo_turn(&in->looker.memo);
  in->full = false;
  in->scanned = true;
  in->next_scan = in->looker.now + (pause > scan_interval(in) ? pause : scan_interval(in));
}

/* One step; *more is false at the end. */
static lede_status scan_step(lede__inbox *in, bool *more, lede_error *err) {
  const char *path = NULL;
  switch (lede__scan_next(&in->scan, in->looker.root, &path)) {
  case LEDE__SCANNED_ENTRY:
    return scanned_entry(in, path, err);
  case LEDE__SCANNED_FOLDER: /* watched before its first entry is read: nothing falls between */
    return *path ? watch_folder(in, path, err) : LEDE_OK;
  case LEDE__SCANNED_FAILED:
    scan_failed(in, path);
    return LEDE_OK;
  case LEDE__SCANNED_END:
    *more = false;
    if (in->full) end_scan(in);
    return LEDE_OK;
  default:
    return lede__nomem(err);
  }
}

static bool scan_is_due(const lede__inbox *in) {
  if (lede__scan_is_running(&in->scan)) return false;
  return in->looker.now >= in->next_scan || (in->behind && in->names.waiting <= in->o.most_waiting / 2);
}

static lede_status scan_on(lede__inbox *in, lede_error *err) {
  lede_status status = scan_is_due(in) ? begin_scan(in, err) : LEDE_OK;
  bool more = lede__scan_is_running(&in->scan);
  double began = now_seconds();
  for (unsigned i = 0; more && !status && i < MOST_ENTRIES && in->names.waiting < in->o.most_waiting; i++)
    status = scan_step(in, &more, err);
  in->scan_cost += now_seconds() - began;
  if (more && in->names.waiting < in->o.most_waiting) in->hurry = true;
  return status;
}

/* ---- an inbox that comes and goes ---------------------------------------------------------------------- */

/* Want of descriptors or memory says nothing about the folder: what is known of it holds. */
static void lose_folder(lede__inbox *in) {
  bool is_short = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
  const char *how = is_short ? "can't be opened" : "is gone",
             *until = is_short ? "trying again" : "waiting for it to come back";
  if (!in->gone)
    lede__log(LEDE__LOG_WARN, "%s: the inbox %s (%s); %s", in->o.folder, how, strerror(errno), until);
  in->gone = true;
  if (is_short) return;
  in->folder = (struct stat){0};
  lede__scan_stop(&in->scan);
}

static void find_folder(lede__inbox *in) {
  if (in->gone) lede__log(LEDE__LOG_INFO, "%s: the inbox is back", in->o.folder);
  in->gone = false;
}

/* Watch first, then scan: what comes in between is told of by both. */
static lede_status begin_folder(lede__inbox *in, const struct stat *st, lede_error *err) {
  in->folder = *st;
  in->next_scan = 0;
  in->full = false;
  lede__scan_stop(&in->scan);
  return watch_folder(in, "", err);
}

/* Opens the inbox for the time of a call: held open for longer, it would not be told of being removed. */
static bool open_root(lede__inbox *in, lede_status *status, lede_error *err) {
  struct stat st;
  int root = open(in->o.folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  *status = LEDE_OK;
  if (root < 0 || fstat(root, &st) != 0) {
    lose_folder(in);
    if (root >= 0) close(root);
    return false;
  }
  find_folder(in);
  if (st.st_dev != in->folder.st_dev || st.st_ino != in->folder.st_ino) *status = begin_folder(in, &st, err);
  in->looker.root = root;
  return true;
}

static void close_root(lede__inbox *in) {
  if (in->looker.root >= 0) close(in->looker.root);
  in->looker.root = -1;
}

/* ---- the next file ------------------------------------------------------------------------------------- */

static void hand_out(lede__inbox *in, lede__name *n, lede__inbox_file **file) {
  lede__names_take(&in->names, n);
  n->held = false;
  in->seen++;
  *file = &n->file;
}

static void look_on(lede__inbox *in, lede__inbox_file **file) {
  lede__name *n;
  unsigned looks = 0;
  while (!*file && (n = lede__names_first(&in->names)) && n->due <= in->looker.now) {
    double due = 0;
    const char *reason = NULL;
    if (looks++ == MOST_LOOKS) {
      in->hurry = true;
      return;
    }
    switch (lede__look(&in->looker, n, &due, &reason)) {
    case LEDE__LOOKED_READY:
      hand_out(in, n, file);
      break;
    case LEDE__LOOKED_LATER:
      lede__names_set_due(&in->names, n, due);
      break;
    case LEDE__LOOKED_LEFT:
      leave(in, n->file.path.ptr, &n->noted, reason);
      lede__names_drop(&in->names, n);
      break;
    default:
      lede__names_drop(&in->names, n);
    }
  }
}

/* When there is something to do again. */
static double next_time(const lede__inbox *in) {
  const lede__name *n = lede__names_first(&in->names);
  if (in->gone) return in->looker.now + GONE_SECONDS;
  if (in->hurry || scan_is_due(in)) return in->looker.now;
  return n && n->due < in->next_scan ? n->due : in->next_scan;
}

static void set_timer(lede__inbox *in) {
  double at = next_time(in);
  struct itimerspec t = {
      .it_value = {.tv_sec = (time_t)at, .tv_nsec = (long)((at - (double)(time_t)at) * 1e9) + 1}};
  if (t.it_value.tv_nsec >= 1000000000) t.it_value = (struct timespec){t.it_value.tv_sec + 1, 0};
  timerfd_settime(in->timer, TFD_TIMER_ABSTIME, &t, NULL);
}

lede_status lede__inbox_next(lede__inbox *in, lede__inbox_file **file, lede_error *err) {
  lede_status status;
  *file = NULL;
  in->hurry = false;
  in->looker.now = now_seconds();
  bool there = open_root(in, &status, err);
  if (!status)
    status = drain_events(in, err); /* of one that is gone too: else they would be told of for ever */
  if (!status && there) status = scan_on(in, err);
  if (!status && there) look_on(in, file);
  close_root(in);
  if (!*file) set_timer(in);
  return status;
}

/* ---- files in work ------------------------------------------------------------------------------------- */

static lede__name *name_of(lede__inbox_file *file) { return (lede__name *)(void *)file; }

/* The path is looked at again: whoever waits on the descriptor is told. */
static void repeat(lede__inbox *in, lede__name *n, double seconds) {
  double now = now_seconds();
  n->changed = false;
  n->noted_at = 0;
  n->file.seen = now;
  lede__names_set_due(&in->names, n, now + seconds);
  set_timer(in);
}

bool lede__inbox_was_read(lede__inbox *in, lede__inbox_file *file) {
  struct stat st;
  bool same = fstat(file->fd, &st) == 0 && lede__ready_same(&st, &file->stat);
  close(file->fd);
  file->fd = -1;
  if (same) return true;
  in->repeated++;
  repeat(in, name_of(file), in->o.settle_seconds);
  return false;
}

static void drop_marker(lede__inbox *in, const char *path) {
  lede__buf marker = {0};
  if (in->o.done_suffix) lede__buf_printf(&marker, "%s%s", path, in->o.done_suffix);
  if (marker.len) lede__claim_drop(in->looker.claims, marker.ptr);
  lede__buf_free(&marker);
}

/* A file that is gone from among the claims was removed by somebody, with the inbox perhaps. */
static bool move_to_done(lede__inbox *in, const char *path) {
  lede_error err;
  struct stat st;
  lede__buf done = {0};
  lede__buf_printf(&done, "%s/done", in->o.desk);
  lede_status status =
      done.failed ? lede__nomem(&err) : lede__claim_move(in->looker.claims, path, done.ptr, NULL, &err);
  bool moved = !status || (lede__claim_stat(in->looker.claims, path, &st) != 0 && errno == ENOENT);
  if (!moved) lede__log(LEDE__LOG_ERROR, "%s: %s; trying again", path, err.message);
  lede__buf_free(&done);
  return moved;
}

static void finish(lede__inbox *in, lede__name *n) {
  const char *path = n->file.path.ptr;
  bool changed = n->changed;
  if (n->claimed)
    drop_marker(in, path);
  else if (!changed)
    lede__memo_add(&in->looker.memo, path, &n->file.stat);
  n->claimed = false;
  n->tries = 0;
  if (!changed) {
    lede__names_drop(&in->names, n);
    return;
  }
  n->announced = in->events != NULL;
  in->repeated++;
  repeat(in, n, in->o.settle_seconds);
}

void lede__inbox_release(lede__inbox *in, lede__inbox_file *file, lede__inbox_outcome outcome) {
  lede__name *n = name_of(file);
  double wait = 1;
  if (file->fd >= 0) close(file->fd);
  file->fd = -1;
  if (outcome == LEDE__INBOX_DONE && (!n->claimed || move_to_done(in, file->path.ptr))) {
    finish(in, n);
    return;
  }
  for (unsigned i = 0; i < n->tries && wait < MOST_AGAIN_SECONDS; i++) wait *= 2;
  n->tries++;
  n->held = true;
  n->announced = true; /* it is read again even if it was failed, and so known, before */
  repeat(in, n, wait < MOST_AGAIN_SECONDS ? wait : MOST_AGAIN_SECONDS);
}

/* What is in work was begun before minds were changed. */
static void doubt_those_in_work(lede__inbox *in) {
  for (size_t i = 0; i < in->names.bucket_count; i++)
    for (lede__name *n = in->names.buckets[i]; n; n = n->next) n->changed |= n->in_work && !n->claimed;
}

void lede__inbox_rescan(lede__inbox *in) {
  doubt_those_in_work(in);
  lede__memo_free(&in->looker.memo);
  lede__scan_stop(&in->scan);
  in->scanned = in->full = false;
  in->next_scan = 0;
  set_timer(in);
}

/* ---- how it stands ------------------------------------------------------------------------------------- */

bool lede__inbox_is_drained(const lede__inbox *in) {
  if (in->gone) return true;
  if (!in->scanned || in->behind || in->hurry || lede__scan_is_running(&in->scan)) return false;
  for (size_t i = 0; i < in->names.waiting; i++) {
    const lede__name *n = in->names.heap[i];
    bool may_come = !n->held && in->looker.now - n->file.seen < DRAINED_SECONDS;
    if (may_come || n->due <= in->looker.now) return false;
  }
  return true;
}

lede__inbox_counts lede__inbox_count(const lede__inbox *in) {
  lede__inbox_counts c = {.waiting = in->names.waiting,
                          .in_work = in->names.in_work,
                          .seen = in->seen,
                          .repeated = in->repeated,
                          .skipped = in->skipped,
                          .more = in->behind || lede__scan_is_running(&in->scan),
                          .gone = in->gone,
                          .polls = in->events == NULL};
  double now = now_seconds();
  for (size_t i = 0; i < in->names.waiting; i++) {
    double waited = now - in->names.heap[i]->file.seen;
    if (waited > c.oldest) c.oldest = waited;
  }
  return c;
}
