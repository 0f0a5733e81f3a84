#include "earshot/rulesfix.h"

#include "ruleshelp.h"

enum { ARENA = 64 << 20 };

/* What came of a mend; ${told}: "LINE: why" of each change. */
struct fixed {
	struct arena *arena;
	struct str text;
	struct rules_fix_change *changes;
	size_t n;
	char told[4000];
};

static void
fix_bytes(struct str bytes, const struct rules_fix_names *known,
    struct fixed *ret)
{
	size_t n = 0;

	ret->arena = arena_new(ARENA);
	assert_non_null(ret->arena);
	assert_int_equal(rules_fix(ret->arena, bytes, known, &ret->text,
			     &ret->changes, &ret->n),
	    OK);
	ret->told[0] = '\0';
	for (size_t i = 0; i < ret->n; i++)
		n += (size_t)snprintf(ret->told + n, sizeof(ret->told) - n,
		    "%u: %.*s\n", ret->changes[i].line,
		    STR_ARG(ret->changes[i].why));
}

static void
drop(struct fixed *f)
{

	arena_free(f->arena);
}

/* assert_fix: ${was} becomes ${now}, for these reasons, and stays so. */
#define assert_fix(was, now, why)                           \
	do {                                                \
		struct fixed f_, again_;                    \
		fix_bytes(str_of(was), NULL, &f_);          \
		assert_str(f_.text, (now));                 \
		assert_string_equal(f_.told, (why));        \
		fix_bytes(f_.text, NULL, &again_);          \
		assert_int_equal(again_.n, 0);              \
		assert_ptr_equal(again_.text.p, f_.text.p); \
		drop(&again_);                              \
		drop(&f_);                                  \
	} while (0)

#define assert_left(text) assert_fix((text), (text), "")

#define RULE(lines) "rule a\n  signal idea\n  say x y\n" lines
#define SAY(value)  "rule a\n  signal idea\n  say " value "\n"

static const char bars[] = "3: | stands between phrases\n",
		  quotes[] = "3: plain quotes, one at each end\n",
		  small[] = "plain words are written small\n";

static void
what_an_editor_saved_becomes_plain_text(void **state)
{
	static const char utf16[] = "\xff\xfer\0u\0l\0e\0 \0a\0\r\0\n\0"
				    " \0s\0a\0y\0 \0x\0 \0\xe9\0\r\0\n";
	struct fixed f;

	(void)state;
	fix_bytes((struct str){ utf16, sizeof(utf16) }, NULL, &f);
	assert_str(f.text, "rule a\n say x \u00e9\n");
	assert_int_equal(f.n, 1);
	assert_int_equal(f.changes[0].line, 0);
	assert_str(f.changes[0].was, "UTF-16");
	assert_str(f.changes[0].now, "UTF-8");
	drop(&f);
	fix_bytes(STR("\xef\xbb\xbfrule a\n  say x\n"), NULL, &f);
	assert_str(f.text, "rule a\n  say x\n");
	assert_str(f.changes[0].was, "UTF-8 with a byte order mark");
	drop(&f);
	fix_bytes(STR("rule a\r\n  say x\r# y\n"), NULL, &f);
	assert_str(f.text, "rule a\n  say x\n# y\n");
	assert_str(f.changes[0].was, "the line ends of another system");
	drop(&f);
	fix_bytes(STR("rule a\n  say caf\xe9\n"), NULL, &f);
	assert_str(f.text, "rule a\n  say caf\u00e9\n");
	assert_str(f.changes[0].was, "an older encoding");
	drop(&f);
}

static void
words_of_the_language_are_written_small(void **state)
{
	char why[200];

	(void)state;
	snprintf(why, sizeof(why), "1: %s2: %s3: %s", small, small, small);
	assert_fix("Rule: a  # One\n\tSignal: Complaint\tFacet LACK\n"
		   "  SAY: Too Loud\n",
	    "rule a  # One\n\tsignal complaint\tfacet lack\n"
	    "  say Too Loud\n",
	    why);
	snprintf(why, sizeof(why), "1: %s", small);
	assert_fix("When Complaint AND stars < 3 ADD Weak TO Idea\n",
	    "when complaint and stars < 3 add weak to idea\n", why);
	assert_fix("List Brand.A = Tea\n", "list Brand.A = Tea\n", why);
}

