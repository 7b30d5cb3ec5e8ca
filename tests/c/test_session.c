/* What lede.h promises a host. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"
#include "support_file.h"

static const char story[] = "Ferry crews to strike\n\n"
                            "HARSEL - Crews of the two ferries will strike on Monday.\n\n"
                            "“We will not sail,” Anna Corrin said on Friday. “Not with that engine.”\n\n"
                            "“The engine is safe,” said Vasil Dragutin, the minister of transport.\n";

static char folder[] = "/tmp/lede-session-XXXXXX";

/* ---- tools -------------------------------------------------------------- */

/* A plugin file in the folder; the path is valid until the next call with the same name. */
static const char *plugin_file(const char *name, const char *source) {
  static char paths[8][64];
  static int next;
  char *path = paths[next++ % 8];
  snprintf(path, 64, "%s/%s.lua", folder, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(source, file);
  fclose(file);
  return path;
}

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
  char command[64];
  (void)state;
  snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command);
}

static lede_config bare(void) {
  static const char *const none[] = {NULL};
  lede_config c;
  lede_config_init(&c);
  c.root = ".";
  c.plugins = none;
  return c;
}

static lede_session *open_with(const lede_config *config) {
  lede_session *s;
  lede_error err = {0};
  if (lede_session_open(config, &s, &err)) fail_msg("%s: %s", err.where, err.message);
  return s;
}

/* A session of one plugin in Lua. */
static lede_session *open_lua(const char *path) {
  lede_config c = bare();
  c.plugins = &path;
  c.plugin_count = 1;
  return open_with(&c);
}

static lede_doc *analyzed(lede_session *s, const char *text) {
  lede_doc *doc;
  lede_error err = {0};
  if (lede_session_analyze(s, text, strlen(text), NULL, NULL, &doc, &err)) fail_msg("%s", err.message);
  return doc;
}

static void assert_str(lede_str s, const char *expected) {
  if (!s.ptr) fail_msg("absent instead of \"%s\"", expected);
  if (!lede__str_is(s, expected)) fail_msg("\"%.*s\" instead of \"%s\"", (int)s.len, s.ptr, expected);
}

