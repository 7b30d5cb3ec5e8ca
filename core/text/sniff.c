/* text/sniff: recognises by their first bytes files that are not plain text.
 *
 * Formats with a signature are in a table; for those that look like text a few lines have to agree, since
 * an article may begin with "<", mention "From:" or open with a brace. Knows nothing of file names. */
#include "text/sniff.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

typedef struct signature {
  size_t at;
  lede_str bytes;
  lede__sniffed is;
} signature;

#define SIG(at, bytes, what, remedy)                                                                         \
  {                                                                                                          \
    (at), {(bytes), sizeof(bytes) - 1}, { (what), (remedy) }                                                 \
  }

#define WORDS_OF "extract its text first: "
#define UNPACK "unpack it first"
#define NO_WORDS "there is no text in it; leave it out"
#define SPEECH "transcribe it first"
#define TABLE "export it as CSV or JSON Lines first"

static const signature signatures[] = {
    SIG(0, "%PDF-", "a PDF document", WORDS_OF "pdftotext -layout FILE.pdf"),
    SIG(0, "%!PS", "a PostScript document", WORDS_OF "ps2ascii FILE.ps"),
    SIG(0, "{\\rtf", "an RTF document", WORDS_OF "pandoc -f rtf -t plain FILE.rtf"),
    SIG(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Microsoft Office document",
        WORDS_OF "catdoc FILE.doc"),
    SIG(0, "AT&TFORM", "a DjVu document", WORDS_OF "djvutxt FILE.djvu"),
    SIG(0, "\x89PNG\r\n", "a PNG image", WORDS_OF "tesseract FILE.png -"),
    SIG(0, "\xFF\xD8\xFF", "a JPEG image", WORDS_OF "tesseract FILE.jpg -"),
    SIG(0, "GIF87a", "a GIF image", NO_WORDS),
    SIG(0, "GIF89a", "a GIF image", NO_WORDS),
    SIG(0, "II*\0", "a TIFF image", WORDS_OF "tesseract FILE.tif -"),
    SIG(0, "MM\0*", "a TIFF image", WORDS_OF "tesseract FILE.tif -"),
    SIG(8, "WEBPVP8", "a WebP image", NO_WORDS),
    SIG(8, "WAVEfmt ", "a sound recording", SPEECH),
    SIG(8, "AVI LIST", "a video", SPEECH),
    SIG(0, "ID3\x02", "a sound recording", SPEECH),
    SIG(0, "ID3\x03", "a sound recording", SPEECH),
    SIG(0, "ID3\x04", "a sound recording", SPEECH),
    SIG(0, "OggS\0", "a sound recording", SPEECH),
    SIG(0, "fLaC\0", "a sound recording", SPEECH),
    SIG(4, "ftypheic", "a HEIF image", NO_WORDS),
    SIG(4, "ftypavif", "an AVIF image", NO_WORDS),
    SIG(4, "ftypM4A ", "a sound recording", SPEECH),
    SIG(4, "ftypisom", "a video", SPEECH),
    SIG(4, "ftypmp4", "a video", SPEECH),
    SIG(4, "ftypqt  ", "a video", SPEECH),
    SIG(0, "\x1A\x45\xDF\xA3", "a video", SPEECH),
    SIG(0, "\x1F\x8B\x08", "gzip data", UNPACK ", or let its name end in .gz"),
    SIG(0, "BZh91AY&SY", "bzip2 data", UNPACK ": bunzip2 FILE"),
    SIG(0, "\3757zXZ\0", "xz data", UNPACK ": unxz FILE"),
    SIG(0, "\x28\xB5\x2F\xFD", "Zstandard data", UNPACK ": unzstd FILE"),
    SIG(0, "7z\xBC\xAF\x27\x1C", "a 7-Zip archive", UNPACK ": 7z x FILE"),
    SIG(0, "Rar!\x1A\x07", "a RAR archive", UNPACK ": unrar x FILE"),
    SIG(257, "ustar", "a tar archive", UNPACK ": tar xf FILE"),
    SIG(0, "SQLite format 3\0", "an SQLite database", TABLE),
    SIG(0, "PAR1", "a Parquet file", TABLE),
    SIG(0, "ARROW1\0", "an Arrow file", TABLE),
    SIG(0, "WARC/1.", "a web archive (WARC)",
        WORDS_OF "it holds HTML pages, which pandoc -f html -t plain reads"),
    SIG(0, "\177ELF", "a program (ELF)", NO_WORDS),
    SIG(0, "\xCF\xFA\xED\xFE", "a program (Mach-O)", NO_WORDS),
    SIG(0, "\xCA\xFE\xBA\xBE", "a program", NO_WORDS),
    SIG(0, "\0asm", "a program (WebAssembly)", NO_WORDS),
};

