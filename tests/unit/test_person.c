#include "../../src/parse/person.h"
#include "unit.h"

static void
expect(const char *text, const char *name, const char *email)
{
	struct person who = person_read(str_of(text));

	assert_str(who.name, name);
	assert_str(who.email, email);
	assert_int_equal(who.url.n, 0);
}

static void
a_mail_with_a_name_in_brackets_is_split(void **state)
{

	(void)state;
	expect("jo@kettle.example (Jo Miller)", "Jo Miller",
	    "jo@kettle.example");
	expect("Jo Miller (jo@kettle.example)", "Jo Miller",
	    "jo@kettle.example");
	expect("Jo Miller <jo@kettle.example>", "Jo Miller",
	    "jo@kettle.example");
	expect("\"Miller, Jo\" <jo@kettle.example>", "Miller, Jo",
	    "jo@kettle.example");
	expect("  jo.m+feed@kettle.example  ( Jo )  ", "Jo",
	    "jo.m+feed@kettle.example");
}

static void
a_mail_alone_has_no_name(void **state)
{

	(void)state;
	expect("jo@kettle.example", "", "jo@kettle.example");
	expect("<jo@kettle.example>", "", "jo@kettle.example");
	expect("mailto:jo@kettle.example", "", "jo@kettle.example");
	expect("jo@kettle.example ()", "", "jo@kettle.example");
	expect("jo@localhost", "", "jo@localhost");
}

static void
a_name_alone_has_no_mail(void **state)
{

	(void)state;
	expect("Jo Miller", "Jo Miller", "");
	expect("Jo (the potter) Miller", "Jo (the potter) Miller", "");
	expect("@jo", "@jo", "");
	expect("Jo @ home", "Jo @ home", "");
	expect("https://social.example/@jo", "https://social.example/@jo", "");
	expect("", "", "");
	expect("   ", "", "");
}

static void
mail_in_the_midst_of_words_is_left_alone(void **state)
{

	(void)state;
	expect("Write jo@kettle.example for tea",
	    "Write jo@kettle.example for "
	    "tea",
	    "");
}

static void
many_signs_cost_no_more_than_their_number(void **state)
{
	enum { N = 1 << 20 };
	char *text = malloc(N);
	struct person who;

	(void)state;
	assert_non_null(text);
	memset(text, '@', N);
	who = person_read((struct str){ text, N });
	assert_int_equal(who.email.n, 0);
	for (size_t i = 0; i < N; i++)
		text[i] = i % 2 ? '@' : 'a';
	who = person_read((struct str){ text, N });
	assert_int_equal(who.email.n, 0);
	free(text);
}

static void
a_mail_is_told_from_what_only_holds_one(void **state)
{

	(void)state;
	assert_str(person_mail(STR(" mailto:jo@kettle.example ")),
	    "jo@kettle.example");
	assert_str(person_mail(STR("jo at kettle.example")), "");
	assert_str(person_mail(STR("Jo <jo@kettle.example>")), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_with_a_name_in_brackets_is_split),
		cmocka_unit_test(a_mail_alone_has_no_name),
		cmocka_unit_test(a_name_alone_has_no_mail),
		cmocka_unit_test(mail_in_the_midst_of_words_is_left_alone),
		cmocka_unit_test(many_signs_cost_no_more_than_their_number),
		cmocka_unit_test(a_mail_is_told_from_what_only_holds_one),
	};

	return (RUN_TESTS(tests));
}
