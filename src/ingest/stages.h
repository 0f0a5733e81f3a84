/*
 * What a worker does with a fetched batch, in order: a table of stages.
 */
#ifndef INGEST_STAGES_H
#define INGEST_STAGES_H

#include "earshot/batch.h"
#include "earshot/classify.h"
#include "earshot/ingest.h"
#include "earshot/parse.h"
#include "earshot/reader.h"

/* One worker thread's own things, lent to the stages. */
struct stages {
	struct arena *scratch; /* reset after each entry */
	struct reader *reader; /* NULL: nothing is known (no store yet) */
	struct classifier *classifier; /* NULL: none; holds `ruleset` */
	struct ruleset *ruleset;
	size_t parse_max_bytes, parse_max_entries;
	bool follows;          /* comment feeds that posts lead to */
	struct parsed *parsed; /* of the batch under way */
	bool looks_up;         /* its feed has posts in the store */
	enum ingest_names names;
	const unsigned char *names_key;
};

/* stages_run: from body to verdicts; a failure is told to the batch. */
void stages_run(struct stages *s, struct batch *b);
/* stages_rest: nothing comes: the database's pages and the rule set, which a
 * reload may have replaced, are let go. */
void stages_rest(struct stages *s);
void stages_free(struct stages *s);

/* stage_names: authors as they are kept. */
enum status stage_names(struct stages *s, struct batch *b);
/* stage_said: the words the post is made of. */
enum status stage_said(struct arena *a, struct post *p);
/* stage_page: of a page of the past: which one is older still; entries that
 * are older than was asked for leave the batch. */
enum status stage_page(struct stages *s, struct batch *b);
/* stage_answers: what comments may answer, and what they repeat of it. */
enum status stage_answers(struct stages *s, struct batch *b);
/* stage_print: the fingerprint of its own words. */
void stage_print(struct post *p);
/* stage_threads: where the comments on each post are.  stage_root: of a feed
 * that was found: its own post is no answer to itself, and leaves the batch. */
enum status stage_threads(struct stages *s, struct batch *b);
enum status stage_root(struct stages *s, struct batch *b);
/* stage_shape: from entry to post, all but what cleaning adds. */
enum status stage_shape(struct batch *b, const struct parsed *doc,
    const struct entry *e, struct post *p);

#endif