static void
quotes_become_plain_and_are_closed(void **state)
{

	(void)state;
	assert_fix(SAY("\u201cx y\u201d | \u00abz\u00bb | \u201eq\u201c # c"),
	    SAY("\"x y\" | \"z\" | \"q\" # c"), quotes);
	assert_fix(SAY("\u2018x y\u2019 | 'don't z'"),
	    SAY("\"x y\" | \"don't z\""), quotes);
	assert_fix(SAY("\"x y   # why"), SAY("\"x y   # why\""), quotes);
	assert_fix(SAY("\"x y"), SAY("\"x y\""), quotes);
	assert_fix("list l = \u201cTea\u201d, \"Pot\n",
	    "list l = \"Tea\", \"Pot\"\n",
	    "1: plain quotes, one at each end\n");
	assert_fix("topic t \u201cTea\u201d\n  say x y\n",
	    "topic t \"Tea\"\n  say x y\n",
	    "1: plain quotes, one at each end\n");
	/* Where it would end is not beyond doubt. */
	assert_left(SAY("\"x y | z"));
}

static void
a_bar_stands_between_phrases(void **state)
{

	(void)state;
	assert_fix(SAY("x y, z,  q; r OR s"), SAY("x y | z |  q | r | s"),
	    bars);
	assert_fix(SAY("\"x y\", \"z\",\"q\" or \"r\""),
	    SAY("\"x y\" | \"z\" | \"q\" | \"r\""), bars);
	assert_fix(SAY("\"x y\" \"z\""), SAY("\"x y\" | \"z\""), bars);
	assert_fix(SAY("x y,"), SAY("x y"), bars);
	/* What has another answer, or none. */
	assert_left(SAY("x y |;;; z"));
	assert_left(SAY("x AND y"));
	assert_left(SAY("x y NOT z"));
	assert_left(SAY("1,5 litres | this or that"));
	assert_left(SAY("\"x, y; z OR q\""));
}

static void
a_name_becomes_one_word(void **state)
{
	static const char why[] = "1: a name is one word\n";

	(void)state;
	assert_fix("rule too loud # c\n  signal idea\n  say x y\n",
	    "rule too_loud # c\n  signal idea\n  say x y\n", why);
	assert_fix("topic milk frother \"Milk frother\"\n  say x\n",
	    "topic milk_frother \"Milk frother\"\n  say x\n", why);
	assert_fix("list brand.acme brew = Acme\n",
	    "list brand.acme_brew = Acme\n", why);
	assert_fix("rule \"L\u00e4rm & Krach\"\n  signal idea\n  say x y\n",
	    "rule L\u00e4rm_Krach\n  signal idea\n  say x y\n", why);
	assert_left("topic frother Milk frother\n  say x\n");
}

static void
misspelt_words_are_mended_where_one_is_near(void **state)
{

	(void)state;
	assert_fix("rulle a\n  sgnal   ida\n  sya x y\n",
	    "rule a\n  signal   idea\n  say x y\n",
	    "1: misspelt\n2: misspelt\n3: misspelt\n");
	assert_fix(RULE("  faect wnat  trget prodct  wieght storng\n"),
	    RULE("  facet want  target product  weight strong\n"),
	    "4: misspelt\n");
	assert_fix(RULE("  near tea withn 3 words\n"),
	    RULE("  near tea within 3 words\n"), "4: misspelt\n");
	assert_fix("bias ideas -1\n", "bias idea -1\n", "1: misspelt\n");
	/* near and need are as near; others are words of their own. */
	assert_left(RULE("  nead tea\n"));
	assert_left(RULE("  description It is so\n"));
	assert_left("rule a\n  signal wish\n  say x y\n");
	assert_left("Lists are good\n");
	assert_left("rule a\n  sgnal idea\n  signal idea\n  say x y\n");
}

static void
a_misspelt_word_below_free_text_is_mended_when_what_follows_fits(void **state)
{

	(void)state;
	assert_fix("rule a\n  about Some\n  sgnal idea\n  say x y\n",
	    "rule a\n  about Some\n  signal idea\n  say x y\n",
	    "3: misspelt\n");
	assert_fix(RULE("  yes x y\n  unles \"z\"\n"),
	    RULE("  yes x y\n  unless \"z\"\n"), "5: misspelt\n");
	assert_left(RULE("  about People who\n  says \"x\" but not y\n"
			 "  yes x y this\n   year x y\n"));
}

static void
misspelt_references_are_mended(void **state)
{
	static const char *const rules[] = { "en.wish.had", "own.b", NULL },
				 *const lists[] = { "acme.brand.acme", NULL };
	static const struct rules_fix_names known = { rules, lists };
	struct fixed f;

	(void)state;
	assert_fix("list brand.tea = tea\n" RULE("  need brand.tae\n"),
	    "list brand.tea = tea\n" RULE("  need brand.tea\n"),
	    "5: misspelt\n");
	assert_left("weight en.wish.hda weak\n" RULE("  need brand.amce\n"));
	fix_bytes(STR("weight en.wish.hda weak\noff en.wish.had\n" RULE(
		      "  need brand.amce\n  near brand.acme\n")),
	    &known, &f);
	assert_str(f.text, "weight en.wish.had weak\noff en.wish.had\n" RULE(
			       "  need brand.acme\n  near brand.acme\n"));
	assert_string_equal(f.told, "1: misspelt\n6: misspelt\n");
	drop(&f);
}

