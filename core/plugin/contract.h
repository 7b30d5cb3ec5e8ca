/* plugin/contract: reads the table a plugin file returns into a lede__plugin and checks it. */
#ifndef LEDE_PLUGIN_CONTRACT_H
#define LEDE_PLUGIN_CONTRACT_H

#include "plugin/plugin.h"

/* The table is at `index`. Raises for anything that breaks the contract, saying what to write instead. */
void lede__contract_read(lua_State *L, int index, lede__plugin *p);

/* True for what may name a plugin or a layer: 1 to 40 lower case letters, digits and _, no digit first. */
bool lede__contract_name(lede_str s);

/* Pushes a copy of the contract's settings with those of `sets` that name this plugin put in, checked
 * against the types of the defaults. Raises. */
void lede__contract_settings(lua_State *L, int index, const lede__plugin *p,
                             const lede__plugin_options *options);

#endif
