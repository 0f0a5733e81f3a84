/*
 * Judgements and marks: rows of their own beside the insight, so that no rule
 * set touches them.
 */
#include "earshot/judgement.h"

#include <inttypes.h>

#include "earshot/clock.h"
#include "earshot/insight.h"
#include "earshot/utf8.h"

#include "store_impl.h"

enum { WORDS_MEMORY = 1 << 16, NAME_MAX_BYTES = 200 };

static const char *const answers[] = { "right", "wrong", NULL };
static const char *const marks[] = { "keep", "handled", "known", "later",
	NULL };

/* What a judgement speaks of. */
struct about {
	int64_t insight_id, theme_id; /* one of them; 0: not it */
	char ref[64], signal[16], state[16];
};

static void
list_words(const char *const *words, struct buf *out)
{

	for (size_t i = 0; words[i] != NULL; i++)
		buf_printf(out, "%s%s",
		    i == 0                 ? ""
		    : words[i + 1] == NULL ? " or "
					   : ", ",
		    words[i]);
}

enum status
judgement_read(struct str line, bool mark, struct judgement *ret,
    struct buf *reterr)
{
	const char *const *words = mark ? marks : answers;
	struct str word;

	*ret = (struct judgement){ .mark = mark, .ref = str_word(&line) };
	word = str_word(&line);
	ret->note = str_trim(line);
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_ieq(word, str_of(words[i])))
			ret->word = words[i];
	if (ret->note.n > JUDGEMENT_NOTE_MAX) {
		buf_printf(reterr, "a note has at most %d bytes",
		    JUDGEMENT_NOTE_MAX);
		return (E_USAGE);
	}
	if (ret->word != NULL)
		return (OK);
	if (word.n == 0)
		buf_adds(reterr, "say what of: ");
	else
		buf_printf(reterr, "'%.*s' is not one of: ", STR_ARG(word));
	list_words(words, reterr);
	return (E_USAGE);
}

static void
copy_word(char *to, size_t size, struct str s)
{

	s = str_sub(s, 0, size - 1);
	if (s.n > 0)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

static enum status
find_insight(struct db *d, struct str word, struct about *ret)
{
	char ref[INSIGHT_REF];
	struct sql q;
	enum status st;
	bool row;

	if (!insight_ref_read(word, ref))
		return (OK);
	q = sql_once(d, "SELECT id, signal, state FROM insight WHERE ref = ?");
	sql_word(&q, ref);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->insight_id = sql_get_int(&q, 0);
		copy_word(ret->ref, sizeof(ret->ref), str_of(ref));
		copy_word(ret->signal, sizeof(ret->signal), sql_get_str(&q, 1));
		copy_word(ret->state, sizeof(ret->state), sql_get_str(&q, 2));
	}
	sql_end(&q);
	return (st);
}

static enum status
find_theme(struct db *d, struct str word, struct about *ret)
{
	/* What became part of another is that one. */
	struct sql q = sql_once(d,
	    "SELECT t.id, t.ref, t.signal, t.state FROM theme w JOIN theme t"
	    " ON t.id = coalesce(w.merged_into, w.id)"
	    " WHERE w.ref = upper(?)");
	enum status st;
	bool row;

	sql_text(&q, word);
	st = sql_next(&q, &row);
	if (st == OK && row) {
		ret->theme_id = sql_get_int(&q, 0);
		copy_word(ret->ref, sizeof(ret->ref), sql_get_str(&q, 1));
		copy_word(ret->signal, sizeof(ret->signal), sql_get_str(&q, 2));
		copy_word(ret->state, sizeof(ret->state), sql_get_str(&q, 3));
	}
	sql_end(&q);
	return (st);
}

/* Did the same person say just that last? */
static enum status
said_already(struct db *d, const struct judgement *j, const struct about *about,
    bool *ret)
{
	struct sql q = sql_once(d,
	    j->mark
		? "SELECT 1 FROM mark WHERE kind = ?1 AND note IS ?2 AND"
		  " \"by\" IS ?3 AND insight_id IS nullif(?4, 0)"
		  " AND theme_id IS nullif(?5, 0) LIMIT 1"
		: "SELECT 1 FROM (SELECT answer, note, \"by\" FROM judgement"
		  " WHERE insight_id = ?4 AND ?5 = 0 ORDER BY at_ts DESC,"
		  " id DESC LIMIT 1) WHERE answer = ?1 AND note IS ?2 AND"
		  " \"by\" IS ?3");

	sql_word(&q, j->word);
	sql_str(&q, j->note);
	sql_str(&q, j->by);
	sql_int(&q, about->insight_id);
	sql_int(&q, about->theme_id);
	return (sql_there(&q, ret));
}

