#include "flow/confine.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
static const bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
static const bool sanitized = true;
#else
static const bool sanitized = false;
#endif
#else
static const bool sanitized = false;
#endif

/* ---- limits -------------------------------------------------------------------------------------------- */

static bool limit(__rlimit_resource_t what, rlim_t most) {
  return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

/* Bytes of address space in use; 0 when unknown. */
static size_t address_space(void) {
  size_t pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (!f) return 0;
  if (fscanf(f, "%zu", &pages) != 1) pages = 0;
  fclose(f);
  return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limit_memory(size_t more) {
  size_t used = address_space();
  if (!more || !used || more > SIZE_MAX - used) return more == 0;
  return limit(RLIMIT_AS, used + more);
}

/* A crash dumps no core: it would hold the texts, and slow the replacement down. */
static bool dump_no_core(void) { return limit(RLIMIT_CORE, 0) && prctl(PR_SET_DUMPABLE, 0) == 0; }

/* Not RLIMIT_NPROC as well, which counts all of the user's processes, nor RLIMIT_FSIZE, which would break
 * standard error where that is a file. */
static bool open_no_files(void) { return limit(RLIMIT_NOFILE, 0); }

/* ---- Landlock ------------------------------------------------------------------------------------------ */

/* As the newest kernels have it; headers are often older. The kernel takes as much of it as it knows. */
typedef struct ruleset {
  uint64_t files, network, scopes;
} ruleset;

static const ruleset NOTHING_ALLOWED[] = {
    {(1u << 13) - 1, 0, 0}, /* version 1: execute, read, write, list, remove, make */
    {(1u << 14) - 1, 0, 0}, /* 2: link and rename across folders */
    {(1u << 15) - 1, 0, 0}, /* 3: truncate */
    {(1u << 15) - 1, 3, 0}, /* 4: bind and connect TCP */
    {(1u << 16) - 1, 3, 0}, /* 5: ioctl on devices */
    {(1u << 16) - 1, 3, 3}, /* 6: abstract sockets, signals to others */
};
enum { NEWEST = sizeof NOTHING_ALLOWED / sizeof *NOTHING_ALLOWED };

static size_t ruleset_size(int version) {
  return version < 4 ? sizeof(uint64_t) : version < 6 ? 2 * sizeof(uint64_t) : sizeof(ruleset);
}

static int close_file_system(void) {
  int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return 0;
  if (version > NEWEST) version = NEWEST;
  int rules =
      (int)syscall(SYS_landlock_create_ruleset, &NOTHING_ALLOWED[version - 1], ruleset_size(version), 0);
  if (rules < 0) return 0;
  bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  return done ? version : 0;
}

/* ---- seccomp ------------------------------------------------------------------------------------------- */

/* All other calls fail with EPERM. A library that tries one and can do without goes on. */
static const int COMPUTING[] = {
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_nanosleep_time64),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

static bool allow(scmp_filter_ctx filter, int call, unsigned count, struct scmp_arg_cmp when) {
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, count, when) == 0;
}

static bool allow_computing(scmp_filter_ctx filter) {
  for (size_t i = 0; i < sizeof COMPUTING / sizeof *COMPUTING; i++)
    if (!allow(filter, COMPUTING[i], 0, (struct scmp_arg_cmp){0})) return false;
  return true;
}

/* Memory, but no new code; signals, but to itself only; threads, but no processes. What clone3 is asked
 * for can't be seen from a filter, so it is said not to exist, and the C library falls back to clone. */
static bool allow_with_care(scmp_filter_ctx filter) {
  struct scmp_arg_cmp to_itself = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
  struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  return allow(filter, SCMP_SYS(mmap), 1, no_code) && allow(filter, SCMP_SYS(mmap2), 1, no_code) &&
         allow(filter, SCMP_SYS(mprotect), 1, no_code) && allow(filter, SCMP_SYS(tgkill), 1, to_itself) &&
         allow(filter, SCMP_SYS(kill), 1, to_itself) &&
         allow(filter, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool refuse_calls(void) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  bool done = filter && seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 && allow_computing(filter) &&
              allow_with_care(filter) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return done;
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

/* In this order: each takes what the next ones refuse. Landlock takes in the calling thread and those it
 * will start, seccomp those that run already too. */
lede__confinement lede__confine(size_t memory) {
  lede__confinement c = {.sanitized = sanitized};
  c.privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  bool no_core = dump_no_core();
  if (sanitized) return c;
  bool bounded = limit_memory(memory);
  c.landlock = close_file_system();
  c.resources = open_no_files() && bounded && no_core;
  c.calls = refuse_calls();
  return c;
}

/* 20 MB of text --with tokens,sentences took 1.6 GB in November 2026. */
size_t lede__worker_memory(size_t text_bytes, size_t plugin_bytes, uint32_t plugin_count) {
  enum { DEFAULT_MB = 512, BASE_MB = 1024, DEFAULT_TEXT_MB = 64, TIMES_THE_TEXT = 128 };
  size_t text = text_bytes ? text_bytes : (size_t)DEFAULT_TEXT_MB << 20;
  size_t plugin = plugin_bytes ? plugin_bytes : (size_t)DEFAULT_MB << 20;
  return ((size_t)BASE_MB << 20) + text * TIMES_THE_TEXT + plugin * plugin_count;
}