static void assert_holds(const char *text, const char *part) {
  if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

static void assert_refused(const lede_config *c, lede_status status, const char *part) {
  lede_session *s = (lede_session *)"";
  lede_error err = {0};
  assert_int_equal(lede_session_open(c, &s, &err), status);
  assert_null(s);
  assert_holds(err.message, part);
}

/* ---- configuration ------------------------------------------------------ */

static void default_plugins_run_in_the_order_of_their_needs(void **state) {
  (void)state;
  lede_config c;
  lede_config_init(&c);
  c.root = ".";
  lede_session *s = open_with(&c);
  assert_int_equal(lede_session_plugin_count(s), 4);
  assert_string_equal(lede_session_plugin(s, 0).name, "structure");
  assert_non_null(lede_session_plugin(s, 0).path);
  assert_true(lede_session_plugin(s, 0).memory_used > 0);
  assert_true(lede_session_plugin(s, 0).memory_peak >= lede_session_plugin(s, 0).memory_used);
  assert_null(lede_session_plugin(s, 4).name);
  assert_int_equal(strlen(lede_session_recipe(s)), 64);
  lede_session_close(s);
  lede_session_close(NULL);
}

static void a_config_of_another_size_is_understood_when_it_says_nothing_new(void **state) {
  (void)state;
  struct {
    lede_config now;
    void *later;
  } newer = {.now = bare()};
  newer.now.size = sizeof newer;
  lede_session_close(open_with(&newer.now));
  newer.later = &newer;
  assert_refused(&newer.now, LEDE_EUSAGE, "lede_config_init");
  lede_config older = bare();
  older.size = offsetof(lede_config, log);
  older.log = (lede_log_function)(void (*)(void))abort; /* past its end: must not be read */
  lede_session_close(open_with(&older));
  older.size = 0;
  assert_refused(&older, LEDE_EUSAGE, "lede_config_init");
}

static void a_config_that_makes_no_sense_is_refused(void **state) {
  (void)state;
  lede_config c = bare();
  c.plugins = NULL;
  c.plugin_count = 1;
  assert_refused(&c, LEDE_EUSAGE, "plugin_count");
  c = bare();
  c.seconds = -1;
  assert_refused(&c, LEDE_EUSAGE, "seconds");
  c = bare();
  c.root = folder;
  assert_refused(&c, LEDE_ESETUP, "structure.lua");
  const char *missing = "no_such_plugin", *set = "quotes.least=3";
  c = bare();
  c.plugins = &missing;
  c.plugin_count = 1;
  assert_refused(&c, LEDE_ESETUP, "no plugin of this name");
  c = bare();
  c.settings = &set;
  c.setting_count = 1;
  assert_refused(&c, LEDE_ESETUP, "quotes");
}

static void folders_of_the_host_come_before_those_of_lede(void **state) {
  (void)state;
  plugin_file(
      "structure",
      "return { api = 1, name = 'structure', gives = { structure = {} }, document = function() return {} end }");
  const char *name = "structure", *where = folder;
  lede_config c = bare();
  c.plugins = &name;
  c.plugin_count = c.folder_count = 1;
  c.folders = &where;
  lede_session *s = open_with(&c);
  assert_holds(lede_session_plugin(s, 0).path, folder);
  lede_session_close(s);
  remove(lede_session_plugin_count(s = open_with(&c)) ? lede_session_plugin(s, 0).path : "");
  lede_session_close(s);
}

/* ---- walking marks ------------------------------------------------------ */

static void quotes_and_speakers_can_be_walked_without_json(void **state) {
  (void)state;
  lede_config c;
  lede_config_init(&c);
  c.root = ".";
  lede_session *s = open_with(&c);
  lede_doc *doc = analyzed(s, story);
  lede_session_close(s); /* a document outlives its session */
  const lede_layer *quotes = lede_doc_layer(doc, "quotes");
  assert_str(lede_layer_name(quotes), "quotes");
  assert_str(lede_layer_plugin(quotes), "quotes");
  lede_span third = lede_doc_paragraph(doc, 2);
  uint32_t i = lede_layer_next(quotes, third, 0);
  assert_true(i < lede_layer_count(quotes));
  assert_str(lede_mark_kind(quotes, i), "direct");
  assert_str(lede_mark_str(quotes, i, "speaker"), "Anna Corrin");
  lede_span at;
  assert_true(lede_mark_place(quotes, i, "speaker", &at));
  assert_str(lede_doc_words(doc, at), "Anna Corrin");
  assert_int_equal(lede_doc_error_count(doc), 0);
  lede_doc_free(doc);
}

static const char every_type[] =
    "local M = { api = 1, name = 'types', gives = { types = { s = 'string', n = 'name, span', i = 'integer', x = 'number',\n"
    "  b = 'boolean', d = 'date', p = 'span', l = 'string[]', q = 'span[]' } } }\n"
    "function M.document(doc)\n"
    "  return { types = { { first = 1, last = 5, kind = 'full', rule = 'r', s = 'words', n_first = 7, n_last = 11, i = 7, x = 0.5,\n"
    "    b = false, d = '2026-01', p_first = 2, p_last = 1, l = { 'a', 'b' }, q = { { first = 1, last = 2 } },\n"
    "    parts = { { first = 1, last = 2 }, { first = 4, last = 5 } } }, { first = 13, last = 14, kind = 'empty' } } }\n"
    "end\n"
    "return M\n";

static void every_type_of_attribute_has_its_getter(void **state) {
  (void)state;
  lede_session *s = open_lua(plugin_file("types", every_type));
  lede_doc *doc = analyzed(s, "Ferry crews to strike");
  lede_session_close(s);
  const lede_layer *l = lede_doc_layer_at(doc, 0);
  int64_t integer;
  double number;
  bool truth = true;
  lede_span at;
  assert_str(lede_mark_str(l, 0, "s"), "words");
  assert_str(lede_mark_str(l, 0, "n"), "crews");
  assert_str(lede_mark_str(l, 0, "d"), "2026-01");
  assert_true(lede_mark_integer(l, 0, "i", &integer) && integer == 7);
  assert_true(lede_mark_number(l, 0, "i", &number) && number == 7);
  assert_true(lede_mark_number(l, 0, "x", &number) && number == 0.5);
  assert_true(lede_mark_boolean(l, 0, "b", &truth) && !truth);
  assert_true(lede_mark_place(l, 0, "p", &at) && at.start == 1 && at.end == 1);
  assert_int_equal(lede_mark_part_count(l, 0), 2);
  assert_int_equal(lede_mark_part(l, 0, 1).start, 3);
  assert_str(lede_mark_rule(l, 0), "r");
  assert_null(lede_mark_str(l, 0, "i").ptr);
  assert_false(lede_mark_integer(l, 0, "s", &integer));
  lede_doc_free(doc);
}

static void lists_and_unknown_layers_can_be_walked_by_their_schema(void **state) {
  (void)state;
  lede_session *s = open_lua(plugin_file("types", every_type));
  lede_doc *doc = analyzed(s, "Ferry crews to strike");
  lede_session_close(s);
  const lede_layer *l = lede_doc_layer_at(doc, 0);
  lede_value v;
  assert_int_equal(lede_layer_attribute_count(l), 9);
  uint32_t list = lede_layer_attribute_find(l, "l");
  assert_true(lede_layer_attribute(l, list).list);
  assert_int_equal(lede_mark_value_count(l, 0, list), 2);
  assert_true(lede_mark_value(l, 0, list, 1, &v) && v.type == LEDE_TYPE_STRING);
  assert_str(v.str, "b");
  uint32_t spans = lede_layer_attribute_find(l, "q");
  assert_true(lede_mark_value(l, 0, spans, 0, &v) && v.type == LEDE_TYPE_SPAN && v.span.end == 2);
  uint32_t span = lede_layer_attribute_find(l, "p");
  assert_true(lede_layer_attribute(l, span).placed);
  assert_true(lede_mark_value(l, 0, span, 0, &v) && v.span.start == 1);
  for (uint32_t a = 0; a < 9; a++) assert_int_equal(lede_mark_value_count(l, 1, a), 0);
  lede_doc_free(doc);
}

static void what_is_not_there_is_harmless(void **state) {
  (void)state;
  lede_config c = bare();
  lede_session *s = open_with(&c);
  lede_doc *doc = analyzed(s, "Crüe");
  lede_span at = {3, 4};
  lede_value v;
  const lede_layer *none = lede_doc_layer(doc, "quotes");
  assert_null(none);
  assert_null(lede_doc_layer_at(doc, 0));
  assert_int_equal(lede_layer_count(none), 0);
  assert_null(lede_layer_name(none).ptr);
  assert_null(lede_mark_kind(none, 0).ptr);
  assert_null(lede_mark_str(none, 0, "speaker").ptr);
  assert_int_equal(lede_layer_next(none, at, 0), LEDE_NONE);
  assert_int_equal(lede_layer_attribute_find(none, "x"), LEDE_NONE);
  assert_false(lede_mark_value(none, 0, 0, 0, &v));
  assert_false(lede_mark_place(none, 0, "x", &at));
  assert_null(lede_doc_words(doc, at).ptr); /* inside the ü */
  assert_null(lede_doc_words(doc, (lede_span){4, 99}).ptr);
  assert_null(lede_doc_error(doc, 0).message.ptr);
  lede_doc_free(doc);
  lede_session_close(s);
}

/* ---- what goes wrong ---------------------------------------------------- */

static const char failing[] = "local M = { api = 1, name = 'failing', gives = { failing = {} } }\n"
                              "function M.document(doc) error 'no luck' end\n"
                              "return M\n";

static void a_plugin_that_fails_costs_its_layer_and_says_why(void **state) {
  (void)state;
  const char *paths[] = {plugin_file("failing", failing), "structure"};
  lede_config c = bare();
  c.plugins = paths;
  c.plugin_count = 2;
  lede_session *s = open_with(&c);
  lede_doc *doc = analyzed(s, story);
  lede_session_close(s);
  assert_int_equal(lede_doc_error_count(doc), 1);
  assert_str(lede_doc_error(doc, 0).plugin, "failing");
  assert_holds(lede_doc_error(doc, 0).message.ptr, "failing.lua:2");
  assert_null(lede_doc_layer(doc, "failing"));
  assert_non_null(lede_doc_layer(doc, "structure"));
  lede_doc_free(doc);
}

static void bytes_that_are_no_text_are_the_callers_error(void **state) {
  (void)state;
  lede_config c = bare();
  lede_session *s = open_with(&c);
  lede_doc *doc = (lede_doc *)"";
  lede_error err;
  lede_load_options strict = {.encoding = "utf-8", .strict = true};
  assert_int_equal(lede_session_analyze(s, "\xff\xfe\xfd", 3, NULL, &strict, &doc, &err), LEDE_EENCODING);
  assert_null(doc);
  lede_session_close(s);
}

/* ---- plugins in C ------------------------------------------------------- */

/* Marks the word "ferries". */
static lede_status find_ships(void *context, const lede_doc *doc, lede_marks *m, lede_error *err) {
  (void)err;
  int *calls = context;
  if (calls) ++*calls;
  const char *text = lede_doc_text(doc).ptr, *at = strstr(text, "ferries");
  if (!at) return LEDE_OK;
  lede_span span = {(uint32_t)(at - text), (uint32_t)(at - text) + 7};
  lede_marks_add(m, "ships", span, "ferry", "by-word");
  lede_marks_place(m, "name", span);
  lede_marks_integer(m, "count", 2);
  lede_marks_number(m, "tons", 1e3);
  lede_marks_boolean(m, "afloat", true);
  lede_marks_str(m, "built", LEDE__LIT("1987"));
  lede_marks_str(m, "note", (lede_str){0});
  lede_value ports[] = {{.type = LEDE_TYPE_STRING, .str = LEDE__LIT("Harsel")},
                        {.type = LEDE_TYPE_STRING, .str = LEDE__LIT("Tolmen")}};
  return lede_marks_list(m, "ports", ports, 2);
}

static const lede_field ship_fields[] = {
    {"ships", "name", "name, span"}, {"ships", "count", "integer"}, {"ships", "tons", "number"},
    {"ships", "afloat", "boolean"},  {"ships", "built", "date"},    {"ships", "note", "string"},
    {"ships", "ports", "string[]"},  {"harbours", NULL, NULL},      {NULL, NULL, NULL}};

static lede_plugin ships(lede_document_function document, void *context) {
  lede_plugin p;
  lede_plugin_init(&p);
  p.name = "ships";
  p.version = "1";
  p.gives = ship_fields;
  p.document = document;
  p.context = context;
  return p;
}

static lede_session *open_c(const lede_plugin *p, const char *lua) {
  lede_config c = bare();
  c.c_plugins = &p;
  c.c_plugin_count = 1;
  if (lua) c.plugins = &lua;
  c.plugin_count = lua != NULL;
  return open_with(&c);
}

static const char fleet[] =
    "local M = { api = 1, name = 'fleet', needs = { 'ships' }, gives = { fleet = { of = 'integer' } } }\n"
    "function M.document(doc)\n"
    "  local out = {}\n"
    "  for first, last, count in doc:each('ships', 'first', 'last', 'count') do\n"
    "    out[#out + 1] = { first = first, last = last, kind = 'fleet', of = count }\n"
    "  end\n"
    "  return { fleet = out }\n"
    "end\n"
    "return M\n";

static void a_plugin_in_c_feeds_one_in_lua(void **state) {
  (void)state;
  int calls = 0;
  lede_plugin p = ships(find_ships, &calls);
  lede_session *s = open_c(&p, plugin_file("fleet", fleet));
  assert_string_equal(lede_session_plugin(s, 0).name, "ships");
  assert_null(lede_session_plugin(s, 0).path);
  lede_doc *doc = analyzed(s, story);
  lede_session_close(s);
  int64_t of = 0;
  assert_int_equal(calls, 1);
  assert_true(lede_mark_integer(lede_doc_layer(doc, "fleet"), 0, "of", &of) && of == 2);
  const lede_layer *l = lede_doc_layer(doc, "ships");
  assert_str(lede_layer_plugin(l), "ships");
  assert_str(lede_mark_rule(l, 0), "by-word");
  assert_str(lede_mark_str(l, 0, "name"), "ferries");
  assert_str(lede_mark_str(l, 0, "built"), "1987");
  assert_null(lede_mark_str(l, 0, "note").ptr);
  assert_int_equal(lede_mark_value_count(l, 0, lede_layer_attribute_find(l, "ports")), 2);
  assert_non_null(lede_doc_layer(doc, "harbours"));
  lede_doc_free(doc);
}

static lede_status count_quotes(void *context, const lede_doc *doc, lede_marks *m, lede_error *err) {
  (void)m, (void)err;
  *(uint32_t *)context = lede_layer_count(lede_doc_layer(doc, "quotes"));
  return LEDE_OK;
}

static void a_plugin_in_c_reads_what_plugins_in_lua_found(void **state) {
  (void)state;
  static const char *const needs[] = {"quotes", NULL};
  uint32_t seen = 0;
  lede_plugin p = ships(count_quotes, &seen);
  p.needs = needs;
  lede_session *s = open_c(&p, NULL); /* quotes is not named, but needed */
  lede_doc_free(analyzed(s, story));
  lede_session_close(s);
  assert_true(seen >= 2);
}

static void a_plugin_in_c_replaces_one_in_lua_of_its_name(void **state) {
  (void)state;
  static const lede_field fields[] = {{"structure", NULL, NULL}, {NULL, NULL, NULL}};
  lede_plugin p = ships(find_ships, NULL);
  p.name = "structure";
  p.gives = fields;
  lede_session *s = open_c(&p, "structure");
  assert_int_equal(lede_session_plugin_count(s), 1);
  assert_null(lede_session_plugin(s, 0).path);
  lede_session_close(s);
}

static lede_status fail_without_words(void *context, const lede_doc *doc, lede_marks *m, lede_error *err) {
  (void)context, (void)doc, (void)m, (void)err;
  return LEDE_EIO;
}

static void a_plugin_in_c_that_fails_is_treated_as_any(void **state) {
  (void)state;
  lede_plugin p = ships(fail_without_words, NULL);
  lede_session *s = open_c(&p, plugin_file("fleet", fleet));
  lede_doc *doc = analyzed(s, story);
  assert_int_equal(lede_doc_error_count(doc), 1);
  assert_holds(lede_doc_error(doc, 0).message.ptr, "failed without a message");
  assert_holds(lede_doc_error(doc, 0).message.ptr, "plugins that need it were skipped: fleet");
  assert_null(lede_doc_layer(doc, "ships"));
  lede_doc_free(doc);
  lede_session_close(s);
}

/* One wrong call each; every one comes after a good mark and before another. */
static void wrong_layer(lede_marks *m) { lede_marks_add(m, "boats", (lede_span){0, 1}, "x", NULL); }
static void wrong_end(lede_marks *m) { lede_marks_add(m, "ships", (lede_span){0, 999}, "x", NULL); }
static void wrong_order(lede_marks *m) { lede_marks_add(m, "ships", (lede_span){2, 1}, "x", NULL); }
static void wrong_boundary(lede_marks *m) { lede_marks_add(m, "ships", (lede_span){1, 3}, "x", NULL); }
static void wrong_kind(lede_marks *m) { lede_marks_add(m, "ships", (lede_span){0, 1}, "", NULL); }
static void wrong_rule(lede_marks *m) { lede_marks_add(m, "ships", (lede_span){0, 1}, "x", "\xff"); }
static void wrong_name(lede_marks *m) { lede_marks_integer(m, "cuont", 1); }
static void wrong_type(lede_marks *m) { lede_marks_integer(m, "afloat", 1); }
static void wrong_date(lede_marks *m) { lede_marks_str(m, "built", LEDE__LIT("1987-13")); }
static void wrong_utf8(lede_marks *m) { lede_marks_str(m, "note", LEDE__LIT("\xc3")); }
static void wrong_number(lede_marks *m) { lede_marks_number(m, "tons", 1.0 / 0.0); }
static void wrong_place(lede_marks *m) { lede_marks_place(m, "count", (lede_span){0, 1}); }
static void wrong_place_end(lede_marks *m) { lede_marks_place(m, "name", (lede_span){0, 999}); }
static void wrong_list(lede_marks *m) { lede_marks_str(m, "ports", LEDE__LIT("Harsel")); }
static void wrong_single(lede_marks *m) { lede_marks_list(m, "note", NULL, 0); }
static void wrong_parts(lede_marks *m) { lede_marks_parts(m, (lede_span[]){{0, 1}, {0, 1}}, 2); }

static const struct wrong {
  void (*call)(lede_marks *m);
  const char *message;
} wrongs[] = {
    {wrong_layer, "a mark was added to layer \"boats\", which is not in gives"},
    {wrong_end, "mark 2 of layer \"ships\": end 999 is past the end of the text (5 bytes)"},
    {wrong_order, "mark 2 of layer \"ships\": 2 to 1 ends before it starts"},
    {wrong_boundary, "end 3 is inside a character"},
    {wrong_kind, "kind is missing"},
    {wrong_rule, "rule is not valid UTF-8"},
    {wrong_name, "mark 1 of layer \"ships\": cuont is not declared; did you mean count?"},
    {wrong_type, "afloat is declared as boolean"},
    {wrong_date, "built is \"1987-13\"; a date is written 2026-01-07"},
    {wrong_utf8, "note is not valid UTF-8"},
    {wrong_number, "tons is not a finite number"},
    {wrong_place, "count has no place"},
    {wrong_place_end, "name: end 999 is past the end"},
    {wrong_list, "ports is a list"},
    {wrong_single, "note is not a list"},
    {wrong_parts, "parts 0 and 1 overlap"},
};

static lede_status do_wrong(void *context, const lede_doc *doc, lede_marks *m, lede_error *err) {
  (void)doc, (void)err;
  lede_marks_add(m, "ships", (lede_span){0, 1}, "good", NULL);
  ((const struct wrong *)context)->call(m);
  lede_marks_add(m, "ships", (lede_span){0, 1}, "good", NULL);
  return LEDE_OK; /* it doesn't look, and needn't */
}

static void a_wrong_mark_from_c_costs_the_layer_and_names_the_field(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
    lede_plugin p = ships(do_wrong, (void *)&wrongs[i]);
    lede_session *s = open_c(&p, NULL);
    lede_doc *doc = analyzed(s, "Crüe");
    assert_int_equal(lede_doc_error_count(doc), 1);
    assert_holds(lede_doc_error(doc, 0).message.ptr, wrongs[i].message);
    assert_null(lede_doc_layer(doc, "ships"));
    lede_doc_free(doc);
    lede_session_close(s);
  }
}

