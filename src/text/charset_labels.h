/*
 * What servers and documents call their encoding, and what we read it as.
 */
#ifndef EARSHOT_TEXT_CHARSET_LABELS_H
#define EARSHOT_TEXT_CHARSET_LABELS_H

#include "earshot/str.h"

enum charset_kind {
	CHARSET_UTF8,
	CHARSET_LATIN, /* windows-1252, by our own table: never fails */
	CHARSET_UTF16, /* with or without BOM */
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_UTF32,
	CHARSET_UTF32LE,
	CHARSET_UTF32BE,
	CHARSET_ICONV,
};

struct charset {
	const char *name;  /* lower-case IANA name, as reported */
	const char *iconv; /* what to open; NULL: not by iconv */
	const char *alias; /* other labels, letters and digits only */
	enum charset_kind kind;
	bool ascii; /* bytes under 0x80 are always ASCII */
};

enum { CHARSETS_MAX = 64 };

/* Ends with a row without a name; at most CHARSETS_MAX rows. */
extern const struct charset charset_table[];

/* charset_by_kind: its row; ${kind} is not CHARSET_ICONV. */
const struct charset *charset_by_kind(enum charset_kind kind);

/*
 * charset_lookup: the row for ${label}, whatever its case and punctuation,
 * also when it stands there twice ("utf-8utf-8"); NULL: unknown.
 */
const struct charset *charset_lookup(struct str label);

/* Labels found in a document, in order. */
struct charset_labels {
	const struct charset *found[4];
	size_t n;
	bool unknown; /* there was one that we do not know */
};

/* charset_of_header: from a Content-Type's charset parameters. */
void charset_of_header(struct str content_type, struct charset_labels *labels);
/* charset_of_document: from an XML declaration, or an HTML page's meta. */
void charset_of_document(struct str body, struct charset_labels *labels);

#endif
