/* app/repl: `lede repl`: a prompt for Lua with a corpus at hand.
 *
 * Reads lines, hands them to scripts/lib/repl.lua, which evaluates and prints, and stops what it does on
 * Ctrl-C. Knows nothing of what a line means. */
#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/analysis.h"
#include "app/line.h"
#include "base/str.h"
#include "base/terminal.h"
#include "lua/watcher.h"
#include "script/program.h"

typedef struct repl {
  lede__analysis analysis;
  lede__input_options from;
  lede__color color;
  bool help, jobs_given;
  const char *const *paths;
  size_t path_count;
  lede__state *program;
  lede__line *line; /* NULL: lines come from a pipe, or from a terminal that can't be edited on */
  bool prompts;
  bool ended;
  int code; /* of the last line that failed */
} repl;

/* ---- options ------------------------------------------------------------------------------------------- */

enum { TEXT_FIELD, ID_FIELD, META, OUTLET_FROM, COLOR, HELP, ANALYSIS };

static const lede__option repl_options[] = {
    {"text-field", 0, true}, {"id-field", 0, true}, {"meta", 0, true},      {"outlet-from", 0, true},
    {"color", 0, true},      {"help", 'h', false},  {"plugins", 'p', true}, {"set", 0, true},
    {"aliases", 0, true},    {"fixes", 0, true},    {"jobs", 'j', true},    {"timeout", 0, true},
    {"memory", 0, true},     {"encoding", 0, true}, {"strict", 0, false},   {"max-bytes", 0, true}};
enum { OPTIONS = sizeof repl_options / sizeof *repl_options };

static lede_status set_analysis(repl *r, const char *name, const char *value, lede_error *err) {
  int i = 0;
  while (strcmp(lede__analysis_options[i].name, name) != 0) i++;
  if (strcmp(name, "jobs") == 0) r->jobs_given = true;
  return lede__analysis_set(&r->analysis, i, value, err);
}

static lede_status set_option(repl *r, int option, const char *value, lede_error *err) {
  static const char *const colors[] = {"auto", "always", "never"}, *const froms[] = {"folder"};
  size_t which = 0;
  lede_status status = LEDE_OK;
  switch (option) {
  case TEXT_FIELD:
    r->from.text_field = value;
    break;
  case ID_FIELD:
    r->from.id_field = value;
    break;
  case META:
    r->from.meta_file = value;
    break;
  case OUTLET_FROM:
    status = lede__parse_choice(value, "outlet-from", froms, 1, &which, err);
    r->from.outlet_from_folder = true;
    break;
  case COLOR:
    status = lede__parse_choice(value, "color", colors, 3, &which, err);
    r->color = (lede__color)which;
    break;
  case HELP:
    r->help = true;
    break;
  default:
    status = set_analysis(r, repl_options[option].name, value, err);
  }
  return status;
}

static lede_status read_options(repl *r, lede__args *args, lede_error *err) {
  int found = 0;
  lede_status status = LEDE_OK;
  while (!status && !r->help && (found = lede__args_next(args, repl_options, OPTIONS, err)) >= 0)
    status = set_option(r, found, args->value, err);
  r->paths = args->operands;
  r->path_count = args->operand_count;
  return found == -2 ? LEDE_EUSAGE : status;
}

/* ---- what is handed to Lua ----------------------------------------------------------------------------- */

static void set_string(lua_State *L, const char *name, const char *value) {
  if (!value) return;
  lua_pushstring(L, value);
  lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double value) {
  if (!(value > 0)) return;
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool value) {
  if (!value) return;
  lua_pushboolean(L, true);
  lua_setfield(L, -2, name);
}