static void assert_plugin_refused(const lede_plugin *p, lede_status status, const char *part) {
  lede_config c = bare();
  c.c_plugins = &p;
  c.c_plugin_count = 1;
  assert_refused(&c, status, part);
}

static void a_declaration_in_c_is_checked_like_one_in_lua(void **state) {
  (void)state;
  static const lede_field bad_type[] = {{"ships", "name", "text"}, {NULL, NULL, NULL}};
  static const lede_field reserved[] = {{"ships", "start", "integer"}, {NULL, NULL, NULL}};
  static const lede_field bad_layer[] = {{"My Ships", NULL, NULL}, {NULL, NULL, NULL}};
  static const char *const nobody[] = {"nobody_gives_this", NULL};
  lede_plugin p = ships(NULL, NULL);
  assert_plugin_refused(&p, LEDE_ESETUP, "fill document");
  p = ships(find_ships, NULL);
  p.name = "Ships!";
  assert_plugin_refused(&p, LEDE_ESETUP, "lower case letters");
  p = ships(find_ships, NULL);
  p.gives = NULL;
  assert_plugin_refused(&p, LEDE_ESETUP, "gives no layer");
  p.gives = bad_type;
  assert_plugin_refused(&p, LEDE_ESETUP, "\"text\" is not a type");
  p.gives = reserved;
  assert_plugin_refused(&p, LEDE_ESETUP, "start");
  p.gives = bad_layer;
  assert_plugin_refused(&p, LEDE_ESETUP, "My Ships");
  p = ships(find_ships, NULL);
  p.needs = nobody;
  assert_plugin_refused(&p, LEDE_ESETUP, "nobody_gives_this");
  p.size = 3;
  assert_plugin_refused(&p, LEDE_EUSAGE, "lede_plugin_init");
}

