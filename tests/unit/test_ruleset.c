#include <pthread.h>

#include "earshot/memory.h"

#include "ruleshelp.h"

static const char *const small = "rule a\n  signal idea\n  say x y\n";

static void
the_hash_follows_the_sources(void **state)
{
	struct loaded a, b, c;

	(void)state;
	load_text(small, &a);
	load_text(small, &b);
	load_text("rule a\n  signal idea\n  say x z\n", &c);
	assert_int_equal(strlen(ruleset_info(a.rs)->hash), 32);
	assert_string_equal(ruleset_info(a.rs)->hash, ruleset_info(b.rs)->hash);
	assert_string_not_equal(ruleset_info(a.rs)->hash,
	    ruleset_info(c.rs)->hash);
	unload(&a);
	unload(&b);
	unload(&c);
}

static void
lists_in_files_of_their_own_count_in_the_hash(void **state)
{
	struct loaded a, b;
	static const char text[] = "list brand.a from a.txt\n"
				   "rule a\n  signal idea\n  say x y\n";

	(void)state;
	write_bytes("a.txt", STR("tea\n"));
	load_text(text, &a);
	write_bytes("a.txt", STR("milk\n"));
	load_text(text, &b);
	assert_string_not_equal(ruleset_info(a.rs)->hash,
	    ruleset_info(b.rs)->hash);
	unload(&a);
	unload(&b);
}

static void
a_folder_gives_its_rule_files_in_order(void **state)
{
	struct files *files = files_disk();
	const char *own[] = { rules_path("pack.d"), NULL };
	struct loaded l;

	(void)state;
	assert_int_equal(mkdir(own[0], 0755), 0);
	write_bytes("pack.d/b.rules", STR("rule b\n signal idea\n say b b\n"));
	write_bytes("pack.d/a.rules", STR("rule a\n signal idea\n say a a\n"));
	write_bytes("pack.d/README", STR("no rules here"));
	faults_init(&l.faults);
	assert_int_equal(ruleset_load(files, NULL, own, &l.faults, &l.rs), OK);
	assert_int_equal(ruleset_info(l.rs)->nrules, 2);
	assert_str(ruleset_info(l.rs)->rules[0]->name, "a.a");
	assert_non_null(strstr(ruleset_info(l.rs)->files.p, "b.rules"));
	files_free(files);
	unload(&l);
}

static void
what_cannot_be_read_is_a_fault(void **state)
{
	struct files *files = files_disk();
	const char *own[] = { "/nowhere/at/all.rules", NULL };
	struct loaded l;

	(void)state;
	l.rs = NULL;
	faults_init(&l.faults);
	assert_int_equal(ruleset_load(files, NULL, own, &l.faults, &l.rs),
	    E_SYNTAX);
	print_faults(&l, false);
	assert_string_equal(l.printed,
	    "/nowhere/at/all.rules: cannot read "
	    "this: there is no such file or folder\n");
	files_free(files);
	unload(&l);
}

static void
an_empty_set_hears_nothing(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text("# nothing yet\n", &l);
	assert_string_equal(l.printed, "");
	assert_int_equal(ruleset_info(l.rs)->nrules, 0);
	hear(l.rs, "I wish you had tea.", &h);
	assert_int_equal(h.v.primary, SIGNAL_NONE);
	forget(&h);
	unload(&l);
}