static enum status
add_row(struct db *d, const struct judgement *j, const struct about *about)
{
	struct sql q = sql_once(d,
	    j->mark ? "INSERT INTO mark(kind, note, \"by\", at_ts, insight_id,"
		      " theme_id) VALUES(?1, ?2, ?3, ?4, nullif(?5, 0),"
		      " nullif(?6, 0))"
		    : "INSERT INTO judgement(answer, note, \"by\", at_ts,"
		      " insight_id) SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?6 = 0");

	sql_word(&q, j->word);
	sql_str(&q, j->note);
	sql_str(&q, j->by);
	sql_int(&q, clock_now());
	sql_int(&q, about->insight_id);
	sql_int(&q, about->theme_id);
	return (sql_run(&q));
}

/* Whoever reads on by changed_seq hears of every answer. */
static enum status
move_on(struct store *s, int64_t insight_id)
{
	struct sql q = sql_once(&s->db,
	    "UPDATE insight SET changed_ts = ?, changed_seq = ? WHERE id = ?");

	sql_int(&q, clock_now());
	sql_int(&q, s->next_seq++);
	sql_int(&q, insight_id);
	return (sql_run(&q));
}

static enum status
find(struct db *d, const struct judgement *j, struct about *ret,
    struct buf *out)
{
	enum status st = find_insight(d, j->ref, ret);

	if (st == OK && ret->insight_id == 0)
		st = find_theme(d, j->ref, ret);
	if (st != OK)
		return (st);
	if (ret->insight_id == 0 && ret->theme_id == 0) {
		buf_printf(out,
		    "no insight%s has the reference %.*s; `earshot insights`"
		    " lists them",
		    j->mark ? " or theme" : "", STR_ARG(j->ref));
		return (E_NOT_FOUND);
	}
	if (ret->theme_id != 0 && !j->mark) {
		buf_printf(out,
		    "%s is a theme: its insights are judged, one by one "
		    "(`earshot"
		    " insights --theme %s`); a theme can be marked",
		    ret->ref, ret->ref);
		return (E_USAGE);
	}
	return (OK);
}

static enum status
judge(struct store *s, const struct judgement *j, struct buf *out)
{
	struct about about = { .insight_id = 0 };
	struct db *d = &s->db;
	bool already = false;
	enum status st = find(d, j, &about, out);

	if (st == OK)
		st = said_already(d, j, &about, &already);
	if (st == OK && !already)
		st = add_row(d, j, &about);
	if (st == OK && !already && !j->mark)
		st = move_on(s, about.insight_id);
	if (st != OK)
		return (st);
	if (about.theme_id != 0 && !str_ieq(j->ref, str_of(about.ref)))
		buf_printf(out, "%.*s is part of %s now: ", STR_ARG(j->ref),
		    about.ref);
	buf_printf(out, "%s %s%s %s: %s%s%s", about.ref, already ? "was " : "",
	    j->mark ? "marked" : "judged", j->word,
	    about.theme_id != 0 ? "theme, " : "", about.signal,
	    already ? " (said already; nothing changed)" : "");
	if (strcmp(about.state, "live") != 0)
		buf_printf(out, ", %s", about.state);
	buf_addc(out, '\n');
	return (OK);
}

/* One line of valid text, without what a terminal would obey. */
static struct str
plain(struct arena *a, struct str s, size_t max)
{
	struct buf out = BUF_INIT(2 * JUDGEMENT_NOTE_MAX);
	struct str text = utf8_clean(a, utf8_cut(s, max), NULL), line;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		buf_addc(&out, c < 0x20 || c == 0x7f ? ' ' : text.p[i]);
	}
	line = out.n > 0 ? arena_str(a, str_trim(buf_str(&out)))
			 : (struct str){ NULL, 0 };
	buf_free(&out);
	return (line.n > 0 ? line : (struct str){ NULL, 0 });
}

enum status
store_judge(struct store *s, const struct judgement *j, struct buf *out)
{
	struct arena *a = arena_new(WORDS_MEMORY);
	struct judgement clean = *j;
	enum status st = E_MEMORY;

	if (a == NULL)
		return (E_MEMORY);
	clean.note = plain(a, j->note, JUDGEMENT_NOTE_MAX);
	clean.by = plain(a, j->by, NAME_MAX_BYTES);
	if (!arena_failed(a))
		st = store_begin(s);
	if (st == OK)
		st = store_check(s, judge(s, &clean, out));
	st = store_end(s, st);
	if (st != OK) {
		if (buf_str(out).n == 0)
			buf_printf(out, "%s could not be written: %s",
			    j->mark ? "the mark" : "the judgement",
			    store_error(s));
	}
	arena_free(a);
	return (st);
}
