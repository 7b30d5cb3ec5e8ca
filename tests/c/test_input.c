/* input: files, folders, JSON Lines, CSV and what is wrong with each become one stream of items. */
#include "input/input.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "support_alloc.h"

/* ---- A folder to read from -------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
  (void)st, (void)type, (void)ftw;
  return remove(path);
}

/* Each test runs inside a new, empty folder. */
static int enter_folder(void **state) {
  char folder[] = "/tmp/lede-input-XXXXXX";
  if (!mkdtemp(folder) || chdir(folder)) return -1;
  *state = strdup(folder);
  return *state ? 0 : -1;
}

static int leave_folder(void **state) {
  int failed = chdir("/") || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  free(*state);
  return failed ? -1 : 0;
}

static void put(const char *path, const char *bytes, size_t len) {
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, len, f), len);
  assert_int_equal(fclose(f), 0);
}

#define PUT(path, literal) put((path), (literal), sizeof(literal) - 1)

static void put_gz(const char *path, const char *mode, const char *text) {
  gzFile f = gzopen(path, mode);
  assert_non_null(f);
  assert_int_equal(gzputs(f, text), strlen(text));
  assert_int_equal(gzclose(f), Z_OK);
}

/* ---- Reading it all ----------------------------------------------------------- */

/* All items, a line each: "id:bytes" or "id!message". */
static char *listing(const char *const *paths, size_t count, const lede__input_options *options) {
  lede__input *in;
  const lede__item *item;
  lede__buf out = {0};
  size_t n = 0;
  assert_int_equal(lede__input_open(paths, count, options, &in, NULL), LEDE_OK);
  for (;;) {
    assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
    if (!item) break;
    n++;
    assert_non_null(item->given.id.ptr);
    assert_non_null(item->given.path.ptr);
    lede__buf_str(&out, item->given.id);
    lede__buf_char(&out, item->status ? '!' : ':');
    if (item->status)
      lede__buf_text(&out, item->error.message);
    else
      lede__buf_str(&out, item->bytes);
    lede__buf_char(&out, '\n');
  }
  assert_int_equal(lede__input_seen(in), n);
  lede__input_close(in);
  return out.ptr ? out.ptr : strdup("");
}

static void lists(const char *path, const lede__input_options *options, const char *want) {
  char *got = listing(&path, 1, options);
  assert_string_equal(got, want);
  free(got);
}

/* The only item: an error that says `saying`. */
static void fails(const char *path, const lede__input_options *options, lede_status status,
                  const char *saying) {
  lede__input *in;
  const lede__item *item;
  assert_int_equal(lede__input_open(&path, 1, options, &in, NULL), LEDE_OK);
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_non_null(item);
  assert_int_equal(item->status, status);
  if (!strstr(item->error.message, saying))
    fail_msg("\"%s\" does not say \"%s\"", item->error.message, saying);
  assert_int_equal(strncmp(item->error.where, path, strlen(path)), 0);
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_null(item);
  lede__input_close(in);
}

/* The first item, all of its given facts: "id|path|title|outlet|date|url|lang". */
static void gives(const char *path, const lede__input_options *options, const char *want) {
  lede__input *in;
  const lede__item *item;
  lede__buf got = {0};
  assert_int_equal(lede__input_open(&path, 1, options, &in, NULL), LEDE_OK);
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_non_null(item);
  const lede_given *g = &item->given;
  const lede_str facts[] = {g->id, g->path, g->title, g->outlet, g->date, g->url, g->lang};
  for (size_t i = 0; i < 7; i++) {
    if (i) lede__buf_char(&got, '|');
    if (facts[i].ptr)
      lede__buf_str(&got, facts[i]);
    else
      lede__buf_char(&got, '-');
  }
  assert_string_equal(got.ptr, want);
  lede__buf_free(&got);
  lede__input_close(in);
}

/* ---- Files and folders ------------------------------------------------------ */