static void the_version_of_a_plugin_in_c_is_in_the_recipe(void **state) {
  (void)state;
  lede_plugin p = ships(find_ships, NULL);
  lede_session *a = open_c(&p, NULL), *b = open_c(&p, NULL);
  p.version = "2";
  lede_session *c = open_c(&p, NULL);
  assert_string_equal(lede_session_recipe(a), lede_session_recipe(b));
  assert_string_not_equal(lede_session_recipe(a), lede_session_recipe(c));
  lede_session_close(a);
  lede_session_close(b);
  lede_session_close(c);
}

static lede_status call_back(void *context, const lede_doc *doc, lede_marks *m, lede_error *err) {
  (void)m;
  lede_doc *again;
  lede_str text = lede_doc_text(doc);
  lede_status status =
      lede_session_analyze(*(lede_session **)context, text.ptr, text.len, NULL, NULL, &again, err);
  if (!status) lede_doc_free(again);
  return status;
}

static void a_session_is_not_entered_twice_but_another_may_be(void **state) {
  (void)state;
  lede_session *inner;
  lede_plugin p = ships(call_back, &inner);
  lede_session *s = open_c(&p, NULL);
  inner = s;
  lede_doc *doc = analyzed(s, story);
  assert_holds(lede_doc_error(doc, 0).message.ptr, "it takes one at a time");
  lede_doc_free(doc);
  lede_config c = bare();
  inner = open_with(&c);
  doc = analyzed(s, story);
  assert_int_equal(lede_doc_error_count(doc), 0);
  lede_doc_free(doc);
  lede_session_close(inner);
  lede_session_close(s);
}