/* What a ZIP archive holds, by the name of its first entries. */
static const struct {
  const char *name;
  lede__sniffed is;
} packed[] = {
    {"word/", {"a Word document (DOCX)", WORDS_OF "pandoc -f docx -t plain FILE.docx"}},
    {"xl/", {"an Excel workbook (XLSX)", TABLE}},
    {"ppt/", {"a PowerPoint presentation (PPTX)", "save its text first"}},
    {"application/vnd.oasis.opendocument",
     {"an OpenDocument file (ODT)", WORDS_OF "pandoc -f odt -t plain FILE.odt"}},
    {"application/epub+zip", {"an EPUB book", WORDS_OF "pandoc -f epub -t plain FILE.epub"}},
    {"[Content_Types].xml", {"a Microsoft Office document", WORDS_OF "pandoc -f docx -t plain FILE.docx"}},
};

static const lede__sniffed zip = {"a ZIP archive", UNPACK ": unzip FILE"};
static const lede__sniffed windows_program = {"a program (Windows)", NO_WORDS};
static const lede__sniffed bitmap = {"a BMP image", NO_WORDS};
static const lede__sniffed html = {"an HTML page", WORDS_OF "pandoc -f html -t plain FILE.html"};
static const lede__sniffed xml = {"an XML document", WORDS_OF "xmllint --xpath 'string(/)' FILE.xml"};
static const lede__sniffed json = {
    "JSON",
    "let its name end in .jsonl, with one object a line (jq -c . FILE), and name the text with --text-field"};
static const lede__sniffed mail = {"a mail message", WORDS_OF "mu view FILE.eml"};

static lede_str first(lede_str s, size_t n) { return (lede_str){s.ptr, s.len < n ? s.len : n}; }

static bool contains(lede_str s, const char *what) {
  return s.len && memmem(s.ptr, s.len, what, strlen(what));
}

static bool starts_nocase(lede_str s, const char *prefix) {
  size_t n = strlen(prefix);
  return s.len >= n && strncasecmp(s.ptr, prefix, n) == 0;
}

static lede_str without(lede_str s, size_t n) { return (lede_str){s.ptr + n, s.len - n}; }

static lede_str without_space(lede_str s) {
  while (s.len && strchr(" \t\r\n\f", *s.ptr) && *s.ptr) s = without(s, 1);
  return s;
}

static const lede__sniffed *sniff_signature(lede_str s) {
  for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
    const signature *sig = &signatures[i];
    bool fits = s.len >= sig->at + sig->bytes.len;
    if (fits && memcmp(s.ptr + sig->at, sig->bytes.ptr, sig->bytes.len) == 0) return &sig->is;
  }
  return NULL;
}

static const lede__sniffed *sniff_zip(lede_str s) {
  if (!lede__str_starts(s, "PK\x03\x04")) return NULL;
  lede_str head = first(s, 4096);
  for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
    if (contains(head, packed[i].name)) return &packed[i].is;
  }
  return &zip;
}

/* Two letters that an article may well begin with: NULs after them have to agree. */
static const lede__sniffed *sniff_two_letters(lede_str s) {
  if (s.len < 16) return NULL;
  if (lede__str_starts(s, "MZ") && memchr(s.ptr, 0, 16)) return &windows_program;
  if (lede__str_starts(s, "BM") && memcmp(s.ptr + 6, "\0\0\0\0", 4) == 0) return &bitmap;
  return NULL;
}

/* Elements that a page or a piece cut out of one begins with. None that someone writes into plain text. */
static bool starts_with_element(lede_str s) {
  static const char *const elements[] = {"html",    "head",   "body",   "title",   "meta",   "link",
                                         "script",  "style",  "div",    "p",       "h1",     "h2",
                                         "section", "header", "main",   "article", "nav",    "table",
                                         "ul",      "ol",     "iframe", "span",    "center", "base"};
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
    size_t n = strlen(elements[i]);
    if (s.len > n + 1 && starts_nocase(without(s, 1), elements[i]) && strchr(" >/\t\r\n", s.ptr[n + 1])) {
      return s.ptr[n + 1] && memchr(s.ptr, '>', first(s, 1024).len);
    }
  }
  return false;
}

