/* text/sniff: what is not plain text is named with a remedy; what merely looks like it passes. */
#include "text/sniff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct sample {
  lede_str bytes;
  const char *remedy; /* a part of it */
} sample;

#define SAMPLE(bytes, remedy)                                                                                \
  { {(bytes), sizeof(bytes) - 1}, (remedy) }

static void formats_are_named_with_a_remedy(void **state) {
  (void)state;
  static const sample samples[] = {
      SAMPLE("<!DOCTYPE html>\n<html>", "pandoc -f html"),
      SAMPLE(" \n<!-- saved from a site --><HTML lang='en'>", "pandoc -f html"),
      SAMPLE("<p class=\"lead\">The minister", "pandoc -f html"),
      SAMPLE("<?xml version=\"1.0\"?><rss>", "xmllint"),
      SAMPLE("<?xml version=\"1.0\"?><!DOCTYPE html><html>", "pandoc -f html"),
      SAMPLE("%PDF-1.4\n%\xE2\xE3", "pdftotext -layout"),
      SAMPLE("{\\rtf1\\ansi", "pandoc -f rtf"),
      SAMPLE("PK\x03\x04\x14\0\0\0\x08\0----word/document.xml", "pandoc -f docx"),
      SAMPLE("PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.text", "pandoc -f odt"),
      SAMPLE("PK\x03\x04\x14\0mimetypeapplication/epub+zip", "pandoc -f epub"),
      SAMPLE("PK\x03\x04\x14\0photo.raw", "unzip"),
      SAMPLE("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "catdoc"),
      SAMPLE("\x89PNG\r\n\x1A\n", "tesseract"),
      SAMPLE("\xFF\xD8\xFF\xE0", "tesseract"),
      SAMPLE("GIF89a", "leave it out"),
      SAMPLE("\x1F\x8B\x08\0", ".gz"),
      SAMPLE("SQLite format 3\0", "CSV"),
      SAMPLE("\x7F"
             "ELF\x02",
             "leave it out"),
      SAMPLE("MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0", "leave it out"),
      SAMPLE("{\"title\": \"Fire\"}\n", ".jsonl"),
      SAMPLE("[\n  {\"title\" : \"Fire\"}\n", ".jsonl"),
      SAMPLE("Return-Path: <a@example.org>\r\nReceived: from x\r\n by y\r\nFrom: a\r\n\r\nHello", "mu view"),
      SAMPLE("From: a@example.org\nTo: b@example.org\nSubject: Fire\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n"
             "\nHello",
             "mu view"),
      SAMPLE(
          "From a@example.org Mon Jan  5 10:00:00 2026\nFrom: A <a@example.org>\nMessage-ID: <1@x>\n\nHello",
          "mu view"),
  };
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    const lede__sniffed *found = lede__sniff(samples[i].bytes);
    if (!found) fail_msg("sample %zu passes", i);
    if (!strstr(found->remedy, samples[i].remedy)) fail_msg("sample %zu: \"%s\"", i, found->remedy);
    assert_null(strchr(found->remedy, '\n'));
  }
}

static void text_that_merely_looks_like_something_passes(void **state) {
  (void)state;
  static const sample samples[] = {
      SAMPLE("", ""),
      SAMPLE("<", ""),
      SAMPLE("<3 was the message on the wall.", ""),
      SAMPLE("<p", ""),
      SAMPLE("<Pause> The minister went on.", ""),
      SAMPLE("<title unclear, the editor wrote", ""),
      SAMPLE("<<Nous verrons>>, a-t-il dit.", ""),
      SAMPLE("<i>Moscow</i> said nothing.", ""),
      SAMPLE("From: our correspondent in Kyiv\nDate: 5 January\n\nThe river rose.", ""),
      SAMPLE("From Moscow to Kyiv, people were watching.\nSubject: to change.", ""),
      SAMPLE("Subject: the budget\nFrom: the ministry\nTo: all editors\n\nThe budget is late.", ""),
      SAMPLE("To be continued: the council meets again. From: is a word.\n", ""),
      SAMPLE("MZ is what they call her. She has not", ""),
      SAMPLE("BMW sold more cars than it built this", ""),
      SAMPLE("PKK fighters laid down arms.", ""),
      SAMPLE("Rar! said the lion.", ""),
      SAMPLE("GIF, the format, turns forty.", ""),
      SAMPLE("ID3 is a tag.", ""),
      SAMPLE("{Editor's note: this was changed.}", ""),
      SAMPLE("[Reuters] \"We will see\": the minister", ""),
      SAMPLE("{\"Yes\", he said.}", ""),
      SAMPLE("%PD is a typing slip.", ""),
  };
  for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
    const lede__sniffed *found = lede__sniff(samples[i].bytes);
    if (found) fail_msg("sample %zu is taken for %s", i, found->what);
  }
}

/* With a sanitizer: a file may end inside any signature. */
static void every_cut_of_a_signature_is_safe(void **state) {
  (void)state;
  static const char s[] = "<!-- x --> <?xml <html From a@b\nReceived: y\nTo: z\n";
  for (size_t from = 0; from < sizeof s; from++) {
    for (size_t to = from; to < sizeof s; to++) {
      char *copy = malloc(to - from + 1);
      assert_non_null(copy);
      memcpy(copy, s + from, to - from);
      char *fit = realloc(copy, to > from ? to - from : 1);
      lede__sniff((lede_str){fit, to - from});
      free(fit);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(formats_are_named_with_a_remedy),
      cmocka_unit_test(text_that_merely_looks_like_something_passes),
      cmocka_unit_test(every_cut_of_a_signature_is_safe),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
