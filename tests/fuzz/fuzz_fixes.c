/* Any bytes as a file of fixes for one document: they are refused, told, or put on, and the layer stays whole. */
#include "doc/fixes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static lede__attribute attributes[] = {{.name = {"n", 1}, .type = LEDE__INTEGER},
                                       {.name = {"name", 4}, .type = LEDE__NAME, .placed = true},
                                       {.name = {"parts", 5}, .type = LEDE__SPAN, .list = true},
                                       {.name = {"where", 5}, .type = LEDE__SPAN}};
static const lede__schema schema = {{"l", 1}, attributes, 4}, *const schemas[] = {&schema};

static void require(bool truth) {
  if (!truth) abort();
}

static lede_doc *document(void) {
  static const lede_given given = {.id = {"d", 1}};
  static const char text[] = "né é Ada Berg.";
  lede_doc *doc;
  lede__builder b;
  lede__layer *l;
  uint32_t mark;
  require(lede_doc_load(text, strlen(text), &given, NULL, &doc, NULL) == LEDE_OK);
  lede__layer_begin(&b, &doc->arena, &schema, LEDE__LIT("p"), 0, NULL);
  lede__layer_mark(&b, (lede_span){0, 1}, LEDE__LIT("k"), (lede_str){0}, &mark, NULL);
  lede__layer_mark(&b, (lede_span){0, 1}, LEDE__LIT("j"), (lede_str){0}, &mark, NULL);
  lede__layer_seal(&b, &l, NULL);
  lede__doc_add_layer(doc, l, NULL);
  return doc;
}

static lede_status told(void *context, lede_str message, lede_error *err) {
  (void)context, (void)err;
  require(lede__utf8_valid(message.ptr, message.len) == message.len);
  return LEDE_OK;
}

static void check(const lede_doc *doc) {
  const lede__layer *l = lede__doc_layer(doc, LEDE__LIT("l"));
  lede_str text = doc->loaded.text;
  for (uint32_t i = 0; i < l->count; i++) {
    require(l->at[i].start <= l->at[i].end && l->at[i].end <= text.len && l->kind[i].len > 0);
    require(lede__utf8_boundary(text.ptr, text.len, l->at[i].start));
  }
}

static void apply(const char *path) {
  lede__fixes fixes;
  lede_error err;
  if (lede__fixes_read(path, &fixes, &err)) return;
  if (lede__fixes_check(&fixes, schemas, 1, &err) == LEDE_OK) {
    lede_doc *doc = document();
    require(lede__fixes_apply(&fixes, doc, told, NULL, &err) == LEDE_OK);
    check(doc);
    lede_doc_free(doc);
  }
  lede__fixes_free(&fixes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static char path[] = "/tmp/lede-fuzz-XXXXXX", open_file[64];
  static int fd = -1;
  if (fd < 0) {
    fd = mkstemp(path);
    unlink(path); /* it goes with the process */
    snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", fd);
  }
  require(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
  apply(open_file);
  return 0;
}
