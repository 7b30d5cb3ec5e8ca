/* app/doctor: `lede doctor`: what is in force here, what was found, what is missing and what to do about
 * it. */
#include <dirent.h>
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <lualib.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <uv.h>

#include "app/analysis.h"
#include "app/probe.h"
#include "base/json_read.h"
#include "base/str.h"
#include "base/terminal.h"
#include "base/visible.h"
#include "input/gz.h"
#include "plugin/plugin.h"
#include "script/home.h"
#include "text/chars.h"

/* ---- how it is told ------------------------------------------------------------------------------------ */

typedef enum mark { GOOD, NOTE, BAD } mark; /* BAD wants somebody's attention */

typedef struct report {
  bool color, utf8;
  size_t bad;
} report;

static const char *painted(const report *r, mark m) {
  static const char *const plain[] = {"+", "-", "!"}, *const signs[] = {"✓", "·", "!"};
  static const char *const colored[] = {"\033[32m✓\033[0m", "·", "\033[31m!\033[0m"};
  return !r->utf8 ? plain[m] : r->color ? colored[m] : signs[m];
}

static void heading(const report *r, const char *text) {
  printf(r->color ? "\n\033[1m%s\033[0m\n" : "\n%s\n", text);
}

/* Lines are set in, and broken between words where they are too long. */
static void print_set_in(lede_str text) {
  enum { INDENT = 4, LONGEST = 100 };
  size_t column = INDENT;
  for (size_t at = 0; at < text.len;) {
    size_t word = strcspn(text.ptr + at, " \n");
    char behind = text.ptr[at + word];
    fwrite(text.ptr + at, 1, word, stdout);
    column += word;
    at += word + 1;
    size_t next = at < text.len ? strcspn(text.ptr + at, " \n") : 0;
    bool breaks = behind == '\n' || (behind == ' ' && column + 1 + next > LONGEST && column > INDENT);
    if (breaks)
      printf("\n%*s", INDENT, "");
    else if (behind)
      putchar(behind);
    column = breaks ? INDENT : column + 1;
  }
  putchar('\n');
}

/* One finding. Names and messages come from outside, so nothing is printed as it is. */
static void tell(report *r, mark m, const char *format, ...) LEDE__PRINTF(3, 4);
static void tell(report *r, mark m, const char *format, ...) {
  char raw[sizeof(lede_error)];
  lede__buf shown = {0};
  va_list args;
  va_start(args, format);
  vsnprintf(raw, sizeof raw, format, args);
  va_end(args);
  lede__visible(&shown, lede__str(raw), true);
  printf("  %s ", painted(r, m));
  print_set_in(shown.failed ? LEDE__LIT("out of memory") : (lede_str){shown.ptr, shown.len});
  lede__buf_free(&shown);
  r->bad += m == BAD;
}

static void join(lede__buf *list, const char *between, const char *word) {
  if (list->len) lede__buf_text(list, between);
  lede__buf_text(list, word);
}

static const char *text_of(const lede__buf *b) { return b->len && !b->failed ? b->ptr : ""; }

/* ---- workers ------------------------------------------------------------------------------------------- */

static void tell_layers(report *r, const lede__confinement *c) {
  lede__buf has = {0};
  char landlock[32];
  snprintf(landlock, sizeof landlock, "Landlock (version %d)", c->landlock);
  if (c->privileges) join(&has, ", ", "no new privileges");
  if (c->resources) join(&has, ", ", "resource limits");
  if (c->landlock) join(&has, ", ", landlock);
  if (c->calls) join(&has, ", ", "seccomp");
  tell(r, NOTE, "kept in by: %s", has.len ? text_of(&has) : "nothing");
  if (!c->landlock && !c->sanitized)
    tell(r, NOTE,
         "without Landlock: that takes Linux 5.13 or later with landlock in its list of "
         "security modules (lsm=)");
  if (!c->calls && !c->sanitized)
    tell(r, BAD, "without seccomp: a container may have to be started with permission to use it");
  lede__buf_free(&has);
}

