/* app/main: finds out what is asked for and hands over to it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "base/str.h"
#include "input/names.h"
#include "script/home.h"
#include "script/trust.h"

typedef struct command {
  const char *name;
  int (*run)(int argc, char **argv);
} command;

static int cmd_version(int argc, char **argv) {
  (void)argc, (void)argv;
  puts("lede " LEDE_VERSION);
  return LEDE__DONE;
}

static int cmd_help(int argc, char **argv) { return lede__cmd_help(argc > 1 ? argv[1] : NULL); }

static const command commands[] = {{"run", lede__cmd_run},       {"pipe", lede__cmd_pipe},
                                   {"watch", lede__cmd_watch},   {"wc", lede__cmd_wc},
                                   {"doctor", lede__cmd_doctor}, {"repl", lede__cmd_repl},
                                   {"help", cmd_help},           {"version", cmd_version}};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const command *find_command(const char *name) {
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  return NULL;
}

static bool find_script(const char *name, char path[PATH_MAX]) {
  const lede__home *home;
  lede_error err;
  if (strchr(name, '/') || lede__home_find(&home, &err)) return false;
  for (size_t i = 0; i < home->script_count; i++)
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s.lua", home->scripts[i], name) < PATH_MAX &&
        access(path, R_OK) == 0)
      return true;
  return lede__trust_find(home, name, path);
}

/* A script of the folder one stands in, which nobody said to trust. */
static bool is_untrusted(const char *name) {
  char path[PATH_MAX];
  return !strchr(name, '/') && (size_t)snprintf(path, PATH_MAX, "scripts/%s.lua", name) < PATH_MAX &&
         access(path, R_OK) == 0;
}

enum { MOST_NAMES = 256 };

/* Adds the scripts in a folder, without their .lua; they live as long as the program. */
static size_t add_scripts(const char *folder, const char **names, size_t count) {
  DIR *dir = opendir(folder);
  const struct dirent *d;
  while (dir && count < MOST_NAMES && (d = readdir(dir)))
    if (lede__str_ends(lede__str(d->d_name), ".lua") &&
        (names[count] = strndup(d->d_name, strlen(d->d_name) - 4)))
      count++;
  if (dir) closedir(dir);
  return count;
}

static const char *nearest_command(const char *name) {
  static const char *names[MOST_NAMES];
  const lede__home *home;
  lede_error err;
  size_t count = 0;
  for (; count < COMMAND_COUNT; count++) names[count] = commands[count].name;
  if (!lede__home_find(&home, &err))
    for (size_t i = 0; i < home->script_count; i++) count = add_scripts(home->scripts[i], names, count);
  return lede__str_nearest(name, names, count);
}

static int unknown(const char *name) {
  const char *near = nearest_command(name);
  lede_error err;
  if (is_untrusted(name))
    lede__fail(&err, LEDE_EUSAGE, NULL,
               "there is no command '%s'; this folder has a script of that name: lede scripts/%s.lua "
               "runs it, and once you have said lede trust, lede %s does",
               name, name, name);
  else if (near && access(name, F_OK) != 0)
    lede__fail(&err, LEDE_EUSAGE, NULL, "there is no command '%s'; did you mean 'lede %s'?", name, near);
  else if (access(name, F_OK) == 0)
    lede__fail(&err, LEDE_EUSAGE, NULL, "there is no command '%s'; to analyse the file: lede run %s", name,
               name);
  else
    lede__fail(&err, LEDE_EUSAGE, NULL, "there is no command '%s'; see lede --help", name);
  lede__complain(&err);
  return LEDE__USAGE;
}

/* `lede news/fire.txt` asks for `lede run`: a folder, or a text by its ending, is no program. */
static bool is_article(const char *word) {
  const char *slash = strrchr(word, '/');
  struct stat st;
  return stat(word, &st) == 0 && (S_ISDIR(st.st_mode) || lede__name_is_wanted(slash ? slash + 1 : word));
}

static bool is_script(const char *word) {
  return (strchr(word, '/') || lede__str_ends(lede__str(word), ".lua")) && !is_article(word);
}

/* `lede -e CODE`, `lede -l MODULE` and `lede -` behave as lua does: busted and other Lua tools call it so. */
static bool is_lua_option(const char *word) {
  return strcmp(word, "-") == 0 || (word[0] == '-' && word[1] && strchr("elWEi", word[1]));
}

static int dispatch(int argc, char **argv) {
  char path[PATH_MAX];
  const char *word = argv[1];
  if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) return lede__cmd_help(NULL);
  if (strcmp(word, "--version") == 0 || strcmp(word, "-v") == 0) return cmd_version(argc, argv);
  const command *c = find_command(word);
  if (c) return c->run(argc - 1, argv + 1);
  if (is_script(word) || is_lua_option(word)) return lede__cmd_lua(argc - 1, argv + 1);
  if (!find_script(word, path)) return unknown(word);
  argv[1] = path;
  return lede__cmd_lua(argc - 1, argv + 1);
}

/* What is opened first must not become standard input, output or error: a stream that was closed stays one
 * that fails. */
static void keep_standard_streams(void) {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* A full disk must not pass for an answer. */
static int all_written(int code) {
  errno = 0;
  bool bad = fflush(stdout) != 0 || ferror(stdout);
  if (!bad || errno == EPIPE || code == LEDE__SETUP) return code;
  lede_error err;
  lede__fail(&err, LEDE_EIO, NULL, "can't write the output: %s",
             errno ? strerror(errno) : "it was cut short");
  lede__complain(&err);
  return LEDE__SETUP;
}

int main(int argc, char **argv) {
  keep_standard_streams();
  setlocale(LC_CTYPE,
            ""); /* and nothing else: collation and the decimal point must not depend on the locale */
  return all_written(argc < 2 ? lede__cmd_help(NULL) : dispatch(argc, argv));
}
