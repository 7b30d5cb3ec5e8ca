/* flow/wire: how supervisor and worker talk: frames over a pair of sockets.
 *
 * A frame is a fixed header and its fields, one after another, as raw bytes. Both ends are one program on one
 * machine, so numbers are as the machine has them. Knows nothing of processes. */
#ifndef LEDE_FLOW_WIRE_H
#define LEDE_FLOW_WIRE_H

#include "base/buf.h"

enum { LEDE__FRAME_FIELDS = 10 };

typedef enum lede__frame_kind {
  LEDE__FRAME_READY = 1, /* worker: set up. Fields: preamble */
  LEDE__FRAME_REFUSE,    /* worker: can't be set up. Fields: where, message; flags: the status */
  LEDE__FRAME_ITEM,      /* a document. Fields: id, path, title, outlet, date, url, lang, bytes,
                            where, message */
  LEDE__FRAME_REFOLD,    /* a record from an earlier run. Fields: its line */
  LEDE__FRAME_MERGE,     /* partial folds to be joined. Fields: them, a line each */
  LEDE__FRAME_FINISH,    /* the last partial fold. Fields: it */
  LEDE__FRAME_REPLY,     /* Fields: output, complaint, partial */
} lede__frame_kind;

typedef struct lede__frame {
  uint32_t magic;
  uint8_t kind;
  uint8_t is_text; /* item: bytes came out of JSON or CSV */
  uint8_t status;  /* item: lede_status; reply: 1 when the document or a plugin on it failed;
                      refuse: lede_status */
  uint8_t is_finding; /* item: bytes are a line to be passed on */
  uint64_t sequence;
  uint64_t documents;   /* finish: how many went into it */
  uint64_t nanoseconds; /* reply: that the job took */
  uint64_t marks;       /* reply: that were made */
  uint32_t length[LEDE__FRAME_FIELDS]; /* UINT32_MAX: absent */
} lede__frame;

/* Appends a frame with the header's kind, sequence and so on. Fields past `count` are absent. One of 4 GB
 * or more makes `out` fail. */
void lede__frame_write(lede__buf *out, const lede__frame *header, const lede_str *fields, size_t count);

/* Bytes the whole frame takes, its header included; 0 when it is no frame. */
size_t lede__frame_size(const lede__frame *header);

/* Borrowed views of the fields of a whole frame at `bytes`. */
void lede__frame_fields(const char *bytes, lede_str fields[LEDE__FRAME_FIELDS]);

#endif
