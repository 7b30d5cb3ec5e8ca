/* text/load: bytes of any common encoding become UTF-8 text and a way back.
 *
 * Valid UTF-8 costs one validation and one copy. All else is decoded twice: once to learn how much room
 * text and source map need, once to fill it. Knows nothing of files, and of formats only what text/sniff
 * says. */
#include "text/load.h"

#include <string.h>

#include "text/encoding.h"
#include "text/sniff.h"
#include "text/sourcemap.h"
#include "text/utf8.h"

static const lede_load_options defaults;

/* One text on its way in. */
typedef struct loading {
  lede__arena *arena;
  const lede_load_options *options;
  const char *where;
  lede_str body; /* the bytes after the BOM */
  size_t bom_len;
  bool any_format; /* what the text is is not asked */
  lede__loaded *out;
  lede_error *err;
} loading;

/* Where decoded text goes: with no memory in it, it is measured only. */
typedef struct sink {
  char *text;
  size_t len;
  lede__source_map map;
  size_t replaced, first_replaced;
} sink;

static lede_status check_size(const loading *l, size_t len) {
  size_t limit = l->options->max_bytes ? l->options->max_bytes : LEDE__MAX_BYTES;
  if (len > limit) {
    return lede__fail(l->err, LEDE_ETOOBIG, l->where,
                      "%zu bytes are more than the limit of %zu; split the file, or raise --max-bytes", len,
                      limit);
  }
  if (len >= LEDE_NONE) {
    return lede__fail(l->err, LEDE_ETOOBIG, l->where,
                      "a text of 4 GB or more cannot be read; split the file");
  }
  return LEDE_OK;
}

static lede_status check_format(const loading *l, lede_str bytes) {
  const lede__sniffed *found = l->any_format ? NULL : lede__sniff(bytes);
  if (!found) return LEDE_OK;
  return lede__fail(l->err, LEDE_EFORMAT, l->where, "this is %s, not plain text; %s", found->what,
                    found->remedy);
}

/* What a BOM or the caller says; NULL when neither does. A BOM that agrees with the caller goes first, so
 * that a UTF-16LE text that begins with NUL is not taken for UTF-32LE against the caller's word. */
static lede_status declared_encoding(const loading *l, lede_str bytes, const lede__encoding **out,
                                     size_t *bom_len) {
  const lede__encoding *named = NULL, *marked = lede__encoding_of_bom(bytes);
  if (l->options->encoding) {
    named = lede__encoding_named(l->options->encoding);
    if (!named) {
      return lede__fail(l->err, LEDE_EUSAGE, l->where, "there is no encoding \"%s\"; there are %s",
                        l->options->encoding, lede__encoding_names);
    }
  }
  bool agrees = named && named->bom.len && bytes.len >= named->bom.len &&
                memcmp(bytes.ptr, named->bom.ptr, named->bom.len) == 0;
  *out = agrees || !marked ? named : marked;
  *bom_len = agrees || marked ? (*out)->bom.len : 0;
  return LEDE_OK;
}

/* Text that is valid already: a copy, and a map of one entry. */
static lede_status copy(const loading *l) {
  lede__source_map map = {.entries = lede__arena_alloc(l->arena, sizeof(lede__source_entry))};
  l->out->text = lede__arena_str(l->arena, l->body);
  if (!map.entries || !l->out->text.ptr) return lede__nomem(l->err);
  lede__source_map_add(&map, 0, l->bom_len, 0, 0);
  l->out->map = map.entries;
  l->out->map_count = map.count;
  return LEDE_OK;
}

static void put_bytes(sink *to, lede_str s) {
  if (to->text) memcpy(to->text + to->len, s.ptr, s.len);
  to->len += s.len;
}

static void put_unit(sink *to, lede__unit u, size_t source) {
  char s[4];
  size_t len = lede__utf8_put(u.cp, s);
  lede__source_map_add(&to->map, to->len, source, (uint8_t)len, u.len);
  put_bytes(to, (lede_str){s, len});
  if (u.bad && to->replaced++ == 0) to->first_replaced = source;
}

static void decode_units(const loading *l, const lede__encoding *encoding, sink *to) {
  for (size_t at = 0; at < l->body.len;) {
    lede__unit u = encoding->next((const unsigned char *)l->body.ptr + at, l->body.len - at);
    put_unit(to, u, l->bom_len + at);
    at += u.len;
  }
}

static void repair_utf8(const loading *l, sink *to) {
  for (size_t at = 0; at < l->body.len;) {
    lede_str rest = {l->body.ptr + at, l->body.len - at};
    lede_str valid = {rest.ptr, lede__utf8_valid(rest.ptr, rest.len)};
    if (valid.len) lede__source_map_add(&to->map, to->len, l->bom_len + at, 0, 0);
    put_bytes(to, valid);
    at += valid.len;
    if (at == l->body.len) break;
    size_t broken = lede__utf8_broken(l->body.ptr, l->body.len, at);
    put_unit(to, (lede__unit){0xFFFD, (uint8_t)broken, true}, l->bom_len + at);
    at += broken;
  }
}

static void decode_into(const loading *l, const lede__encoding *encoding, sink *to) {
  if (encoding->next)
    decode_units(l, encoding, to);
  else
    repair_utf8(l, to);
  if (to->map.count == 0) lede__source_map_add(&to->map, 0, l->bom_len, 0, 0);
}

