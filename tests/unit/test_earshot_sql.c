/*
 * The manual of the database says what the database has: every view, every
 * column, and examples that run as they stand.
 */
#include "../../src/store/views.h"
#include "manpage.h"
#include "storebox.h"

/* The section of ${view}: what follows ".Ss VIEW" up to the next heading. */
static struct str
section_of(struct str page, const char *view)
{
	char head[80];
	struct str rest;
	size_t at, next;

	snprintf(head, sizeof(head), "\n.Ss %s\n", view);
	at = str_find(page, str_of(head));
	if (at == SIZE_MAX)
		fail_msg("the page has no section on %s", view);
	rest = str_sub(page, at + strlen(head), page.n);
	at = str_find(rest, STR("\n.Ss "));
	next = str_find(rest, STR("\n.Sh "));
	return (str_sub(rest, 0, at < next ? at : next));
}

/* The next column that ${section} describes; ".It Ic a_ts , a_at" is two. */
static struct str
next_column(struct str *section, struct str *line)
{

	while (line->n == 0) {
		if (section->n == 0)
			return ((struct str){ NULL, 0 });
		*line = str_cut(section, '\n');
		if (str_starts(*line, STR(".It Ic ")))
			*line = str_sub(*line, 7, line->n);
		else
			line->n = 0;
	}
	return (str_trim(str_cut(line, ',')));
}

static void
the_page_describes_every_column_in_order_and_no_other(void **state)
{
	struct files *files = files_disk();
	struct str page = manpage(files, "earshot-sql.7");
	const struct view *v;

	(void)state;
	for (size_t at = 0; (v = views_next(&at)) != NULL;) {
		struct str section = section_of(page, v->name);
		struct str line = { NULL, 0 }, column;
		char name[VIEWS_NAME];
		size_t i = 0;

		/* What v_insight_all has more than v_insight. */
		if (strcmp(v->name, "v_insight_all") == 0)
			while (views_column(v, i, name) != NULL &&
			       strcmp(name, "state_why") != 0)
				i++;
		for (; views_column(v, i, name) != NULL; i++) {
			column = next_column(&section, &line);
			if (!str_eq(column, str_of(name)))
				fail_msg("%s.%s: the page has \"%.*s\"",
				    v->name, name, STR_ARG(column));
		}
		column = next_column(&section, &line);
		if (column.p != NULL)
			fail_msg("%s has no column %.*s", v->name,
			    STR_ARG(column));
	}
	files_free(files);
}

static void
the_examples_run(void **state)
{
	static const struct serve posts[] = {
		{ .guid = "1",
		    .link = "https://b.example/1",
		    .text = "The battery of my Acme is broken, a leak",
		    .author = "Jo",
		    .published_ts = BOX_NOW - 600 },
	};
	struct files *files = files_disk();
	struct str rest = manpage(files, "earshot-sql.7"), line;
	int run = 0;

	(void)state;
	box_begin();
	box_visit(0, posts, 1);
	while (rest.n > 0) {
		char sql[2000] = "";
		size_t n = 0;

		line = str_cut(&rest, '\n');
		if (!str_starts(line, STR(".Bd -literal")))
			continue;
		while (rest.n > 0) {
			line = str_cut(&rest, '\n');
			if (str_eq(line, STR(".Ed")))
				break;
			n += (size_t)snprintf(sql + n, sizeof(sql) - n,
			    "%.*s\n", STR_ARG(line));
			assert_true(n < sizeof(sql));
		}
		box_text(sql);
		run++;
	}
	assert_true(run >= 14);
	/* One that must find what there is. */
	assert_int_equal(
	    box_int("SELECT count(*) FROM post_fts f CROSS JOIN v_insight v"
		    " ON v.post_id = f.rowid WHERE post_fts MATCH 'leak*'"
		    " AND +v.signal = 'complaint'"),
	    1);
	files_free(files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_page_describes_every_column_in_order_and_no_other),
		BOX_TEST(the_examples_run),
	};

	return (RUN_TESTS(tests));
}