static void a_file_named_is_read_whatever_its_name(void **state) {
  (void)state;
  PUT("story", "words");
  lists("story", NULL, "story:words\n");
  PUT(".hidden.tmp", "");
  lists(".hidden.tmp", NULL, ".hidden.tmp:\n");
}

static void a_folder_is_read_depth_first_in_byte_order(void **state) {
  (void)state;
  mkdir("n", 0700), mkdir("n/b", 0700), mkdir("n/b.d", 0700), mkdir("n/empty", 0700);
  PUT("n/b/z.txt", "4"), PUT("n/b.txt", "3"), PUT("n/B.TXT", "1"), PUT("n/a.md", "2"),
      PUT("n/b.d/x.text", "5");
  lists("n", NULL, "n/B.TXT:1\nn/a.md:2\nn/b/z.txt:4\nn/b.d/x.text:5\nn/b.txt:3\n");
  lists("n/", NULL, "n/B.TXT:1\nn/a.md:2\nn/b/z.txt:4\nn/b.d/x.text:5\nn/b.txt:3\n");
}

static void in_a_folder_only_finished_texts_are_wanted(void **state) {
  (void)state;
  mkdir("n", 0700), mkdir("n/.git", 0700);
  PUT("n/.a.txt", ""), PUT("n/a.txt~", ""), PUT("n/a.txt.tmp", ""), PUT("n/a.txt.part", ""),
      PUT("n/a.pdf", "");
  PUT("n/.git/b.txt", ""), PUT("n/c.txt", "c"), PUT("n/txt", "");
  lists("n", NULL, "n/c.txt:c\n");
}

static void links_to_files_are_read_and_loops_are_not_followed(void **state) {
  (void)state;
  mkdir("n", 0700);
  PUT("n/a.txt", "a");
  assert_int_equal(symlink("a.txt", "n/link.txt"), 0);
  assert_int_equal(symlink(".", "n/loop"), 0);
  assert_int_equal(symlink("nowhere", "n/none.txt"), 0);
  assert_int_equal(symlink("self.txt", "n/self.txt"), 0);
  assert_int_equal(symlink("n", "to-n"), 0);
  lists("to-n", NULL,
        "to-n/a.txt:a\nto-n/link.txt:a\nto-n/none.txt!cannot be read: No such file or directory\n"
        "to-n/self.txt!cannot be read: Too many levels of symbolic links\n");
}

static void a_fifo_a_socket_and_a_device_are_refused_at_once(void **state) {
  (void)state;
  assert_int_equal(mkfifo("pipe.txt", 0600), 0);
  fails("pipe.txt", NULL, LEDE_EIO, "FIFO");
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "socket.txt"};
  assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
  fails("socket.txt", NULL, LEDE_EIO, "socket");
  close(fd);
  fails("/dev/null", NULL, LEDE_EIO, "device");
}

static void what_cannot_be_read_is_an_item_and_the_others_go_on(void **state) {
  (void)state;
  PUT("a.txt", "a"), PUT("b.txt", "b");
  const char *const paths[] = {"a.txt", "gone.txt", "b.txt", "gone/"};
  char *got = listing(paths, 4, NULL);
  assert_string_equal(got, "a.txt:a\ngone.txt!cannot be read: No such file or directory\nb.txt:b\n"
                           "gone/!cannot be read: No such file or directory\n");
  free(got);
}

static void a_folder_that_cannot_be_read_is_an_item(void **state) {
  (void)state;
  if (geteuid() == 0) skip();
  mkdir("n", 0700), mkdir("n/shut", 0), PUT("n/z.txt", "z");
  lists("n", NULL, "n/shut!the folder cannot be read: Permission denied\nn/z.txt:z\n");
}

