#include "app/watch_tell.h"

#include <signal.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/str.h"

enum { MOST_SECONDS = 30, MOST_WAITING = 10000 };

struct lede__watch_told {
  lede__watch_told *next;
  lede__buf line;
};

void lede__watch_tell_open(lede__watch_tell *t, uv_loop_t *loop, const char *command) {
  *t = (lede__watch_tell){.command = command, .loop = loop};
}

static void drop_first(lede__watch_tell *t) {
  lede__watch_told *first = t->first;
  t->first = first->next;
  if (!t->first) t->last = NULL;
  t->count--;
  lede__buf_free(&first->line);
  free(first);
}

static void tell_next(lede__watch_tell *t);

/* ---- the end of one ------------------------------------------------------------------------------------ */

static void on_closed(uv_handle_t *h) {
  lede__watch_tell *t = h->data;
  if (--t->handles) return;
  drop_first(t);
  tell_next(t);
}

static void close_handle(uv_handle_t *h) {
  if (!uv_is_closing(h)) uv_close(h, on_closed);
}

static void on_exit_of(uv_process_t *process, int64_t status, int signal) {
  lede__watch_tell *t = process->data;
  if (t->overran)
    lede__log(LEDE__LOG_ERROR, "--on-finding: the command took more than %d s and was ended", MOST_SECONDS);
  else if (signal && !t->stopping)
    lede__log(LEDE__LOG_ERROR, "--on-finding: the command was ended by signal %d", signal);
  else if (status)
    lede__log(LEDE__LOG_ERROR, "--on-finding: the command ended with status %d", (int)status);
  close_handle((uv_handle_t *)&t->process);
  close_handle((uv_handle_t *)&t->input);
  close_handle((uv_handle_t *)&t->timer);
}

static void end_group(lede__watch_tell *t) { uv_kill(-t->process.pid, SIGKILL); }

static void on_time_up(uv_timer_t *timer) {
  lede__watch_tell *t = timer->data;
  t->overran = true;
  end_group(t);
}

/* ---- one ----------------------------------------------------------------------------------------------- */

/* A command that doesn't read is no mistake. */
static void on_written(uv_write_t *request, int status) {
  lede__watch_tell *t = request->data;
  (void)status;
  close_handle((uv_handle_t *)&t->input);
  free(request);
}

static void write_line(lede__watch_tell *t) {
  uv_write_t *request = calloc(1, sizeof *request);
  uv_buf_t buf = {.base = t->first->line.ptr, .len = t->first->line.len};
  if (request) request->data = t;
  if (!request || uv_write(request, (uv_stream_t *)&t->input, &buf, 1, on_written) < 0) {
    free(request);
    close_handle((uv_handle_t *)&t->input);
  }
}

static int start(lede__watch_tell *t) {
  char *args[] = {"sh", "-c", (char *)t->command, NULL};
  uv_stdio_container_t streams[] = {
      {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&t->input},
      {.flags = UV_INHERIT_FD, .data.fd = 2},
      {.flags = UV_INHERIT_FD, .data.fd = 2}};
  uv_process_options_t o = {.exit_cb = on_exit_of,
                            .file = "/bin/sh",
                            .args = args,
                            .flags = UV_PROCESS_DETACHED, /* a group of its own, to be ended whole */
                            .stdio_count = 3,
                            .stdio = streams};
  return uv_spawn(t->loop, &t->process, &o);
}

static void tell_next(lede__watch_tell *t) {
  if (!t->first || t->handles || t->stopping) return;
  uv_pipe_init(t->loop, &t->input, 0);
  uv_timer_init(t->loop, &t->timer);
  t->input.data = t->timer.data = t->process.data = t;
  t->overran = false;
  t->handles = 3;
  int failed = start(t);
  if (failed) {
    lede__log(LEDE__LOG_ERROR, "--on-finding: the command can't be started: %s", uv_strerror(failed));
    close_handle((uv_handle_t *)&t->process);
    close_handle((uv_handle_t *)&t->input);
    close_handle((uv_handle_t *)&t->timer);
    return;
  }
  uv_timer_start(&t->timer, on_time_up, MOST_SECONDS * 1000, 0);
  write_line(t);
}

/* ---- what others see ----------------------------------------------------------------------------------- */

void lede__watch_tell_add(lede__watch_tell *t, lede_str line) {
  if (!t->command || t->stopping) return;
  lede__watch_told *told = t->count < MOST_WAITING ? calloc(1, sizeof *told) : NULL;
  if (told) lede__buf_str(&told->line, line);
  if (told) lede__buf_char(&told->line, '\n');
  if (!told || told->line.failed) {
    lede__log(LEDE__LOG_ERROR, "--on-finding: too many findings wait for the command; one is not told");
    if (told) lede__buf_free(&told->line);
    free(told);
    return;
  }
  if (t->last)
    t->last->next = told;
  else
    t->first = told;
  t->last = told;
  t->count++;
  tell_next(t);
}

bool lede__watch_tell_is_busy(const lede__watch_tell *t) { return t->first != NULL; }

void lede__watch_tell_stop(lede__watch_tell *t) {
  t->stopping = true;
  if (t->count) lede__log(LEDE__LOG_ERROR, "--on-finding: %zu findings were not told to the end", t->count);
  while (t->first && t->first != t->last) {
    lede__watch_told *second = t->first->next;
    t->first->next = second->next;
    if (t->last == second) t->last = t->first;
    t->count--;
    lede__buf_free(&second->line);
    free(second);
  }
  if (t->handles && uv_is_active((uv_handle_t *)&t->process)) end_group(t);
}
