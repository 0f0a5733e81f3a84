#include "conf/feedline.h"
#include "unit.h"

/* One reader and what it said, for a test. */
struct reading {
	struct feedline r;
	struct faults faults;
	struct intern strings;
	struct feed_spec spec;
	struct str canonical;
};

static struct reading *
begin(void)
{
	struct reading *x = calloc(1, sizeof(*x));

	assert_non_null(x);
	x->strings.arena = arena_new(1 << 20);
	faults_init(&x->faults);
	feedline_init(&x->r, &x->faults, "list", &x->strings,
	    arena_new(1 << 20));
	return (x);
}

static void
end(struct reading *x)
{

	arena_free(x->r.scratch);
	arena_free(x->strings.arena);
	faults_free(&x->faults);
	free(x);
}

static enum line_kind
read_line(struct reading *x, const char *text)
{

	return (feedline_read(&x->r, str_of(text), 1, &x->spec, &x->canonical));
}

static void
blank_lines_and_comments_are_nothing(void **state)
{
	struct reading *x = begin();

	(void)state;
	assert_int_equal(read_line(x, ""), LINE_EMPTY);
	assert_int_equal(read_line(x, " \t "), LINE_EMPTY);
	assert_int_equal(read_line(x, "# https://a.example/"), LINE_EMPTY);
	assert_int_equal(x->faults.n, 0);
	end(x);
}

static void
a_quoted_value_keeps_its_blanks_quotes_and_brackets(void **state)
{
	struct reading *x = begin();

	(void)state;
	assert_int_equal(read_line(x,
			     "[source \"The [real] \\\"Acme\\\" C:\\dir\" "
			     "staff=\"Jo]\"]"),
	    LINE_HEADER);
	assert_string_equal(x->r.header.source, "The [real] \"Acme\" C:\\dir");
	assert_string_equal(x->r.header.staff, "Jo]");
	end(x);
}

static void
blanks_may_stand_where_they_do_no_harm(void **state)
{
	struct reading *x = begin();

	(void)state;
	assert_int_equal(read_line(x, "\t[ source  Acme\tkind=own  ]  "),
	    LINE_HEADER);
	assert_string_equal(x->r.header.source, "Acme");
	assert_int_equal(read_line(x, " https://a.example/\t lang=de\t"),
	    LINE_FEED);
	assert_string_equal(x->spec.lang, "de");
	assert_int_equal(x->spec.kind, SOURCE_OWN);
	end(x);
}

static void
the_url_is_kept_as_written(void **state)
{
	struct reading *x = begin();

	(void)state;
	assert_int_equal(read_line(x, "HTTPS://A.Example:443/x?utm_source=y#z"),
	    LINE_FEED);
	assert_str(x->spec.url, "HTTPS://A.Example:443/x?utm_source=y#z");
	assert_string_equal(x->spec.source, "a.example");
	assert_true(x->canonical.n > 0);
	end(x);
}

static void
a_faulty_header_does_not_leave_the_former_one_open(void **state)
{
	struct reading *x = begin();

	(void)state;
	assert_int_equal(read_line(x, "[source Acme staff=Jo]"), LINE_HEADER);
	assert_int_equal(read_line(x, "[source Beta"), LINE_FAULTY);
	assert_int_equal(read_line(x, "https://b.example/"), LINE_FEED);
	assert_null(x->spec.staff);
	end(x);
}

static void
several_faults_of_a_line_are_all_noted(void **state)
{
	struct reading *x = begin();

	(void)state;
	assert_int_equal(read_line(x, "blog.example kind=x every=y colour=z"),
	    LINE_FAULTY);
	assert_int_equal(x->faults.errors, 4);
	end(x);
}