/* ---- records ------------------------------------------------------------ */

static void a_record_is_the_document_with_recipe_and_errors(void **state) {
  (void)state;
  lede_plugin p = ships(find_ships, NULL);
  lede_session *s = open_c(&p, plugin_file("failing", failing));
  lede_doc *doc = analyzed(s, story), *back;
  char *json, *again;
  size_t len;
  lede_error err;
  assert_int_equal(lede_doc_record(doc, NULL, &json, &len, &err), LEDE_OK);
  assert_int_equal(strlen(json), len);
  assert_holds(json, lede_session_recipe(s));
  assert_holds(json, "no luck");
  assert_holds(json, "\"ports\":[\"Harsel\",\"Tolmen\"]");
  assert_int_equal(lede_doc_read_record(json, len, &back, &err), LEDE_OK);
  assert_str(lede_mark_str(lede_doc_layer(back, "ships"), 0, "name"), "ferries");
  assert_int_equal(lede_session_run(s, back, &err), LEDE_OK);
  assert_int_equal(lede_doc_record(back, NULL, &again, NULL, &err), LEDE_OK);
  assert_string_equal(strstr(again, "\"layers\""), strstr(json, "\"layers\""));
  lede_free(json);
  lede_free(again);
  lede_doc_free(doc);
  lede_doc_free(back);
  assert_int_equal(lede_doc_read_record("{", 1, &back, &err), LEDE_EFORMAT);
  assert_null(back);
  lede_session_close(s);
}

