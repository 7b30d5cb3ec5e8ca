#include "lua/watcher.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

#define NEVER INT64_MAX
#define GRACE 10000000 /* ns: what a store in one thread takes to be seen by another, many times over */
#define SOON 1000000   /* ns: until the next try, when a state was allocating */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards what follows, and every arming */
static lede__limits *watched;
static int64_t asleep_until;
static bool cleans_forks;
static atomic_bool started;
static sem_t wake;

int64_t lede__watcher_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- the thread ------------------------------------------------------------ */

/* Returns when to look at it next. */
static int64_t try_arming(lede__limits *l, int64_t now) {
  if (l->arm_at == 0) return l->arm_at = now + GRACE;
  if (now < l->arm_at) return l->arm_at;
  if (atomic_load(&l->allocating)) return now + SOON;
  lede__limits_arm(l);
  return l->arm_at = now + GRACE;
}

static int64_t look_at(lede__limits *l, int64_t now) {
  if (now >= l->deadline) lede__limits_stop(l, LEDE__STOP_TIME);
  if (lede__limits_outer_stops(l)) lede__limits_stop(l, LEDE__STOP_INTERRUPT);
  return lede__limits_stopping(l) ? try_arming(l, now) : l->deadline;
}

static void sleep_until(int64_t ns) {
  struct timespec t = {ns / 1000000000, ns % 1000000000};
  if (ns == NEVER)
    sem_wait(&wake);
  else
    sem_clockwait(&wake, CLOCK_MONOTONIC, &t);
}

static void *watch(void *unused) {
  (void)unused;
  for (;;) {
    pthread_mutex_lock(&lock);
    int64_t now = lede__watcher_now();
    asleep_until = NEVER;
    for (lede__limits *l = watched; l; l = l->next) {
      int64_t next = look_at(l, now);
      if (next < asleep_until) asleep_until = next;
    }
    int64_t until = asleep_until;
    pthread_mutex_unlock(&lock);
    sleep_until(until);
  }
  return NULL;
}

/* ---- starting ----------------------------------------------------------------- */

/* A forked child has the variables but not the thread. */
static void forget_thread(void) {
  pthread_mutex_init(&lock, NULL);
  watched = NULL;
  atomic_store(&started, false);
}

/* The host's signals are the host's threads' to take. */
static int make_thread(void) {
  sigset_t all, before;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  int failed = pthread_create(&thread, NULL, watch, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (!failed) pthread_detach(thread);
  return failed;
}

lede_status lede__watcher_start(lede_error *err) {
  lede_status status = LEDE_OK;
  if (atomic_load(&started)) return status;
  pthread_mutex_lock(&lock);
  if (!atomic_load(&started)) {
    if (!cleans_forks) cleans_forks = pthread_atfork(NULL, NULL, forget_thread) == 0;
    sem_init(&wake, 0, 0);
    if (cleans_forks && !make_thread())
      atomic_store(&started, true);
    else
      status = lede__fail(err, LEDE_ENOMEM, NULL, "can't start the thread that watches time limits");
  }
  pthread_mutex_unlock(&lock);
  return status;
}

/* ---- being watched --------------------------------------------------------------- */

void lede__watcher_add(lede__limits *l) {
  pthread_mutex_lock(&lock);
  l->arm_at = 0;
  l->next = watched;
  watched = l;
  bool sooner = l->deadline < asleep_until;
  pthread_mutex_unlock(&lock);
  if (sooner) lede__watcher_wake();
}

void lede__watcher_remove(lede__limits *l) {
  pthread_mutex_lock(&lock);
  lede__limits **at = &watched;
  while (*at && *at != l) at = &(*at)->next;
  if (*at) *at = l->next;
  pthread_mutex_unlock(&lock);
}

void lede__watcher_wake(void) {
  if (atomic_load(&started)) sem_post(&wake);
}

void lede__watcher_wait(void) {
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
}