static void a_folder_that_vanishes_is_an_item(void **state) {
  (void)state;
  const char *path = "n";
  lede__input *in;
  const lede__item *item;
  mkdir("n", 0700), mkdir("n/b", 0700), PUT("n/a.txt", "a"), PUT("n/b/x.txt", ""), PUT("n/c.txt", "c");
  assert_int_equal(lede__input_open(&path, 1, NULL, &in, NULL), LEDE_OK);
  lede__input_next(in, &item, NULL);
  assert_string_equal(item->given.path.ptr, "n/a.txt");
  remove("n/b/x.txt"), remove("n/b");
  lede__input_next(in, &item, NULL);
  assert_int_equal(item->status, LEDE_EIO);
  assert_string_equal(item->error.where, "n/b");
  lede__input_next(in, &item, NULL);
  assert_string_equal(item->given.path.ptr, "n/c.txt");
  lede__input_close(in);
}

static void any_name_the_system_allows_is_a_name(void **state) {
  (void)state;
  mkdir("n", 0700);
  PUT("n/two\nlines.txt", "1"), PUT("n/\xFF\xFE.txt", "2");
  lists("n", NULL, "n/two\nlines.txt:1\nn/\xFF\xFE.txt:2\n");
}

static void a_file_past_the_limit_is_refused(void **state) {
  (void)state;
  lede__input_options four = {.max_bytes = 4};
  PUT("a.txt", "12345"), PUT("b.txt", "1234");
  fails("a.txt", &four, LEDE_ETOOBIG, "--max-bytes");
  lists("b.txt", &four, "b.txt:1234\n");
}

static void the_bytes_are_those_of_the_file(void **state) {
  (void)state;
  size_t len = 300000;
  char *bytes = malloc(len);
  const char *path = "a.txt";
  lede__input *in;
  const lede__item *item;
  for (size_t i = 0; i < len; i++) bytes[i] = (char)(i * 7 % 251);
  put(path, bytes, len);
  assert_int_equal(lede__input_open(&path, 1, NULL, &in, NULL), LEDE_OK);
  lede__input_next(in, &item, NULL);
  assert_false(item->is_text);
  assert_int_equal(item->bytes.len, len);
  assert_memory_equal(item->bytes.ptr, bytes, len);
  lede__input_close(in);
  free(bytes);
}

/* ---- gzip --------------------------------------------------------------------- */

static void gzip_is_unpacked_member_after_member(void **state) {
  (void)state;
  put_gz("a.txt.gz", "w", "one ");
  put_gz("a.txt.gz", "a", "two");
  lists("a.txt.gz", NULL, "a.txt.gz:one two\n");
  put_gz("r.jsonl.gz", "w", "{\"id\":\"1\",\"text\":\"x\"}\n");
  put_gz("r.jsonl.gz", "a", "{\"id\":\"2\",\"text\":\"y\"}");
  lists("r.jsonl.gz", NULL, "1:x\n2:y\n");
}

static void gzip_cut_off_or_damaged_is_an_error(void **state) {
  (void)state;
  char bytes[200];
  put_gz("a.gz", "w", "some text that is packed");
  FILE *f = fopen("a.gz", "r");
  size_t len = fread(bytes, 1, sizeof bytes, f);
  fclose(f);
  for (size_t cut = 0; cut < len; cut++) {
    put("b.gz", bytes, cut);
    fails("b.gz", NULL, LEDE_EFORMAT, "gzip data is cut off");
  }
  PUT("c.gz", "plain text");
  fails("c.gz", NULL, LEDE_EFORMAT, "not valid gzip data");
  memcpy(bytes + len, "more", 4);
  put("d.gz", bytes, len + 4);
  fails("d.gz", NULL, LEDE_EFORMAT, "something that is not gzip follows");
  memset(bytes + len, 0, 4);
  put("e.gz", bytes, len + 4);
  lists("e.gz", NULL, "e.gz:some text that is packed\n");
}

