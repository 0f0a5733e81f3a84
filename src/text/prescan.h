/*
 * The linear pre-scan that XML and HTML share: one walk over the text that
 * gives tags, text and CDATA as slices of it and is never lost: what is no tag
 * is text, what has no end ends soon.  Comments, processing instructions and
 * DOCTYPE are passed over here.  Nothing is copied and nothing decoded.
 */
#ifndef EARSHOT_TEXT_PRESCAN_H
#define EARSHOT_TEXT_PRESCAN_H

#include "earshot/str.h"

enum {
	SCAN_ATTRIBUTES = 256,
	SCAN_NAME_MAX = 512,
	SCAN_ENTITIES = 64,
	SCAN_ENTITY_MAX = 1024
};

enum scan_kind {
	SCAN_DONE,
	SCAN_TEXT,  /* raw: text; references are still in it */
	SCAN_LESS,  /* raw: a '<' that starts nothing */
	SCAN_CDATA, /* raw: what stands between the marks (XML only) */
	SCAN_START, /* raw: the whole tag */
	SCAN_END,   /* raw: the whole tag */
};

struct scan_attribute {
	struct str name;  /* as written */
	struct str value; /* as written, without quotes; p is never NULL */
};

struct scan_token {
	enum scan_kind kind;
	struct str raw;
	struct str name; /* of a tag, as written */
	uint32_t hash;   /* of name, ASCII letters folded */
	bool empty;      /* <a/> */
	bool clean;      /* the tag is well-formed XML as it stands (but look at
			    '&' in its attributes) */
	size_t nattributes;
	const struct scan_attribute *attributes; /* until the next token */
};

/* <!ENTITY name "literal"> of the document's own DOCTYPE. */
struct scan_entity {
	struct str name, literal;
};

/* Where the next one of something stands: so that looking ahead again and
 * again stays linear. */
struct scan_ahead {
	size_t from, at; /* right for every start in [from, at] */
};

enum {
	SCAN_AHEADS = 8, /* kinds of looks: ahead.h */
	SCAN_ENDS = 8    /* names that scan_ends_later is asked for */
};

/* The next end tag of one name. */
struct scan_end {
	struct str name;
	struct scan_ahead ahead;
};

struct scan {
	struct str text;
	size_t at;
	bool html;
	bool mended;       /* something was not well-formed */
	bool doctype;      /* one was read */
	struct str within; /* the element open now; set by the caller, */
	uint32_t within_hash; /* with its hash */
	size_t cut;        /* where a tag starts that the text's end cuts
			      off; the text's end if none */
	size_t cdata_end;  /* HTML: where the open CDATA's ]]> stands */
	struct scan_ahead ahead[SCAN_AHEADS];
	struct scan_end ends[SCAN_ENDS];
	size_t nentities;
	struct scan_entity entities[SCAN_ENTITIES];
	struct scan_attribute attributes[SCAN_ATTRIBUTES];
};

/* scan_init: ${text} is UTF-8 without NUL and must outlive the scan. */
void scan_init(struct scan *s, struct str text, bool html);

/* scan_next: SCAN_DONE for ever at the end. */
void scan_next(struct scan *s, struct scan_token *t);

/* scan_skip_raw: HTML: pass over what stands in ${name} (script, style) up to
 * its end tag, which comes next; or to the end of the text. */
void scan_skip_raw(struct scan *s, struct str name);

/* scan_ends_later: does an end tag of ${name}, one of a few names, follow? */
bool scan_ends_later(struct scan *s, struct str name);

/* scan_hash: of a name, ASCII letters folded. */
uint32_t scan_hash(struct str name);

/* scan_space: white space of XML and HTML. */
static inline bool
scan_space(char c)
{

	return (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f');
}

#endif
