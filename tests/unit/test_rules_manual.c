/*
 * What earshot-rules(5) says is what the reader does: its rules run, its
 * grammar names the reader's words, its table of endings is the program's.
 */
#include "manpage.h"
#include "rules/inflect.h"
#include "rules/statements.h"
#include "rules/wordset.h"
#include "ruleshelp.h"

enum { WORDS_MAX = 100 };

static struct files *files;
static struct str page;

static int
open_page(void **state)
{

	files = files_disk();
	if (files == NULL)
		return (1);
	page = manpage(files, "earshot-rules.5");
	return (make_rules_folder(state));
}

static int
close_page(void **state)
{

	files_free(files);
	return (remove_rules_folder(state));
}

/* What stands between two lines of the page; {NULL,0}: no further. */
static struct str
next_block(struct str *rest, const char *from, const char *to)
{
	const char *start = NULL;

	while (rest->n > 0) {
		struct str line = str_cut(rest, '\n');

		if (start == NULL && str_eq(line, str_of(from)))
			start = rest->p;
		else if (start != NULL && str_eq(line, str_of(to)))
			return (
			    (struct str){ start, (size_t)(line.p - start) });
	}
	return ((struct str){ NULL, 0 });
}

static void
every_rule_it_prints_passes_its_test(void **state)
{
	const char *src = getenv("EARSHOT_SRC");
	char pack[500];
	const char *shipped[] = { pack, NULL }, *own[] = { NULL, NULL };
	struct str rest = page, block;
	size_t blocks = 0, examples, all = 0;

	(void)state;
	snprintf(pack, sizeof(pack), "%s/rules", src != NULL ? src : ".");
	while ((block = next_block(&rest, ".Bd -literal -offset indent", ".Ed"))
		   .p != NULL) {
		struct files *disk = files_disk();
		struct loaded l;

		own[0] = write_bytes("own.rules", block);
		faults_init(&l.faults);
		l.rs = NULL;
		if (ruleset_load(disk, shipped, own, &l.faults, &l.rs) != OK) {
			print_faults(&l, true);
			fail_msg("%.*s\n%s", STR_ARG(block), l.printed);
		}
		assert_int_equal(ruleset_test(l.rs, &l.faults, &examples), OK);
		assert_int_equal(l.faults.errors, 0);
		unload(&l);
		files_free(disk);
		all += examples;
		blocks++;
	}
	assert_true(blocks >= 9);
	assert_true(all > 100);
}

/* The one literal block of section GRAMMAR. */
static struct str
the_grammar(void)
{
	size_t at = str_find(page, STR(".Sh GRAMMAR\n"));
	struct str rest, grammar;

	assert_int_not_equal(at, SIZE_MAX);
	rest = str_sub(page, at, page.n);
	grammar = next_block(&rest, ".Bd -literal", ".Ed");
	assert_non_null(grammar.p);
	return (grammar);
}

/* The words in quotes of production ${name}, each once, space-separated. */
static void
terminals(struct str grammar, const char *name, char *ret, size_t size)
{
	struct str line, head = str_of(name);
	bool inside = false;
	size_t n = 0;

	ret[0] = '\0';
	while (grammar.n > 0) {
		line = str_cut(&grammar, '\n');
		if (line.n > 0 && line.p[0] != ' ') {
			struct str first = str_word(&line);

			inside = str_eq(first, head);
		}
		while (inside && str_findc(line, '"') != SIZE_MAX) {
			struct str word;

			str_cut(&line, '"');
			word = str_cut(&line, '"');
			n += (size_t)snprintf(ret + n, size - n, "%.*s ",
			    STR_ARG(word));
			assert_true(n < size);
		}
	}
	assert_true(n > 0);
}

static int
alike(const void *a, const void *b)
{

	return (strcmp(*(const char *const *)a, *(const char *const *)b));
}

/* ${words}, space-separated, sorted, each once. */
static void
sorted(char *words)
{
	char *v[WORDS_MAX], copy[2000], *save = NULL;
	size_t n = 0, used = 0;

	snprintf(copy, sizeof(copy), "%s", words);
	for (char *w = strtok_r(copy, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save)) {
		assert_true(n < WORDS_MAX);
		v[n++] = w;
	}
	qsort(v, n, sizeof(v[0]), alike);
	words[0] = '\0';
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(v[i], v[i - 1]) != 0)
			used += (size_t)sprintf(words + used, "%s ", v[i]);
}

#define assert_words(grammar, productions, wanted)                            \
	do {                                                                  \
		char got_[2000] = "", wanted_[2000];                          \
		const char *const names_[] = productions;                     \
		for (size_t i_ = 0; names_[i_] != NULL; i_++)                 \
			terminals((grammar), names_[i_], got_ + strlen(got_), \
			    sizeof(got_) - strlen(got_));                     \
		snprintf(wanted_, sizeof(wanted_), "%s", (wanted));           \
		sorted(got_);                                                 \
		sorted(wanted_);                                              \
		assert_string_equal(got_, wanted_);                           \
	} while (0)

