/*
 * A reader's inside: what the files of this folder that only read share.
 */
#ifndef STORE_READER_IMPL_H
#define STORE_READER_IMPL_H

#include "earshot/query.h"

#include "db.h"
#include "views.h"

struct reader {
	struct db db;
	int64_t deadline_ms; /* for one question; 0: none */
	bool held;           /* between reader_begin and reader_end */
};

/* reader_ask: a question begins; its deadline runs from now. */
void reader_ask(struct reader *r);

/* A value for a ? of a question put together from parts. */
struct question_value {
	enum { VALUE_TEXT, VALUE_INT, VALUE_REAL } type;
	struct str text;
	int64_t number;
	double real;
};

enum { QUESTION_VALUES = 24, QUESTION_MAX = 16384 };

struct question {
	struct buf sql;
	struct question_value values[QUESTION_VALUES];
	size_t nvalues;
	bool where; /* a WHERE stands */
};

void question_init(struct question *q);
void question_free(struct question *q);
/* question_and: a further condition, with WHERE or AND before it. */
void question_and(struct question *q, const char *condition);
void question_text(struct question *q, struct str v);
void question_int(struct question *q, int64_t v);
void question_real(struct question *q, double v);

/* question_begin: the statement with its values, from now on under the
 * reader's deadline; the question's strings are borrowed until sql_end. */
enum status question_begin(struct reader *r, const struct question *q,
    struct sql *ret) MUST_USE;
/* question_inside: EXISTS(${inside}), with its values. */
void question_inside(struct question *q, const struct question *inside);
/* question_word: ${condition} when ${word} is asked for and is one of ${names};
 * else E_USAGE, and what would be right.  question_filter: when it is asked
 * for.  question_order: by ${sort} ("-priority"), then by ${tie}. */
enum status question_word(struct question *q, const char *what, struct str word,
    const char *const *names, const char *condition,
    struct buf *reterr) MUST_USE;
void question_filter(struct question *q, struct str word,
    const char *condition);
/* question_span: from ${since_ts} on, and before ${until_ts}, each when it is
 * asked for. */
void question_span(struct question *q, const char *since, int64_t since_ts,
    const char *until, int64_t until_ts);
enum status question_order(struct question *q, const struct view *view,
    struct str sort, const char *tie, struct buf *reterr) MUST_USE;
void question_limit(struct question *q, int64_t n);
/* NULL-ended. */
extern const char *const query_signals[], *const query_facets[],
					      *const query_targets[];
/* query_filter_insights: conditions on a view `v` of insights. */
struct query_filter;
enum status query_filter_insights(struct question *q,
    const struct query_filter *f, struct buf *reterr) MUST_USE;
/* question_insights: there is an insight that ${f} asks for in ${from}, which
 * has the view as `v`, and it is ${joined} to the row. */
enum status question_insights(struct question *q, const char *from,
    const char *joined, const struct query_filter *f,
    struct buf *reterr) MUST_USE;

/*
 * result_ask: the answer to ${q}, whose columns are those of ${view}; NULL: a
 * list of its own, the last column taking what room is left.
 */
enum status result_ask(struct reader *r, const struct question *q,
    const struct view *view, struct result **ret, struct buf *reterr) MUST_USE;

#endif
