/* flow/confine: a process gives up, for good, what it does not need.
 *
 * For a worker that has loaded its plugins: from then on it computes, and talks on files that are open.
 * Should a bug in Lua or a library let a text or a plugin take the process over, it finds no files, no
 * network and no other processes. Each layer is put on where the kernel has it. The one file that knows
 * rlimits, Landlock and seccomp. */
#ifndef LEDE_FLOW_CONFINE_H
#define LEDE_FLOW_CONFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is in force. */
typedef struct lede__confinement {
  bool sanitized;  /* built with an address sanitizer, which needs what is refused here: files, calls,
                      and memory stay free */
  bool privileges; /* a program it starts would have no more rights than itself */
  bool resources;  /* no core dump, no further files, bounded memory (rlimits) */
  int landlock;    /* the version of Landlock that closes the file system, and from 4 on TCP; 0: none */
  bool calls;      /* system calls are refused but for those that computing takes (seccomp) */
} lede__confinement;

/* Confines this process and all threads it has or will start; they can still be started. `memory` is how
 * many bytes of address space it may take beyond what it has; 0 sets no bound. What can't be put on is
 * left off: see the result. Nothing of it can be undone. */
lede__confinement lede__confine(size_t memory);

/* What no worker comes near unless something is wrong: all that its plugins may hold, and room for the
 * largest document with its tokens, marks and record. 0 is the default of text and plugin. */
size_t lede__worker_memory(size_t text_bytes, size_t plugin_bytes, uint32_t plugin_count);

#endif