/* Past "<!-- ... -->": pages open with comments, articles don't. */
static lede_str without_comments(lede_str s) {
  while (lede__str_starts(s, "<!--")) {
    const char *end = memmem(s.ptr, s.len, "-->", 3);
    if (!end) break;
    s = without_space(without(s, (size_t)(end + 3 - s.ptr)));
  }
  return s;
}

static const lede__sniffed *sniff_markup(lede_str s) {
  s = without_comments(without_space(s));
  if (s.len == 0 || *s.ptr != '<') return NULL;
  if (starts_nocase(s, "<?xml ")) return contains(first(s, 1024), "<html") ? &html : &xml;
  if (starts_nocase(s, "<!doctype html") || starts_with_element(s)) return &html;
  if (starts_nocase(s, "<rss ") || starts_nocase(s, "<feed ") || starts_nocase(s, "<nitf")) return &xml;
  return NULL;
}

/* An opening brace (of the first object of a list, or of the only one), a key in quotes, a colon. */
static const lede__sniffed *sniff_json(lede_str s) {
  s = without_space(s);
  if (s.len && *s.ptr == '[') s = without_space(without(s, 1));
  if (s.len == 0 || *s.ptr != '{') return NULL;
  s = without_space(without(s, 1));
  if (s.len < 2 || *s.ptr != '"') return NULL;
  const char *quote = memchr(s.ptr + 1, '"', s.len - 1);
  if (!quote) return NULL;
  s = without_space(without(s, (size_t)(quote + 1 - s.ptr)));
  return s.len && *s.ptr == ':' ? &json : NULL;
}

/* Fields of RFC 5322. Those that only a mail system writes are counted apart: an article that was typed in
 * may well have "From:" and "Date:" above it, but then no address. */
typedef struct mail_head {
  unsigned by_people, by_systems;
  bool has_sender; /* From: with an address */
} mail_head;

static bool is_field(lede_str line, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++) {
    size_t len = strlen(names[i]);
    if (line.len > len && line.ptr[len] == ':' && starts_nocase(line, names[i])) return true;
  }
  return false;
}

/* One line of the head: false where the head ends. */
static bool read_field(lede_str line, mail_head *head) {
  static const char *const people[] = {"From", "To", "Subject", "Date"};
  static const char *const systems[] = {"Received",     "Return-Path",  "Message-ID",     "MIME-Version",
                                        "Delivered-To", "Content-Type", "DKIM-Signature", "X-Mailer"};
  if (line.len == 0 || *line.ptr == '\r') return false;
  if (*line.ptr == ' ' || *line.ptr == '\t') return true;
  head->by_people += is_field(line, people, sizeof people / sizeof *people);
  head->by_systems += is_field(line, systems, sizeof systems / sizeof *systems);
  head->has_sender |= is_field(line, people, 1) && contains(line, "@");
  const char *colon = memchr(line.ptr, ':', line.len), *space = memchr(line.ptr, ' ', line.len);
  return colon && (!space || colon < space);
}

static lede_str take_line(lede_str *s) {
  const char *end = s->len ? memchr(s->ptr, '\n', s->len) : NULL;
  lede_str line = {s->ptr, end ? (size_t)(end - s->ptr) : s->len};
  *s = without(*s, end ? line.len + 1 : line.len);
  return line;
}

static const lede__sniffed *sniff_mail(lede_str s) {
  mail_head head = {0};
  s = first(s, 16384);
  lede_str rest = s, line = take_line(&rest);
  if (lede__str_starts(line, "From ") && contains(line, "@")) s = rest; /* the envelope line of an mbox */
  while (s.len && read_field(take_line(&s), &head)) continue;
  bool is_mail =
      (head.has_sender && head.by_people >= 3) || (head.by_people && head.by_systems) || head.by_systems >= 2;
  return is_mail ? &mail : NULL;
}

const lede__sniffed *lede__sniff(lede_str bytes) {
  static const lede__sniffed *(*const ways[])(lede_str) = {sniff_signature, sniff_zip,  sniff_two_letters,
                                                           sniff_markup,    sniff_json, sniff_mail};
  for (size_t i = 0; i < sizeof ways / sizeof *ways && bytes.len; i++) {
    const lede__sniffed *found = ways[i](bytes);
    if (found) return found;
  }
  return NULL;
}
