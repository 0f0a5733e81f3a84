/*
 * The rows of a rule set: kept once a hash, so that evidence can name the rule
 * that spoke long after the file has changed.
 */
#include <inttypes.h>

#include "earshot/clock.h"

#include "store_impl.h"

static enum status
find_ruleset(struct store *s, const char *hash, struct known_ruleset *ret)
{
	struct sql q = sql_begin(&s->db, SQL_RULESET_FIND,
	    "SELECT rs.id, (SELECT min(id) FROM rule WHERE ruleset_id = rs.id)"
	    " FROM ruleset rs WHERE rs.hash = ?");
	enum status st;
	bool row;

	ret->id = 0;
	sql_word(&q, hash);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->id = sql_get_int(&q, 0);
		ret->first_rule_id = sql_get_int(&q, 1);
	}
	sql_end(&q);
	return (st);
}

static enum status
add_signals(struct store *s, const struct ruleset_info *rules, int64_t id)
{
	enum status st = OK;

	for (enum signal i = 0; st == OK && i < SIGNALS; i++) {
		struct sql q = sql_begin(&s->db, SQL_RULESET_SIGNAL_ADD,
		    "INSERT INTO ruleset_signal(ruleset_id, signal, bias,"
		    " threshold, cal_a, cal_b) VALUES(?, ?, ?, ?, ?, ?)");

		sql_int(&q, id);
		sql_word(&q, signal_word(i));
		sql_real(&q, rules->bias[i]);
		sql_real(&q, rules->threshold[i]);
		sql_real(&q, rules->cal_a[i]);
		sql_real(&q, rules->cal_b[i]);
		st = sql_run(&q);
	}
	return (st);
}

static enum status
add_rule(struct store *s, const struct rule_info *r, int64_t rule_id,
    int64_t ruleset_id)
{
	struct sql q = sql_begin(&s->db, SQL_RULE_ADD,
	    "INSERT INTO rule(id, ruleset_id, name, pack, signal, facet,"
	    " target, weight, about, file, line, lang)"
	    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	sql_int(&q, rule_id);
	sql_int(&q, ruleset_id);
	sql_str(&q, r->name);
	sql_str(&q, r->pack);
	sql_text(&q, str_of(signal_word(r->signal)));
	sql_word(&q, facet_word(r->facet));
	sql_word(&q, target_word(r->target));
	sql_real(&q, r->weight);
	sql_str(&q, r->about);
	sql_str(&q, r->file);
	sql_positive(&q, r->line);
	sql_str(&q, r->lang);
	return (sql_run(&q));
}

static enum status
add_ruleset(struct store *s, const struct ruleset_info *rules,
    struct known_ruleset *ret)
{
	struct sql q = sql_begin(&s->db, SQL_RULESET_ADD,
	    "INSERT INTO ruleset(hash, loaded_ts, files) VALUES(?, ?, ?)");
	int64_t last = 0;
	enum status st;

	sql_word(&q, rules->hash);
	sql_int(&q, clock_now());
	sql_str(&q, rules->files);
	st = sql_run(&q);
	if (st == OK) {
		ret->id = sqlite3_last_insert_rowid(s->db.handle);
		st = add_signals(s, rules, ret->id);
	}
	/* Rule i of the set is first + i: evidence needs no look-up. */
	if (st == OK)
		st = db_number(&s->db, "SELECT max(id) FROM rule", &last);
	ret->first_rule_id = last + 1;
	for (size_t i = 0; st == OK && i < rules->nrules; i++)
		st = add_rule(s, rules->rules[i],
		    ret->first_rule_id + (int64_t)i, ret->id);
	return (st);
}

enum status
store_take_ruleset(struct store *s, const struct ruleset_info *rules)
{
	struct known_ruleset known = { "", 0, 0 };
	enum status st;

	if (strcmp(s->ruleset.hash, rules->hash) == 0)
		return (OK);
	st = find_ruleset(s, rules->hash, &known);
	if (st == OK && known.id == 0)
		st = add_ruleset(s, rules, &known);
	if (st != OK)
		return (st);
	memcpy(known.hash, rules->hash, sizeof(known.hash));
	s->ruleset = known;
	return (OK);
}

/* The newest loaded_ts is the set in force; one that comes back must say so. */
static enum status
note_loaded(struct store *s)
{
	struct sql q = sql_begin(&s->db, SQL_RULESET_AGAIN,
	    "UPDATE ruleset SET loaded_ts = max(?1, (SELECT max(loaded_ts) + 1"
	    "  FROM ruleset)) WHERE id = ?2 AND id <> (SELECT id FROM ruleset"
	    "  ORDER BY loaded_ts DESC, id DESC LIMIT 1)");

	sql_int(&q, clock_now());
	sql_int(&q, s->ruleset.id);
	return (sql_run(&q));
}

enum status
store_ruleset(struct store *s, const struct ruleset_info *rules)
{
	bool own = !s->in_group;
	enum status st = OK;

	if (own)
		st = store_begin(s);
	if (st == OK)
		st = store_check(s, store_take_ruleset(s, rules));
	if (st == OK)
		st = store_check(s, note_loaded(s));
	if (!own)
		return (st);
	return (store_end(s, st));
}