static void rows_before_the_damage_are_read(void **state) {
  (void)state;
  char bytes[200];
  put_gz("a.jsonl.gz", "w", "{\"text\":\"x\"}\n");
  FILE *f = fopen("a.jsonl.gz", "r");
  size_t len = fread(bytes, 1, sizeof bytes, f);
  fclose(f);
  put("a.jsonl.gz", bytes, len - 4);
  lists("a.jsonl.gz", NULL, "a.jsonl.gz:1:x\na.jsonl.gz:2!the gzip data is cut off\n");
}

static void a_gzip_bomb_is_unpacked_up_to_the_limit_only(void **state) {
  (void)state;
  lede__input_options options = {.max_bytes = 100000};
  char block[1001];
  memset(block, 'a', 1000);
  block[1000] = 0;
  for (int i = 0; i < 300; i++) put_gz("bomb.txt.gz", "a", block);
  fails("bomb.txt.gz", &options, LEDE_ETOOBIG, "more than 100000 bytes");
  rename("bomb.txt.gz", "bomb.jsonl.gz");
  fails("bomb.jsonl.gz", &options, LEDE_ETOOBIG, "more than 100000 bytes");
}

/* ---- JSON Lines ----------------------------------------------------------------- */

static void each_line_is_a_document(void **state) {
  (void)state;
  PUT("a.jsonl", "\xEF\xBB\xBF{\"text\":\"one\",\"id\":7}\r\n\n  \n{\"text\":\"t\\u0000wo\"}\n"
                 "{\"id\":\"c\",\"text\":\"\"}");
  const char *path = "a.jsonl";
  lede__input *in;
  const lede__item *item;
  assert_int_equal(lede__input_open(&path, 1, NULL, &in, NULL), LEDE_OK);
  lede__input_next(in, &item, NULL);
  assert_true(item->is_text && lede__str_is(item->given.id, "7") && lede__str_is(item->bytes, "one"));
  lede__input_next(in, &item, NULL);
  assert_true(lede__str_is(item->given.id, "a.jsonl:4"));
  assert_true(lede__str_eq(item->bytes, LEDE__LIT("t\0wo")));
  lede__input_next(in, &item, NULL);
  assert_true(lede__str_is(item->given.id, "c") && item->status == LEDE_OK && item->bytes.ptr &&
              !item->bytes.len);
  lede__input_next(in, &item, NULL);
  assert_null(item);
  lede__input_close(in);
}

static void facts_stand_at_the_top_or_in_doc(void **state) {
  (void)state;
  PUT("a.jsonl", "{\"text\":\"\",\"title\":\"T\",\"outlet\":\"O\",\"date\":\"2026-01-05\","
                 "\"url\":\"u\",\"lang\":\"en\"}");
  gives("a.jsonl", NULL, "a.jsonl:1|a.jsonl|T|O|2026-01-05|u|en");
  PUT("b.jsonl", "{\"text\":\"\",\"doc\":{\"id\":\"1\",\"path\":\"p/x\",\"title\":\"T\",\"outlet\":null}}");
  gives("b.jsonl", NULL, "1|p/x|T|-|-|-|-");
}

static void of_a_record_what_was_given_counts_not_what_was_found(void **state) {
  (void)state;
  PUT("a.jsonl",
      "{\"lede\":1,\"doc\":{\"id\":\"i\",\"path\":\"p\",\"given\":{\"outlet\":\"O\"},\"title\":\"found\","
      "\"outlet\":\"O\",\"date\":\"2026-01-05\",\"date_from\":\"text\"},\"text\":\"x\",\"layers\":{}}");
  gives("a.jsonl", NULL, "i|p|-|O|-|-|-");
}

static void fields_can_have_other_names(void **state) {
  (void)state;
  lede__input_options options = {.text_field = "body", .id_field = "url"};
  PUT("a.jsonl", "{\"body\":\"words\",\"url\":\"http://x\",\"id\":\"no\"}");
  gives("a.jsonl", &options, "http://x|a.jsonl|-|-|-|http://x|-");
  lists("a.jsonl", &options, "http://x:words\n");
}

