/*
 * What is to be scored again, as one line: tabs between key=value, for values
 * may have spaces.
 */
#include <inttypes.h>

#include "earshot/setup.h"

struct word {
	const char *key;
	struct str *to;
};

enum { WORDS = 9 };

static void
words_of(struct query_filter *f, struct word ret[WORDS])
{
	const struct word list[WORDS] = { { "signal", &f->signal },
		{ "topic", &f->topic }, { "brand", &f->brand },
		{ "source", &f->source }, { "lang", &f->lang },
		{ "facet", &f->facet }, { "target", &f->target },
		{ "theme", &f->theme }, { "state", &f->state } };

	memcpy(ret, list, sizeof(list));
}

void
setup_rescore_print(const struct stale *what, struct buf *out)
{
	struct query_filter f = what->filter;
	struct word words[WORDS];

	words_of(&f, words);
	for (size_t i = 0; i < WORDS; i++) {
		if (words[i].to->n == 0)
			continue;
		buf_printf(out, "%s=", words[i].key);
		/* A line's end, a tab: no name has them. */
		for (size_t k = 0; k < words[i].to->n; k++)
			buf_addc(out, (unsigned char)words[i].to->p[k] < ' '
					  ? ' '
					  : words[i].to->p[k]);
		buf_addc(out, '\t');
	}
	if (f.min_score >= 0)
		buf_printf(out, "min_score=%.17g\t", f.min_score);
	if (f.min_priority >= 0)
		buf_printf(out, "min_priority=%.17g\t", f.min_priority);
	if (f.since_ts != NO_TIME)
		buf_printf(out, "since=%" PRId64 "\t", f.since_ts);
	if (f.until_ts != NO_TIME)
		buf_printf(out, "until=%" PRId64 "\t", f.until_ts);
	if (f.unjudged)
		buf_adds(out, "unjudged=1\t");
	if (what->again)
		buf_adds(out, "again=1\t");
}

static bool
take(struct stale *what, struct str key, struct str value)
{
	struct query_filter *f = &what->filter;
	struct word words[WORDS];

	words_of(f, words);
	for (size_t i = 0; i < WORDS; i++)
		if (str_eq(key, str_of(words[i].key))) {
			*words[i].to = value;
			return (true);
		}
	if (str_eq(key, STR("min_score")))
		return (str_to_double(value, &f->min_score));
	if (str_eq(key, STR("min_priority")))
		return (str_to_double(value, &f->min_priority));
	if (str_eq(key, STR("since")))
		return (str_to_i64(value, &f->since_ts));
	if (str_eq(key, STR("until")))
		return (str_to_i64(value, &f->until_ts));
	if (str_eq(key, STR("unjudged")))
		f->unjudged = true;
	else if (str_eq(key, STR("again")))
		what->again = true;
	else
		return (false);
	return (true);
}

enum status
setup_rescore_read(struct str line, struct stale *ret, struct buf *reterr)
{

	*ret = (struct stale){ .again = false };
	query_filter_init(&ret->filter);
	while (line.n > 0) {
		struct str value = str_trim(str_cut(&line, '\t')), key;

		if (value.n == 0)
			continue;
		key = str_cut(&value, '=');
		if (!take(ret, key, value)) {
			buf_printf(reterr, "what is %.*s=%.*s?", STR_ARG(key),
			    STR_ARG(value));
			return (E_USAGE);
		}
	}
	return (OK);
}

void
setup_rescored(const struct rescore_state *state, struct buf *out)
{

	buf_printf(out,
	    "rescored %" PRId64 " new %" PRId64 " changed %" PRId64
	    " withdrawn %" PRId64 "\n",
	    state->posts, state->fresh, state->changed, state->withdrawn);
}
