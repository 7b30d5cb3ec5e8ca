/* script/terminal: lede.terminal: what a script's output goes to. */
#ifndef LEDE_SCRIPT_TERMINAL_H
#define LEDE_SCRIPT_TERMINAL_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.terminal(name)   { is_terminal, width (columns; 100 for files and pipes), color } of "stdout" (or
 *                         nothing) or "stderr" */
void lede__terminal_open_lua(lua_State *L);

#endif
