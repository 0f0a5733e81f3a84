#include "../../src/text/elements.h"
#include "unit.h"

static unsigned
flags(const char *name)
{
	const struct element *e = element_find(str_of(name));

	assert_non_null(e);
	return (e->flags);
}

static void
each_letter_finds_its_names(void **state)
{
	/* the first and the last of every letter */
	static const char *const names[] = { "a", "audio", "b", "button",
		"canvas", "colgroup", "data", "dt", "em", "embed", "fieldset",
		"frameset", "h1", "html", "i", "isindex", "kbd", "keygen",
		"label", "listing", "main", "meter", "nav", "noscript",
		"object", "output", "p", "progress", "q", "rb", "ruby", "s",
		"svg", "table", "tt", "u", "ul", "var", "video", "wbr", "xmp" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(element_find(str_of(names[i]))->name,
		    names[i]);
	assert_string_equal(element_find(STR("BR"))->name, "br");
	assert_null(element_find(STR("zzz")));
	assert_null(element_find(STR("bz")));
	assert_null(element_find(STR("1")));
	assert_null(element_find(STR("\xc3\xa9")));
}

static void
elements_do_what_html_says(void **state)
{

	(void)state;
	assert_int_equal(flags("p"), ELEMENT_BLOCK);
	assert_int_equal(flags("b"), 0);
	assert_int_equal(flags("br"), ELEMENT_BLOCK | ELEMENT_VOID);
	assert_int_equal(flags("td"), ELEMENT_CELL);
	assert_true(flags("script") & ELEMENT_RAW);
	assert_true(flags("script") & ELEMENT_CODE);
	assert_true(flags("object") & ELEMENT_DROP);
	assert_false(flags("object") & ELEMENT_CODE);
	assert_true(flags("pre") & ELEMENT_LINES);
	assert_true(flags("blockquote") & ELEMENT_QUOTE);
}

static void
what_people_leave_open_ends_where_its_like_starts(void **state)
{
	const struct element *li = element_find(STR("li"));
	const struct element *td = element_find(STR("td"));
	const struct element *tr = element_find(STR("tr"));
	const struct element *p = element_find(STR("p"));

	(void)state;
	assert_true(li->ends & li->kind);
	assert_true(tr->ends & td->kind);
	assert_false(td->ends & tr->kind);
	assert_true(element_find(STR("div"))->ends & p->kind);
	assert_int_equal(element_find(STR("b"))->ends, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_letter_finds_its_names),
		cmocka_unit_test(elements_do_what_html_says),
		cmocka_unit_test(
		    what_people_leave_open_ends_where_its_like_starts),
	};

	return (RUN_TESTS(tests));
}
