/*
 * earshot themes: what several people say, and who says it.
 */
#include <inttypes.h>
#include <stdio.h>

#include "earshot/clock.h"
#include "earshot/insight.h"
#include "earshot/utf8.h"

#include "themes.h"
#include "wrap.h"

enum { THEME_MEMORY = 1 << 20, DEADLINE_MS = 60000 };

static const char columns[] =
    "ref signal priority voices sources insights last_ts title";

bool
themes_is_ref(const char *word)
{
	struct str s = str_trim(str_of(word));
	char ref[INSIGHT_REF];

	return (str_istarts(s, STR("T-")) && s.n >= 2 + INSIGHT_REF - 1 &&
		insight_ref_read(str_sub(s, 2, 2 + INSIGHT_REF - 1), ref));
}

/* One line of what feeds said: nothing that a terminal would obey. */
static void
put_line(const char *label, struct str s)
{

	struct buf plain = BUF_INIT(THEME_MEMORY);

	if (s.n == 0)
		return;
	wrap_plain(s, &plain);
	printf("  %s%.*s\n", label, STR_ARG(buf_str(&plain)));
	buf_free(&plain);
}

static void
put_count(int64_t n, const char *one)
{

	printf("%" PRId64 " %s%s", n, one, n == 1 ? "" : "s");
}

static void
print_head(const struct theme_head *h)
{
	char first[CLOCK_TEXT] = "", last[CLOCK_TEXT] = "";

	if (h->asked.n > 0)
		printf("%.*s is part of %.*s now.\n", STR_ARG(h->asked),
		    STR_ARG(h->ref));
	printf("%.*s  %.*s  priority %.1f  ", STR_ARG(h->ref),
	    STR_ARG(h->signal), h->priority);
	put_count(h->insights, "insight");
	fputs(" from ", stdout);
	put_count(h->voices, "voice");
	fputs(" in ", stdout);
	put_count(h->sources, "place");
	if (!str_eq(h->state, STR("live")))
		printf("  %.*s", STR_ARG(h->state));
	putchar('\n');
	put_line("", h->title);
	if (h->first_ts != NO_TIME && h->last_ts != NO_TIME) {
		clock_local_text(h->first_ts, first);
		clock_local_text(h->last_ts, last);
		printf("  first %s, last %s\n", first, last);
	}
	put_line("in ", h->places);
	put_line("marked ", h->marks);
	putchar('\n');
}

void
themes_note(const struct cli *c, struct reader *r)
{
	struct arena *a = arena_new(THEME_MEMORY);
	struct theme_head h;

	if (a != NULL && c->filter.theme.n > 0 &&
	    query_theme(r, a, c->filter.theme, &h) == OK && h.asked.n > 0)
		fprintf(stderr, "earshot %s: %.*s is part of %.*s now\n",
		    c->command->name, STR_ARG(h.asked), STR_ARG(h.ref));
	arena_free(a);
}

static int
list_members(struct cli *c, struct reader *r, struct str ref)
{
	struct buf why = BUF_INIT(2000);
	struct result *q = NULL;
	int status;

	c->filter.theme = ref;
	if (c->filter.sort.n == 0)
		c->filter.sort = STR("-priority");
	cli_limit(c);
	if (query_insights(r, &c->filter, &q, &why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else
		status = cli_list(c, q,
		    "ref priority score published_ts source author snippet");
	buf_free(&why);
	return (status);
}

int
themes_show(struct cli *c, const struct setup *s, const char *ref)
{
	struct arena *a = arena_new(THEME_MEMORY);
	struct theme_head h;
	int status = 0;
	struct reader *r = cli_reader_known(c, s, DEADLINE_MS, &status);
	enum status st;

	if (r == NULL)
		goto out;
	st = a != NULL ? query_theme(r, a, str_of(ref), &h) : E_MEMORY;
	if (st == E_NOT_FOUND)
		status = cli_fail(c, 1,
		    "%s: no theme has this reference in %s; `earshot themes` "
		    "lists them",
		    ref, s->store_path);
	else if (st != OK)
		status = cli_fail(c, 2, "%s",
		    st == E_MEMORY ? "out of memory" : reader_error(r));
	else {
		if (!c->json && !c->csv && c->out_file == NULL)
			print_head(&h);
		else if (h.asked.n > 0)
			fprintf(stderr,
			    "earshot %s: %.*s is part of %.*s now\n",
			    c->command->name, STR_ARG(h.asked), STR_ARG(h.ref));
		status = list_members(c, r, h.ref);
	}
out:
	reader_close(r);
	arena_free(a);
	return (status);
}

static int
list_themes(struct cli *c, const struct setup *s)
{
	struct buf why = BUF_INIT(2000);
	struct result *q = NULL;
	int status = 0;
	struct reader *r = cli_reader_known(c, s, DEADLINE_MS, &status);

	if (r == NULL)
		return (status);
	themes_note(c, r);
	c->none = "no theme: two insights of one signal that say the same make "
		  "one; `earshot insights` lists them all";
	cli_limit(c);
	if (query_themes(r, &c->filter, &q, &why) != OK)
		status = cli_fail(c, 2, "%s", buf_str(&why).p);
	else
		status = cli_list(c, q, columns);
	reader_close(r);
	buf_free(&why);
	return (status);
}

static int
run_themes(struct cli *c)
{
	struct setup *s;
	int status = 0;

	if (c->argc > 1)
		return (cli_usage(c, "one theme, or none for the list"));
	s = cli_setup(c, SETUP_CONF, &status);
	if (s != NULL)
		status = c->argc == 1 ? themes_show(c, s, c->argv[0])
				      : list_themes(c, s);
	setup_free(s);
	return (status);
}

const struct command cmd_themes = { "themes", "[REF]",
	"what several people say: the most pressing first, with its voices",
	CLI_LIST, NULL, run_themes,
	"Insights of one signal that say the same are a theme.  REF is a "
	"theme's "
	"reference\nsuch as T-K7QX-2MPD: its insights are listed.  --since and "
	"--until go by a theme's\nlatest insight; --state is live, merged, "
	"empty "
	"or all; what only insights have\n(--source, --topic and so on) names "
	"themes with such an insight.\n" };
