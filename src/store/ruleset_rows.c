/*
 * The rows of rule sets: a set once a hash, a rule once for each of its
 * wordings, whatever set it stands in.  So a new set that changes one rule
 * changes one row, and evidence that says the same as before stays as it is.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "earshot/clock.h"

#include "store_impl.h"

static enum status
find_ruleset(struct store *s, const char *hash, int64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_RULESET_FIND,
	    "SELECT id FROM ruleset WHERE hash = ?");
	enum status st;
	bool row;

	*ret = 0;
	sql_word(&q, hash);
	st = sql_next(&q, &row);
	if (st == OK && row)
		*ret = sql_get_int(&q, 0);
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

/* What people see of a rule, but for where it stands. */
static void
put_rule(struct sql *q, const struct rule_info *r)
{

	sql_str(q, r->name);
	sql_str(q, r->pack);
	sql_text(q, str_of(signal_word(r->signal)));
	sql_word(q, facet_word(r->facet));
	sql_word(q, target_word(r->target));
	sql_real(q, r->weight);
	sql_str(q, r->about);
	sql_str(q, r->lang);
}

/* The last row of a rule that reads like this one; 0: there is none. */
static enum status
find_rule(struct store *s, const struct rule_info *r, int64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_RULE_FIND,
	    "SELECT id FROM rule WHERE name = ? AND pack IS ? AND signal = ?"
	    " AND facet IS ? AND target IS ? AND weight = ? AND about IS ?"
	    " AND lang IS ? ORDER BY id DESC LIMIT 1");
	enum status st;
	bool row;

	*ret = 0;
	put_rule(&q, r);
	st = sql_next(&q, &row);
	if (st == OK && row)
		*ret = sql_get_int(&q, 0);
	sql_end(&q);
	return (st);
}

static enum status
add_rule(struct store *s, const struct rule_info *r, int64_t ruleset_id,
    int64_t *ret)
{
	struct sql q = sql_begin(&s->db, SQL_RULE_ADD,
	    "INSERT INTO rule(name, pack, signal, facet, target, weight, about,"
	    " lang, file, line, ruleset_id)"
	    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	enum status st;

	put_rule(&q, r);
	sql_str(&q, r->file);
	sql_positive(&q, r->line);
	sql_int(&q, ruleset_id);
	st = sql_run(&q);
	*ret = sqlite3_last_insert_rowid(s->db.handle);
	return (st);
}

/* The set in force has it, and there it stands now. */
static enum status
claim_rule(struct store *s, const struct rule_info *r, int64_t ruleset_id,
    int64_t id)
{
	struct sql q = sql_begin(&s->db, SQL_RULE_CLAIM,
	    "UPDATE rule SET file = ?, line = ?, ruleset_id = ? WHERE id = ?");

	sql_str(&q, r->file);
	sql_positive(&q, r->line);
	sql_int(&q, ruleset_id);
	sql_int(&q, id);
	return (sql_run(&q));
}

/* A mark for charts: what is heard from now on is heard by other rules. */
static enum status
tell_loaded(struct store *s, const struct ruleset_info *rules)
{
	char what[96]; /* a number and a hash */

	snprintf(what, sizeof(what), "%zu rules loaded, %s", rules->nrules,
	    rules->hash);
	return (store_tell(s, "ruleset", what));
}

/* From now on this set is in force. */
static enum status
take_force(struct store *s, const struct ruleset_info *rules)
{
	enum status st = tell_loaded(s, rules);

	for (size_t i = 0; st == OK && i < rules->nrules; i++)
		st = claim_rule(s, rules->rules[i], s->ruleset.id,
		    s->ruleset.rule_ids[i]);
	return (st);
}

static enum status
find_rules(struct store *s, const struct ruleset_info *rules)
{
	struct known_ruleset *known = &s->ruleset;
	enum status st = OK;

	for (size_t i = 0; st == OK && i < rules->nrules; i++) {
		const struct rule_info *r = rules->rules[i];

		st = find_rule(s, r, &known->rule_ids[i]);
		if (st == OK && known->rule_ids[i] == 0)
			st = add_rule(s, r, known->id, &known->rule_ids[i]);
	}
	return (st);
}

static bool
make_room(struct known_ruleset *known, size_t n)
{
	int64_t *more;

	if (n <= known->size)
		return (true);
	more = realloc(known->rule_ids, n * sizeof(*more));
	if (more == NULL)
		return (false);
	known->rule_ids = more;
	known->size = n;
	return (true);
}

static enum status
add_ruleset(struct store *s, const struct ruleset_info *rules)
{
	struct sql q = sql_begin(&s->db, SQL_RULESET_ADD,
	    "INSERT INTO ruleset(hash, loaded_ts, files) VALUES(?, ?, ?)");
	enum status st;

	sql_word(&q, rules->hash);
	sql_int(&q, clock_now());
	sql_str(&q, rules->files);
	st = sql_run(&q);
	s->ruleset.id = sqlite3_last_insert_rowid(s->db.handle);
	return (st == OK ? add_signals(s, rules, s->ruleset.id) : st);
}

enum status
store_take_ruleset(struct store *s, const struct ruleset_info *rules)
{
	struct known_ruleset *known = &s->ruleset;
	enum status st;
	bool is_new;

	if (strcmp(known->hash, rules->hash) == 0)
		return (OK);
	known->hash[0] = '\0';
	if (!make_room(known, rules->nrules))
		return (db_fail(&s->db, E_MEMORY, "out of memory"));
	st = find_ruleset(s, rules->hash, &known->id);
	is_new = st == OK && known->id == 0;
	if (is_new)
		st = add_ruleset(s, rules);
	if (st == OK)
		st = find_rules(s, rules);
	if (st == OK && is_new)
		st = take_force(s, rules);
	if (st == OK)
		memcpy(known->hash, rules->hash, sizeof(known->hash));
	return (st);
}

/* The newest loaded_ts is the set in force; one that comes back must say so,
 * and take its rules back. */
static enum status
note_loaded(struct store *s, const struct ruleset_info *rules)
{
	struct sql q = sql_begin(&s->db, SQL_RULESET_AGAIN,
	    "UPDATE ruleset SET loaded_ts = max(?1, (SELECT max(loaded_ts) + 1"
	    "  FROM ruleset)) WHERE id = ?2 AND id <> (SELECT id FROM ruleset"
	    "  ORDER BY loaded_ts DESC, id DESC LIMIT 1)");
	enum status st;

	sql_int(&q, clock_now());
	sql_int(&q, s->ruleset.id);
	st = sql_run(&q);
	if (st != OK || sqlite3_changes(s->db.handle) == 0)
		return (st);
	return (take_force(s, rules));
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
		st = store_check(s, note_loaded(s, rules));
	if (!own)
		return (st);
	return (store_end(s, st));
}
