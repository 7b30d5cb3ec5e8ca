#include "app/line.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

struct lede__line {
  lede__line_options options;
  EditLine *editor;
  History *history;
  sigset_t outside; /* the signals that were blocked before the line was read */
  lede__buf shown;  /* what Tab has to show */
  int shown_from;   /* how far from the end the cursor was then */
  bool cancelled;
};

/* ---- signals ----------------------------------------------------------------------------------------------
 *
 * libedit's own handlers send what they get to the whole process group, so they are left off. Signals are
 * blocked while a line is edited, but for the instants in which it waits for a key. */

static volatile sig_atomic_t cancel_asked, resized, stop_asked;

static void note_signal(int signal) {
  if (signal == SIGINT) cancel_asked = 1;
  if (signal == SIGWINCH) resized = 1;
  if (signal == SIGTSTP) stop_asked = 1;
}

static const int noted[] = {SIGINT, SIGWINCH, SIGTSTP};
enum { NOTED = sizeof noted / sizeof *noted };

static void take_signals(lede__line *line, struct sigaction before[NOTED]) {
  struct sigaction act = {.sa_handler = note_signal};
  sigset_t blocked;
  sigemptyset(&blocked);
  cancel_asked = resized = stop_asked = 0;
  for (int i = 0; i < NOTED; i++) sigaddset(&blocked, noted[i]);
  sigprocmask(SIG_BLOCK, &blocked, &line->outside);
  for (int i = 0; i < NOTED; i++) sigaction(noted[i], &act, &before[i]);
}

static void give_signals_back(lede__line *line, const struct sigaction before[NOTED]) {
  for (int i = 0; i < NOTED; i++) sigaction(noted[i], &before[i], NULL);
  sigprocmask(SIG_SETMASK, &line->outside, NULL);
}

/* Ctrl-Z: the terminal as the shell left it, until we are called back. */
static void stop_here(lede__line *line) {
  struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
  sigset_t stop, blocked;
  stop_asked = 0;
  el_set(line->editor, EL_PREP_TERM, 0);
  fputc('\n', stdout);
  fflush(stdout);
  sigaction(SIGTSTP, &usual, &ours);
  raise(SIGTSTP);
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &stop, &blocked); /* it stops in here */
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  sigaction(SIGTSTP, &ours, NULL);
  el_set(line->editor, EL_PREP_TERM, 1);
  el_resize(line->editor);
  el_set(line->editor, EL_REFRESH);
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

/* Keys nobody has stand for what libedit does itself, or in a second step, once the line is drawn. */
enum { CANCEL_KEY = 3, ROW_UP_KEY = 034, ROW_DOWN_KEY = 035, END_KEY = 036, SHOW_KEY = 037 };

static lede__line *line_of(EditLine *editor) {
  lede__line *line;
  el_get(editor, EL_CLIENTDATA, &line);
  return line;
}

static int columns_of_prompt(const char *prompt) {
  int columns = 0;
  for (bool hidden = false; *prompt; prompt++) {
    if (*prompt == LEDE__LINE_ESCAPE)
      hidden = !hidden;
    else if (!hidden)
      columns++;
  }
  return columns;
}

/* How many rows of a terminal of that width stand above the cursor's. */
static int rows_above(lede__line *line, int width) {
  const LineInfoW *info = el_wline(line->editor);
  int rows = 0, column = columns_of_prompt(line->options.prompt);
  for (const wchar_t *c = info->buffer; c < info->cursor; c++) {
    int w = wcwidth(*c);
    if (w < 0) w = *c == L'\t' ? 8 - column % 8 : 2;
    bool breaks = *c == L'\n' || column + w > width;
    rows += breaks;
    column = *c == L'\n' ? 0 : breaks ? w : column + w;
  }
  return rows + (column >= width);
}

/* Terminals break their lines anew when their width changes, so what is drawn stands elsewhere than libedit
 * thinks: it is taken away and drawn again. */
static void redraw(lede__line *line) {
  struct winsize size;
  if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1) {
    int up = rows_above(line, size.ws_col);
    if (up > 0) fprintf(stdout, "\033[%dA", up);
    fputs("\r\033[J", stdout);
    fflush(stdout);
  }
  el_resize(line->editor);
  el_set(line->editor, EL_REFRESH);
}

static void heed_signals(lede__line *line) {
  if (resized) {
    resized = 0;
    redraw(line);
  }
  if (stop_asked) stop_here(line);
}

/* One byte; 0 at the end, -1 when Ctrl-C came instead. */
static int next_byte(lede__line *line, char *byte) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  for (;;) {
    if (cancel_asked) return cancel_asked = 0, -1;
    heed_signals(line);
    if (ppoll(&input, 1, NULL, &line->outside) < 0) {
      if (errno == EINTR) continue;
      return 0;
    }
    ssize_t n = read(STDIN_FILENO, byte, 1);
    if (n >= 0) return (int)n;
    if (errno != EINTR && errno != EAGAIN) return 0;
  }
}