static void offsets_of_a_record_can_be_code_points(void **state) {
  (void)state;
  lede_config c = bare();
  lede_session *s = open_with(&c);
  lede_doc *doc = analyzed(s, "Crüe sang");
  char *json;
  lede_record_options options = {.tokens = true, .no_text = true, .offsets = LEDE_CODEPOINTS};
  assert_int_equal(lede_doc_record(doc, &options, &json, NULL, NULL), LEDE_OK);
  assert_holds(json, "\"start\":5,\"end\":9");
  assert_null(strstr(json, "\"text\":\"Crüe sang\""));
  lede_free(json);
  lede_doc_free(doc);
  lede_session_close(s);
}

/* ---- findings ----------------------------------------------------------- */

static const char counting[] =
    "local M = { api = 1, name = 'counting', gives = { counting = {} } }\n"
    "function M.document(doc) return {} end\n"
    "function M.fold(acc, record) acc.n = (acc.n or 0) + 1 return acc end\n"
    "function M.merge(a, b) a.n = (a.n or 0) + (b.n or 0) return a end\n"
    "function M.finish(acc) return { { kind = 'count', key = 'all', n = acc.n or 0 } } end\n"
    "return M\n";

static void keep_finding(void *context, const char *plugin, lede_str json) {
  snprintf(context, 256, "%s %.*s", plugin, (int)json.len, json.ptr);
}

static void findings_of_split_work_are_those_of_the_whole(void **state) {
  (void)state;
  const char *path = plugin_file("counting", counting);
  lede_session *a = open_lua(path), *b = open_lua(path);
  char *json, finding[256];
  for (int i = 0; i < 3; i++) {
    lede_doc *doc = analyzed(a, story);
    assert_int_equal(lede_session_fold(i < 2 ? a : b, doc, NULL), LEDE_OK);
    lede_doc_free(doc);
  }
  assert_int_equal(lede_session_take(b, &json, NULL, NULL), LEDE_OK);
  assert_int_equal(lede_session_join(a, json, strlen(json), NULL), LEDE_OK);
  lede_free(json);
  assert_int_equal(lede_session_findings(a, keep_finding, finding, NULL), LEDE_OK);
  assert_string_equal(finding, "counting {\"key\":\"all\",\"kind\":\"count\",\"n\":3}");
  assert_int_equal(lede_session_findings(b, keep_finding, finding, NULL), LEDE_OK);
  assert_holds(finding, "\"n\":0");
  assert_int_equal(lede_session_join(a, "[", 1, NULL), LEDE_EFORMAT);
  lede_session_close(a);
  lede_session_close(b);
}

/* ---- messages ----------------------------------------------------------- */

static void keep_message(void *context, lede_log_level level, const char *message) {
  snprintf(context, 256, "%d %s", (int)level, message);
}

static const char printing[] = "local M = { api = 1, name = 'printing', gives = { printing = {} } }\n"
                               "print('loading')\n"
                               "function M.document(doc) print('at work') return {} end\n"
                               "function M.fold(acc) error('cannot') end\n"
                               "function M.merge(a) return a end\n"
                               "function M.finish() return {} end\n"
                               "return M\n";

static void messages_go_to_the_session_they_are_of(void **state) {
  (void)state;
  const char *path = plugin_file("printing", printing);
  char heard[2][256] = {"", ""};
  lede_session *s[2];
  for (int i = 0; i < 2; i++) {
    lede_config c = bare();
    c.plugins = &path;
    c.plugin_count = 1;
    c.log = keep_message;
    c.log_context = heard[i];
    s[i] = open_with(&c);
    assert_string_equal(heard[i], "2 printing: loading");
  }
  lede_doc *doc = analyzed(s[0], story);
  assert_string_equal(heard[0], "2 printing: at work");
  assert_string_equal(heard[1], "2 printing: loading");
  assert_int_equal(lede_session_fold(s[1], doc, NULL), LEDE_OK);
  assert_holds(heard[1], "0 plugin printing: ");
  assert_holds(heard[1], "cannot");
  lede_doc_free(doc);
  lede_session_close(s[0]);
  lede_session_close(s[1]);
}