static void tell_reach(report *r, const lede__reach *reach) {
  lede__buf cant = {0}, can = {0};
  for (int i = 0; i < LEDE__ATTEMPTS; i++) join(reach->can[i] ? &can : &cant, ", ", lede__attempts[i]);
  if (cant.len) tell(r, GOOD, "it could not: %s (each was tried just now)", text_of(&cant));
  if (can.len) tell(r, BAD, "it could: %s\nrun only plugins and texts that you trust", text_of(&can));
  if (reach->layers.sanitized)
    tell(r, BAD,
         "this lede was built to find bugs (make asan), which needs all that; use another for real work");
  tell_layers(r, &reach->layers);
  lede__buf_free(&cant);
  lede__buf_free(&can);
}

static void check_workers(report *r) {
  lede__reach reach;
  heading(r, "If a plugin or a text took over the worker it is in");
  if (lede__probe_reach(&reach))
    tell_reach(r, &reach);
  else
    tell(r, BAD, "can't find out: no process can be started; see ulimit -u");
}

/* All that a worker does, on a text of our own: plugins that look for files only now, and can't have them,
 * show here. */
static int analyse_sample(void *context, int to) {
  const char *lists[2];
  lede__analysis a;
  lede__reply reply = {0};
  lede_error err = {0};
  lede__item item = {
      .given = {.id = LEDE__LIT("sample"), .path = LEDE__LIT("sample")},
      .is_text = true,
      .bytes =
          LEDE__LIT("Ferry back on Monday\n\n\"The ferry will run again,\" Ines Aldama said on Sunday.\n")};
  (void)context;
  lede__analysis_start(&a, lists, 1);
  lede__work work = lede__analysis_work(&a);
  if (work.open(work.context, &reply, &err) || work.item(work.context, &item, &reply, &err))
    return write(to, err.message, strlen(err.message)) > 0 ? 1 : 2;
  return write(to, reply.complaint.ptr, reply.complaint.len) >= 0 && !reply.failed ? 0 : 1;
}

static void check_sample(report *r) {
  lede__buf said = {0};
  int ended = lede__probe(analyse_sample, NULL, &said);
  heading(r, "A sample text, with the built-in plugins");
  if (ended == 0)
    tell(r, GOOD, "was analysed in a worker");
  else if (ended < 0)
    tell(r, BAD, "could not be analysed: the worker crashed or took too long (signal %d)", -ended);
  else
    tell(r, BAD, "could not be analysed:\n%s", text_of(&said));
  lede__buf_free(&said);
}

/* ---- Lua ----------------------------------------------------------------------------------------------- */

static int close_chain_body(lua_State *L) {
  static const char program[] = "local last\n"
                                "for i = 1, 30000 do\n"
                                "  local before = last\n"
                                "  last = coroutine.create(function()\n"
                                "    local guard <close> = setmetatable({}, "
                                "{ __close = function() if before then coroutine.close(before) end end })\n"
                                "    coroutine.yield()\n"
                                "  end)\n"
                                "  coroutine.resume(last)\n"
                                "end\n"
                                "coroutine.close(last)\n";
  luaL_openlibs(L);
  if (luaL_loadstring(L, program) == LUA_OK) lua_pcall(L, 0, 0, 0);
  return 0;
}

static int close_chain(void *context, int to) {
  lede__state *s;
  lede_error err;
  (void)context, (void)to;
  lede__confine(0); /* a crash on purpose leaves no core */
  return lede__state_new(0, &s, &err) || lede__state_enter(s, close_chain_body, NULL, &err) ? 1 : 0;
}

static bool crashes_on_close(void) {
  lede__buf said = {0};
  int ended = lede__probe(close_chain, NULL, &said);
  lede__buf_free(&said);
  return ended < -1;
}

