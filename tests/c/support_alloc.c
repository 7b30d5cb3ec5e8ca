/* support_alloc: makes allocations fail on purpose. */
#include "support_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static size_t countdown; /* 0: nothing fails */
static bool go_on, failed;

static bool fails_now(void) {
  if (countdown == 0 || --countdown > 0) return false;
  if (go_on) countdown = 1;
  failed = true;
  return true;
}

void *__wrap_malloc(size_t size) { return fails_now() ? NULL : __real_malloc(size); }

void *__wrap_calloc(size_t count, size_t size) { return fails_now() ? NULL : __real_calloc(count, size); }

void *__wrap_realloc(void *old, size_t size) { return fails_now() ? NULL : __real_realloc(old, size); }

void fail_allocation(size_t n, bool all_after) {
  countdown = n;
  go_on = all_after;
  failed = false;
}

bool allocation_failed(void) { return failed; }

static lede_status run_failing(lede_status (*work)(void *), void *ctx, size_t n, bool all_after) {
  fail_allocation(n, all_after);
  lede_status status = work(ctx);
  countdown = 0;
  return status;
}

static void fail_each(lede_status (*work)(void *), void *ctx, bool all_after, bool may_recover) {
  for (size_t n = 1;; n++) {
    lede_status status = run_failing(work, ctx, n, all_after);
    if (!failed) {
      assert_int_equal(status, LEDE_OK);
      return;
    }
    if (status != LEDE_ENOMEM && !(may_recover && status == LEDE_OK))
      fail_msg("allocation %zu failed, and the status was %s", n, lede_status_name(status));
  }
}

void assert_survives_failing_allocations(lede_status (*work)(void *ctx), void *ctx) {
  json_set_alloc_funcs(malloc, free);
  fail_each(work, ctx, false, false);
  fail_each(work, ctx, true, false);
}

void assert_survives_or_recovers(lede_status (*work)(void *ctx), void *ctx) {
  json_set_alloc_funcs(malloc, free);
  fail_each(work, ctx, false, true);
  fail_each(work, ctx, true, true);
}