static void a_bad_line_names_itself_and_the_others_go_on(void **state) {
  (void)state;
  PUT("a.jsonl",
      "{\"id\":\"1\",\"body\":\"x\"}\n{\"text\":\n[1]\n{\"text\":5}\n{\"id\":\"k\",\"text\":\"\xFF\"}\n"
      "{\"id\":\"last\",\"text\":\"ok\"}\n");
  const char *path = "a.jsonl";
  char *got = listing(&path, 1, NULL);
  assert_non_null(strstr(
      got, "1!there is no field \"text\"; its fields are id, body; name the text with --text-field\n"));
  assert_non_null(strstr(got, "a.jsonl:2!not valid JSON"));
  assert_non_null(strstr(got, "a.jsonl:3!the line is not a JSON object\n"));
  assert_non_null(strstr(got, "a.jsonl:4!the field \"text\" is a number, not a string\n"));
  assert_non_null(strstr(got, "a.jsonl:5!not valid JSON"));
  assert_non_null(strstr(got, "last:ok\n"));
  free(got);
}

static void errors_name_file_and_line(void **state) {
  (void)state;
  PUT("a.jsonl", "\n\n{");
  const char *path = "a.jsonl";
  lede__input *in;
  const lede__item *item;
  assert_int_equal(lede__input_open(&path, 1, NULL, &in, NULL), LEDE_OK);
  lede__input_next(in, &item, NULL);
  assert_string_equal(item->error.where, "a.jsonl:3");
  lede__input_close(in);
}

static void findings_are_passed_over_and_failures_passed_on(void **state) {
  (void)state;
  PUT("a.jsonl", "{\"lede\":1,\"recipe\":\"x\",\"finding\":{\"kind\":\"talker\",\"key\":\"k\"}}\n"
                 "{\"lede\":1,\"doc\":{\"id\":\"f\"},"
                 "\"error\":{\"code\":\"encoding\",\"where\":\"f\",\"message\":\"bad byte\"}}\n");
  lists("a.jsonl", NULL, "f!bad byte\n");
}

static void a_line_past_the_limit_is_skipped(void **state) {
  (void)state;
  lede__input_options options = {.max_bytes = 30};
  PUT("a.jsonl", "{\"id\":\"1\",\"text\":\"x\"}\n{\"text\":\"longer than thirty bytes in all\"}\n"
                 "{\"id\":\"3\",\"text\":\"y\"}\n");
  lists("a.jsonl", &options, "1:x\na.jsonl:2!the line has more than 30 bytes; raise --max-bytes\n3:y\n");
}

static void wide_json_lines_are_decoded_first(void **state) {
  (void)state;
  PUT("a.jsonl", "\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\xE9\0\"\0}\0");
  lists("a.jsonl", NULL, "a.jsonl:1:é\n");
}

/* ---- CSV ------------------------------------------------------------------------ */

static void each_row_is_a_document(void **state) {
  (void)state;
  PUT("a.csv", "\xEF\xBB\xBFid;Title; text \r\n1;T;\"two\r\nlines\"\r\n;;b\r\n");
  lists("a.csv", NULL, "1:two\r\nlines\na.csv:4:b\n");
  gives("a.csv", NULL, "1|a.csv|T|-|-|-|-");
}

static void bad_rows_name_themselves_and_the_others_go_on(void **state) {
  (void)state;
  PUT("a.csv", "id,text,url\n1\n2,a,b,c\n\"3\"x,a\n4,ok\n");
  lists("a.csv", NULL,
        "a.csv:2!the row has 1 fields and ends before its text in field 2\n"
        "a.csv:3!the row has 4 fields, the header 3; quote fields that hold the separator\n"
        "a.csv:4!line 4: field 1 goes on after its closing quote; a quote inside a field is doubled\n"
        "4:ok\n");
}