/* libedit asks for a character. Bytes that are none are passed over. */
static int next_character(EditLine *editor, wchar_t *character) {
  lede__line *line = line_of(editor);
  mbstate_t state = {0};
  for (;;) {
    char byte;
    int n = next_byte(line, &byte);
    if (n < 0) *character = CANCEL_KEY;
    if (n <= 0) return n < 0 ? 1 : 0;
    size_t used = mbrtowc(character, &byte, 1, &state);
    if (used == 0 || used == 1) return 1;
    if (used == (size_t)-1) memset(&state, 0, sizeof state);
  }
}

/* The line up to `end`, which is its end or the cursor. Owned by the caller. */
static char *text_before(EditLine *editor, bool cursor) {
  const LineInfo *info = el_line(editor);
  const char *end = cursor ? info->cursor : info->lastchar;
  return strndup(info->buffer, (size_t)(end - info->buffer));
}

static void push_key(EditLine *editor, char key) { el_push(editor, (char[]){key, '\0'}); }

/* Returns how far that was. */
static int go_to_end(EditLine *editor) {
  const LineInfoW *info = el_wline(editor);
  int far = (int)(info->lastchar - info->cursor);
  el_cursor(editor, far);
  return far;
}

static unsigned char on_enter(EditLine *editor, int key) {
  (void)key;
  lede__line *line = line_of(editor);
  char *text = text_before(editor, false);
  bool whole = !text || line->options.whole(line->options.context, text);
  free(text);
  if (whole)
    push_key(editor, END_KEY);
  else if (el_insertstr(editor, "\n") != 0)
    return CC_ERROR;
  return CC_REFRESH;
}

static unsigned char on_newline(EditLine *editor, int key) {
  (void)key;
  return el_insertstr(editor, "\n") == 0 ? CC_REFRESH : CC_ERROR;
}

static unsigned char on_cancel(EditLine *editor, int key) {
  (void)key;
  line_of(editor)->cancelled = true;
  go_to_end(editor);
  el_insertstr(editor, "^C");
  push_key(editor, END_KEY);
  return CC_REFRESH;
}

/* Reads what stands between the marks of a bracketed paste; false when it was cut short. */
static bool read_paste(EditLine *editor, wchar_t **text) {
  static const wchar_t end[] = L"\033[201~";
  enum { END = sizeof end / sizeof *end - 1 };
  size_t len = 0, room = 0;
  wchar_t c, *more;
  for (*text = NULL; el_wgetc(editor, &c) == 1 && c != CANCEL_KEY;) {
    if (len + 2 > room) {
      room = room ? 2 * room : 256;
      if (!(more = realloc(*text, room * sizeof **text))) return false;
      *text = more;
    }
    (*text)[len++] = c == L'\r' ? L'\n' : c;
    (*text)[len] = L'\0';
    if (len < END || wmemcmp(*text + len - END, end, END) != 0) continue;
    (*text)[len - END] = L'\0';
    return true;
  }
  return false;
}

static unsigned char on_paste(EditLine *editor, int key) {
  (void)key;
  wchar_t *text;
  bool well = read_paste(editor, &text) && el_winsertstr(editor, text) == 0;
  free(text);
  return well ? CC_REFRESH : CC_ERROR;
}

/* Between the rows of a line, then between lines. */

static bool has_row(const wchar_t *from, const wchar_t *to) {
  return wmemchr(from, L'\n', (size_t)(to - from)) != NULL;
}

static unsigned char on_up(EditLine *editor, int key) {
  (void)key;
  const LineInfoW *info = el_wline(editor);
  push_key(editor, has_row(info->buffer, info->cursor) ? ROW_UP_KEY : 'P' - '@');
  return CC_NORM;
}

static unsigned char on_down(EditLine *editor, int key) {
  (void)key;
  const LineInfoW *info = el_wline(editor);
  push_key(editor, has_row(info->cursor, info->lastchar) ? ROW_DOWN_KEY : 'N' - '@');
  return CC_NORM;
}

/* How many characters the last `bytes` bytes of a text are. */
static int characters(const char *text, size_t bytes) {
  size_t len = strlen(text), n = 0;
  for (size_t i = len - (bytes < len ? bytes : len); i < len; i++)
    n += ((unsigned char)text[i] & 0xC0) != 0x80;
  return (int)n;
}

