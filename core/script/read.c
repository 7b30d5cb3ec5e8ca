#include "script/read.h"

#include "doc/document.h"

const char *const lede__default_plugins[LEDE__DEFAULT_PLUGINS] = {"structure", "entities", "quotes",
                                                                  "topics"};

lede_status lede__item_read(const lede__item *item, const lede_load_options *load, lede_doc **out,
                            lede_error *err) {
  if (item->status) {
    if (err) *err = item->error;
    return item->status;
  }
  if (item->is_text) return lede__doc_from_text(item->bytes, &item->given, out, err);
  return lede_doc_load(item->bytes.ptr, item->bytes.len, &item->given, load, out, err);
}
