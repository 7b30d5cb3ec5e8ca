/* doc/marks: marks that are added from C, checked as they come.
 *
 * All of a plugin's marks are taken or none. The first thing that is wrong is remembered; what
 * comes after it is ignored. The calls that add marks are in lede.h. Knows nothing of plugins. */
#ifndef LEDE_DOC_MARKS_H
#define LEDE_DOC_MARKS_H

#include "doc/document.h"

struct lede_marks {
  lede_doc *doc;
  lede__schema *const *schemas; /* the layers that may be added to */
  lede__builder *builders;      /* one for each */
  uint32_t count;
  uint32_t layer, mark; /* which mark is being described */
  bool begun;           /* there is such a mark */
  lede_status status;   /* of the first thing that was wrong */
  lede_error error;
};

/* Starts a layer for each schema, given by `plugin`, in the document's arena. The schemas must outlive
 * the layers. Fails with LEDE_ENOMEM. */
lede_status lede__marks_begin(lede_marks *m, lede_doc *doc, lede_str plugin, lede__schema *const *schemas,
                              uint32_t count, lede_error *err);

/* Seals the layers and adds them to the document; or fails with what went wrong first, and adds none. */
lede_status lede__marks_end(lede_marks *m, lede_error *err);

#endif