#define LIST(...)                 \
	{                         \
		__VA_ARGS__, NULL \
	}

static void
join_set(const struct wordset *set, char *words)
{

	words[0] = '\0';
	for (size_t i = 0; set->names[i] != NULL; i++)
		sprintf(words + strlen(words), "%s ", set->names[i]);
}

static void
its_grammar_has_the_words_of_the_reader(void **state)
{
	struct str grammar = the_grammar();
	char words[2000];

	(void)state;

	strcpy(words, "any = from add to ");
	for (size_t i = 0; statement_at(i) != NULL; i++)
		sprintf(words + strlen(words), "%s ", statement_at(i)->word);
	assert_words(grammar, LIST("statement"), words);

	strcpy(words, "add ");
	for (size_t i = 0; attribute_at(i) != NULL; i++)
		sprintf(words + strlen(words), "%s ", attribute_at(i)->word);
	assert_words(grammar, LIST("attribute", "short"), words);

	join_set(&wordset_signals, words);
	assert_words(grammar, LIST("signal"), words);
	join_set(&wordset_facets, words);
	assert_words(grammar, LIST("facet"), words);
	join_set(&wordset_targets, words);
	assert_words(grammar, LIST("target"), words);
	join_set(&wordset_fields, words);
	assert_words(grammar, LIST("field"), words);
	join_set(&wordset_weights, words);
	assert_words(grammar, LIST("weight"), words);
}

/* Only the attributes of the grammar's production `short` share lines. */
static void
its_grammar_says_what_may_share_a_line(void **state)
{
	struct str grammar = the_grammar();
	char words[2000] = "";

	(void)state;
	for (size_t i = 0; attribute_at(i) != NULL; i++)
		if (attribute_at(i)->shares)
			sprintf(words + strlen(words), "%s ",
			    attribute_at(i)->word);
	assert_words(grammar, LIST("short"), words);
}

/* Every way that the grammar has for conditions and what is close by. */
static void
its_conditions_and_modifiers_are_read(void **state)
{

	(void)state;
	assert_loads("list l = a, b | \"c\"\ntopic t\n  say tea\n"
		     "rule r\n  signal idea\n  say x y\n"
		     "  near l within 2 words in sentence add weak\n"
		     "  need tea within 1 word in post\n"
		     "when idea or complaint and not praise add 1 to idea\n"
		     "when (rule r and topic t or list l) add hint to spam\n"
		     "when any(idea, spam) and all(rule r) add -1 to advice\n"
		     "when count(idea, spam) >= 2 add sure to question\n"
		     "when stars < 5 or stars <= 4 or stars = 3 or stars >= 2 "
		     "or stars > 1 add weak to complaint\n");
}

static void
its_table_of_endings_is_what_matches(void **state)
{
	struct str rest = page, table, line;
	size_t rows = 0;

	(void)state;
	next_block(&rest, ".Ss Endings", ".It write Ta to match");
	table = (struct str){ rest.p, str_find(rest, STR(".El")) };
	while (table.n > 0) {
		struct buf regex = BUF_INIT(1000), want = BUF_INIT(1000);
		struct str word, form;
		unsigned forms = 0;

		line = str_cut(&table, '\n');
		assert_true(str_starts(line, STR(".It Li ")));
		line = str_sub(line, 7, line.n);
		form = str_word(&line);
		word = str_cut(&form, '~');
		while (form.n > 0)
			forms |= inflect_form(str_cut(&form, '~'));
		inflect(&regex, word, forms);
		assert_str(str_word(&line), "Ta");
		line = str_trim(line);
		buf_adds(&want, "(?:");
		while (line.n > 0) {
			buf_add(&want, str_trim(str_cut(&line, ',')));
			buf_adds(&want, line.n > 0 ? "|" : ")");
		}
		assert_string_equal(want.p, regex.p);
		buf_free(&regex);
		buf_free(&want);
		rows++;
	}
	assert_true(rows > 8);
}

int
main(void)
{
	const struct CMUnitTest rules_manual_tests[] = {
		cmocka_unit_test(every_rule_it_prints_passes_its_test),
		cmocka_unit_test(its_grammar_has_the_words_of_the_reader),
		cmocka_unit_test(its_grammar_says_what_may_share_a_line),
		cmocka_unit_test(its_conditions_and_modifiers_are_read),
		cmocka_unit_test(its_table_of_endings_is_what_matches),
	};

	return (
	    cmocka_run_group_tests(rules_manual_tests, open_page, close_page));
}