static void
the_last_good_set_can_be_replayed(void **state)
{
	struct files *files = files_disk();
	const char *own[] = { NULL, NULL };
	char archive[256];
	struct loaded l;
	char hash[33];

	(void)state;
	write_bytes("terms.txt", STR("tea\n"));
	own[0] =
	    write_bytes("own.rules", STR("list brand.a from terms.txt\n"
					 "rule a\n  signal idea\n  say x y\n"));
	snprintf(archive, sizeof(archive), "%s/good", rules_folder);
	faults_init(&l.faults);
	assert_int_equal(ruleset_load(files, NULL, own, &l.faults, &l.rs), OK);
	memcpy(hash, ruleset_info(l.rs)->hash, sizeof(hash));
	assert_int_equal(files_save(files, archive), OK);
	files_free(files);
	unload(&l);

	write_bytes("own.rules", STR("rulle a\n"));
	write_bytes("terms.txt", STR(""));
	assert_int_equal(files_archive(archive, &files), OK);
	faults_init(&l.faults);
	assert_int_equal(ruleset_load(files, NULL, own, &l.faults, &l.rs), OK);
	assert_string_equal(ruleset_info(l.rs)->hash, hash);
	files_free(files);
	unload(&l);
}

static void
a_classifier_keeps_its_set(void **state)
{
	struct loaded l;
	struct heard h;

	(void)state;
	load_text(small, &l);
	hear(l.rs, "x y", &h);
	unload(&l);
	assert_int_equal(classify(h.classifier, h.arena, &h.in, &h.v), OK);
	assert_true(h.v.signals[SIGNAL_IDEA].fired);
	forget(&h);
	ruleset_unref(NULL);
}

static void *
hear_often(void *arg)
{
	struct heard h;

	hear(arg, "x y and x y", &h);
	for (int i = 0; i < 200; i++) {
		arena_reset(h.arena);
		if (classify(h.classifier, h.arena, &h.in, &h.v) != OK ||
		    h.v.signals[SIGNAL_IDEA].nevidence != 2)
			abort();
	}
	forget(&h);
	return (NULL);
}

static void
threads_share_one_set(void **state)
{
	pthread_t threads[4];
	struct loaded l;

	(void)state;
	load_text(small, &l);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, hear_often,
				     l.rs),
		    0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	unload(&l);
}

/* The block between the first two ``` lines of the contract. */
static char *
printed_file(const char *path)
{
	FILE *f = fopen(path, "r");
	struct buf all = BUF_INIT(1 << 20);
	char line[1000], *out;
	bool inside = false;

	if (f == NULL)
		return (NULL);
	while (fgets(line, sizeof(line), f) != NULL) {
		if (strcmp(line, "```\n") == 0) {
			if (inside)
				break;
			inside = true;
		} else if (inside)
			buf_adds(&all, line);
	}
	fclose(f);
	out = buf_steal(&all);
	return (out);
}

static char *
data_file(const char *name)
{
	const char *src = getenv("EARSHOT_SRC");
	struct files *files = files_disk();
	struct str bytes;
	char path[500], *text;

	snprintf(path, sizeof(path), "%s/tests/data/rules/contract/%s",
	    src != NULL ? src : ".", name);
	assert_int_equal(files_read(files, path, 1 << 20, &bytes), OK);
	text = str_dup(bytes);
	assert_non_null(text);
	files_free(files);
	return (text);
}

/* ${text} as people's own file beside the shipped packs: it loads, and its
 * examples hold.  Packs grow: what they say too may be warned of. */
static void
assert_passes(const char *text)
{
	const char *src = getenv("EARSHOT_SRC");
	char pack[500], *terms = data_file("acme.txt");
	const char *shipped[] = { pack, NULL }, *own[] = { NULL, NULL };
	struct files *files = files_disk();
	struct loaded l;
	size_t n;

	snprintf(pack, sizeof(pack), "%s/rules", src != NULL ? src : ".");
	write_bytes("acme.txt", str_of(terms));
	own[0] = write_bytes("acme.rules", str_of(text));
	faults_init(&l.faults);
	l.rs = NULL;
	if (ruleset_load(files, shipped, own, &l.faults, &l.rs) != OK) {
		print_faults(&l, true);
		fail_msg("%s", l.printed);
	}
	assert_int_equal(ruleset_test(l.rs, &l.faults, &n), OK);
	assert_int_equal(l.faults.errors, 0);
	assert_true(n > 100);
	files_free(files);
	unload(&l);
	free(terms);
}

