/*
 * Documents out of files on the road that visits take, without the fetch: same,
 * clean, identify, classify, the one writer.  What was there before is known
 * again, so that a file may be imported twice.
 */
#ifndef EARSHOT_IMPORT_H
#define EARSHOT_IMPORT_H

#include "earshot/ingest.h"

/* Where documents belong, and what they are. */
struct import_what {
	struct feed_spec spec; /* url: import_address; source, kind, role,
				  lang */
	bool rows;             /* of a table (records.h): ids tell */
	bool solicited;        /* answers to a question of ours */
	size_t batch_max;      /* bytes of a batch's arena */
};

struct import_counts {
	int64_t posts; /* looked at */
	int64_t fresh, edited, known, insights;
};

/* import_address: "import:NAME", the address of what is imported for a source;
 * malloc'd. */
char *import_address(struct str source);
/*
 * import_print, import_read: ${what} and the size of a document as the control
 * socket carries them, in a line.  ${line} is cut into the strings of ${ret},
 * but for spec.url, which the caller sets.  E_USAGE and a sentence.
 */
void import_print(const struct import_what *what, size_t bytes,
    struct buf *out);
enum status import_read(char *line, struct import_what *ret, size_t *ret_bytes,
    struct buf *reterr) MUST_USE;

/* import_batch: ${document} as a visit that brought it; NULL: memory. */
struct batch *import_batch(const struct feed *feed,
    const struct import_what *what, struct str document);
/* import_count: adds what came of it; OK, or why it came to nothing. */
enum status import_count(const struct batch *b, struct import_counts *counts);

/* ---- without a loop ---- */
struct import;

/* import_new: counts on from ${counts}; the strings must outlive it. */
enum status import_new(struct ingest *in, const struct feed *feed,
    const struct import_what *what, const struct import_counts *counts,
    struct import **ret) MUST_USE;
/* import_document: has it worked on; waits while enough are under way.
 * ${alone}: until all before it are stored, as its posts may be among them. */
enum status import_document(struct import *im, struct str document,
    bool alone) MUST_USE;
/* import_wait: until all are stored. */
enum status import_wait(struct import *im) MUST_USE;
void import_counts(const struct import *im, struct import_counts *ret);
/* import_error: why a document was not stored; "" if none. */
const char *import_error(const struct import *im);
/* import_free: after import_wait. */
void import_free(struct import *im);

#endif
