#include "../../src/text/xmlscope.h"
#include "unit.h"

static struct xmlscope scope;

static void
the_innermost_declaration_holds_until_it_is_left(void **state)
{

	(void)state;
	xmlscope_init(&scope);
	assert_null(xmlscope_find(&scope, STR("p")).p);
	assert_null(xmlscope_find(&scope, STR("")).p);
	assert_true(xmlscope_declare(&scope, STR("p"), STR("u:1")));
	assert_true(xmlscope_declare(&scope, STR(""), STR("u:2")));
	assert_true(xmlscope_declare(&scope, STR("p"), STR("u:3")));
	assert_true(xmlscope_declare(&scope, STR(""), STR("")));
	assert_str(xmlscope_find(&scope, STR("p")), "u:3");
	assert_null(xmlscope_find(&scope, STR("")).p);
	xmlscope_leave(&scope, 2);
	assert_str(xmlscope_find(&scope, STR("p")), "u:1");
	assert_str(xmlscope_find(&scope, STR("")), "u:2");
	xmlscope_leave(&scope, 0);
	assert_null(xmlscope_find(&scope, STR("p")).p);
}

static void
the_prefixes_of_xml_itself_cannot_be_declared(void **state)
{

	(void)state;
	xmlscope_init(&scope);
	assert_true(xmlscope_declare(&scope, STR("xml"), STR("u:1")));
	assert_true(xmlscope_declare(&scope, STR("xmlns"), STR("u:1")));
	assert_true(xmlscope_declare(&scope, STR("p"), STR("")));
	assert_int_equal(scope.n, 0);
	assert_str(xmlscope_find(&scope, STR("xml")),
	    "http://www.w3.org/XML/1998/namespace");
}

static void
there_is_room_for_so_many_and_no_more(void **state)
{
	char prefix[XML_MAX_NAMESPACES][8];
	size_t i;

	(void)state;
	xmlscope_init(&scope);
	for (i = 0; i < XML_MAX_NAMESPACES; i++) {
		snprintf(prefix[i], sizeof(prefix[i]), "p%zu", i);
		assert_true(
		    xmlscope_declare(&scope, str_of(prefix[i]), STR("u")));
	}
	assert_false(xmlscope_declare(&scope, STR("q"), STR("u")));
	for (i = 0; i < XML_MAX_NAMESPACES; i++)
		assert_str(xmlscope_find(&scope, str_of(prefix[i])), "u");
	xmlscope_leave(&scope, 1);
	assert_str(xmlscope_find(&scope, STR("p0")), "u");
	assert_null(xmlscope_find(&scope, STR("p1")).p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_innermost_declaration_holds_until_it_is_left),
		cmocka_unit_test(the_prefixes_of_xml_itself_cannot_be_declared),
		cmocka_unit_test(there_is_room_for_so_many_and_no_more),
	};

	return (RUN_TESTS(tests));
}
