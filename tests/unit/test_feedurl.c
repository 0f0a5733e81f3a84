#include "conf/feedurl.h"
#include "unit.h"

/* What is said against ${url}; "" when it is fine. */
static const char *
against(const char *url)
{
	static char text[2000];
	struct buf why = BUF_INIT(sizeof(text) - 1);
	struct arena *a = arena_new(1 << 20);
	struct str canonical = feedurl_check(a, str_of(url), &why);

	snprintf(text, sizeof(text), "%.*s", STR_ARG(buf_str(&why)));
	assert_int_equal(canonical.p == NULL, text[0] != '\0');
	arena_free(a);
	buf_free(&why);
	return (text);
}

static void
feeds_of_the_web_are_taken(void **state)
{
	static const char *const urls[] = { "https://blog.example/feed",
		"http://blog.example", "HTTPS://Blog.Example:8443/?feed=rss2",
		"https://shop.example/reviews?key={secret}",
		"https://user@blog.example/feed",
		"https://user:{secret}@blog.example/feed",
		"https://[2001:db8::1]:8080/feed", "http://127.0.0.1:8080/a" };

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_string_equal(against(urls[i]), "");
}

static void
a_missing_scheme_is_suggested(void **state)
{

	(void)state;
	assert_string_equal(against("blog.example/feed"),
	    "the URL must begin with https://; write "
	    "https://blog.example/feed");
	assert_string_equal(against("//blog.example/feed"),
	    "the URL must begin with https://; write "
	    "https://blog.example/feed");
	assert_string_equal(against("feed://blog.example/feed"),
	    "the URL must begin with https://; write "
	    "https://blog.example/feed");
	assert_string_equal(against("feed:http://blog.example/feed"),
	    "the URL must begin with https://; write "
	    "http://blog.example/feed");
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(against((const char *const[]){
					"htps://blog.example/feed",
					"http:/blog.example/feed",
					"https//blog.example/feed" }[i]),
		    "the URL must begin with https://; write "
		    "https://blog.example/feed");
}

static void
what_stands_round_a_url_is_left_out(void **state)
{

	(void)state;
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(against((const char *const[]){
					"<https://blog.example/>",
					"\"https://blog.example/\"",
					"(https://blog.example/)" }[i]),
		    "the URL stands alone: write https://blog.example/");
}

/* How ${a} and ${b} are found to be one feed. */
static void
assert_same_feed(const char *url_a, const char *url_b, bool same)
{
	struct buf why = BUF_INIT(1000);
	struct arena *a = arena_new(1 << 20);

	assert_int_equal(str_eq(feedurl_check(a, str_of(url_a), &why),
			     feedurl_check(a, str_of(url_b), &why)),
	    same);
	assert_int_equal(why.n, 0);
	arena_free(a);
	buf_free(&why);
}

static void
a_host_in_punycode_is_the_one_in_letters(void **state)
{

	(void)state;
	assert_same_feed("https://xn--bcher-kva.example/f",
	    "https://B\u00fccher.example/f", true);
	assert_same_feed("https://a.XN--P1AI/", "https://a.\u0440\u0444/",
	    true);
	assert_same_feed("https://xn--ihqwcrb4cv8a8dqg056pqjye/",
	    "https://\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587/",
	    true);
	assert_same_feed("https://a.example/xn--p1ai",
	    "https://a.example/\u0440\u0444", false);
	/* Not well-formed: as it is written. */
	assert_same_feed("https://xn--99999999999/", "https://xn--9/", false);
	assert_same_feed("https://xn--/", "https://xn--a-/", false);
}

static void
other_schemes_are_refused(void **state)
{

	(void)state;
	assert_string_equal(against("ftp://blog.example/feed"),
	    "only http and https can be listened to, not ftp");
	assert_string_equal(against("file:///etc/passwd"),
	    "only http and https can be listened to, not file");
}

static void
what_is_no_url_is_said_to_be_none(void **state)
{

	(void)state;
	assert_string_equal(against("coffee"),
	    "a line starts with the feed's URL, such as "
	    "https://blog.example/feed/");
	assert_string_not_equal(against("https://"), "");
	assert_string_not_equal(against("https:///feed"), "");
	assert_string_not_equal(against("https://a.example/a b"), "");
	assert_string_not_equal(against("https://a.example:99999/"), "");
	assert_string_not_equal(against("https://a.example:0/"), "");
	assert_string_equal(against("https://a.example:80/:0"), "");
	assert_string_not_equal(against(""), "");
	assert_string_not_equal(against("://"), "");
}

static void
a_url_has_an_end(void **state)
{
	char url[9000];

	(void)state;
	memset(url, 'a', sizeof(url) - 1);
	memcpy(url, "https://a.example/", 18);
	url[sizeof(url) - 1] = '\0';
	assert_string_equal(against(url), "the URL is longer than 8192 bytes");
}

static void
passwords_are_seen_and_not_shown(void **state)
{

	(void)state;
	assert_true(feedurl_password(STR("https://jo:hunter2@a.example/")));
	assert_true(feedurl_password(STR("https://jo:hun@ter2@a.example")));
	assert_false(feedurl_password(STR("https://jo@a.example/")));
	assert_false(feedurl_password(STR("https://jo:{secret}@a.example/")));
	assert_false(feedurl_password(STR("https://a.example/x:y@z")));
	assert_false(feedurl_password(STR("https://a.example/?m=a:b@c")));
	assert_true(feedurl_password(STR("jo:hunter2@a.example/")));
	assert_false(feedurl_password(STR("a.example/x:y@z")));
	assert_null(strstr(against("jo:hunter2@a.example/feed"), "hunter2"));
	assert_null(strstr(against("feed://jo:hunter2@a.example"), "hunter2"));
}

static const struct CMUnitTest feedurl[] = {
	cmocka_unit_test(feeds_of_the_web_are_taken),
	cmocka_unit_test(a_missing_scheme_is_suggested),
	cmocka_unit_test(what_stands_round_a_url_is_left_out),
	cmocka_unit_test(a_host_in_punycode_is_the_one_in_letters),
	cmocka_unit_test(other_schemes_are_refused),
	cmocka_unit_test(what_is_no_url_is_said_to_be_none),
	cmocka_unit_test(a_url_has_an_end),
	cmocka_unit_test(passwords_are_seen_and_not_shown),
};

int
main(void)
{

	return (RUN_TESTS(feedurl));
}
