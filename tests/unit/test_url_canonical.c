/*
 * The form of a URL by which posts are told apart.
 */
#include "earshot/url.h"

#include "unit.h"

static struct arena *arena;

static int
begin(void **state)
{

	(void)state;
	arena = arena_new(1 << 20);
	return (arena == NULL);
}

static int
end(void **state)
{

	(void)state;
	arena_free(arena);
	return (0);
}

static void
same(const char *a, const char *b)
{
	struct str x = url_canonical(arena, str_of(a));
	struct str y = url_canonical(arena, str_of(b));

	assert_true(x.n > 0);
	if (!str_eq(x, y))
		fail_msg("%s and %s: %.*s and %.*s", a, b, STR_ARG(x),
		    STR_ARG(y));
}

static void
differ(const char *a, const char *b)
{
	struct str x = url_canonical(arena, str_of(a));
	struct str y = url_canonical(arena, str_of(b));

	if (str_eq(x, y))
		fail_msg("%s and %s: both %.*s", a, b, STR_ARG(x));
}

static void
what_leads_to_the_same_post_is_the_same(void **state)
{

	(void)state;
	same("http://Acme.example", "https://acme.example:443/");
	same("http://acme.example:80/p", "https://acme.example/p");
	same("https://acme.example/%7ejo/%41", "https://acme.example/~jo/A");
	same("https://acme.example/p#section", "https://acme.example/p");
}

static void
roads_and_people_are_left_out(void **state)
{

	(void)state;
	same("https://acme.example/p?utm_source=x&id=7&FBCLID=2",
	    "https://acme.example/p?id=7");
	same("https://acme.example/p?utm_medium=rss", "https://acme.example/p");
	same("https://acme.example/p?source=rss", "https://acme.example/p");
	differ("https://acme.example/p?source=shop", "https://acme.example/p");
}

static void
what_tells_posts_apart_stays(void **state)
{

	(void)state;
	differ("https://acme.example/p?id=7", "https://acme.example/p?id=8");
	differ("https://acme.example/P", "https://acme.example/p");
	differ("https://acme.example:8080/p", "https://acme.example/p");
	differ("https://acme.example/a%2Fb", "https://acme.example/a/b");
	differ("https://acme.example/p#comment-7", "https://acme.example/p");
	differ("https://acme.example/p#comment-7",
	    "https://acme.example/p#comment-8");
}

static void
what_is_not_of_the_web_has_none(void **state)
{

	(void)state;
	assert_null(url_canonical(arena, STR("mailto:jo@acme.example")).p);
	assert_null(url_canonical(arena, STR("tag:acme.example,2026:1")).p);
	assert_null(url_canonical(arena, STR("/p/7")).p);
	assert_null(url_canonical(arena, STR("")).p);
}

int
main(void)
{
	const struct CMUnitTest canonical_urls[] = {
		cmocka_unit_test_setup_teardown(
		    what_leads_to_the_same_post_is_the_same, begin, end),
		cmocka_unit_test_setup_teardown(roads_and_people_are_left_out,
		    begin, end),
		cmocka_unit_test_setup_teardown(what_tells_posts_apart_stays,
		    begin, end),
		cmocka_unit_test_setup_teardown(what_is_not_of_the_web_has_none,
		    begin, end),
	};

	return (RUN_TESTS(canonical_urls));
}