static void
a_password_never_gets_into_a_fault(void **state)
{
	struct reading *x = begin();
	struct buf out = BUF_INIT(10000);

	(void)state;
	read_line(x, "https://jo:hunter2@a.example/ kind=x");
	read_line(x, "ftp://jo:hunter2@a.example/ evry=1h");
	read_line(x, "https://jo:hunter2@ x");
	read_line(x, "jo:hunter2@a.example/feed");
	faults_print(&x->faults, &out, true);
	assert_true(x->faults.n >= 6);
	assert_null(strstr(out.p, "hunter2"));
	buf_free(&out);
	end(x);
}

static void
a_slip_is_one_fault_and_says_what_was_meant(void **state)
{
	static const char *const rows[][2] = { { "https://a.example/ pause",
						   "did you mean paused?" },
		{ "https://a.example/ title=\u201cOne two\u201d",
		    "plain quotes" },
		{ "https://a.example/ title='One two'", "plain quotes" },
		{ "[source \u201cOne two\u201d]", "plain quotes" },
		{ "[Source \"One\"]", "did you mean source?" },
		{ "https://a.example/{secrt} secret=x",
		    "did you mean {secret}?" },
		{ "- https://a.example/", "starts with the feed's URL" },
		{ "// a comment", "starts with the feed's URL" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading *x = begin();

		assert_int_equal(read_line(x, rows[i][0]), LINE_FAULTY);
		assert_int_equal(x->faults.n, 1);
		if (strstr(x->faults.list[0].message, rows[i][1]) == NULL)
			fail_msg("%s: %s", rows[i][0],
			    x->faults.list[0].message);
		end(x);
	}
}

static void
long_lines_and_many_words_are_refused(void **state)
{
	struct buf text = BUF_INIT(100000);
	struct reading *x = begin();

	(void)state;
	buf_adds(&text, "https://a.example/");
	for (int i = 0; i < 33; i++)
		buf_adds(&text, " lang=de");
	assert_int_equal(read_line(x, text.p), LINE_FAULTY);
	assert_non_null(strstr(x->faults.list[0].message, "more than 32 keys"));
	buf_clear(&text);
	buf_adds(&text, "https://a.example/ title=\"");
	while (text.n < 40000)
		buf_adds(&text, "longer and ");
	assert_int_equal(read_line(x, text.p), LINE_FAULTY);
	buf_free(&text);
	end(x);
}

static void
quotes_stand_only_where_they_are_needed(void **state)
{
	static const char *const rows[][2] = { { "plain", "plain" },
		{ "", "\"\"" }, { "two words", "\"two words\"" },
		{ "say \"hi\"", "\"say \\\"hi\\\"\"" },
		{ "back\\slash", "\"back\\\\slash\"" }, { "[x]", "\"[x]\"" },
		{ "https://a.example/?b=c#d", "https://a.example/?b=c#d" },
		{ "Caf\xc3\xa9", "Caf\xc3\xa9" }, { "a,b", "a,b" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf out = BUF_INIT(1000);

		feedline_quote(str_of(rows[i][0]), &out);
		assert_str(buf_str(&out), rows[i][1]);
		buf_free(&out);
	}
}

static const struct CMUnitTest feedline[] = {
	cmocka_unit_test(blank_lines_and_comments_are_nothing),
	cmocka_unit_test(a_quoted_value_keeps_its_blanks_quotes_and_brackets),
	cmocka_unit_test(blanks_may_stand_where_they_do_no_harm),
	cmocka_unit_test(the_url_is_kept_as_written),
	cmocka_unit_test(a_faulty_header_does_not_leave_the_former_one_open),
	cmocka_unit_test(several_faults_of_a_line_are_all_noted),
	cmocka_unit_test(a_password_never_gets_into_a_fault),
	cmocka_unit_test(a_slip_is_one_fault_and_says_what_was_meant),
	cmocka_unit_test(long_lines_and_many_words_are_refused),
	cmocka_unit_test(quotes_stand_only_where_they_are_needed),
};

int
main(void)
{

	return (RUN_TESTS(feedline));
}
