#include "flow/pauses.h"

enum { PULSE = 500 };                     /* milliseconds */
static const uint64_t NOTICED = 50000000; /* ns: a pulse that is later by more shows that time stood still */

/* What is not spent in waiting for events is spent in what they lead to. */
static uint64_t busy(const lede__pauses *p) { return uv_hrtime() - uv_metrics_idle_time(p->loop); }

static void on_pulse(uv_timer_t *t);

static void set_pulse(lede__pauses *p) {
  uv_update_time(p->loop);
  uv_timer_start(&p->pulse, on_pulse, PULSE, 0);
  p->due = uv_hrtime() + PULSE * (uint64_t)1000000;
  p->busy = busy(p);
}

/* Time that the program itself has taken since is no standing still; it is in busy(). */
static void note_lateness(lede__pauses *p) {
  uint64_t expected = p->due + (busy(p) - p->busy), now = uv_hrtime();
  if (!p->keepers || now < expected + NOTICED) return;
  p->stood += now - expected;
  set_pulse(p);
}

static void on_pulse(uv_timer_t *t) {
  lede__pauses *p = t->data;
  note_lateness(p);
  set_pulse(p);
}

void lede__pauses_open(lede__pauses *p, uv_loop_t *loop) {
  *p = (lede__pauses){.loop = loop};
  uv_loop_configure(loop, UV_METRICS_IDLE_TIME);
  uv_timer_init(loop, &p->pulse);
  p->pulse.data = p;
}

void lede__pauses_close(lede__pauses *p) { uv_close((uv_handle_t *)&p->pulse, NULL); }

void lede__pauses_begin(lede__pauses *p) {
  if (p->keepers++ == 0) set_pulse(p);
}

void lede__pauses_end(lede__pauses *p) {
  if (--p->keepers == 0) uv_timer_stop(&p->pulse);
}

uint64_t lede__pauses_total(lede__pauses *p) {
  note_lateness(p);
  return busy(p) + p->stood;
}
