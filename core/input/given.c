/* input/given: the facts that come with a text, by the names they have in JSON and CSV. */
#include "input/given.h"

const char *const lede__given_names[LEDE__GIVEN_COUNT] = {"title", "outlet", "date", "url", "lang"};

lede_str *lede__given_at(lede_given *given, size_t i) {
  lede_str *const places[LEDE__GIVEN_COUNT] = {&given->title, &given->outlet, &given->date, &given->url,
                                               &given->lang};
  return places[i];
}
