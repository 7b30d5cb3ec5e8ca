/* plugin/images: what was prepared is found by what it was made of, and files that are as they were are known. */
#include "plugin/images.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <cmocka.h>

#include "base/str.h"

static const lede_str source = {"words and words", 15}, flavour = {"any", 3};

typedef struct place {
  char root[64], file[128], bundle[128];
} place;

static void write_file(const char *path, const char *text) {
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fputs(text, f);
  assert_int_equal(fclose(f), 0);
}

static place new_place(void) {
  place p = {.root = "/tmp/lede-images-XXXXXX"};
  assert_non_null(mkdtemp(p.root));
  snprintf(p.file, sizeof p.file, "%s/list.tsv", p.root);
  snprintf(p.bundle, sizeof p.bundle, "%s/all", p.root);
  write_file(p.file, source.ptr);
  return p;
}

static void remove_place(const place *p) {
  unlink(p->file);
  unlink(p->bundle);
  assert_int_equal(rmdir(p->root), 0);
}

/* As `make` does it: the file is noted, two images of it are kept. */
static void prepare(const place *p) {
  lede__images images;
  lede__fingerprint print = lede__fingerprint_of(source);
  lede__images_open(p->root, p->root, true, &images);
  lede__image_note(&images, p->file, print);
  lede__image_make(&images, "phrases", print, flavour, LEDE__LIT("an image"));
  lede__image_make(&images, "lua", print, flavour, LEDE__LIT("another"));
  lede__image_make(&images, "lua", print, flavour, LEDE__LIT("ignored: there is one"));
  lede__images_write(&images);
  lede__images_close(&images);
}

static bool finds(const lede__images *images, const char *kind, lede_str of, lede_str how,
                  const char *expected) {
  lede_str image;
  if (!lede__image_find(images, kind, lede__fingerprint_of(of), how, &image)) return false;
  assert_int_equal((uintptr_t)image.ptr % 16, 0);
  return lede__str_is(image, expected);
}

static void an_image_is_found_by_kind_source_and_flavour(void **state) {
  (void)state;
  place p = new_place();
  lede__images images;
  prepare(&p);
  lede__images_open(p.root, p.root, false, &images);
  assert_true(finds(&images, "phrases", source, flavour, "an image"));
  assert_true(finds(&images, "lua", source, flavour, "another"));
  assert_false(finds(&images, "lists", source, flavour, ""));
  assert_false(finds(&images, "lua", LEDE__LIT("words"), flavour, ""));
  assert_false(finds(&images, "lua", source, LEDE__LIT("exact"), ""));
  lede__images_close(&images);
  remove_place(&p);
}

static void a_file_is_known_while_it_is_as_it_was(void **state) {
  (void)state;
  place p = new_place();
  lede__images images;
  lede__fingerprint print, expected = lede__fingerprint_of(source);
  prepare(&p);
  lede__images_open(p.root, p.root, false, &images);
  assert_true(lede__images_know(&images, p.file, &print));
  assert_memory_equal(&print, &expected, sizeof print);
  assert_false(lede__images_know(&images, p.bundle, &print));
  assert_false(lede__images_know(&images, "/etc/passwd", &print));
  struct utimbuf later = {0, 1000};
  assert_int_equal(utime(p.file, &later), 0);
  assert_false(lede__images_know(&images, p.file, &print));
  lede__images_close(&images);
  remove_place(&p);
}

static void a_file_that_grew_or_became_a_link_is_not_known(void **state) {
  (void)state;
  place p = new_place();
  lede__images images;
  lede__fingerprint print;
  struct stat st;
  prepare(&p);
  assert_int_equal(stat(p.file, &st), 0);
  struct utimbuf same = {st.st_atime, st.st_mtime};
  lede__images_open(p.root, p.root, false, &images);
  write_file(p.file, "words and words and words");
  assert_int_equal(utime(p.file, &same), 0);
  assert_false(lede__images_know(&images, p.file, &print));
  unlink(p.file);
  assert_int_equal(symlink(p.bundle, p.file), 0);
  assert_false(lede__images_know(&images, p.file, &print));
  lede__images_close(&images);
  remove_place(&p);
}

static void a_bundle_that_is_none_or_cut_short_is_as_good_as_none(void **state) {
  (void)state;
  place p = new_place();
  lede__images images;
  lede__fingerprint print;
  static const char *const texts[] = {"", "short",
                                      "lede-im1 and then nothing that would be a bundle at all, really"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    write_file(p.bundle, texts[i]);
    lede__images_open(p.root, p.root, false, &images);
    assert_false(lede__images_know(&images, p.file, &print));
    assert_false(finds(&images, "lua", source, flavour, ""));
    lede__images_close(&images);
  }
  prepare(&p);
  assert_int_equal(truncate(p.bundle, 200), 0);
  lede__images_open(p.root, p.root, false, &images);
  assert_false(finds(&images, "lua", source, flavour, ""));
  lede__images_close(&images);
  remove_place(&p);
}

static void without_a_folder_there_are_none(void **state) {
  (void)state;
  lede__images images;
  lede__images_open("/nowhere", NULL, false, &images);
  assert_false(finds(&images, "lua", source, flavour, ""));
  assert_false(finds(NULL, "lua", source, flavour, ""));
  lede__image_make(&images, "lua", lede__fingerprint_of(source), flavour, source);
  lede__images_write(&images);
  lede__images_close(&images);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_image_is_found_by_kind_source_and_flavour),
      cmocka_unit_test(a_file_is_known_while_it_is_as_it_was),
      cmocka_unit_test(a_file_that_grew_or_became_a_link_is_not_known),
      cmocka_unit_test(a_bundle_that_is_none_or_cut_short_is_as_good_as_none),
      cmocka_unit_test(without_a_folder_there_are_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
