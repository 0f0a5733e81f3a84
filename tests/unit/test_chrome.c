#include "../../src/text/chrome.h"
#include "unit.h"

#define assert_chrome(s, want) \
	assert_int_equal(chrome_line(STR(s)), CHROME_##want)

static void
lines_are_known_by_their_whole_wording(void **state)
{

	(void)state;
	assert_chrome("Read more", LIKELY);
	assert_chrome("READ MORE...", LIKELY);
	assert_chrome("Read more \xe2\x86\x92", LIKELY);
	assert_chrome("Read more about it in the manual", NONE);
	assert_chrome("Leave a comment", LIKELY);
	assert_chrome("Leave a comment if you agree", NONE);
	assert_chrome("Was this review helpful to you?", LIKELY);
	assert_chrome("Next post: The winner", LIKELY);
	assert_chrome("Next post: I will tell you how it went.", NONE);
	assert_chrome("Next", NONE);
	assert_chrome("Share this:", SHARE);
	assert_chrome("Twitter", BUTTON);
	assert_chrome("The post Kettles appeared first on Tea.", SURE);
	assert_chrome("The post appeared yesterday", NONE);
	assert_chrome("Der Beitrag Kessel erschien zuerst auf Tee.", SURE);
	assert_chrome("submitted by /u/ann to r/tea [link] [comments]", SURE);
	assert_chrome("Please enable JavaScript to view the comments powered "
		      "by "
		      "Disqus.",
	    SURE);
}

static void
lists_of_names_are_chrome_and_sentences_are_not(void **state)
{

	(void)state;
	assert_chrome("Posted in Marketing", TAIL);
	assert_chrome("Posted in the wrong place", NONE);
	assert_chrome("Posted by Ann on May 3", TAIL);
	assert_chrome("Filed under: tea, kettles", TAIL);
	assert_chrome("Tagged a friend", NONE);
	assert_chrome("Category: this is the worst one.", NONE);
	assert_chrome("Sent from my iPad", TAIL);
	assert_chrome("Sent from my iPad, sorry", NONE);
}

static void
counts_are_chrome_only_in_their_wording(void **state)
{

	(void)state;
	assert_chrome("12 people found this helpful", LIKELY);
	assert_chrome("1 person found this helpful", LIKELY);
	assert_chrome("3 of 4 people found this helpful", LIKELY);
	assert_chrome("3 Comments", TAIL);
	assert_chrome("3 comments were rude", NONE);
	assert_chrome("12 people complained", NONE);
	assert_chrome("2010", NONE);
}

static void
moderators_leave_markers(void **state)
{

	(void)state;
	assert_chrome("[deleted]", MODERATED);
	assert_chrome("[link removed by moderator]", MODERATED);
	assert_chrome("[comment removed for bad language]", MODERATED);
	assert_chrome("This comment was deleted.", MODERATED);
	assert_chrome("This comment was deleted by mistake", NONE);
	assert_chrome("This message was deleted by its author", MODERATED);
	assert_chrome("Deleted by moderator", MODERATED);
	assert_chrome("[deleted the app]", NONE);
	assert_chrome("[]", NONE);
	assert_chrome("[removed", NONE);
}

static void
other_lines_and_long_ones_are_nobodys_business(void **state)
{
	char line[400];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "Tags: ", 6);
	assert_int_equal(chrome_line((struct str){ line, sizeof(line) }),
	    CHROME_NONE);
	assert_chrome("", NONE);
	assert_chrome("ok", NONE);
	assert_chrome("\xd0\x94\xd0\xb0", NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_known_by_their_whole_wording),
		cmocka_unit_test(
		    lists_of_names_are_chrome_and_sentences_are_not),
		cmocka_unit_test(counts_are_chrome_only_in_their_wording),
		cmocka_unit_test(moderators_leave_markers),
		cmocka_unit_test(
		    other_lines_and_long_ones_are_nobodys_business),
	};

	return (RUN_TESTS(tests));
}
