/* A host of the installed copy that has a plugin in C, and functions that are called like those of Lua.
 *
 * Were lede to find these instead of its own, or the linker to take them for the same, nothing would
 * work. */
#include <lede.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- another Lua, so to speak ------------------------------------------- */

static int taken;
#define DECOY(name)                                                                                          \
  long name(void);                                                                                           \
  long name(void) { return ++taken, 0; }

DECOY(lua_newstate)
DECOY(lua_close)
DECOY(lua_pcallk)
DECOY(lua_pushlstring)
DECOY(lua_gettop)
DECOY(luaL_checkversion_)
DECOY(luaL_loadbufferx)
DECOY(luaopen_base)
DECOY(luaM_realloc_)

/* ---- a plugin ----------------------------------------------------------- */

/* Marks the words `context` where they stand. */
static lede_status find_words(void *context, const lede_doc *doc, lede_marks *marks, lede_error *err) {
  const char *text = lede_doc_text(doc).ptr, *words = context;
  (void)err;
  for (const char *at = strstr(text, words); at; at = strstr(at + 1, words)) {
    lede_span span = {(uint32_t)(at - text), (uint32_t)(at - text + (long)strlen(words))};
    lede_marks_add(marks, "words", span, "words", NULL);
  }
  return LEDE_OK;
}

static void print_message(void *context, lede_log_level level, const char *message) {
  (void)context, (void)level;
  printf("message: %s\n", message);
}

static int report(const lede_doc *doc) {
  char *json;
  size_t len;
  for (uint32_t i = 0; i < lede_doc_layer_count(doc); i++) {
    const lede_layer *layer = lede_doc_layer_at(doc, i);
    lede_str name = lede_layer_name(layer);
    printf("%.*s: %u\n", (int)name.len, name.ptr, (unsigned)lede_layer_count(layer));
  }
  if (lede_doc_record(doc, NULL, &json, &len, NULL)) return 1;
  printf("record: %s\n", len > 2 && json[0] == '{' && json[len - 1] == '}' ? "ok" : json);
  lede_free(json);
  return 0;
}

/* host PLUGIN.lua [ROOT] */
int main(int argc, char **argv) {
  static const char text[] = "The bridge is shut. “I like the bridge,” said Dagny Okafor.";
  static const lede_field gives[] = {{"words", NULL, NULL}, {NULL, NULL, NULL}};
  setlocale(LC_ALL, "");
  lede_plugin words;
  lede_plugin_init(&words);
  words.name = "words", words.gives = gives, words.document = find_words, words.context = "bridge";

  const lede_plugin *in_c[] = {&words};
  const char *in_lua[] = {argc > 1 ? argv[1] : "", "quotes"};
  lede_config config;
  lede_config_init(&config);
  config.plugins = in_lua, config.plugin_count = 2;
  config.c_plugins = in_c, config.c_plugin_count = 1;
  config.root = argc > 2 ? argv[2] : NULL;
  config.log = print_message;

  lede_session *session;
  lede_doc *doc;
  lede_error err;
  if (lede_session_open(&config, &session, &err)) return printf("%s\n", err.message), 2;
  if (lede_session_analyze(session, text, sizeof text - 1, NULL, NULL, &doc, &err))
    return printf("%s\n", err.message), 2;
  lede_session_close(session);
  int status = report(doc);
  lede_doc_free(doc);
  printf("taken: %d\nhalf: %.1f\n", taken, 0.5);
  return status;
}
