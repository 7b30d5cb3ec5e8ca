#include "flow/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

static const size_t MOST_ANSWER = 2u << 30; /* bytes; more is nonsense */

/* ---- what the worker says ------------------------------------------------------------------------- */

/* Takes whole frames off the front of what has arrived. */
static bool take_frames(lede__slot *s) {
  size_t at = 0;
  lede__frame f;
  while (s->open && s->in.len - at >= sizeof f) {
    memcpy(&f, s->in.ptr + at, sizeof f);
    size_t size = lede__frame_size(&f);
    if (!size || size > MOST_ANSWER) return false;
    if (s->in.len - at < size) {
      if (!lede__buf_reserve(&s->in, size)) return false;
      break;
    }
    if (!s->on->frame(s, &f, s->in.ptr + at)) return false;
    at += size;
  }
  if (!s->open) return true;
  if (at) memmove(s->in.ptr, s->in.ptr + at, s->in.len - at);
  s->in.len -= at;
  return true;
}

static void on_room(uv_handle_t *h, size_t suggested, uv_buf_t *room) {
  lede__slot *s = h->data;
  (void)suggested;
  *room = (uv_buf_t){0};
  if (!lede__buf_reserve(&s->in, 65536))
    s->on->starved(s);
  else
    *room = (uv_buf_t){.base = s->in.ptr + s->in.len, .len = s->in.cap - s->in.len - 1};
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *room) {
  lede__slot *s = stream->data;
  (void)room;
  if (!s->open || got == 0) return;
  if (got > 0) s->in.len += (size_t)got;
  if ((got < 0 || !take_frames(s)) && s->open) s->on->lost(s, false);
  s->on->read(s);
}

/* ---- what it is told ---------------------------------------------------------------------------------- */

static void on_sent(uv_write_t *request, int status) {
  (void)status; /* a broken socket shows itself on the reading side */
  free(request);
}

bool lede__slot_send(lede__slot *s, lede_str bytes) {
  uv_write_t *request = calloc(1, sizeof *request);
  if (!request) return false;
  uv_buf_t buf = {.base = (char *)bytes.ptr, .len = bytes.len};
  if (uv_write(request, (uv_stream_t *)&s->pipe, &buf, 1, on_sent) < 0) free(request);
  return true;
}

size_t lede__slot_unsent(const lede__slot *s) {
  return uv_stream_get_write_queue_size((const uv_stream_t *)&s->pipe);
}

/* ---- the clock ----------------------------------------------------------------------------------------- */

static void on_timeout(uv_timer_t *t);

static void set_clock(lede__slot *s, double seconds) {
  s->paused = lede__pauses_total(s->pauses);
  uv_update_time(s->pipe.loop);
  s->due = uv_hrtime() + (uint64_t)(seconds * 1e9);
  uv_timer_start(&s->timer, on_timeout, (uint64_t)(seconds * 1000), 0);
}

/* The worker may have answered while nobody listened, or have stood still itself. */
static void on_timeout(uv_timer_t *t) {
  lede__slot *s = t->data;
  uint64_t now = uv_hrtime(), late = now > s->due ? now - s->due : 0;
  uint64_t paused = lede__pauses_total(s->pauses) - s->paused;
  uint64_t owed = late > paused ? late : paused;
  if (owed > 1000000)
    set_clock(s, (double)owed / 1e9);
  else
    s->on->lost(s, true);
}

void lede__slot_clock(lede__slot *s, double seconds) {
  bool timed = seconds > 0;
  if (timed && !s->timed) lede__pauses_begin(s->pauses);
  if (!timed && s->timed) lede__pauses_end(s->pauses);
  s->timed = timed;
  if (timed)
    set_clock(s, seconds);
  else
    uv_timer_stop(&s->timer);
}

/* ---- the process --------------------------------------------------------------------------------------- */

/* In the child: nothing of the parent's but its memory and standard error. What the terminal or a service
 * manager tells the whole group is for the supervisor to decide; when that ends, so does its worker. */
static void become_worker(int fd) {
  static const int left_to_supervisor[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP};
  fd = fcntl(fd, F_DUPFD, 4); /* out of the way of those that get a fixed number */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (size_t i = 0; i < sizeof left_to_supervisor / sizeof *left_to_supervisor; i++)
    signal(left_to_supervisor[i], SIG_IGN);
  int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(null, STDOUT_FILENO);
  dup2(fd, 3);
  closefrom(4);
  lede__log_to(NULL, NULL);
}

/* With all signals held back, so that a handler of the parent's is never run in the child. */
static pid_t fork_worker(int fd, const lede__work *work, _Atomic uint64_t *at_work) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pid_t pid = fork();
  if (pid == 0) {
    become_worker(fd);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    _exit(lede__worker_serve(3, work, at_work));
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return pid;
}

bool lede__slot_is_free(const lede__slot *s) { return !s->open && !s->handles; }

static void listen_to(lede__slot *s, int fd) {
  uv_pipe_init(s->pauses->loop, &s->pipe, 0);
  uv_timer_init(s->pauses->loop, &s->timer);
  uv_pipe_open(&s->pipe, fd);
  s->pipe.data = s->timer.data = s;
  s->handles = 2;
  s->open = true;
  uv_read_start((uv_stream_t *)&s->pipe, on_room, on_read);
}

lede_status lede__slot_start(lede__slot *s, const lede__work *work, lede_error *err) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
    return lede__fail(err, LEDE_EIO, NULL, "can't make a socket for a worker: %s", strerror(errno));
  atomic_store(s->at_work, 0);
  s->pid = fork_worker(ends[1], work, s->at_work);
  int why = errno;
  close(ends[1]);
  if (s->pid > 0) return listen_to(s, ends[0]), LEDE_OK;
  close(ends[0]);
  return lede__fail(err, LEDE_EIO, NULL, "can't start a worker: %s", strerror(why));
}

static void on_closed(uv_handle_t *h) {
  lede__slot *s = h->data;
  if (--s->handles == 0) s->on->closed(s);
}

void lede__slot_close(lede__slot *s) {
  if (!s->open) return;
  s->open = false;
  lede__slot_clock(s, 0);
  kill(s->pid, SIGKILL);
  while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR) {
  }
  uv_close((uv_handle_t *)&s->pipe, on_closed);
  uv_close((uv_handle_t *)&s->timer, on_closed);
  lede__buf_clear(&s->in);
}
