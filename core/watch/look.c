/* watch/look: one look at one file of an inbox: ready, to be looked at later, gone, or none to be read. */
#include "watch/look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "watch/beneath.h"
#include "watch/ready.h"

/* As the file lies in the inbox or among the claims. */
static int stat_of(const lede__looker *l, const lede__name *n, struct stat *st) {
  if (!n->claimed) return lede__beneath_stat(l->root, n->file.path.ptr, st);
  return lede__claim_stat(l->claims, n->file.path.ptr, st);
}

static int open_it(const lede__looker *l, const lede__name *n) {
  if (!n->claimed) return lede__beneath_open(l->root, n->file.path.ptr, O_RDONLY);
  return lede__claim_open(l->claims, n->file.path.ptr);
}

bool lede__look_is_marked(const lede__looker *l, const char *path) {
  struct stat st;
  lede__buf marker = {0};
  if (!l->options->done_suffix) return true;
  lede__buf_printf(&marker, "%s%s", path, l->options->done_suffix);
  bool found = !marker.failed && lede__beneath_stat(l->root, marker.ptr, &st) == 0;
  lede__buf_free(&marker);
  return found;
}

bool lede__look_is_known(lede__looker *l, const char *path, const struct stat *st) {
  const lede__inbox_options *o = l->options;
  if (lede__memo_has(&l->memo, path, st)) return true;
  if (l->claims || !o->known || !o->known(o->context, lede__str(path), st)) return false;
  lede__memo_add(&l->memo, path, st);
  return true;
}

/* ---- looking again ------------------------------------------------------------------------------------- */

static lede__looked later(const lede__looker *l, double seconds, double *due) {
  *due = l->now + seconds;
  return LEDE__LOOKED_LATER;
}

/* It is in other hands, or there is nothing to be had: after a longer while each time. */
static lede__looked when_free(const lede__looker *l, lede__name *n, double least, double most, double *due) {
  double wait = least;
  for (unsigned i = 0; i < n->tries && wait < most; i++) wait *= 2;
  n->tries++;
  n->held = true;
  return later(l, wait < most ? wait : most, due);
}

/* What no file is to blame for is said once, until something goes well again. */
static lede__looked in_trouble(lede__looker *l, lede__name *n, const char *why, double *due) {
  if (!l->complained) lede__log(LEDE__LOG_ERROR, "%s: %s; trying again", n->file.path.ptr, why);
  l->complained = true;
  return when_free(l, n, 1, 60, due);
}

static lede__looked no_file(lede__looker *l, lede__name *n, double *due, const char **reason) {
  char why[128];
  switch (errno) {
  case ENOENT:
  case ENOTDIR:
  case ESTALE:
    return LEDE__LOOKED_GONE;
  case EWOULDBLOCK: /* a lease of somebody else's */
    return when_free(l, n, l->options->settle_seconds, 1, due);
  case ELOOP:
    *reason = lede__ready_refusal(S_IFLNK);
    return LEDE__LOOKED_LEFT;
  case EACCES:
  case EPERM:
    *reason = "can't be read: permission denied";
    return LEDE__LOOKED_LEFT;
  default: /* too many open files, a disk that fails: it may be over soon */
    snprintf(why, sizeof why, "can't be read: %s", strerror(errno));
    return in_trouble(l, n, why, due);
  }
}

/* ---- is it ready --------------------------------------------------------------------------------------- */

/* A file that no event has announced must have been seen twice in the same state. */
static bool has_settled(const lede__looker *l, lede__name *n, const struct stat *st) {
  bool same = n->noted_at > 0 && lede__ready_same(&n->noted, st);
  if (same || n->announced) return true;
  n->held = n->noted_at > 0;
  n->noted = *st;
  n->noted_at = l->now;
  return false;
}

static lede__looked ask_writers(const lede__looker *l, lede__name *n, double *due) {
  const lede__inbox_options *o = l->options;
  switch (lede__ready_writers(n->file.fd)) {
  case LEDE__WRITERS_NONE:
    return LEDE__LOOKED_READY;
  case LEDE__WRITERS_SOME:
    return when_free(l, n, o->settle_seconds, 1, due);
  default:
    if (n->announced || n->claimed || l->now - n->noted_at >= o->quiet_seconds) return LEDE__LOOKED_READY;
    return later(l, n->noted_at + o->quiet_seconds - l->now, due);
  }
}

/* Opens it; whoever had it open for writing before keeps it from being ready. */
static lede__looked open_quiet(lede__looker *l, lede__name *n, double *due, const char **reason) {
  struct stat before = n->noted;
  n->file.fd = open_it(l, n);
  if (n->file.fd < 0) return no_file(l, n, due, reason);
  lede__looked looked = LEDE__LOOKED_READY;
  if (fstat(n->file.fd, &n->file.stat) != 0 || !lede__ready_same(&n->file.stat, &before))
    looked = later(l, l->options->settle_seconds, due);
  else
    looked = ask_writers(l, n, due);
  if (looked == LEDE__LOOKED_READY) return looked;
  close(n->file.fd);
  n->file.fd = -1;
  return looked;
}

/* ---- taking it ----------------------------------------------------------------------------------------- */

static void take_marker(lede__looker *l, const char *path) {
  lede__buf marker = {0};
  lede_status status;
  lede__buf_printf(&marker, "%s%s", path, l->options->done_suffix);
  if (!marker.failed) lede__claim_drop(l->claims, marker.ptr); /* one of an earlier file of that name */
  if (!marker.failed) (void)lede__claim_take(l->claims, marker.ptr, &status, NULL);
  lede__buf_free(&marker);
}

/* What lies among the claims now may be another file than the one that was looked at, and may have been
 * opened in between: from here on nobody can open it by name, so a second look settles it. */
static lede__looked claim(lede__looker *l, lede__name *n, double *due, const char **reason) {
  lede_status status;
  lede_error err;
  close(n->file.fd);
  n->file.fd = -1;
  if (!lede__claim_take(l->claims, n->file.path.ptr, &status, &err))
    return status ? in_trouble(l, n, err.message, due) : LEDE__LOOKED_GONE;
  if (l->options->done_suffix) take_marker(l, n->file.path.ptr);
  n->claimed = true;
  if (stat_of(l, n, &n->noted) != 0) return no_file(l, n, due, reason);
  n->noted_at = l->now;
  return open_quiet(l, n, due, reason);
}

lede__looked lede__look(lede__looker *l, lede__name *n, double *due, const char **reason) {
  struct stat st;
  const char *path = n->file.path.ptr;
  double settled = n->due;
  if (!n->claimed && !lede__look_is_marked(l, path)) return LEDE__LOOKED_GONE;
  if (stat_of(l, n, &st) != 0) return no_file(l, n, due, reason);
  *reason = lede__ready_refusal(st.st_mode);
  bool has = has_settled(l, n, &st);
  n->noted = st;
  if (*reason) return LEDE__LOOKED_LEFT;
  if (!n->announced && !n->claimed && lede__look_is_known(l, path, &st)) return LEDE__LOOKED_GONE;
  if (!has) return later(l, l->options->settle_seconds, due);
  lede__looked looked = open_quiet(l, n, due, reason);
  if (looked == LEDE__LOOKED_READY && l->claims && !n->claimed) looked = claim(l, n, due, reason);
  if (looked != LEDE__LOOKED_READY) return looked;
  n->file.ready = settled;
  n->file.by_scan = !n->announced;
  l->complained = false;
  return looked;
}
