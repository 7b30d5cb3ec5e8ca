/* script/read: from an item of input to a document. */
#ifndef LEDE_SCRIPT_READ_H
#define LEDE_SCRIPT_READ_H

#include "input/input.h"

/* What `lede run` and lede.session run when nothing else is said. */
enum { LEDE__DEFAULT_PLUGINS = 4 };
extern const char *const lede__default_plugins[LEDE__DEFAULT_PLUGINS];

/* Decodes and segments an item; an item with an error fails with it. The caller owns the document. */
lede_status lede__item_read(const lede__item *item, const lede_load_options *load, lede_doc **out,
                            lede_error *err);

#endif