/* ---- stopping ----------------------------------------------------------- */

/* Never ends on a text that begins with x, whatever is raised in it. */
static const char endless[] =
    "local M = { api = 1, name = 'endless', gives = { endless = {} } }\n"
    "function M.document(doc)\n"
    "  while doc.text:sub(1, 1) == 'x' do pcall(function() while true do end end) end\n"
    "  return {}\n"
    "end\n"
    "return M\n";

static lede_session *open_endless(void) {
  const char *path = plugin_file("endless", endless);
  lede_config c = bare();
  c.plugins = &path;
  c.plugin_count = 1;
  c.seconds = 60;
  return open_with(&c);
}

static void assert_interrupted(lede_session *s) {
  lede_doc *doc = (lede_doc *)"";
  lede_error err;
  assert_int_equal(lede_session_analyze(s, "x", 1, NULL, NULL, &doc, &err), LEDE_EINTERRUPT);
  assert_null(doc);
  doc = analyzed(s, "the next one is not stopped");
  assert_int_equal(lede_doc_error_count(doc), 0);
  lede_doc_free(doc);
}

static void *interrupt_soon(void *session) {
  nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
  lede_interrupt(session);
  return NULL;
}

static void another_thread_can_stop_a_call(void **state) {
  (void)state;
  pthread_t thread;
  lede_session *s = open_endless();
  assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, s), 0);
  assert_interrupted(s);
  pthread_join(thread, NULL); /* before the session goes */
  lede_session_close(s);
}

static lede_session *signalled;

static void on_signal(int number) {
  (void)number;
  lede_interrupt(signalled);
}

static void a_signal_handler_can_stop_a_call(void **state) {
  (void)state;
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, before;
  struct itimerval soon = {.it_value = {.tv_usec = 50000}};
  signalled = open_endless();
  sigaction(SIGALRM, &action, &before);
  setitimer(ITIMER_REAL, &soon, NULL);
  assert_interrupted(signalled);
  sigaction(SIGALRM, &before, NULL);
  lede_session_close(signalled);
}

static void an_interrupt_between_calls_stops_the_next_one(void **state) {
  (void)state;
  lede_session *s = open_endless();
  lede_interrupt(s);
  assert_interrupted(s);
  lede_session_close(s);
  lede_plugin p = ships(find_ships, NULL);
  s = open_c(&p, NULL); /* without any Lua */
  lede_interrupt(s);
  assert_interrupted(s);
  lede_session_close(s);
}

static void limits_are_those_of_the_config(void **state) {
  (void)state;
  const char *path = plugin_file("endless", endless);
  lede_config c = bare();
  c.plugins = &path;
  c.plugin_count = 1;
  c.seconds = 0.05;
  c.memory = 8 << 20;
  lede_session *s = open_with(&c);
  assert_int_equal(lede_session_plugin(s, 0).memory_limit, 8 << 20);
  lede_session_close(s);
  c.memory = SIZE_MAX; /* none, also with what a document adds */
  s = open_with(&c);
  lede_doc_free(analyzed(s, "y"));
  assert_true(lede_session_plugin(s, 0).memory_limit == SIZE_MAX);
  lede_session_close(s);
  c.memory = 8 << 20;
  s = open_with(&c);
  lede_doc *doc = analyzed(s, "x");
  assert_holds(lede_doc_error(doc, 0).message.ptr, "time limit");
  lede_doc_free(doc);
  lede_session_close(s);
}

/* ---- threads ------------------------------------------------------------ */

enum { DOCUMENTS = 20 };

typedef struct work {
  char *records[DOCUMENTS];
  lede_doc *last; /* handed over to whoever joins */
} work;

static void *do_work(void *context) {
  work *w = context;
  lede_config c;
  lede_config_init(&c);
  c.root = ".";
  lede_session *s;
  if (lede_session_open(&c, &s, NULL)) return NULL;
  for (int i = 0; i < DOCUMENTS; i++) {
    char text[sizeof story + 32];
    lede_doc_free(w->last);
    w->last = NULL;
    int len = snprintf(text, sizeof text, "%s\nThat was story %d.\n", story, i);
    if (lede_session_analyze(s, text, (size_t)len, NULL, NULL, &w->last, NULL) ||
        lede_session_fold(s, w->last, NULL) || lede_doc_record(w->last, NULL, &w->records[i], NULL, NULL))
      break;
  }
  lede_session_close(s);
  return w;
}

static void sessions_in_threads_give_what_one_gives(void **state) {
  (void)state;
  enum { THREADS = 3 };
  pthread_t threads[THREADS];
  work done[THREADS] = {0};
  for (int t = 1; t < THREADS; t++) assert_int_equal(pthread_create(&threads[t], NULL, do_work, &done[t]), 0);
  do_work(&done[0]);
  for (int t = 1; t < THREADS; t++) pthread_join(threads[t], NULL);
  for (int t = 0; t < THREADS; t++) {
    assert_non_null(done[t].last);
    assert_true(lede_layer_count(lede_doc_layer(done[t].last, "quotes")) > 0);
    for (int i = 0; i < DOCUMENTS; i++) {
      assert_non_null(done[t].records[i]);
      if (t) assert_string_equal(done[t].records[i], done[0].records[i]);
    }
  }
  for (int t = 0; t < THREADS; t++) {
    lede_doc_free(done[t].last);
    for (int i = 0; i < DOCUMENTS; i++) lede_free(done[t].records[i]);
  }
}