static void without_a_text_column_there_is_one_error(void **state) {
  (void)state;
  PUT("a.csv", "id,body\n1,a\n2,b\n");
  fails("a.csv", NULL, LEDE_EFORMAT, "no column \"text\", but id, body; name the text with --text-field");
  lists("a.csv", &(lede__input_options){.text_field = "body"}, "1:a\n2:b\n");
  PUT("a.csv", "file,outlet\na.txt,Post\n");
  fails("a.csv", NULL, LEDE_EFORMAT, "--meta");
}

static void an_empty_table_has_no_documents(void **state) {
  (void)state;
  PUT("a.csv", "");
  lists("a.csv", NULL, "");
  PUT("b.csv", "id,text\r\n");
  lists("b.csv", NULL, "");
}

static void a_text_that_is_not_utf8_is_left_to_the_loader(void **state) {
  (void)state;
  const char *path = "a.csv";
  lede__input *in;
  const lede__item *item;
  PUT("a.csv", "title,text\ncaf\xE9,\x93yes\x94\nx,é\n");
  assert_int_equal(lede__input_open(&path, 1, NULL, &in, NULL), LEDE_OK);
  lede__input_next(in, &item, NULL);
  assert_false(item->is_text);
  assert_true(lede__str_is(item->bytes, "\x93yes\x94"));
  assert_true(lede__str_is(item->given.title, "café"));
  lede__input_next(in, &item, NULL);
  assert_true(item->is_text);
  lede__input_close(in);
}

static void wide_csv_is_decoded_first(void **state) {
  (void)state;
  PUT("a.csv", "\xFF\xFEi\0d\0\t\0t\0e\0x\0t\0\r\0\n\0"
               "1\0\t\0\x1C\x20\r\0\n\0");
  lists("a.csv", NULL, "1:\xE2\x80\x9C\n");
}

/* ---- What the user gives beside ---------------------------------------------------- */

static void meta_is_matched_by_id_path_or_name(void **state) {
  (void)state;
  lede__input_options options = {.meta_file = "n/meta.csv"};
  mkdir("n", 0700), PUT("n/a.txt", "a"), PUT("n/b.txt", "b");
  PUT("n/meta.csv",
      "file,id,outlet,date,url,title,lang,note\na.txt,A1,\"The Post, Inc.\",2026-01-05,u,T,en,x\n"
      "./n/b.txt,,Q,,,,,\n");
  gives("n/a.txt", &options, "A1|n/a.txt|T|The Post, Inc.|2026-01-05|u|en");
  gives("n/b.txt", &options, "n/b.txt|n/b.txt|-|Q|-|-|-");
  lists("n", &options, "A1:a\nn/b.txt:b\n"); /* meta.csv itself is no document */
  PUT("m.csv", "id;title\n7;T\n"), PUT("r.jsonl", "{\"id\":\"7\",\"text\":\"x\",\"title\":\"other\"}");
  options.meta_file = "m.csv";
  gives("r.jsonl", &options, "7|r.jsonl|T|-|-|-|-");
}

static void refuses_meta(const char *path, lede_status status, const char *saying) {
  lede__input *in;
  lede_error error;
  assert_int_equal(lede__input_open(NULL, 0, &(lede__input_options){.meta_file = path}, &in, &error), status);
  assert_null(in);
  if (!strstr(error.message, saying)) fail_msg("\"%s\" does not say \"%s\"", error.message, saying);
}

static void a_bad_meta_file_is_refused_before_anything_is_read(void **state) {
  (void)state;
  refuses_meta("none.csv", LEDE_EIO, "No such file");
  PUT("m.csv", "name,outlet\n");
  refuses_meta("m.csv", LEDE_EFORMAT, "no column \"file\" or \"id\"");
  PUT("m.csv", "");
  refuses_meta("m.csv", LEDE_EFORMAT, "empty");
  PUT("m.csv", "file,outlet\na.txt,X\nb.txt,X\n./a.txt,Y\n");
  refuses_meta("m.csv", LEDE_EFORMAT, "lines 2 and 4 are both about \"a.txt\"");
}

