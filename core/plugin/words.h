/* plugin/words: Lua's strings for the words of texts, kept from one document to the next.
 *
 * A text has few words that the one before had not. Finding the string of a word that is known takes half as
 * long as having Lua make it, and gives its collector nothing to do. One store a state, of fixed size: a word
 * takes the place of another whose hash is like its own. */
#ifndef LEDE_PLUGIN_WORDS_H
#define LEDE_PLUGIN_WORDS_H

#include <lua.h>

#include "lede.h"

typedef struct lede__words lede__words;

/* The state's store, made when it is first asked for; what keeps its strings is pushed, and must stay where it
 * is while words are. Raises on memory. */
lede__words *lede__words_of(lua_State *L);

/* Pushes `word`, in lower case or as it stands, as most words can be: up to 16 bytes, and ASCII when it is to
 * be lowered. False, and nothing pushed, for others. `hash` is its lede__token_hash; `kept` the stack index of
 * what lede__words_of pushed. `cased` (may be NULL) gets whether the word
 * differs from what was pushed. Raises on memory. */
bool lede__words_push(lua_State *L, lede__words *w, int kept, lede_str word, uint64_t hash, bool lower,
                      bool *cased);

#endif