static lede_status refuse_byte(const loading *l, size_t source, const char *encoding, const char *remedy) {
  unsigned byte = (unsigned char)l->body.ptr[source - l->bom_len];
  return lede__fail(l->err, LEDE_EENCODING, l->where, "byte 0x%02X at offset %zu is not valid %s; %s", byte,
                    source, encoding, remedy);
}

static lede_status decode(const loading *l, const lede__encoding *encoding) {
  lede__loaded *out = l->out;
  sink measured = {0}, filled = {0};
  decode_into(l, encoding, &measured);
  if (measured.replaced && l->options->strict) {
    return refuse_byte(l, measured.first_replaced, encoding->name, "without --strict it becomes U+FFFD");
  }
  if (measured.len >= LEDE_NONE) return check_size(l, measured.len);
  filled.text = lede__arena_alloc(l->arena, measured.len + 1);
  filled.map.entries = lede__arena_calloc(l->arena, measured.map.count, sizeof *filled.map.entries);
  if (!filled.text || !filled.map.entries) return lede__nomem(l->err);
  decode_into(l, encoding, &filled);
  filled.text[filled.len] = '\0';
  out->encoding = encoding->name;
  out->text = (lede_str){filled.text, filled.len};
  out->replaced = filled.replaced;
  out->first_replaced = filled.first_replaced;
  out->map = filled.map.entries;
  out->map_count = filled.map.count;
  return check_format(l, out->text);
}

static size_t count_leads(lede_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) n += (unsigned char)s.ptr[i] >= 0xC0;
  return n;
}

static bool is_lead(unsigned char c) { return c >= 0xC2 && c <= 0xF4; }

/* True when more sequences are valid UTF-8 than not. One that the end of the text cuts off is a valid one
 * when two bytes of it are there; a single one may as well be a letter of another encoding, and counts for
 * nothing. */
static bool is_mostly_utf8(lede_str s) {
  size_t valid = 0, broken = 0;
  for (size_t at = 0; at < s.len;) {
    lede_str run = {s.ptr + at, lede__utf8_valid(s.ptr + at, s.len - at)};
    valid += count_leads(run);
    at += run.len;
    if (at == s.len) break;
    size_t len = lede__utf8_broken(s.ptr, s.len, at);
    at += len;
    bool cut_off = at == s.len && is_lead((unsigned char)s.ptr[at - len]);
    if (cut_off)
      valid += len > 1;
    else
      broken++;
  }
  return valid > broken;
}

/* Bytes of which nobody said what they are, and which are not valid UTF-8. */
static lede_status guess(const loading *l) {
  if (l->options->strict) {
    size_t at = l->bom_len + lede__utf8_valid(l->body.ptr, l->body.len);
    return refuse_byte(l, at, "utf-8",
                       "name its encoding with --encoding, or drop --strict to have it repaired");
  }
  if (is_mostly_utf8(l->body)) return decode(l, &lede__utf8);
  const char *nul = memchr(l->body.ptr, 0, l->body.len);
  if (nul) {
    return lede__fail(
        l->err, LEDE_EENCODING, l->where,
        "neither UTF-8 nor text in a one-byte encoding (byte 0x00 at offset %zu); if it is text, "
        "name its encoding with --encoding",
        (size_t)(nul - l->body.ptr));
  }
  l->out->guessed = true;
  return decode(l, &lede__windows_1252);
}

static lede_status load_undeclared(const loading *l) {
  const lede__encoding *wide = lede__encoding_of_nuls(l->body);
  if (wide) {
    return lede__fail(l->err, LEDE_EENCODING, l->where,
                      "this looks like %s without a byte order mark; if it is, say --encoding %s", wide->name,
                      wide->name);
  }
  return lede__utf8_valid(l->body.ptr, l->body.len) == l->body.len ? copy(l) : guess(l);
}

static lede_status load_declared(const loading *l, const lede__encoding *encoding) {
  bool is_valid = !encoding->next && lede__utf8_valid(l->body.ptr, l->body.len) == l->body.len;
  return is_valid ? copy(l) : decode(l, encoding);
}

static lede_status load(loading *l, lede_str bytes) {
  const lede__encoding *encoding = NULL;
  lede__loaded *out = l->out;
  *out = (lede__loaded){.encoding = lede__utf8.name, .source_bytes = bytes.len};
  if (!bytes.ptr) bytes.ptr = "";
  lede_status status = check_size(l, bytes.len);
  if (!status) status = declared_encoding(l, bytes, &encoding, &l->bom_len);
  if (status) return status;
  out->bom = l->bom_len > 0;
  l->body = (lede_str){bytes.ptr + l->bom_len, bytes.len - l->bom_len};
  status = check_format(l, l->body);
  if (status) return status;
  return encoding ? load_declared(l, encoding) : load_undeclared(l);
}

lede_status lede__load(lede__arena *arena, lede_str bytes, const lede_load_options *options,
                       const char *where, lede__loaded *out, lede_error *err) {
  loading l = {
      .arena = arena, .options = options ? options : &defaults, .where = where, .out = out, .err = err};
  return load(&l, bytes);
}

lede_status lede__load_any(lede__arena *arena, lede_str bytes, const lede_load_options *options,
                           const char *where, lede__loaded *out, lede_error *err) {
  loading l = {
      .arena = arena, .options = options ? options : &defaults, .where = where, .out = out, .err = err};
  l.any_format = true;
  return load(&l, bytes);
}