/* The second is not tried: it takes luck. Seen in 5.4.4 in November 2026. */
static void check_lua(report *r) {
  heading(r, "Lua " LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE " and its known bugs");
  if (crashes_on_close())
    tell(r, GOOD, "it crashes when a long chain of coroutines is closed: plugins have no coroutine.close");
  if (LUA_VERSION_RELEASE_NUM <= 50404)
    tell(r, GOOD,
         "weak tables can crash it when memory runs out: only that worker ends, its "
         "document is tried once more, then set aside");
  tell(r, GOOD, "damaged bytecode can crash it: plugins are read as source only");
}

/* ---- libraries ----------------------------------------------------------------------------------------- */

static void check_libraries(report *r) {
  static const char tables[] = "15.0"; /* text/tables is made from it */
  const char *unicode = lede__chars_unicode();
  bool same = strncmp(unicode, tables, sizeof tables - 1) == 0;
  heading(r, "Libraries");
  tell(r, GOOD, "libuv %s, jansson %s, zlib %s, utf8proc %s with Unicode %s", uv_version_string(),
       jansson_version_str(), lede__gz_version(), lede__chars_version(), unicode);
  if (!same)
    tell(r, NOTE,
         "lede's own tables are of Unicode %s: characters that are newer than one of the two "
         "may be taken for symbols",
         tables);
}

/* ---- plugins and scripts ------------------------------------------------------------------------------- */

static int is_lua_file(const struct dirent *e) {
  return e->d_name[0] != '.' && lede__str_ends(lede__str(e->d_name), ".lua");
}

/* Says nothing on success. */
typedef int (*check)(void *path, int to);

static int load_plugin(void *path, int to) {
  lede__plugin *p;
  lede_error err;
  if (!lede__plugin_load(path, &(lede__plugin_options){0}, &p, &err)) return 0;
  return write(to, err.message, strlen(err.message)) > 0 ? 1 : 2;
}

static int compile_body(lua_State *L) {
  return luaL_loadfilex(L, lede__context(L), "t") == LUA_OK ? 0 : lua_error(L);
}

static int compile_script(void *path, int to) {
  lede__state *s;
  lede_error err;
  if (!lede__state_new(0, &s, &err) && !lede__state_enter(s, compile_body, path, &err)) return 0;
  return write(to, err.message, strlen(err.message)) > 0 ? 1 : 2;
}

static void check_file(report *r, char *path, const char *name, check loads, lede__buf *good) {
  lede__buf said = {0};
  int ended = lede__probe(loads, path, &said);
  if (ended == 0)
    join(good, ", ", name);
  else if (ended == -SIGALRM)
    tell(r, BAD, "%s: took too long to load, and was stopped", path);
  else if (ended < 0)
    tell(r, BAD, "%s: crashed while it was loaded (signal %d)", path, -ended);
  else
    tell(r, BAD, "%s does not load:\n%s", path, text_of(&said));
  lede__buf_free(&said);
}

static void check_folder(report *r, const char *folder, check loads) {
  struct dirent **files;
  char path[PATH_MAX], name[NAME_MAX + 1];
  lede__buf good = {0};
  int count = scandir(folder, &files, is_lua_file, alphasort);
  for (int i = 0; i < count; i++) {
    const char *file = files[i]->d_name;
    snprintf(name, sizeof name, "%.*s", (int)strlen(file) - 4, file);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, file) < sizeof path)
      check_file(r, path, name, loads, &good);
    free(files[i]);
  }
  if (good.len)
    tell(r, GOOD, "%s: %s", folder, text_of(&good));
  else if (count < 0 && errno != ENOENT)
    tell(r, BAD, "%s: can't be read: %s", folder, strerror(errno));
  else if (count <= 0)
    tell(r, NOTE, "%s: none", folder);
  if (count >= 0) free(files);
  lede__buf_free(&good);
}

/* ./plugins may be a folder that is in the list already. */
static bool seen_before(const char *const *folders, size_t i) {
  char one[PATH_MAX], other[PATH_MAX];
  if (!realpath(folders[i], one)) return false;
  for (size_t j = 0; j < i; j++)
    if (realpath(folders[j], other) && strcmp(one, other) == 0) return true;
  return false;
}

