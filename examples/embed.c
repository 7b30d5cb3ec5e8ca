/* embed.c FILE...: who said what, from a program of your own.
 *
 *   cc -o embed embed.c $(pkg-config --cflags --libs lede) && ./embed news/harsel-courier/talks-open.txt
 *
 * Opens one session with lede's own plugins and one of ours, written in C, that finds what is loud;
 * takes one file after another; walks the marks. */
#include <lede.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- a plugin in C ------------------------------------------------------ */

/* Marks each quotation that has an exclamation mark in it. Needs what the plugin `quotes` found. */
static lede_status find_loud(void *context, const lede_doc *doc, lede_marks *marks, lede_error *err) {
  const lede_layer *quotes = lede_doc_layer(doc, "quotes");
  (void)context, (void)err;
  for (uint32_t i = 0; i < lede_layer_count(quotes); i++) {
    lede_span span = lede_mark_span(quotes, i);
    lede_str words = lede_doc_words(doc, span);
    if (!memchr(words.ptr, '!', words.len)) continue;
    lede_marks_add(marks, "loud", span, "exclaimed", NULL);
    lede_marks_str(marks, "who", lede_mark_str(quotes, i, "speaker"));
  }
  return LEDE_OK;
}

static const char *const needs[] = {"quotes", NULL};
static const lede_field gives[] = {{"loud", "who", "name"}, {NULL, NULL, NULL}};

/* ---- what the host does ------------------------------------------------- */

static void print_message(void *context, lede_log_level level, const char *message) {
  static const char *const levels[] = {"error", "warning", "note", "debug"};
  fprintf(context, "embed: %s: %s\n", levels[level], message);
}

static char *read_file(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
  rewind(file);
  *len = bytes ? fread(bytes, 1, (size_t)size, file) : 0;
  fclose(file);
  return bytes;
}

static void print_words(const lede_doc *doc, lede_span span) {
  lede_str words = lede_doc_words(doc, span);
  printf(" %.*s", (int)words.len, words.ptr);
}

/* Where "she said" splits a quotation, its words are in parts. */
static void print_mark(const lede_doc *doc, const lede_layer *layer, uint32_t mark) {
  uint32_t parts = lede_mark_part_count(layer, mark);
  if (parts == 0) print_words(doc, lede_mark_span(layer, mark));
  for (uint32_t p = 0; p < parts; p++) print_words(doc, lede_mark_part(layer, mark, p));
  putchar('\n');
}

static void show(const lede_doc *doc) {
  const lede_layer *quotes = lede_doc_layer(doc, "quotes"), *loud = lede_doc_layer(doc, "loud");
  for (uint32_t i = 0; i < lede_layer_count(quotes); i++) {
    lede_str speaker = lede_mark_str(quotes, i, "speaker");
    bool is_loud = lede_layer_next(loud, lede_mark_span(quotes, i), 0) != LEDE_NONE;
    printf("%.*s%s:", (int)speaker.len, speaker.ptr ? speaker.ptr : "", is_loud ? " (loud)" : "");
    print_mark(doc, quotes, i);
  }
  for (uint32_t i = 0; i < lede_doc_error_count(doc); i++) {
    lede_plugin_error e = lede_doc_error(doc, i);
    fprintf(stderr, "embed: plugin %.*s: %.*s\n", (int)e.plugin.len, e.plugin.ptr, (int)e.message.len,
            e.message.ptr);
  }
}

static bool analyze(lede_session *session, const char *path) {
  size_t len = 0;
  lede_doc *doc;
  lede_error err = {.message = "can't be read"};
  lede_given given = {.path = {path, strlen(path)}};
  char *bytes = read_file(path, &len);
  bool done = bytes && lede_session_analyze(session, bytes, len, &given, NULL, &doc, &err) == LEDE_OK;
  free(bytes); /* the document has its own copy */
  if (!done) return fprintf(stderr, "embed: %s: %s\n", path, err.message), false;
  show(doc);
  lede_doc_free(doc);
  return true;
}

int main(int argc, char **argv) {
  lede_plugin loud;
  lede_plugin_init(&loud);
  loud.name = "loud", loud.version = "1", loud.needs = needs, loud.gives = gives, loud.document = find_loud;
  const lede_plugin *plugins[] = {&loud};

  lede_config config;
  lede_config_init(&config);
  config.c_plugins = plugins, config.c_plugin_count = 1;
  config.log = print_message, config.log_context = stderr;

  lede_session *session;
  lede_error err;
  if (lede_session_open(&config, &session, &err)) return fprintf(stderr, "embed: %s\n", err.message), 2;
  int status = 0;
  for (int i = 1; i < argc; i++)
    if (!analyze(session, argv[i])) status = 1;
  lede_session_close(session);
  return status;
}
