/* app/analysis: what `lede run` and `lede pipe` have in common: the options that say how a document is
 * analysed, and the work their workers do with them. */
#ifndef LEDE_APP_ANALYSIS_H
#define LEDE_APP_ANALYSIS_H

#include "app/options.h"
#include "app/render.h"
#include "flow/supervisor.h"

typedef struct lede__analysis {
  const char **lists;    /* what lede__analysis_begin has made room for */
  const char **plugins; /* names or files; the built-in ones when there are none */
  size_t plugin_count;
  const char **sets;
  size_t set_count;
  lede_load_options load;
  lede__render render;
  unsigned workers;
  double seconds; /* --timeout; 0 is the default */
  size_t memory;  /* --memory; 0 is the default */
  const char *aliases_file; /* --aliases; NULL: the one in the user's configuration folder,
                               when it is there */
  const char *fixes_file;   /* --fixes; NULL: none */
  lede__aliases aliases;
  lede__fixes fixes;
  const char *recipe; /* what the plugins must come to: of the records that are taken up; NULL: anything */
  bool fold;      /* gather what holds across documents */
  bool tells_failures; /* say on standard error too which documents could not be read */
  bool tells_make;     /* the workers' preamble is what lede__analysis_make reads */
  lede__pipeline pipeline; /* a worker's own */
} lede__analysis;

/* The options, to be joined with a command's own: its table begins with these LEDE__ANALYSIS_OPTIONS. */
enum { LEDE__ANALYSIS_OPTIONS = 14 };
extern const lede__option lede__analysis_options[LEDE__ANALYSIS_OPTIONS];

/* Sets defaults; `lists` has room for twice `most` strings. */
void lede__analysis_start(lede__analysis *a, const char **lists, size_t most);

/* The same for a command line, which `args` starts on. False, having said so, without memory. The lists live until
 * lede__analysis_end. */
bool lede__analysis_begin(lede__analysis *a, lede__args *args, int argc, char **argv);
void lede__analysis_end(lede__analysis *a);

/* Takes in option `which` of lede__analysis_options. LEDE_EUSAGE. */
lede_status lede__analysis_set(lede__analysis *a, int which, const char *value, lede_error *err);

/* Reads the user's corrections, once for all workers, and frees them. LEDE_ESETUP and LEDE_EIO say what is
 * wrong with a file. */
lede_status lede__analysis_open(lede__analysis *a, lede_error *err);
/* Reads them once more; when that fails, those there are stay. */
lede_status lede__analysis_reopen(lede__analysis *a, lede_error *err);
void lede__analysis_close(lede__analysis *a);

/* What a worker does; the context is the lede__analysis. */
lede__work lede__analysis_work(lede__analysis *a);

/* What a worker was made of, read from its preamble; borrowed from that. */
typedef struct lede__make {
  lede_str recipe;
  bool folds;     /* there is something to gather across documents */
  lede_str files; /* paths of all files of its plugins, a NUL after each */
} lede__make;

lede__make lede__analysis_make(lede_str preamble);

/* Fills workers, limits and work of a supervisor's options. */
void lede__analysis_supervise(lede__analysis *a, const lede__work *work, lede__supervisor_options *o);

#endif