static void push_list(lua_State *L, const char *const *strings, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushstring(L, strings[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void set_list(lua_State *L, const char *name, const char *const *strings, size_t count) {
  if (!count) return;
  push_list(L, strings, count);
  lua_setfield(L, -2, name);
}

/* As lede.corpus takes them. */
static void push_options(lua_State *L, const repl *r) {
  const lede__analysis *a = &r->analysis;
  lua_newtable(L);
  set_list(L, "plugins", (const char *const *)a->plugins, a->plugin_count);
  set_list(L, "set", (const char *const *)a->sets, a->set_count);
  set_string(L, "aliases", a->aliases_file);
  set_string(L, "fixes", a->fixes_file);
  set_number(L, "jobs", r->jobs_given ? a->workers : 0);
  set_number(L, "seconds", a->seconds);
  set_number(L, "memory", (double)a->memory / (1 << 20));
  set_string(L, "encoding", a->load.encoding);
  set_flag(L, "strict", a->load.strict);
  set_number(L, "max_bytes", (double)a->load.max_bytes);
  set_string(L, "text_field", r->from.text_field);
  set_string(L, "id_field", r->from.id_field);
  set_string(L, "meta", r->from.meta_file);
  set_string(L, "outlet_from", r->from.outlet_from_folder ? "folder" : NULL);
}

/* Seconds since some moment. */
static int now(lua_State *L) {
  lua_pushnumber(L, (double)lede__watcher_now() / 1e9);
  return 1;
}

/* What changes when a file does; nil when there is none. */
static int stamp(lua_State *L) {
  struct stat st;
  if (stat(luaL_checkstring(L, 1), &st) != 0) return 0;
  lua_pushfstring(L, "%I %I.%I %I", (LUAI_UACINT)st.st_ino, (LUAI_UACINT)st.st_mtim.tv_sec,
                  (LUAI_UACINT)st.st_mtim.tv_nsec, (LUAI_UACINT)st.st_size);
  return 1;
}

static void push_screen(lua_State *L, const repl *r) {
  lua_newtable(L);
  set_flag(L, "prompts", r->prompts);
  set_flag(L, "color", lede__terminal_color(stdout, r->color));
  set_number(L, "width", lede__terminal_width(stdout));
  lua_pushcfunction(L, now);
  lua_setfield(L, -2, "now");
  lua_pushcfunction(L, stamp);
  lua_setfield(L, -2, "stamp");
}

/* ---- calls that Ctrl-C stops --------------------------------------------------------------------------- */

static lede__state *_Atomic at_work;

static void on_interrupt(int signal) {
  (void)signal;
  lede__state *s = at_work;
  if (s) lede__limits_interrupt(s);
}

/* As long as somebody types, also between two calls: a second Ctrl-C must not end the session. Without
 * SA_RESTART: a system call that waits must not go on. */
static void take_interrupts(void) {
  struct sigaction act = {.sa_handler = on_interrupt};
  sigaction(SIGINT, &act, NULL);
}

/* Runs `body` on the program, for at most `seconds` (0: for ever). */
static lede_status guarded(repl *r, lua_CFunction body, void *context, double seconds, lede_error *err) {
  lede_status status = lede__limits_begin(r->program, seconds, 0, err);
  if (status) return status;
  at_work = r->program;
  status = lede__state_enter(r->program, body, context, err);
  at_work = NULL;
  lede__limits_end(r->program);
  return status;
}

#define SESSION "lede.repl"

/* A method of the session, and what becomes of it. */
typedef struct call {
  const repl *repl;
  const char *method;
  const char *argument;
  lede__completion *completion;
  bool answer, ended;
} call;

/* Pushes session:METHOD(argument)'s `results`. */
static void call_method(lua_State *L, const call *c, int results) {
  lua_getfield(L, LUA_REGISTRYINDEX, SESSION);
  lua_getfield(L, -1, c->method);
  lua_insert(L, -2);
  push_screen(L, c->repl);
  lua_setfield(L, -2, "screen");
  lua_pushstring(L, c->argument);
  lua_call(L, 2, results);
}

static int open_body(lua_State *L) {
  const repl *r = lede__context(L);
  lede__limits_open(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.repl");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "open");
  push_list(L, r->paths, r->path_count);
  push_options(L, r);
  push_screen(L, r);
  lua_call(L, 3, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, SESSION);
  return 0;
}

/* session:run(text) -> whether it went well, whether the session ends */
static int run_body(lua_State *L) {
  call *c = lede__context(L);
  call_method(L, c, 2);
  c->answer = lua_toboolean(L, -2);
  c->ended = lua_toboolean(L, -1);
  return 0;
}

static int ask_body(lua_State *L) {
  call *c = lede__context(L);
  call_method(L, c, 1);
  c->answer = lua_toboolean(L, -1);
  return 0;
}

/* session:complete(text) -> bytes to take away, what to put there, what to show; nil when it knows nothing */
static int complete_body(lua_State *L) {
  call *c = lede__context(L);
  lede_str insert, shown;
  call_method(L, c, 3);
  c->completion->remove = (size_t)luaL_optinteger(L, -3, 0);
  insert.ptr = luaL_optlstring(L, -2, "", &insert.len);
  shown.ptr = luaL_optlstring(L, -1, "", &shown.len);
  lede__buf_str(&c->completion->insert, insert);
  lede__buf_str(&c->completion->shown, shown);
  return 0;
}

/* Whether Enter ends the line. When that can't be said, it does, and evaluating tells. */
static bool is_whole(void *context, const char *text) {
  repl *r = context;
  call c = {.repl = r, .method = "whole", .argument = text};
  return guarded(r, ask_body, &c, 1, NULL) || c.answer;
}

static void complete(void *context, const char *before_cursor, lede__completion *out) {
  repl *r = context;
  call c = {.repl = r, .method = "complete", .argument = before_cursor, .completion = out};
  guarded(r, complete_body, &c, 1, NULL);
}

/* ---- the loop ------------------------------------------------------------------------------------------ */

/* The message without "[3]:1: ", where it is about the line just typed. */
static const char *without_place(const char *message) {
  int end = 0;
  return sscanf(message, "[%*d]:%*d: %n", &end) >= 0 && end > 0 ? message + end : message;
}

static void tell_stopped(const repl *r, const lede_error *err) {
  lede_error shown;
  lede__fail(&shown, err->code, NULL, "%s", without_place(err->message));
  fflush(stdout);
  if (lede__terminal_color(stdout, r->color))
    fputs("\033[0m", stderr);          /* it may have been stopped in some colour */
  if (r->prompts) fputc('\n', stderr); /* behind the terminal's own ^C */
  if (err->code == LEDE_EINTERRUPT)
    fputs("interrupted\n", stderr);
  else
    lede__complain(&shown);
}

static void run(repl *r, const char *method, const char *text) {
  call c = {.repl = r, .method = method, .argument = text};
  lede_error err;
  lede_status status = guarded(r, run_body, &c, 0, &err);
  if (status) tell_stopped(r, &err);
  fflush(stdout);
  if (status || !c.answer) r->code = LEDE__SOME_FAILED;
  r->ended = c.ended;
}

/* $XDG_STATE_HOME/lede/history; false when there is no home to keep it in. */
static bool history_file(char path[PATH_MAX]) {
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  int n = state && *state ? snprintf(path, PATH_MAX, "%s/lede/history", state)
          : home && *home ? snprintf(path, PATH_MAX, "%s/.local/state/lede/history", home)
                          : -1;
  return n > 0 && n < PATH_MAX;
}

static void edit_lines(repl *r) {
  bool remembers = true;
  while (!r->ended) {
    const char *text = NULL;
    lede__typed typed = lede__line_read(r->line, &text);
    if (typed == LEDE__TYPED_END) break;
    if (typed == LEDE__TYPED_CANCEL || !text[strspn(text, " \n")]) continue;
    if (!lede__line_remember(r->line, text) && remembers) {
      remembers = false;
      fputs("lede: the history can't be written; it lasts as long as this session\n", stderr);
    }
    run(r, "run", text);
  }
  if (!r->ended) putchar('\n');
}

static void prompt_plainly(const repl *r, bool more) {
  if (!r->prompts) return;
  fputs(more ? "  ... " : "lede> ", stdout);
  fflush(stdout);
}

/* False at the end. Ctrl-C at a terminal without editing drops what was typed so far. */
static bool next_row(const repl *r, lede__buf *text, char **row, size_t *room) {
  ssize_t len;
  while (errno = 0, (len = getline(row, room, stdin)) < 0) {
    if (!r->prompts || errno != EINTR) return false;
    clearerr(stdin);
    lede__buf_clear(text);
    putchar('\n');
    prompt_plainly(r, false);
  }
  lede__buf_add(text, *row, (size_t)len);
  return !text->failed;
}

/* Lines from a pipe, a file, or a terminal without editing. The last may lack its end. */
static void read_lines(repl *r) {
  lede__buf text = {0};
  char *row = NULL;
  size_t room = 0;
  prompt_plainly(r, false);
  while (!r->ended && next_row(r, &text, &row, &room)) {
    bool whole = is_whole(r, text.ptr);
    if (whole) {
      run(r, "run", text.ptr);
      lede__buf_clear(&text);
    }
    if (!r->ended) prompt_plainly(r, !whole);
  }
  if (text.len && !text.failed) run(r, "run", text.ptr);
  if (r->prompts && !r->ended) putchar('\n');
  lede__buf_free(&text);
  free(row);
}

/* ---- opening ------------------------------------------------------------------------------------------- */

/* Else names with accents could not be typed where no locale is set. Only LC_CTYPE. */
static void want_utf8(void) {
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

static lede_status open_line(repl *r, char history[PATH_MAX], lede_error *err) {
  const char *term = getenv("TERM");
  if (!r->prompts || !term || !*term || strcmp(term, "dumb") == 0) return LEDE_OK;
  bool color = lede__terminal_color(stdout, r->color);
  lede__line_options options = {.prompt = color ? "\1\033[1m\1lede>\1\033[0m\1 " : "lede> ",
                                .history = history_file(history) ? history : NULL,
                                .whole = is_whole,
                                .complete = complete,
                                .context = r};
  return lede__line_open(&options, &r->line, err);
}

/* Lua that would take all the machine's memory is stopped before it does. */
static size_t most_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
  return pages > 0 && size > 0 ? (size_t)pages / 4 * (size_t)size : 0;
}

static lede_status open_session(repl *r, lede_error *err) {
  lede_status status = lede__program_new(&r->program, err);
  if (status) return status;
  r->program->limit = most_memory();
  return guarded(r, open_body, r, 0, err);
}

static int serve(repl *r) {
  char history[PATH_MAX];
  lede_error err;
  r->prompts = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  if (r->prompts) {
    want_utf8();
    take_interrupts();
  }
  lede_status status = open_session(r, &err);
  if (!status) status = open_line(r, history, &err);
  if (status) return lede__complain(&err), lede__exit_code(status);
  if (r->prompts) run(r, "greet", "");
  r->code = LEDE__DONE;
  if (r->line)
    edit_lines(r);
  else
    read_lines(r);
  return r->prompts ? LEDE__DONE : r->code;
}

int lede__cmd_repl(int argc, char **argv) {
  repl r = {0};
  lede__args args;
  lede_error err;
  if (!lede__analysis_begin(&r.analysis, &args, argc, argv)) return LEDE__SETUP;
  lede_status status = read_options(&r, &args, &err);
  int code = lede__exit_code(status);
  if (status)
    lede__complain(&err);
  else
    code = r.help ? lede__cmd_help("repl") : serve(&r);
  lede__line_close(r.line);
  lede__state_free(r.program);
  lede__analysis_end(&r.analysis);
  return code;
}