static void
all_else_stays_byte_by_byte(void **state)
{
	static const char text[] =
	    "# \u201cnotes\u201d, AND more\r  \n"
	    "\u00a0\n"
	    "rule a  \n"
	    "\u00a0 signal\tidea   # Signal: Idea\n"
	    "  about  \u201cA  b\u201d, Signal: c\u200b\n"
	    "  say\tx  y |\n\n"
	    "      \"q r\"   \n"
	    "  yes \u201cX y\u201d, OR z\u2026\n"
	    "  no 'Rule a'";
	struct buf plain = BUF_INIT(1000);
	struct fixed f;

	(void)state;
	fix_bytes(STR(text), NULL, &f);
	/* Only the old line end goes. */
	for (const char *p = text; *p != '\0'; p++)
		buf_addc(&plain, *p == '\r' ? '\n' : *p);
	assert_str(f.text, plain.p);
	buf_free(&plain);
	drop(&f);
}

static void
a_change_shows_the_whole_line_before_and_after(void **state)
{
	struct fixed f;

	(void)state;
	fix_bytes(STR("rule a\n  Signal idea\n  say x, \u201cy\u201d\n"), NULL,
	    &f);
	assert_int_equal(f.n, 2);
	assert_str(f.changes[1].was, "  say x, \u201cy\u201d");
	assert_str(f.changes[1].now, "  say x | \"y\"");
	assert_str(f.changes[1].why,
	    "| stands between phrases; plain quotes, one at each end");
	drop(&f);
}

static void
names_are_gathered_from_files_however_faulty(void **state)
{
	struct files *files = files_disk();
	struct arena *a = arena_new(ARENA);
	struct rules_fix_names names;
	const char *shipped[] = { NULL, "/nowhere/at/all", NULL };
	const char *own[] = { NULL, NULL };

	(void)state;
	shipped[0] =
	    write_bytes("en.rules", STR("rule wish\n  say\ntopic tea\n"));
	own[0] = write_bytes("own.rules",
	    STR("list brand.a from lost.txt\nrule too loud\n"));
	assert_int_equal(rules_fix_read_names(a, files, shipped, own, &names),
	    OK);
	assert_string_equal(names.rules[0], "en.wish");
	assert_string_equal(names.rules[1], "en.tea");
	assert_string_equal(names.rules[2], "own.too_loud");
	assert_null(names.rules[3]);
	assert_string_equal(names.lists[0], "own.brand.a");
	assert_null(names.lists[1]);
	arena_free(a);
	files_free(files);
}

static void
a_file_past_the_cap_is_refused(void **state)
{
	size_t n = (4u << 20) + 1;
	char *big = malloc(n);
	struct arena *a = arena_new(ARENA);
	struct rules_fix_change *changes;
	struct str text;

	(void)state;
	assert_non_null(big);
	memset(big, '\n', n);
	assert_int_equal(rules_fix(a, (struct str){ big, n }, NULL, &text,
			     &changes, &n),
	    E_TOO_LARGE);
	arena_free(a);
	free(big);
}

int
main(void)
{
	const struct CMUnitTest rulesfix_tests[] = {
		cmocka_unit_test(what_an_editor_saved_becomes_plain_text),
		cmocka_unit_test(words_of_the_language_are_written_small),
		cmocka_unit_test(quotes_become_plain_and_are_closed),
		cmocka_unit_test(a_bar_stands_between_phrases),
		cmocka_unit_test(a_name_becomes_one_word),
		cmocka_unit_test(misspelt_words_are_mended_where_one_is_near),
		cmocka_unit_test(
		    a_misspelt_word_below_free_text_is_mended_when_what_follows_fits),
		cmocka_unit_test(misspelt_references_are_mended),
		cmocka_unit_test(all_else_stays_byte_by_byte),
		cmocka_unit_test(
		    a_change_shows_the_whole_line_before_and_after),
		cmocka_unit_test(names_are_gathered_from_files_however_faulty),
		cmocka_unit_test(a_file_past_the_cap_is_refused),
	};

	return (cmocka_run_group_tests(rulesfix_tests, make_rules_folder,
	    remove_rules_folder));
}
