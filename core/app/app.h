/* app/app: the commands written in C, and what they share. */
#ifndef LEDE_APP_APP_H
#define LEDE_APP_APP_H

#include "base/buf.h"
#include "base/error.h"

/* Exit codes, the same for every command. */
enum { LEDE__DONE = 0, LEDE__SOME_FAILED = 1, LEDE__USAGE = 2, LEDE__SETUP = 3 };

/* A command: argv[0] is its own name. Returns an exit code. */
int lede__cmd_run(int argc, char **argv);
int lede__cmd_pipe(int argc, char **argv);
int lede__cmd_watch(int argc, char **argv);
int lede__cmd_wc(int argc, char **argv);
int lede__cmd_doctor(int argc, char **argv);
int lede__cmd_repl(int argc, char **argv);

/* Runs a Lua program as `lua` would, with lede's API in it; argv[0] is its first argument. See `lede
 * SCRIPT.lua`. */
int lede__cmd_lua(int argc, char **argv);

/* Prints help: of all commands with topic NULL, else of one. */
int lede__cmd_help(const char *topic);

/* The exit code that suits a failure. */
int lede__exit_code(lede_status status);

/* Prints "lede: where: message" to stderr, made visible. */
void lede__complain(const lede_error *err);

#endif