/* Home and End are of the row; pressed again, of the line. */
static unsigned char on_home(EditLine *editor, int key) {
  (void)key;
  const LineInfoW *info = el_wline(editor);
  const wchar_t *to = info->cursor;
  while (to > info->buffer && to[-1] != L'\n') to--;
  el_cursor(editor, (int)((to == info->cursor ? info->buffer : to) - info->cursor));
  return CC_CURSOR;
}

static unsigned char on_end(EditLine *editor, int key) {
  (void)key;
  const LineInfoW *info = el_wline(editor);
  const wchar_t *to = info->cursor;
  while (to < info->lastchar && *to != L'\n') to++;
  el_cursor(editor, (int)((to == info->cursor ? info->lastchar : to) - info->cursor));
  return CC_CURSOR;
}

static unsigned char on_tab(EditLine *editor, int key) {
  (void)key;
  lede__line *line = line_of(editor);
  lede__completion found = {0};
  char *before = text_before(editor, true);
  if (!before) return CC_ERROR;
  line->options.complete(line->options.context, before, &found);
  bool changes = !found.insert.failed && (found.insert.len || found.remove);
  if (changes) el_deletestr(editor, characters(before, found.remove));
  if (changes && found.insert.len) el_insertstr(editor, found.insert.ptr);
  bool shows = !found.shown.failed && found.shown.len;
  lede__buf_free(&line->shown);
  line->shown = found.shown;
  if (shows) {
    line->shown_from = go_to_end(editor);
    push_key(editor, SHOW_KEY);
  }
  free(before);
  lede__buf_free(&found.insert);
  return changes || shows ? CC_REFRESH : CC_ERROR;
}

/* The cursor stands at the end of the line by now. What is shown comes below, then the line again. */
static unsigned char on_show(EditLine *editor, int key) {
  (void)key;
  lede__line *line = line_of(editor);
  fputc('\n', stdout);
  fwrite(line->shown.ptr, 1, line->shown.len, stdout);
  fflush(stdout);
  el_cursor(editor, -line->shown_from);
  el_set(editor, EL_REFRESH);
  return CC_NORM;
}

/* ---- history ----------------------------------------------------------------------------------------------
 *
 * The file has a line an entry; in it \n is a row's end, \\ a backslash. */

enum { REMEMBERED = 5000, READ_BACK = 1 << 20 };

static void add_entry(lede__line *line, const char *text) {
  HistEvent event;
  history(line->history, &event, H_ENTER, text);
}

static void unescape(char *s) {
  char *to = s;
  for (; *s; s++) {
    if (*s == '\\' && s[1])
      *to++ = *++s == 'n' ? '\n' : *s;
    else
      *to++ = *s;
  }
  *to = '\0';
}

static void escape(lede__buf *out, const char *s) {
  for (; *s; s++) {
    if (*s == '\n')
      lede__buf_text(out, "\\n");
    else if (*s == '\\')
      lede__buf_text(out, "\\\\");
    else
      lede__buf_char(out, *s);
  }
}

/* A file that grows for years is read from near its end. */
static void load_history(lede__line *line) {
  FILE *file = fopen(line->options.history, "re");
  char *entry = NULL;
  size_t room = 0;
  ssize_t len;
  if (!file) return;
  if (fseek(file, -READ_BACK, SEEK_END) == 0 && getline(&entry, &room, file) < 0) rewind(file);
  while ((len = getline(&entry, &room, file)) > 0) {
    if (entry[len - 1] == '\n') entry[len - 1] = '\0';
    unescape(entry);
    if (*entry) add_entry(line, entry);
  }
  free(entry);
  fclose(file);
}

static void make_folders(const char *path) {
  char *copy = strdup(path);
  for (char *slash = copy ? strchr(copy + 1, '/') : NULL; slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(copy, 0700);
    *slash = '/';
  }
  free(copy);
}

/* One write to the end of the file: whoever adds at the same time, and whatever kills us next, no line is
 * lost or mixed with another. */
static bool append_entry(const char *path, const char *text) {
  lede__buf entry = {0};
  escape(&entry, text);
  lede__buf_char(&entry, '\n');
  int fd = entry.failed ? -1 : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  bool written = fd >= 0 && write(fd, entry.ptr, entry.len) == (ssize_t)entry.len;
  if (fd >= 0) close(fd);
  lede__buf_free(&entry);
  return written;
}

bool lede__line_remember(lede__line *line, const char *text) {
  HistEvent last;
  bool again = history(line->history, &last, H_FIRST) == 0 && strcmp(last.str, text) == 0;
  if (again) return true;
  add_entry(line, text);
  return !line->options.history || append_entry(line->options.history, text);
}

/* ---- opening and reading ------------------------------------------------------------------------------- */

static char *prompt_of(EditLine *editor) { return (char *)line_of(editor)->options.prompt; }