static void the_folder_can_be_the_outlet(void **state) {
  (void)state;
  lede__input_options options = {.outlet_from_folder = true};
  mkdir("n", 0700), mkdir("n/Daily Post", 0700);
  PUT("n/Daily Post/a.txt", "a"), PUT("b.txt", "b");
  gives("n/Daily Post/a.txt", &options, "n/Daily Post/a.txt|n/Daily Post/a.txt|-|Daily Post|-|-|-");
  gives("n", &options, "n/Daily Post/a.txt|n/Daily Post/a.txt|-|Daily Post|-|-|-");
  gives("b.txt", &options, "b.txt|b.txt|-|-|-|-|-");
  gives("./b.txt", &options, "./b.txt|./b.txt|-|-|-|-|-");
}

/* ---- Standard input ----------------------------------------------------------------- */

static void stdin_lists(const char *path, const char *want) {
  int kept = dup(STDIN_FILENO), fd = open(path, O_RDONLY | O_CLOEXEC);
  assert_true(kept >= 0 && fd >= 0);
  assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
  const char *const paths[] = {"-", "-"};
  char *got = listing(paths, 2, NULL);
  dup2(kept, STDIN_FILENO);
  close(kept), close(fd);
  size_t len = strlen(want);
  assert_true(strlen(got) >= len);
  assert_memory_equal(got, want, len);
  assert_string_equal(got + len, "-!standard input can be read only once\n");
  free(got);
}

static void standard_input_is_a_text_or_json_lines(void **state) {
  (void)state;
  PUT("a", "some words\n");
  stdin_lists("a", "-:some words\n\n");
  PUT("a", " \n{\"id\":\"1\",\"text\":\"x\"}\n{\"text\":\"y\"}\n");
  stdin_lists("a", "1:x\n-:3:y\n");
  PUT("a", "");
  stdin_lists("a", "-:\n");
  put_gz("a", "w", "{\"id\":\"1\",\"text\":\"x\"}\n");
  stdin_lists("a", "1:x\n");
}

/* ---- Memory ---------------------------------------------------------------------------- */

static lede_status read_all(void *ctx) {
  const char *path = ctx;
  lede__input_options options = {.meta_file = "meta.csv", .text_field = "body"};
  lede__input *in;
  const lede__item *item = NULL;
  lede_status status = lede__input_open(&path, 1, &options, &in, NULL);
  do {
    if (!status) status = lede__input_next(in, &item, NULL);
  } while (!status && item);
  lede__input_close(in);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  mkdir("n", 0700), mkdir("n/sub", 0700);
  PUT("meta.csv", "file,title\na.txt,T\n"), PUT("n/a.txt", "a"), PUT("n/sub/b.txt", "b");
  put_gz("n/c.txt.gz", "w", "packed");
  PUT("n/d.jsonl", "{\"body\":\"x\",\"id\":5}\n{\"text\":1}\n{\n"),
      PUT("n/e.csv", "id,body,title\n,\"a\"\"b\",caf\xE9\n\"x\"y\n");
  PUT("n/f.csv", "id\n1\n"),
      PUT("n/g.csv", "\xFF\xFE"
                     "b\0o\0d\0y\0\n\0x\0"),
      PUT("n/h.jsonl", "{\"body\":2}\n");
  assert_survives_or_recovers(read_all, "n");
}

