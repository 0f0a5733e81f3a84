#include "earshot/voice.h"

#include "unit.h"

#define KEY(source, name, uri) voice_key(source, str_of(name), str_of(uri))

static void
no_name_and_no_uri_is_no_key(void **state)
{

	(void)state;
	assert_int_equal(KEY(1, NULL, NULL), 0);
	assert_true(KEY(1, "Jo", NULL) != 0);
}

static void
a_name_is_one_voice_at_its_place_however_it_is_typed(void **state)
{
	int64_t jo = KEY(1, "Jo Miller", NULL);

	(void)state;
	assert_true(KEY(1, " jo  MILLER ", NULL) == jo);
	assert_true(KEY(1, "Jo Müller", NULL) == KEY(1, "JO MÜLLER", NULL));
	/* u and its dots as two characters */
	assert_true(
	    KEY(1, "Jo Mu\xcc\x88ller", NULL) == KEY(1, "Jo Müller", NULL));
	assert_true(KEY(2, "Jo Miller", NULL) != jo);
	assert_true(KEY(1, "Jo Milner", NULL) != jo);
}

static void
a_profile_is_one_voice_whatever_its_name_and_place(void **state)
{
	int64_t jo = KEY(1, "Jo", "https://forum.example/u/jo");

	(void)state;
	assert_true(KEY(2, "Jolanda", "http://www.Forum.example/u/Jo/") == jo);
	assert_true(KEY(2, NULL, "forum.example:443/u/jo") == jo);
	assert_true(KEY(1, "Jo", "https://forum.example/u/joe") != jo);
	assert_true(KEY(1, "Jo", NULL) != jo);
	assert_true(KEY(1, "Jo", "https://forum.example/?u=jo") !=
		    KEY(1, "Jo", "https://forum.example/?u=ann"));
	assert_true(KEY(1, "Jo", "mailto:jo@forum.example") ==
		    KEY(2, "J.", "mailto:jo@forum.example"));
}

static void
a_whole_site_is_one_voice_a_name(void **state)
{
	int64_t jo = KEY(1, "Jo", "https://acme.example/");

	(void)state;
	assert_true(KEY(2, "jo", "http://www.acme.example") == jo);
	assert_true(KEY(2, "Jo", "https://acme.example/about") == jo);
	assert_true(KEY(2, "Ann", "https://acme.example/") != jo);
	assert_true(KEY(2, "Jo", "https://other.example/") != jo);
}

static void
hostile_names_have_keys_too(void **state)
{
	static char much[100000];

	(void)state;
	memset(much, 'a', sizeof(much) - 1);
	assert_true(KEY(1, much, much) != 0);
	assert_true(KEY(1, "\xff\xfe\xc3", "\xff") != 0);
	assert_true(KEY(1, "   ", "///") != 0);
	assert_true(KEY(1, "Jo", "http://") != 0);
}

static void
names_of_nobody_are_known_in_four_languages(void **state)
{
	static const char *const names[] = { "Anonymous", "anon", "ADMIN",
		"Guest", "guest4711", "Unknown", "[deleted]", "(removed)",
		"Deleted User", "Anónimo", "invitado", "Desconocido", "Anonyme",
		"INVITÉ", "Inconnu", "Anonym", "Gast", "Unbekannt",
		"Gelöschter Benutzer", "Anonymous (12)", "?" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!voice_nobody(str_of(names[i]), STR("")))
			fail_msg("%s", names[i]);
}

static void
a_uri_or_a_name_of_its_own_is_somebody(void **state)
{
	static const char *const names[] = { "Jo", "user4711", "visitor-1",
		"Anona", "Guestavo", "Adminah", "Ano Nymous", "Herr Gast" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (voice_nobody(str_of(names[i]), STR("")))
			fail_msg("%s", names[i]);
	assert_false(
	    voice_nobody(STR("Anonymous"), STR("https://jo.example/me")));
}

static void
lists_name_people_by_name_or_uri(void **state)
{
	struct str list =
	    STR("Jo Miller, https://www.acme.example/team/ann/, MÜLLER");

	(void)state;
	assert_true(voice_listed(list, STR("jo  miller"), STR("")));
	assert_true(voice_listed(list, STR("Müller"), STR("")));
	assert_true(
	    voice_listed(list, STR("A."), STR("http://acme.example/team/Ann")));
	assert_false(voice_listed(list, STR("Jo"), STR("")));
	assert_false(voice_listed(list, STR("Ann"), STR("")));
	assert_false(
	    voice_listed(list, STR("Ann"), STR("https://acme.example/")));
	assert_false(voice_listed(STR(", ,"), STR("Jo"), STR("")));
	assert_false(voice_listed(list, STR(""), STR("")));
}

static void
who_is_in_both_lists_is_a_partner(void **state)
{

	(void)state;
	assert_int_equal(voice_side(STR("Jo, Ann"), STR("Ann"), STR("ann"),
			     STR("")),
	    VOICE_PARTNER);
	assert_int_equal(voice_side(STR("Jo, Ann"), STR(""), STR("ann"),
			     STR("")),
	    VOICE_STAFF);
	assert_int_equal(voice_side(STR("Jo"), STR("Bo"), STR("ann"), STR("")),
	    VOICE_OTHERS);
}

static void
signs_are_known_by_their_shape(void **state)
{

	(void)state;
	assert_true(voice_is_sign(STR("voice-0123456789abcdef"), STR("")));
	assert_false(voice_is_sign(STR("voice-0123456789abcdeg"), STR("")));
	assert_false(voice_is_sign(STR("voice-0123456789abcde"), STR("")));
	assert_false(voice_is_sign(STR("Voice-0123456789abcdef"), STR("")));
	assert_false(
	    voice_is_sign(STR("voice-0123456789abcdef"), STR("http://a/")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_name_and_no_uri_is_no_key),
		cmocka_unit_test(
		    a_name_is_one_voice_at_its_place_however_it_is_typed),
		cmocka_unit_test(
		    a_profile_is_one_voice_whatever_its_name_and_place),
		cmocka_unit_test(a_whole_site_is_one_voice_a_name),
		cmocka_unit_test(hostile_names_have_keys_too),
		cmocka_unit_test(names_of_nobody_are_known_in_four_languages),
		cmocka_unit_test(a_uri_or_a_name_of_its_own_is_somebody),
		cmocka_unit_test(lists_name_people_by_name_or_uri),
		cmocka_unit_test(who_is_in_both_lists_is_a_partner),
		cmocka_unit_test(signs_are_known_by_their_shape),
	};

	return (RUN_TESTS(tests));
}
