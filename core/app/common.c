/* app/common: what every command shares: complaints and exit codes. */
#include <stdio.h>

#include "app/app.h"
#include "base/str.h"
#include "base/visible.h"

void lede__complain(const lede_error *err) {
  lede__buf out = {0};
  lede__buf_text(&out, "lede: ");
  if (err->where[0]) {
    lede__visible(&out, lede__str(err->where), false);
    lede__buf_text(&out, ": ");
  }
  lede__visible(&out, lede__str(err->message), true);
  lede__buf_char(&out, '\n');
  fwrite(out.failed ? "lede: out of memory\n" : out.ptr, 1, out.failed ? 20 : out.len, stderr);
  lede__buf_free(&out);
}

int lede__exit_code(lede_status status) {
  switch (status) {
  case LEDE_OK:
    return LEDE__DONE;
  case LEDE_EUSAGE:
    return LEDE__USAGE;
  default:
    return LEDE__SETUP;
  }
}