static void an_open_file_is_read_whatever_its_name_leads_to_by_now(void **state) {
  (void)state;
  lede__input *in;
  const lede__item *item;
  PUT("a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
  int fd = open("a.jsonl", O_RDONLY | O_CLOEXEC);
  assert_int_equal(unlink("a.jsonl"), 0);
  PUT("a.jsonl", "{\"text\":\"other\"}\n");
  assert_int_equal(lede__input_open_file(fd, "in/a.jsonl", NULL, &in, NULL), LEDE_OK);
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_true(lede__str_is(item->given.id, "in/a.jsonl:1") && lede__str_is(item->bytes, "one"));
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_true(lede__str_is(item->given.path, "in/a.jsonl") && lede__str_is(item->bytes, "two"));
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_null(item);
  lede__input_close(in);
  assert_int_equal(close(fd), 0); /* it stayed the caller's */
}

static void an_open_file_is_never_standard_input(void **state) {
  (void)state;
  lede__input *in;
  const lede__item *item;
  put_gz("-", "w", "packed");
  int fd = open("-", O_RDONLY | O_CLOEXEC);
  assert_int_equal(lede__input_open_file(fd, "-", NULL, &in, NULL), LEDE_OK);
  assert_int_equal(lede__input_next(in, &item, NULL), LEDE_OK);
  assert_true(lede__str_starts(item->bytes, "\x1F\x8B"));
  lede__input_close(in);
  close(fd);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void) {
  const struct CMUnitTest tests[] = {
      IN_FOLDER(a_file_named_is_read_whatever_its_name),
      IN_FOLDER(a_folder_is_read_depth_first_in_byte_order),
      IN_FOLDER(in_a_folder_only_finished_texts_are_wanted),
      IN_FOLDER(links_to_files_are_read_and_loops_are_not_followed),
      IN_FOLDER(a_fifo_a_socket_and_a_device_are_refused_at_once),
      IN_FOLDER(what_cannot_be_read_is_an_item_and_the_others_go_on),
      IN_FOLDER(a_folder_that_cannot_be_read_is_an_item),
      IN_FOLDER(a_folder_that_vanishes_is_an_item),
      IN_FOLDER(any_name_the_system_allows_is_a_name),
      IN_FOLDER(a_file_past_the_limit_is_refused),
      IN_FOLDER(the_bytes_are_those_of_the_file),
      IN_FOLDER(gzip_is_unpacked_member_after_member),
      IN_FOLDER(gzip_cut_off_or_damaged_is_an_error),
      IN_FOLDER(rows_before_the_damage_are_read),
      IN_FOLDER(a_gzip_bomb_is_unpacked_up_to_the_limit_only),
      IN_FOLDER(each_line_is_a_document),
      IN_FOLDER(facts_stand_at_the_top_or_in_doc),
      IN_FOLDER(of_a_record_what_was_given_counts_not_what_was_found),
      IN_FOLDER(fields_can_have_other_names),
      IN_FOLDER(a_bad_line_names_itself_and_the_others_go_on),
      IN_FOLDER(errors_name_file_and_line),
      IN_FOLDER(findings_are_passed_over_and_failures_passed_on),
      IN_FOLDER(a_line_past_the_limit_is_skipped),
      IN_FOLDER(wide_json_lines_are_decoded_first),
      IN_FOLDER(each_row_is_a_document),
      IN_FOLDER(bad_rows_name_themselves_and_the_others_go_on),
      IN_FOLDER(without_a_text_column_there_is_one_error),
      IN_FOLDER(an_empty_table_has_no_documents),
      IN_FOLDER(a_text_that_is_not_utf8_is_left_to_the_loader),
      IN_FOLDER(wide_csv_is_decoded_first),
      IN_FOLDER(meta_is_matched_by_id_path_or_name),
      IN_FOLDER(a_bad_meta_file_is_refused_before_anything_is_read),
      IN_FOLDER(the_folder_can_be_the_outlet),
      IN_FOLDER(an_open_file_is_read_whatever_its_name_leads_to_by_now),
      IN_FOLDER(an_open_file_is_never_standard_input),
      IN_FOLDER(each_allocation_may_fail),
      IN_FOLDER(standard_input_is_a_text_or_json_lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
