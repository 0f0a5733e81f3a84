#include "../../src/text/doctype.h"
#include "unit.h"

static struct scan s;

/* Where the DOCTYPE that begins ${text} ends. */
static size_t
end_of(const char *text)
{

	scan_init(&s, str_of(text), false);
	return (doctype_read(&s, 9));
}

static void
a_doctype_ends_after_its_subset(void **state)
{

	(void)state;
	assert_int_equal(end_of("<!DOCTYPE a>x"), 12);
	assert_int_equal(end_of("<!DOCTYPE a PUBLIC '>' \"[\">x"), 27);
	assert_int_equal(end_of(
			     "<!DOCTYPE a [ <!-- ]> --> <?b ]> ?> <!ELEMENT c "
			     "']'> %d; ] >x"),
	    60);
}

static void
a_doctype_without_end_is_none(void **state)
{

	(void)state;
	assert_int_equal(end_of("<!DOCTYPE a"), SIZE_MAX);
	assert_int_equal(end_of("<!DOCTYPE a <b>"), SIZE_MAX);
	assert_int_equal(end_of("<!DOCTYPE a 'b>"), SIZE_MAX);
	assert_int_equal(end_of("<!DOCTYPE a [<!ENTITY b 'c>]>"), SIZE_MAX);
	assert_int_equal(end_of("<!DOCTYPE a [ <!-- ]>"), SIZE_MAX);
	assert_int_equal(end_of("<!DOCTYPE a [ ]"), SIZE_MAX);
}

static void
literal_entities_are_kept(void **state)
{

	(void)state;
	end_of("<!DOCTYPE a [<!ENTITY b 'c>'><!ENTITY d \"e'\" ><!ENTITY % f "
	       "'g'><!ENTITY h SYSTEM 'i'><!ENTITY j PUBLIC 'k' 'l'><!ENTITY>"
	       "<!ENTITY m><!ENTITY n ''>]>");
	assert_int_equal(s.nentities, 3);
	assert_str(s.entities[0].name, "b");
	assert_str(s.entities[0].literal, "c>");
	assert_str(s.entities[1].literal, "e'");
	assert_str(s.entities[2].name, "n");
	assert_int_equal(s.entities[2].literal.n, 0);
}

static void
entities_are_capped(void **state)
{
	static char text[200000];
	size_t n = (size_t)sprintf(text, "<!DOCTYPE a [<!ENTITY big '");

	(void)state;
	memset(text + n, 'x', SCAN_ENTITY_MAX + 1);
	n += SCAN_ENTITY_MAX + 1;
	n += (size_t)sprintf(text + n, "'>");
	for (int i = 0; i < 1000; i++)
		n += (size_t)sprintf(text + n, "<!ENTITY e%d 'x'>", i);
	sprintf(text + n, "]>");
	assert_int_not_equal(end_of(text), SIZE_MAX);
	assert_int_equal(s.nentities, SCAN_ENTITIES);
	assert_str(s.entities[0].name, "e0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_doctype_ends_after_its_subset),
		cmocka_unit_test(a_doctype_without_end_is_none),
		cmocka_unit_test(literal_entities_are_kept),
		cmocka_unit_test(entities_are_capped),
	};

	return (RUN_TESTS(tests));
}
