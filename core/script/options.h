/* script/options: the table of options that scripts give to lede.session and session:each.
 *
 * The names are those of `lede run`. A slip in a name or a type raises, so that no option is lost without
 * a word. */
#ifndef LEDE_SCRIPT_OPTIONS_H
#define LEDE_SCRIPT_OPTIONS_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Pushes a checked copy of the options at `index` (nil: none), lists copied too: what is read from it
 * stays valid as long as the copy, whatever the script does to its own table. Raises, blaming the caller. */
void lede__options_push(lua_State *L, int index);

/* Read from the copy at `index`, whose strings are borrowed. Absent: NULL, 0, false. */
const char *lede__options_string(lua_State *L, int index, const char *name);
double lede__options_number(lua_State *L, int index, const char *name);
bool lede__options_flag(lua_State *L, int index, const char *name);

/* Pushes a userdata: the strings of a list as an array, valid as long as it and the copy; *count is 0 and
 * the result NULL (and nil is pushed) when the option is absent. */
const char **lede__options_list(lua_State *L, int index, const char *name, size_t *count);

/* Pushes a copy of a list of strings, or a list of the one string, at `index`. Raises, naming it `what`. */
void lede__strings_push(lua_State *L, int index, const char *what);

/* Pushes a userdata: the strings of the list on top of the stack as an array. */
const char **lede__strings_array(lua_State *L, size_t *count);

#endif
