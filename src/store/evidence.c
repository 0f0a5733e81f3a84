/*
 * The evidence of an insight as rows: what each rule said of which words.
 */
#include "store_impl.h"

bool
evidence_has_span(const struct evidence *e)
{

	return (e->field != FIELD_STARS && e->field != FIELD_RULE);
}

enum status
evidence_add(struct posting *x, int64_t insight_id,
    const struct signal_verdict *sv)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < sv->nevidence; i++) {
		const struct evidence *e = &sv->evidence[i];
		struct sql q = sql_begin(x->d, SQL_EVIDENCE_ADD,
		    "INSERT INTO evidence(insight_id, n, rule_id, field,"
		    " start_byte, end_byte, text, weight, points, sentence,"
		    " negated, vetoed_by)"
		    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

		sql_int(&q, insight_id);
		sql_int(&q, (int64_t)i);
		sql_int(&q, x->rule_ids[e->rule->index]);
		sql_word(&q, field_word(e->field));
		if (evidence_has_span(e)) {
			sql_int(&q, e->start);
			sql_int(&q, e->end);
			sql_text(&q, e->text);
		} else
			for (int null = 0; null < 3; null++)
				sql_null(&q);
		sql_real(&q, e->weight);
		sql_real(&q, e->points);
		sql_int(&q, e->sentence);
		sql_int(&q, e->negated);
		sql_str(&q, e->vetoed_by);
		st = sql_run(&q);
	}
	return (st);
}

enum status
evidence_replace(struct posting *x, int64_t insight_id,
    const struct signal_verdict *sv)
{
	struct sql q = sql_begin(x->d, SQL_EVIDENCE_CLEAR,
	    "DELETE FROM evidence WHERE insight_id = ?");
	enum status st;

	sql_int(&q, insight_id);
	st = sql_run(&q);
	return (st == OK ? evidence_add(x, insight_id, sv) : st);
}

static bool
same_evidence(const struct sql *q, const struct evidence *e)
{
	bool span = evidence_has_span(e);

	return (str_eq(sql_get_str(q, 0), e->rule->name) &&
		str_eq(sql_get_str(q, 1), str_of(field_word(e->field))) &&
		sql_get_int(q, 2) == (span ? e->start : 0) &&
		sql_get_int(q, 3) == (span ? e->end : 0) &&
		sql_get_real(q, 4) == e->points &&
		(sql_get_int(q, 5) != 0) == e->negated &&
		str_eq(sql_get_str(q, 6), e->vetoed_by) &&
		str_eq(sql_get_str(q, 7),
		    span ? e->text : (struct str){ NULL, 0 }));
}

/* What is not told, but stored. */
static bool
same_row(const struct posting *x, const struct sql *q, const struct evidence *e)
{

	return (sql_get_int(q, 8) == x->rule_ids[e->rule->index] &&
		sql_get_real(q, 9) == e->weight &&
		sql_get_int(q, 10) == e->sentence);
}

enum status
evidence_alike(struct posting *x, int64_t insight_id,
    const struct signal_verdict *sv, bool *ret, bool *ret_stale)
{
	struct sql q = sql_begin(x->d, SQL_EVIDENCE_OLD,
	    "SELECT r.name, e.field, e.start_byte, e.end_byte, e.points,"
	    " e.negated, e.vetoed_by, e.text, e.rule_id, e.weight, e.sentence"
	    " FROM evidence e JOIN rule r ON r.id = e.rule_id"
	    " WHERE e.insight_id = ? ORDER BY e.n");
	enum status st;
	size_t n = 0;
	bool row, alike = true;

	*ret_stale = false;
	sql_int(&q, insight_id);
	while ((st = sql_next(&q, &row)) == OK && row && alike) {
		alike =
		    n < sv->nevidence && same_evidence(&q, &sv->evidence[n]);
		*ret_stale |= alike && !same_row(x, &q, &sv->evidence[n]);
		n++;
	}
	sql_end(&q);
	*ret = alike && n == sv->nevidence;
	return (st);
}
