/* input/names: what a file's name says about it. Endings count in any case: NEWS.TXT is a text. */
#ifndef LEDE_INPUT_NAMES_H
#define LEDE_INPUT_NAMES_H

#include "lede.h"

typedef enum lede__content { LEDE__PLAIN, LEDE__JSONL, LEDE__CSV } lede__content;

/* .jsonl and .ndjson, .csv and .tsv, each also with .gz; all else is one plain text. */
lede__content lede__name_content(const char *path);

/* It ends in .gz. */
bool lede__name_is_packed(const char *path);

/* True for what a folder is read for: .txt, .text, .md and the above, also .gz of each; hidden and unfinished
 * files (.name, name~, .tmp, .part) are not. `name` is without its folder. */
bool lede__name_is_wanted(const char *name);

/* The name of the folder that `path` says its file lies in; absent where it says none. */
lede_str lede__name_of_folder(lede_str path);

#endif
