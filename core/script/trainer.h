/* script/trainer: lede.trainer, which makes the weights of lede.tagger. */
#ifndef LEDE_SCRIPT_TRAINER_H
#define LEDE_SCRIPT_TRAINER_H

#include <lua.h>

/* Registers the trainer's type and adds the function `trainer` to the table `lede`. Raises on memory. */
void lede__trainer_open(lua_State *L);

#endif