static void add_functions(EditLine *editor) {
  static const struct {
    const char *name, *help;
    unsigned char (*function)(EditLine *, int);
  } own[] = {{"lede-enter", "ends a line that is whole", on_enter},
             {"lede-newline", "begins a row", on_newline},
             {"lede-cancel", "drops the line", on_cancel},
             {"lede-paste", "takes in what is pasted", on_paste},
             {"lede-up", "row or line above", on_up},
             {"lede-down", "row or line below", on_down},
             {"lede-home", "begin of the row", on_home},
             {"lede-end", "end of the row", on_end},
             {"lede-complete", "completes a name", on_tab},
             {"lede-show", "shows what there is", on_show}};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    el_set(editor, EL_ADDFN, own[i].name, own[i].help, own[i].function);
}

/* As terminals send them; cursor keys come in two ways. */
static void bind_keys(EditLine *editor) {
  static const char *const keys[][2] = {{"^M", "lede-enter"},
                                        {"^J", "lede-enter"},
                                        {"\033^M", "lede-newline"},
                                        {"^C", "lede-cancel"},
                                        {"^I", "lede-complete"},
                                        {"\033[200~", "lede-paste"},
                                        {"\033[A", "lede-up"},
                                        {"\033OA", "lede-up"},
                                        {"\033[B", "lede-down"},
                                        {"\033OB", "lede-down"},
                                        {"^A", "lede-home"},
                                        {"\033[H", "lede-home"},
                                        {"\033OH", "lede-home"},
                                        {"\033[1~", "lede-home"},
                                        {"^E", "lede-end"},
                                        {"\033[F", "lede-end"},
                                        {"\033OF", "lede-end"},
                                        {"\033[4~", "lede-end"},
                                        {"\033[3~", "ed-delete-next-char"},
                                        {"\033[1;5C", "em-next-word"},
                                        {"\033f", "em-next-word"},
                                        {"\033[1;5D", "ed-prev-word"},
                                        {"\033b", "ed-prev-word"},
                                        {"^W", "ed-delete-prev-word"},
                                        {"^P", "ed-prev-history"},
                                        {"^N", "ed-next-history"},
                                        {"^R", "em-inc-search-prev"},
                                        {"\034", "ed-prev-line"},
                                        {"\035", "ed-next-line"},
                                        {"\036", "ed-newline"},
                                        {"\037", "lede-show"}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    el_set(editor, EL_BIND, keys[i][0], keys[i][1], NULL);
}

static bool set_up(lede__line *line) {
  HistEvent event;
  line->editor = el_init("lede", stdin, stdout, stderr);
  line->history = history_init();
  if (!line->editor || !line->history) return false;
  history(line->history, &event, H_SETSIZE, REMEMBERED);
  history(line->history, &event, H_SETUNIQUE, 1);
  el_set(line->editor, EL_CLIENTDATA, line);
  el_set(line->editor, EL_SIGNAL, 0);
  el_set(line->editor, EL_EDITOR, "emacs");
  el_set(line->editor, EL_PROMPT_ESC, prompt_of, LEDE__LINE_ESCAPE);
  el_set(line->editor, EL_GETCFN, next_character);
  el_set(line->editor, EL_HIST, history, line->history);
  el_source(line->editor, NULL); /* the user's ~/.editrc */
  add_functions(line->editor);
  bind_keys(line->editor);
  return true;
}

lede_status lede__line_open(const lede__line_options *options, lede__line **out, lede_error *err) {
  lede__line *line = calloc(1, sizeof *line);
  if (!line) return lede__nomem(err);
  line->options = *options;
  if (!set_up(line)) return lede__line_close(line), lede__nomem(err);
  if (line->options.history) {
    make_folders(line->options.history);
    load_history(line);
  }
  *out = line;
  return LEDE_OK;
}

void lede__line_close(lede__line *line) {
  if (!line) return;
  if (line->editor) el_end(line->editor);
  if (line->history) history_end(line->history);
  lede__buf_free(&line->shown);
  free(line);
}

/* Terminals that know it mark what is pasted; the others pass over this. */
static void bracket_pastes(bool on) {
  fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
  fflush(stdout);
}

lede__typed lede__line_read(lede__line *line, const char **text) {
  struct sigaction before[NOTED];
  int count;
  line->cancelled = false;
  take_signals(line, before);
  bracket_pastes(true);
  const char *typed = el_gets(line->editor, &count);
  bracket_pastes(false);
  give_signals_back(line, before);
  if (!typed) return LEDE__TYPED_END;
  if (line->cancelled) return LEDE__TYPED_CANCEL;
  *text = typed;
  if (count > 0 && typed[count - 1] == '\n') ((char *)typed)[count - 1] = '\0';
  return LEDE__TYPED_LINE;
}
