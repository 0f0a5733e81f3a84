/*
 * What belongs to a post beside its own row: what it is about, which names it
 * mentions.
 */
#include "store_impl.h"

static enum status
topic_id(struct posting *x, struct str name, int64_t *ret)
{
	struct sql q = sql_begin(x->d, SQL_TOPIC_FIND,
	    "SELECT id FROM topic WHERE name = ?");
	enum status st;
	bool row;

	sql_text(&q, name);
	st = sql_next(&q, &row);
	if (st == OK && row)
		*ret = sql_get_int(&q, 0);
	sql_end(&q);
	if (st != OK || row)
		return (st);
	q = sql_begin(x->d, SQL_TOPIC_ADD, "INSERT INTO topic(name) VALUES(?)");
	sql_text(&q, name);
	st = sql_run(&q);
	*ret = sqlite3_last_insert_rowid(x->d->handle);
	return (st);
}

/* How many of the hits before ${i} have the same name: 0 marks the first. */
static int64_t
nth_topic(const struct verdict *v, size_t i)
{
	int64_t n = 0;

	for (size_t j = 0; j < i; j++)
		n += str_eq(v->topics[j].topic, v->topics[i].topic);
	return (n);
}

static int64_t
nth_mention(const struct verdict *v, size_t i)
{
	int64_t n = 0;

	for (size_t j = 0; j < i; j++)
		n += str_eq(v->mentions[j].list, v->mentions[i].list);
	return (n);
}

/* Bounds the work that a text of nothing but brand names can ask for. */
enum { PARTS_MAX = 200 };

static enum status
put_topics(struct posting *x, int64_t post_id, const struct verdict *v)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < v->ntopics && i < PARTS_MAX; i++) {
		const struct topic_hit *hit = &v->topics[i];
		int64_t id = 0;
		struct sql q;

		st = topic_id(x, hit->topic, &id);
		if (st != OK)
			break;
		q = sql_begin(x->d, SQL_POST_TOPIC_ADD,
		    "INSERT INTO post_topic(post_id, topic_id, nth, field,"
		    " start_byte, end_byte, sentence)"
		    " VALUES(?, ?, ?, ?, ?, ?, ?)");
		sql_int(&q, post_id);
		sql_int(&q, id);
		sql_int(&q, nth_topic(v, i));
		sql_word(&q, field_word(hit->field));
		sql_int(&q, hit->start);
		sql_int(&q, hit->end);
		sql_int(&q, hit->sentence);
		st = sql_run(&q);
	}
	return (st);
}

static enum status
put_mentions(struct posting *x, int64_t post_id, const struct verdict *v)
{
	enum status st = OK;

	for (size_t i = 0; st == OK && i < v->nmentions && i < PARTS_MAX; i++) {
		const struct mention *m = &v->mentions[i];
		struct sql q = sql_begin(x->d, SQL_MENTION_ADD,
		    "INSERT INTO mention(post_id, list, nth, term, field,"
		    " start_byte, end_byte) VALUES(?, ?, ?, ?, ?, ?, ?)");

		sql_int(&q, post_id);
		sql_text(&q, m->list);
		sql_int(&q, nth_mention(v, i));
		sql_text(&q, m->term);
		sql_word(&q, field_word(m->field));
		sql_int(&q, m->start);
		sql_int(&q, m->end);
		st = sql_run(&q);
	}
	return (st);
}

/* Does the verdict have the topic of this row, there? */
static bool
has_topic(const struct verdict *v, const struct sql *q)
{

	for (size_t i = 0; i < v->ntopics && i < PARTS_MAX; i++) {
		const struct topic_hit *t = &v->topics[i];

		if (sql_get_int(q, 3) == t->start &&
		    sql_get_int(q, 4) == t->end &&
		    sql_get_int(q, 5) == t->sentence &&
		    str_eq(sql_get_str(q, 0), t->topic) &&
		    str_eq(sql_get_str(q, 2), str_of(field_word(t->field))) &&
		    sql_get_int(q, 1) == nth_topic(v, i))
			return (true);
	}
	return (false);
}

static bool
has_mention(const struct verdict *v, const struct sql *q)
{

	for (size_t i = 0; i < v->nmentions && i < PARTS_MAX; i++) {
		const struct mention *m = &v->mentions[i];

		if (sql_get_int(q, 3) == m->start &&
		    sql_get_int(q, 4) == m->end &&
		    str_eq(sql_get_str(q, 0), m->list) &&
		    str_eq(sql_get_str(q, 2), str_of(field_word(m->field))) &&
		    str_eq(sql_get_str(q, 5), m->term) &&
		    sql_get_int(q, 1) == nth_mention(v, i))
			return (true);
	}
	return (false);
}

/* Each row is one of the verdict's, and there are as many. */
static enum status
rows_alike(struct sql q, const struct verdict *v, size_t wanted,
    bool (*has)(const struct verdict *v, const struct sql *q), bool *ret)
{
	enum status st;
	size_t n = 0;
	bool row, alike = true;

	while ((st = sql_next(&q, &row)) == OK && row && alike) {
		alike = has(v, &q);
		n++;
	}
	sql_end(&q);
	*ret = alike && n == (wanted < PARTS_MAX ? wanted : PARTS_MAX);
	return (st);
}

enum status
parts_alike(struct posting *x, int64_t post_id, const struct verdict *v,
    bool *ret)
{
	struct sql q = sql_begin(x->d, SQL_POST_TOPIC_OLD,
	    "SELECT o.name, t.nth, t.field, t.start_byte, t.end_byte,"
	    " t.sentence FROM post_topic t JOIN topic o ON o.id = t.topic_id"
	    " WHERE t.post_id = ?");
	enum status st;

	sql_int(&q, post_id);
	st = rows_alike(q, v, v->ntopics, has_topic, ret);
	if (st != OK || !*ret)
		return (st);
	q = sql_begin(x->d, SQL_MENTION_OLD,
	    "SELECT list, nth, field, start_byte, end_byte, term FROM mention"
	    " WHERE post_id = ?");
	sql_int(&q, post_id);
	return (rows_alike(q, v, v->nmentions, has_mention, ret));
}

enum status
parts_put(struct posting *x, const struct stored *row, const struct post *p)
{
	enum status st = OK;

	if (!row->is_new)
		st = db_run_for(x->d, SQL_POST_TOPIC_CLEAR,
		    "DELETE FROM post_topic WHERE post_id = ?", row->post_id);
	if (st == OK && !row->is_new)
		st = db_run_for(x->d, SQL_MENTION_CLEAR,
		    "DELETE FROM mention WHERE post_id = ?", row->post_id);
	if (st == OK && p->verdict != NULL)
		st = put_topics(x, row->post_id, p->verdict);
	if (st == OK && p->verdict != NULL)
		st = put_mentions(x, row->post_id, p->verdict);
	return (st);
}