static void check_folders(report *r, const char *title, const char *const *folders, size_t count,
                          check loads) {
  heading(r, title);
  for (size_t i = 0; i < count; i++)
    if (!seen_before(folders, i)) check_folder(r, folders[i], loads);
}

static void check_aliases(report *r, const char *path) {
  lede__aliases aliases;
  lede_error err;
  heading(r, "Names");
  if (lede__aliases_read(path, &aliases, &err))
    tell(r, BAD, "%s: %s", err.where, err.message);
  else
    tell(r, GOOD, "%s: put on every run, unless --aliases names another", path);
  lede__aliases_free(&aliases);
}

static void check_files(report *r) {
  const lede__home *home;
  lede_error err;
  if (lede__home_find(&home, &err)) {
    heading(r, "Plugins");
    tell(r, BAD, "%s", err.message);
    return;
  }
  check_folders(r, "Plugins, in the order they are looked for", home->plugins, home->plugin_count,
                load_plugin);
  check_folders(r, "Scripts", home->scripts, home->script_count, compile_script);
  if (home->aliases) check_aliases(r, home->aliases);
}

/* ---- the system ---------------------------------------------------------------------------------------- */

/* A number the kernel tells; -1 where it doesn't. */
static long kernel_number(const char *name) {
  char path[PATH_MAX];
  long n = -1;
  snprintf(path, sizeof path, "/proc/sys/fs/inotify/%s", name);
  FILE *f = fopen(path, "r");
  if (!f) return -1;
  if (fscanf(f, "%ld", &n) != 1) n = -1;
  fclose(f);
  return n;
}

static void check_watching(report *r) {
  enum { FEW_FOLDERS = 1024, FEW_WATCHERS = 8 };
  long folders = kernel_number("max_user_watches"), watchers = kernel_number("max_user_instances");
  if (folders < 0 || watchers < 0)
    tell(r, NOTE, "no inotify: new files in a watched folder are found by looking again and again");
  else if (folders < FEW_FOLDERS || watchers < FEW_WATCHERS)
    tell(r, NOTE,
         "only %ld folders can be watched, by %ld programs: sysctl -w "
         "fs.inotify.max_user_watches=65536 fs.inotify.max_user_instances=128",
         folders, watchers);
  else
    tell(r, GOOD, "inotify can watch %ld folders, for %ld programs of a user", folders, watchers);
}

static void check_terminal(report *r) {
  const char *encoding = nl_langinfo(CODESET);
  if (r->utf8)
    tell(r, GOOD, "the locale is UTF-8");
  else
    tell(r, isatty(STDOUT_FILENO) ? BAD : NOTE,
         "the locale's encoding is %s, lede prints UTF-8: export LC_CTYPE=C.UTF-8", encoding);
}

static void check_system(report *r) {
  heading(r, "System");
  check_watching(r);
  check_terminal(r);
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static void tell_where(void) {
  struct utsname u;
  printf("lede " LEDE_VERSION);
  if (uname(&u) == 0)
    printf(" on %s %s, %s, %ld cores", u.sysname, u.release, u.machine, sysconf(_SC_NPROCESSORS_ONLN));
  putchar('\n');
}

static void conclude(const report *r) {
  if (r->bad == 0)
    puts("\nAll is well.");
  else
    printf("\n%zu %s attention: see the lines with an exclamation mark.\n", r->bad,
           r->bad == 1 ? "thing needs" : "things need");
}

int lede__cmd_doctor(int argc, char **argv) {
  report r = {.color = lede__terminal_color(stdout, LEDE__COLOR_AUTO),
              .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
  lede_error err;
  if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
    return lede__cmd_help("doctor");
  if (argc > 1) {
    lede__fail(&err, LEDE_EUSAGE, NULL,
               "doctor looks at everything and takes no arguments; see lede doctor --help");
    return lede__complain(&err), LEDE__USAGE;
  }
  tell_where();
  check_sample(&r);
  check_workers(&r);
  check_lua(&r);
  check_libraries(&r);
  check_files(&r);
  check_system(&r);
  conclude(&r);
  return r.bad ? LEDE__SOME_FAILED : LEDE__DONE;
}
