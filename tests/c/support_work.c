#include "support_work.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"
#include "flow/wire.h"
#include "support_alloc.h"

enum { SOCKET = 3, LONG = 60 };

traces *seen;
const char *how_to_open;
const char *preamble = "begin\n";

bool open_traces(void) {
  seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return seen != MAP_FAILED;
}

int count_fds(void) {
  int n = 0;
  DIR *d = opendir("/proc/self/fd");
  while (readdir(d)) n++;
  closedir(d);
  return n;
}

/* ---- what goes wrong ------------------------------------------------------------------------------------------ */

static void crash(void) {
  signal(SIGSEGV, SIG_DFL); /* a sanitizer would tell a story */
  raise(SIGSEGV);
}

static void say(const void *bytes, size_t len) {
  if (write(SOCKET, bytes, len) < 0) _exit(9);
}

static void answer(lede__frame_kind kind, uint64_t sequence) {
  lede__buf out = {0};
  lede__frame_write(&out, &(lede__frame){.kind = (uint8_t)kind, .sequence = sequence}, &LEDE__LIT("lies\n"),
                    1);
  say(out.ptr, out.len);
  lede__buf_free(&out);
}

static void say_rubbish(void) {
  char rubbish[sizeof(lede__frame)];
  memset(rubbish, 'x', sizeof rubbish);
  say(rubbish, sizeof rubbish);
}

static void promise_too_much(void) {
  lede__buf out = {0};
  lede__frame_write(&out, &(lede__frame){.kind = LEDE__FRAME_REPLY}, NULL, 0);
  for (size_t i = 0; i < LEDE__FRAME_FIELDS; i++)
    ((lede__frame *)(void *)out.ptr)->length[i] = UINT32_MAX - 1;
  say(out.ptr, out.len);
  lede__buf_free(&out);
}

static bool is(lede_str s, const char *word) { return lede__str_is(s, word); }

/* The other worker has nothing to do by now, and will not begin what it is handed. */
static void leave_it_to_nobody(void) {
  usleep(20000);
  for (int i = 0; i < 2; i++)
    if (seen->workers[i] != getpid()) kill(seen->workers[i], SIGSTOP);
  crash();
}

static void end_replacements(void) {
  if (atomic_load(&seen->starts) == 2) _exit(0);
}

/* Things to go wrong. Those that return go on as if nothing were. */
static void misbehave(lede_str text) {
  if (is(text, "crash")) crash();
  if (is(text, "stumble") && atomic_fetch_add(&seen->stumbles, 1) == 0) crash();
  if (is(text, "unlucky") && atomic_fetch_add(&seen->stumbles, 1) == 0) leave_it_to_nobody();
  if (is(text, "leave")) _exit(0);
  if (is(text, "loop")) sleep(LONG);
  if (is(text, "rubbish")) say_rubbish();
  if (is(text, "half")) say("DEDE", 3), _exit(0);
  if (is(text, "unasked")) answer(LEDE__FRAME_REPLY, 999999);
  if (is(text, "ready")) answer(LEDE__FRAME_READY, 0);
  if (is(text, "huge")) promise_too_much(), sleep(LONG);
  if (is(text, "end second")) end_replacements();
  if (is(text, "slow")) usleep(3000);
  if (is(text, "very slow")) usleep(300000);
}

static lede_status open_work(void *context, lede__reply *reply, lede_error *err) {
  (void)context;
  fail_allocation(0, false);
  int before = atomic_fetch_add(&seen->starts, 1);
  seen->worker = getpid();
  if (before < 2) seen->workers[before] = getpid();
  lede_str how = lede__str(how_to_open);
  if (is(how, "fail")) return lede__fail(err, LEDE_ESETUP, "a.lua", "no such plugin");
  misbehave(how);
  lede__buf_text(&reply->output, preamble);
  return LEDE_OK;
}

static lede_status do_item(void *context, const lede__item *item, lede__reply *reply, lede_error *err) {
  (void)context;
  lede_str id = item->given.id;
  if (item->status) {
    lede__buf_printf(&reply->output, "%.*s: %s %s\n", (int)id.len, id.ptr, lede_status_name(item->status),
                     item->error.message);
    if (is(how_to_open ? lede__str(how_to_open) : (lede_str){0}, "stubborn")) crash();
    reply->failed = true;
    return LEDE_OK;
  }
  misbehave(item->bytes);
  if (is(item->bytes, "starve")) return lede__nomem(err);
  if (is(item->bytes, "senseless")) return lede__fail(err, LEDE_EUSAGE, NULL, "makes no sense");
  lede__buf_printf(&reply->output, "%.*s: %.*s\n", (int)id.len, id.ptr, (int)item->bytes.len,
                   item->bytes.ptr);
  lede__buf_str(&reply->partial, id);
  return LEDE_OK;
}

static lede_status refold(void *context, lede_str record, lede__reply *reply, lede_error *err) {
  (void)context, (void)err;
  lede__buf_str(&reply->partial, record);
  return LEDE_OK;
}

/* Brackets show what was joined with what. */
static lede_status merge(void *context, lede_str partials, lede__reply *reply, lede_error *err) {
  (void)err;
  misbehave(lede__str(context));
  lede__buf_char(&reply->partial, '(');
  for (size_t i = 0; i < partials.len; i++)
    lede__buf_char(&reply->partial, partials.ptr[i] == '\n' ? ' ' : partials.ptr[i]);
  lede__buf_char(&reply->partial, ')');
  return LEDE_OK;
}

static lede_status finish(void *context, lede_str partial, size_t documents, lede__reply *reply,
                          lede_error *err) {
  (void)context, (void)err;
  lede__buf_printf(&reply->output, "%zu in %.*s\n", documents, (int)partial.len, partial.ptr);
  return LEDE_OK;
}

lede__work misbehaving_work(const char *merging) {
  return (lede__work){(void *)(merging ? merging : ""), open_work, do_item, refold, merge, finish};
}