/* ---- memory ------------------------------------------------------------- */

static lede_status open_and_analyze(void *context) {
  lede_plugin p = ships(find_ships, NULL);
  const lede_plugin *plugins = &p;
  lede_config c = bare();
  c.c_plugins = &plugins;
  c.c_plugin_count = 1;
  lede_session *s;
  lede_doc *doc = NULL;
  char *json = NULL;
  (void)context;
  lede_status status = lede_session_open(&c, &s, NULL);
  if (status) return status;
  status = lede_session_analyze(s, story, sizeof story - 1, NULL, NULL, &doc, NULL);
  if (!status) status = lede_doc_record(doc, NULL, &json, NULL, NULL);
  lede_free(json);
  lede_doc_free(doc);
  lede_session_close(s);
  return status;
}

static void running_out_of_memory_is_an_ordinary_status(void **state) {
  (void)state;
  assert_survives_failing_allocations(open_and_analyze, NULL);
}

/* ---- corrections -------------------------------------------------------- */

static void test_corrections_are_read_and_win(void **state) {
  (void)state;
  static const char *const names[] = {"entities"};
  const lede_given given = {.id = LEDE__LIT("a")};
  static const char text[] = "Reporters met Anna Berg in Oslo. Anna Berg left.";
  lede_error err = {0};
  lede_doc *doc;
  lede_config c = bare();
  c.plugins = names;
  c.plugin_count = 1;
  lede_session *plain = open_with(&c);
  c.aliases = file_of("return { merge = { ['Ada Berg'] = { 'Anna Berg' } } }");
  c.fixes = file_of(
      "{\"doc\":\"a\",\"layer\":\"entities\",\"start\":27,\"end\":31,\"text\":\"Oslo\",\"field\":\"name\",\"value\":\"Osloo\"}");
  lede_session *s = open_with(&c);
  remove_files();
  assert_string_not_equal(lede_session_recipe(plain), lede_session_recipe(s));
  assert_int_equal(lede_session_analyze(s, text, strlen(text), &given, NULL, &doc, &err), LEDE_OK);
  const lede_layer *layer = lede_doc_layer(doc, "entities");
  assert_str(lede_mark_str(layer, 0, "name"), "Ada Berg");
  assert_str(lede_mark_str(layer, 1, "name"), "Osloo");
  assert_str(lede_mark_rule(layer, 1), "fix");
  lede_doc_free(doc);
  lede_session_close(s);
  lede_session_close(plain);
  c.aliases = "no/such.lua";
  assert_refused(&c, LEDE_EIO, "can't read it");
  c.aliases = NULL;
  c.fixes = file_of("{}");
  assert_refused(&c, LEDE_ESETUP, "is missing");
  remove_files();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_corrections_are_read_and_win),
      cmocka_unit_test(default_plugins_run_in_the_order_of_their_needs),
      cmocka_unit_test(a_config_of_another_size_is_understood_when_it_says_nothing_new),
      cmocka_unit_test(a_config_that_makes_no_sense_is_refused),
      cmocka_unit_test(folders_of_the_host_come_before_those_of_lede),
      cmocka_unit_test(quotes_and_speakers_can_be_walked_without_json),
      cmocka_unit_test(every_type_of_attribute_has_its_getter),
      cmocka_unit_test(lists_and_unknown_layers_can_be_walked_by_their_schema),
      cmocka_unit_test(what_is_not_there_is_harmless),
      cmocka_unit_test(a_plugin_that_fails_costs_its_layer_and_says_why),
      cmocka_unit_test(bytes_that_are_no_text_are_the_callers_error),
      cmocka_unit_test(a_plugin_in_c_feeds_one_in_lua),
      cmocka_unit_test(a_plugin_in_c_reads_what_plugins_in_lua_found),
      cmocka_unit_test(a_plugin_in_c_replaces_one_in_lua_of_its_name),
      cmocka_unit_test(a_plugin_in_c_that_fails_is_treated_as_any),
      cmocka_unit_test(a_wrong_mark_from_c_costs_the_layer_and_names_the_field),
      cmocka_unit_test(a_declaration_in_c_is_checked_like_one_in_lua),
      cmocka_unit_test(the_version_of_a_plugin_in_c_is_in_the_recipe),
      cmocka_unit_test(a_session_is_not_entered_twice_but_another_may_be),
      cmocka_unit_test(a_record_is_the_document_with_recipe_and_errors),
      cmocka_unit_test(offsets_of_a_record_can_be_code_points),
      cmocka_unit_test(findings_of_split_work_are_those_of_the_whole),
      cmocka_unit_test(messages_go_to_the_session_they_are_of),
      cmocka_unit_test(another_thread_can_stop_a_call),
      cmocka_unit_test(a_signal_handler_can_stop_a_call),
      cmocka_unit_test(an_interrupt_between_calls_stops_the_next_one),
      cmocka_unit_test(limits_are_those_of_the_config),
      cmocka_unit_test(sessions_in_threads_give_what_one_gives),
      cmocka_unit_test(running_out_of_memory_is_an_ordinary_status),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