static void
the_file_printed_in_the_contract_passes(void **state)
{
	char *text = data_file("acme.rules");

	(void)state;
	assert_passes(text);
	free(text);
}

static void
its_list_may_stand_in_a_file_of_its_own(void **state)
{
	char *text = data_file("acme.rules"), *line;
	struct buf other = BUF_INIT(1 << 20);

	(void)state;
	line = strstr(text, "list  brand.acme");
	assert_non_null(line);
	buf_add(&other, (struct str){ text, (size_t)(line - text) });
	buf_adds(&other, "list  brand.acme from acme.txt");
	buf_adds(&other, strchr(line, '\n'));
	assert_passes(other.p);
	buf_free(&other);
	free(text);
}

static void
it_is_the_contracts_file_letter_by_letter(void **state)
{
	const char *shared = getenv("EARSHOT_SHARED");
	char path[500], *printed, *text;

	(void)state;
	snprintf(path, sizeof(path), "%s/contracts/rules.md",
	    shared != NULL ? shared : "");
	printed = printed_file(path);
	if (printed == NULL) {
		print_message("skipped: no EARSHOT_SHARED\n");
		skip();
		return; /* the compiler does not know that skip never returns */
	}
	text = data_file("acme.rules");
	assert_string_equal(text, printed);
	free(text);
	free(printed);
}

/* Resident KB of this process; 0: the system does not tell. */
static long
resident_kb(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	long size, pages = 0;

	if (f == NULL || fscanf(f, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (f != NULL)
		fclose(f);
	return (pages * (sysconf(_SC_PAGESIZE) / 1024));
}

/* A worker lets go of it, or a visit to a slow feed, long after the reload. */
static void
whoever_lets_go_last_gives_the_memory_back(void **state)
{
	const char *src = getenv("EARSHOT_SRC");
	struct files *files = files_disk();
	char pack[500];
	const char *shipped[] = { pack, NULL };
	struct loaded old, today;
	long both;

	(void)state;
	memory_init();
	snprintf(pack, sizeof(pack), "%s/rules", src != NULL ? src : ".");
	faults_init(&old.faults);
	faults_init(&today.faults);
	assert_int_equal(ruleset_load(files, shipped, NULL, &old.faults,
			     &old.rs),
	    OK);
	/* Above it in the heap is what stays. */
	assert_int_equal(ruleset_load(files, shipped, NULL, &today.faults,
			     &today.rs),
	    OK);
	/* What loading left over is not what is asked about. */
	memory_give_back();
	both = resident_kb();
	ruleset_unref(old.rs);
	/* A sanitizer keeps what was freed, to notice who uses it. */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
	assert_true(resident_kb() < both / 3 * 2);
#else
	assert_true(both >= 0);
#endif
	ruleset_unref(today.rs);
	faults_free(&old.faults);
	faults_free(&today.faults);
	files_free(files);
}

int
main(void)
{
	const struct CMUnitTest ruleset_tests[] = {
		cmocka_unit_test(the_hash_follows_the_sources),
		cmocka_unit_test(lists_in_files_of_their_own_count_in_the_hash),
		cmocka_unit_test(a_folder_gives_its_rule_files_in_order),
		cmocka_unit_test(what_cannot_be_read_is_a_fault),
		cmocka_unit_test(an_empty_set_hears_nothing),
		cmocka_unit_test(the_last_good_set_can_be_replayed),
		cmocka_unit_test(a_classifier_keeps_its_set),
		cmocka_unit_test(threads_share_one_set),
		cmocka_unit_test(whoever_lets_go_last_gives_the_memory_back),
		cmocka_unit_test(the_file_printed_in_the_contract_passes),
		cmocka_unit_test(its_list_may_stand_in_a_file_of_its_own),
		cmocka_unit_test(it_is_the_contracts_file_letter_by_letter),
	};

	return (cmocka_run_group_tests(ruleset_tests, make_rules_folder,
	    remove_rules_folder));
}
