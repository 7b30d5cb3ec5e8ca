#include "flow/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { MOST_TRIES = 2 }; /* workers a job may cost */

static lede__job *job_new(lede__frame header, const lede_str *fields, size_t count) {
  lede__job *j = calloc(1, sizeof *j);
  if (!j) return NULL;
  j->kind = (lede__frame_kind)header.kind;
  j->sequence = header.sequence;
  lede__frame_write(&j->frame, &header, fields, count);
  if (!j->frame.failed) return j;
  lede__job_free(j);
  return NULL;
}

lede__job *lede__job_item(uint64_t sequence, const lede__item *item) {
  bool bad = item->status != LEDE_OK;
  const lede_str fields[] = {item->given.id,
                             item->given.path,
                             item->given.title,
                             item->given.outlet,
                             item->given.date,
                             item->given.url,
                             item->given.lang,
                             item->bytes,
                             bad ? lede__str(item->error.where) : (lede_str){0},
                             bad ? lede__str(item->error.message) : (lede_str){0}};
  lede__job *j = job_new((lede__frame){.kind = LEDE__FRAME_ITEM,
                                       .sequence = sequence,
                                       .status = (uint8_t)item->status,
                                       .is_text = item->is_text,
                                       .is_finding = item->is_finding},
                         fields, LEDE__FRAME_FIELDS);
  if (!j) return NULL;
  j->id = strndup(item->given.id.ptr, item->given.id.len);
  return j;
}

lede__job *lede__job_text(uint64_t sequence, lede__frame_kind kind, lede_str text, size_t documents) {
  return job_new((lede__frame){.kind = (uint8_t)kind, .sequence = sequence, .documents = documents}, &text,
                 1);
}

void lede__job_free(lede__job *j) {
  lede__buf_free(&j->frame);
  free(j->id);
  free(j);
}

/* An error record in place of an answer: the worker is asked to write it, as for a file that can't be
 * read. */
static lede__verdict set_aside(lede__job *j, lede__job_end end, lede_status status, const char *why,
                               lede_error *err) {
  lede_str field[LEDE__FRAME_FIELDS];
  lede__buf again = {0};
  lede__frame_fields(j->frame.ptr, field);
  field[7] = (lede_str){0};
  field[8] = lede__str(j->id ? j->id : "");
  field[9] = lede__str(why);
  lede__frame_write(
      &again, &(lede__frame){.kind = (uint8_t)j->kind, .sequence = j->sequence, .status = (uint8_t)status},
      field, LEDE__FRAME_FIELDS);
  if (again.failed) {
    lede__buf_free(&again);
    lede__nomem(err);
    return LEDE__GIVE_UP;
  }
  lede__buf_free(&j->frame);
  j->frame = again;
  j->end = end;
  return LEDE__TRY_AGAIN;
}

static lede__verdict drop(lede__job *j, bool overran, const lede_error *why) {
  j->end = LEDE__JOB_LOST;
  lede__fail(&j->why, why->code ? why->code : LEDE_EPLUGIN, "findings",
             "what was found across documents is lost: a plugin's fold, merge or finish %s%s",
             overran     ? "took too long; --timeout allows more"
             : why->code ? "failed: "
                         : "crashed its worker twice; see lede doctor",
             overran ? "" : why->message);
  return LEDE__DROP;
}

static lede__verdict give_up(const lede__job *j, const lede_error *why, lede_error *err) {
  lede__fail(err, why->code ? why->code : LEDE_ESETUP, j->id,
             "workers crash again and again, even without its text%s%s; see lede doctor",
             why->code ? ": " : "", why->message);
  return LEDE__GIVE_UP;
}

lede__verdict lede__job_blame(lede__job *j, bool overran, const lede_error *why, lede_error *err) {
  char told[160];
  j->tries++;
  j->attempts += j->end == LEDE__JOB_FINE;
  if (!overran && j->tries < MOST_TRIES) return LEDE__TRY_AGAIN;
  if (j->kind != LEDE__FRAME_ITEM) return drop(j, overran, why);
  if (j->tries > MOST_TRIES) return give_up(j, why, err);
  if (overran) {
    j->tries = MOST_TRIES;
    return set_aside(j, LEDE__JOB_OVERRAN, LEDE_ELIMIT,
                     "analysing it took too long and was stopped; --timeout allows more", err);
  }
  if (why->code) return set_aside(j, LEDE__JOB_CRASHED, why->code, why->message, err);
  snprintf(told, sizeof told,
           "it crashed %d workers and was set aside; run it alone with --plugins to find the plugin",
           MOST_TRIES);
  return set_aside(j, LEDE__JOB_CRASHED, LEDE_EPLUGIN, told, err);
}
