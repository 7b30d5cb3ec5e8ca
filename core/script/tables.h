/* script/tables: records as Lua tables: those of documents, and those of documents that could not be read. */
#ifndef LEDE_SCRIPT_TABLES_H
#define LEDE_SCRIPT_TABLES_H

#include <lua.h>

#include "flow/pipeline.h"

/* Pushes the record of a document the pipeline has just run, with its recipe and errors. Raises on memory. */
void lede__record_table_push(lua_State *L, const lede_doc *doc, const lede__pipeline *p);

/* Pushes what a layer declares: { attribute = type }. Raises on memory. */
void lede__schema_table_push(lua_State *L, const lede__schema *schema);

/* Pushes { doc = { id, path }, error = { code, where, message } }. Raises on memory. */
void lede__failure_table_push(lua_State *L, const lede_given *given, const lede_error *err);

#endif
