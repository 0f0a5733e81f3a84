#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "rules/compile.h"
#include "rules/pattern.h"
#include "rules/phrase.h"
#include "rules/phrasecode.h"
#include "ruleshelp.h"

/* The pattern that phrase.c writes for ${phrase}, between word bounds. */
static const char *
regex_of(const char *phrase)
{
	static char text[20000];
	struct buf out = BUF_INIT(sizeof(text));
	struct book book = { .arena = arena_new(1 << 20) };
	struct place at = { .file = "test" };
	unsigned bounds;

	assert_non_null(book.arena);
	buf_adds(&out, PHRASE_BEFORE "(?:");
	assert_true(phrase_regex(&book, str_of(phrase), &at, STR("p"),
	    PHRASE_PLAIN, &out, &bounds));
	buf_adds(&out, ")" PHRASE_AFTER);
	snprintf(text, sizeof(text), "%.*s", STR_ARG(buf_str(&out)));
	buf_free(&out);
	arena_free(book.arena);
	return (text);
}

/* What ${regex} finds in ${text}, as PCRE2 and we see it: "[a] [b]". */
static const char *
found(const char *regex, const char *text, bool ours)
{
	static char rooms[2][2000];
	char *room = rooms[ours];
	struct phrasecode *code = phrasecode_new(str_of(regex));
	pcre2_match_data *md = pcre2_match_data_create(1, NULL);
	size_t from = 0, n = 0, at[2], where;
	uint32_t mark;
	int error;
	pcre2_code *pcre =
	    pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
		PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP, &error, &where, NULL);

	assert_true(code != NULL && md != NULL && pcre != NULL);
	room[0] = '\0';
	for (;; from = at[1]) {
		if (ours) {
			if (phrasecode_run(code, str_of(text), from, SIZE_MAX,
				&at[0], &at[1], &mark) != PHRASECODE_MATCH)
				break;
		} else {
			if (pcre2_match(pcre, (PCRE2_SPTR)text, strlen(text),
				from, PCRE2_NOTEMPTY, md, NULL) < 0)
				break;
			memcpy(at, pcre2_get_ovector_pointer(md), sizeof(at));
		}
		n +=
		    (size_t)snprintf(room + n, sizeof(rooms[0]) - n, "%s[%.*s]",
			n > 0 ? " " : "", (int)(at[1] - at[0]), text + at[0]);
	}
	phrasecode_free(code);
	pcre2_match_data_free(md);
	pcre2_code_free(pcre);
	return (room);
}

static void
phrases_match_as_pcre2_has_them(void **state)
{
	static const char *const cases[][3] = {
		{ "would be (nice|great) if",
		    "It WOULD be  great\tif, would be nice if-",
		    "[WOULD be  great\tif] [would be nice if]" },
		{ "(not|) (very|so|) good", "not very good, so good, ungood",
		    "[not very good] [so good]" },
		{ "leak*", "leaky leaks bleak leak's leak'x",
		    "[leaky] [leaks] [leak]" },
		{ "don't (ever|) call", "don't call dont ever call donot call",
		    "[don't call] [dont ever call]" },
		{ "no * left",
		    "no left, no tea left, no 1 2 3 4 5 left, "
		    "no 1 2 3 4 5 6 left",
		    "[no left] [no tea left] [no 1 2 3 4 5 left]" },
		{ "problem~s with", "problem with problems with problema with",
		    "[problem with] [problems with]" },
		{ "pas (de|d')", "pas d'eau, pas de, pas dire, pas d'",
		    "[pas d'] [pas de] [pas d']" },
		{ "(ne|n') va", "n'va n' va ne va neva",
		    "[n'va] [n' va] [ne va]" },
		{ "(a|a b) c", "a b c", "[a b c]" },
		{ "l'eau", "l'eau leau l eau l' eau",
		    "[l'eau] [leau] [l eau] [l' eau]" },
		{ "caf\u00e9", "cafe caf", "[cafe]" },
		{ "c++ (is|are) :-/", "c++ is :-/ C++ ARE :-/",
		    "[c++ is :-/] [C++ ARE :-/]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *regex = regex_of(cases[i][0]);

		assert_string_equal(found(regex, cases[i][1], false),
		    cases[i][2]);
		assert_string_equal(found(regex, cases[i][1], true),
		    cases[i][2]);
	}
}

static void
a_mark_says_which_phrase_it_was(void **state)
{
	struct phrasecode *c = phrasecode_new(STR(
	    PHRASE_BEFORE "(?:(?:tea)(*:0)|(?:te)\\w*+(*:17))" PHRASE_AFTER));
	size_t start, end;
	uint32_t mark;

	(void)state;
	assert_non_null(c);
	assert_int_equal(phrasecode_run(c, STR("a team"), 0, SIZE_MAX, &start,
			     &end, &mark),
	    PHRASECODE_MATCH);
	assert_int_equal(mark, 17);
	assert_int_equal(phrasecode_run(c, STR("a tea"), 0, SIZE_MAX, &start,
			     &end, &mark),
	    PHRASECODE_MATCH);
	assert_int_equal(mark, 0);
	phrasecode_free(c);
}

static void
a_window_says_where_a_match_may_begin(void **state)
{
	struct phrasecode *c = phrasecode_new(str_of(regex_of("tea")));
	size_t start, end;
	uint32_t mark;

	(void)state;
	assert_int_equal(phrasecode_run(c, STR("tea tea tea"), 1, 3, &start,
			     &end, &mark),
	    PHRASECODE_NONE);
	assert_int_equal(phrasecode_run(c, STR("tea tea tea"), 1, 4, &start,
			     &end, &mark),
	    PHRASECODE_MATCH);
	assert_int_equal(start, 4);
	phrasecode_free(c);
}

static void
what_people_wrote_is_left_to_pcre2(void **state)
{
	static const char *const others[] = { "tea", "(?<!\\w)tea(?!\\w)",
		PHRASE_BEFORE "(?:t[ae]a)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:te+)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:te.)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:tea|)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:tea?+)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:(?:tea)*)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:tea" PHRASE_AFTER,
		PHRASE_BEFORE "(?:mi\u017fs)" PHRASE_AFTER,
		PHRASE_BEFORE "(?:tea)" PHRASE_AFTER "|(?:\\:\\))" };

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_null(phrasecode_new(str_of(others[i])));
}

/* Every optional word doubles the ways: they are not all tried. */
static void
hostile_texts_make_it_give_up(void **state)
{
	char phrase[1000] = "", text[4000] = "";
	struct phrasecode *c;
	size_t start, end;
	uint32_t mark;

	(void)state;
	for (int i = 0; i < 40; i++) {
		strcat(phrase, "(a|) (a|) ");
		strcat(text, "a a ");
	}
	strcat(phrase, "b");
	c = phrasecode_new(str_of(regex_of(phrase)));
	assert_non_null(c);
	assert_int_equal(phrasecode_run(c, str_of(text), 0, SIZE_MAX, &start,
			     &end, &mark),
	    PHRASECODE_GIVE_UP);
	phrasecode_free(c);
}

int
main(void)
{
	const struct CMUnitTest phrasecode_tests[] = {
		cmocka_unit_test(phrases_match_as_pcre2_has_them),
		cmocka_unit_test(a_mark_says_which_phrase_it_was),
		cmocka_unit_test(a_window_says_where_a_match_may_begin),
		cmocka_unit_test(what_people_wrote_is_left_to_pcre2),
		cmocka_unit_test(hostile_texts_make_it_give_up),
	};

	return (RUN_TESTS(phrasecode_tests));
}
