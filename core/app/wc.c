/* app/wc: counts bytes, code points, graphemes, words, sentences and paragraphs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/options.h"
#include "base/str.h"
#include "base/visible.h"
#include "doc/document.h"
#include "script/read.h"
#include "text/chars.h"
#include "text/utf8.h"

typedef struct counts {
  size_t bytes, code_points, graphemes, words, sentences, paragraphs;
} counts;

static counts count(const lede_doc *doc) {
  lede_str text = doc->loaded.text;
  counts c = {.bytes = doc->loaded.source_bytes,
              .code_points = lede__utf8_count(text.ptr, text.len),
              .graphemes = lede__grapheme_count(text.ptr, text.len),
              .sentences = doc->segments.sentence_count,
              .paragraphs = doc->segments.paragraph_count};
  for (uint32_t i = 0; i < doc->segments.token_count; i++)
    c.words +=
        doc->segments.token_kind[i] != LEDE_TOKEN_MARK && doc->segments.token_kind[i] != LEDE_TOKEN_SYMBOL;
  return c;
}

static void add(counts *total, counts c) {
  total->bytes += c.bytes;
  total->code_points += c.code_points;
  total->graphemes += c.graphemes;
  total->words += c.words;
  total->sentences += c.sentences;
  total->paragraphs += c.paragraphs;
}

static void print_row(counts c, lede_str name) {
  lede__buf shown = {0};
  lede__visible(&shown, name, false);
  printf("%10zu %12zu %10zu %8zu %10zu %11zu  %.*s\n", c.bytes, c.code_points, c.graphemes, c.words,
         c.sentences, c.paragraphs, (int)shown.len, shown.ptr ? shown.ptr : "");
  lede__buf_free(&shown);
}

static int count_all(lede__input *in, const lede_load_options *load) {
  counts total = {0};
  const lede__item *item;
  size_t files = 0, failed = 0;
  lede_error err;
  lede_status status;
  while (!(status = lede__input_next(in, &item, &err)) && item) {
    lede_doc *doc;
    if (lede__item_read(item, load, &doc, &err)) {
      lede__complain(&err);
      failed++;
      continue;
    }
    if (files++ == 0) puts("     bytes  code points  graphemes    words  sentences  paragraphs");
    counts c = count(doc);
    print_row(c, item->given.id);
    add(&total, c);
    lede_doc_free(doc);
  }
  if (status) return lede__complain(&err), LEDE__SETUP;
  if (files > 1) print_row(total, LEDE__LIT("total"));
  return failed ? LEDE__SOME_FAILED : LEDE__DONE;
}

enum { ENCODING, STRICT, MAX_BYTES, TEXT_FIELD, ID_FIELD, HELP };
static const lede__option options[] = {{"encoding", 0, true},   {"strict", 0, false},  {"max-bytes", 0, true},
                                       {"text-field", 0, true}, {"id-field", 0, true}, {"help", 'h', false}};

int lede__cmd_wc(int argc, char **argv) {
  lede_error err = {0};
  lede__args args;
  lede_load_options load = {0};
  lede__input_options input = {0};
  const char **operands = calloc((size_t)argc + 1, sizeof *operands);
  lede__input *in = NULL;
  int code = LEDE__USAGE, found;
  if (!operands) return LEDE__SETUP;
  lede__args_start(&args, argc, argv, operands);
  while ((found = lede__args_next(&args, options, sizeof options / sizeof *options, &err)) >= 0) {
    if (found == HELP) {
      code = lede__cmd_help("wc");
      goto done;
    }
    if (found == ENCODING) load.encoding = args.value;
    if (found == STRICT) load.strict = true;
    if (found == MAX_BYTES && lede__parse_size(args.value, "max-bytes", &load.max_bytes, &err)) break;
    if (found == TEXT_FIELD) input.text_field = args.value;
    if (found == ID_FIELD) input.id_field = args.value;
  }
  input.max_bytes = load.max_bytes;
  if (found == -1 && args.operand_count == 0)
    lede__fail(&err, LEDE_EUSAGE, NULL, "wc: name files or folders to count; - is standard input");
  if (err.code || lede__input_open(operands, args.operand_count, &input, &in, &err)) {
    lede__complain(&err);
    goto done;
  }
  code = count_all(in, &load);
  lede__input_close(in);
done:
  free(operands);
  return code;
}
