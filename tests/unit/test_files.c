#include <sys/stat.h>

#include <unistd.h>

#include "earshot/files.h"

#include "unit.h"

static char folder[64];

static int
make_folder(void **state)
{

	(void)state;
	strcpy(folder, "/tmp/test-files.XXXXXX");
	return (mkdtemp(folder) == NULL);
}

static int
remove_folder(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return (system(command));
}

static const char *
at(const char *name)
{
	static char paths[4][128];
	static int i;

	i = (i + 1) % 4;
	snprintf(paths[i], sizeof(paths[i]), "%s/%s", folder, name);
	return (paths[i]);
}

static void
a_folder_is_listed_by_name_and_suffix(void **state)
{
	struct files *f = files_disk();
	const char *const *list;

	(void)state;
	assert_int_equal(files_write(at("b.feeds"), STR("b"), 0640), OK);
	assert_int_equal(files_write(at("a.opml"), STR("a"), 0640), OK);
	assert_int_equal(files_write(at("c.txt"), STR("c"), 0640), OK);
	assert_int_equal(files_write(at(".d.feeds"), STR("d"), 0640), OK);
	assert_int_equal(files_list(f, folder, ".feeds .opml", &list), OK);
	assert_string_equal(list[0], at("a.opml"));
	assert_string_equal(list[1], at("b.feeds"));
	assert_null(list[2]);
	/* Nobody drops a list because its disk is away; /dev/null is a choice.
	 */
	assert_int_equal(symlink("nowhere", at("e.feeds")), 0);
	assert_int_equal(symlink("/dev/null", at("f.feeds")), 0);
	assert_int_equal(mkdir(at("g.feeds"), 0755), 0);
	files_free(f);
	f = files_disk();
	assert_int_equal(files_list(f, folder, ".feeds .opml", &list), OK);
	assert_string_equal(list[2], at("e.feeds"));
	assert_null(list[3]);
	/* A file named itself may have any suffix. */
	assert_int_equal(files_list(f, at("c.txt"), ".feeds", &list), OK);
	assert_string_equal(list[0], at("c.txt"));
	assert_null(list[1]);
	assert_int_equal(files_list(f, at("none"), ".feeds", &list),
	    E_NOT_FOUND);
	files_free(f);
}

static void
the_archive_gives_back_what_was_read_and_nothing_else(void **state)
{
	struct files *f = files_disk(), *old = NULL;
	const char *const *list;
	struct str s;

	(void)state;
	assert_int_equal(files_write(at("x.rules"), STR("line\n\0more"), 0640),
	    OK);
	assert_int_equal(files_write(at("empty.rules"), STR(""), 0640), OK);
	assert_int_equal(files_list(f, folder, ".rules", &list), OK);
	assert_int_equal(files_read(f, at("x.rules"), 100, &s), OK);
	assert_int_equal(files_read(f, at("empty.rules"), 100, &s), OK);
	assert_int_equal(files_save(f, at("good")), OK);
	files_free(f);
	assert_int_equal(files_write(at("x.rules"), STR("broken"), 0640), OK);

	assert_int_equal(files_archive(at("good"), &old), OK);
	assert_int_equal(files_list(old, folder, ".rules", &list), OK);
	assert_string_equal(list[0], at("empty.rules"));
	assert_string_equal(list[1], at("x.rules"));
	assert_int_equal(files_read(old, at("x.rules"), 100, &s), OK);
	assert_int_equal(s.n, 10);
	assert_memory_equal(s.p, "line\n\0more", 10);
	assert_int_equal(files_read(old, at("other.rules"), 100, &s),
	    E_NOT_FOUND);
	files_free(old);
}

static void
a_damaged_archive_is_refused(void **state)
{
	static const char *const bad[] = { "",
		"earshot-files 1\nfile 3 9\nabc\n",
		"earshot-files 1\nlist 1 1 99999999\n", "earshot-files 2\n",
		"earshot-files 1\nrubbish\n" };
	struct files *f = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(files_write(at("bad"), str_of(bad[i]), 0640),
		    OK);
		assert_int_equal(files_archive(at("bad"), &f), E_CORRUPT);
	}
	assert_int_equal(files_archive(at("absent"), &f), E_NOT_FOUND);
}

static void
a_file_over_its_cap_is_too_large(void **state)
{
	struct files *f = files_disk();
	struct str s;

	(void)state;
	assert_int_equal(files_write(at("big"), STR("123456"), 0640), OK);
	assert_int_equal(files_read(f, at("big"), 5, &s), E_TOO_LARGE);
	assert_int_equal(files_read(f, at("big"), 6, &s), OK);
	files_free(f);
}

static void
writing_is_atomic_and_keeps_the_mode(void **state)
{
	struct stat sb;

	(void)state;
	umask(0);
	assert_int_equal(files_write(at("w"), STR("one"), 0640), OK);
	assert_int_equal(files_write(at("w"), STR("two"), 0640), OK);
	assert_int_equal(stat(at("w"), &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0640);
	assert_int_equal(sb.st_size, 3);
	assert_int_equal(files_write(at("no/such/folder"), STR("x"), 0640),
	    E_NOT_FOUND);
}

static void
replacing_keeps_the_mode_and_a_link(void **state)
{
	char leads[128];
	struct stat sb;
	ssize_t n;

	(void)state;
	umask(077);
	assert_int_equal(files_write(at("real"), STR("one"), 0600), OK);
	assert_int_equal(chmod(at("real"), 0664), 0);
	assert_int_equal(symlink("real", at("link")), 0);
	assert_int_equal(files_replace(at("link"), STR("two!")), OK);
	n = readlink(at("link"), leads, sizeof(leads));
	assert_int_equal(n, 4);
	assert_int_equal(stat(at("real"), &sb), 0);
	assert_int_equal(sb.st_mode & 0777, 0664);
	assert_int_equal(sb.st_size, 4);
	assert_int_equal(files_replace(at("none"), STR("x")), E_NOT_FOUND);
	assert_int_equal(access(at("none"), F_OK), -1);
	umask(0);
}

int
main(void)
{
	const struct CMUnitTest files_tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_folder_is_listed_by_name_and_suffix, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    the_archive_gives_back_what_was_read_and_nothing_else,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_damaged_archive_is_refused,
		    make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
		    a_file_over_its_cap_is_too_large, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    writing_is_atomic_and_keeps_the_mode, make_folder,
		    remove_folder),
		cmocka_unit_test_setup_teardown(
		    replacing_keeps_the_mode_and_a_link, make_folder,
		    remove_folder),
	};

	return (RUN_TESTS(files_tests));
}
