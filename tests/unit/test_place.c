/*
 * From a configuration's words to a path, and what lies there.
 */
#include <limits.h>

#include "../../src/store/place.h"
#include "storebox.h"

static struct buf why;

static enum status
find(const char *url, bool make, struct place *ret)
{

	buf_clear(&why);
	why.cap = 10000;
	return (place_find(url, make, ret, &why));
}

static void
a_path_and_sqlite_path_are_alike(void **state)
{
	static const char *const prefixes[] = { "", "sqlite:", "sqlite://",
		"SQLite:" };
	char url[200], want[PATH_MAX + 10], here[PATH_MAX];
	struct place p;

	(void)state;
	assert_non_null(realpath(box.folder, here));
	snprintf(want, sizeof(want), "%s/x.db", here);
	for (size_t i = 0; i < 4; i++) {
		snprintf(url, sizeof(url), "%s%s/x.db", prefixes[i],
		    box.folder);
		assert_int_equal(find(url, false, &p), OK);
		assert_string_equal(p.path, want);
		assert_string_equal(p.folder, here);
		place_free(&p);
	}
}

static void
folders_are_made_only_for_a_writer(void **state)
{
	mode_t before = umask(0077);
	char url[200], path[200];
	struct stat sb;
	struct place p;

	(void)state;
	snprintf(url, sizeof(url), "%s/a/b/c/x.db", box.folder);
	assert_int_equal(find(url, false, &p), E_NOT_FOUND);
	place_free(&p);
	assert_int_equal(find(url, true, &p), OK);
	place_free(&p);
	umask(before);
	snprintf(path, sizeof(path), "%s/a/b", box.folder);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0755);
	snprintf(path, sizeof(path), "%s/a/b/c", box.folder);
	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 02750);
}

static void
a_link_leads_to_the_file_it_names(void **state)
{
	char link[200], target[PATH_MAX + 10], here[PATH_MAX];
	struct place p;
	FILE *f;

	(void)state;
	assert_non_null(realpath(box.folder, here));
	snprintf(target, sizeof(target), "%s/real.db", here);
	snprintf(link, sizeof(link), "%s/link.db", box.folder);
	f = fopen(target, "w");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(symlink("real.db", link), 0);
	assert_int_equal(find(link, false, &p), OK);
	assert_string_equal(p.path, target);
	place_free(&p);
}

static void
a_file_in_the_way_of_a_folder_is_named(void **state)
{
	char path[200], url[240];
	struct place p;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/file", box.folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);
	snprintf(url, sizeof(url), "%s/sub/x.db", path);
	assert_int_not_equal(find(url, true, &p), OK);
	assert_non_null(strstr(why.p, path));
	place_free(&p);
}

static void
a_look_tells_nothing_empty_ours_and_foreign_apart(void **state)
{
	enum place_state what;
	struct place p;
	char url[200];

	(void)state;
	snprintf(url, sizeof(url), "%s/data/earshot.db", box.folder);
	assert_int_equal(find(url, true, &p), OK);
	assert_int_equal(place_look(&p, &what, &why), OK);
	assert_int_equal(what, PLACE_NOTHING);
	assert_int_equal(place_create(p.path, false, &why), OK);
	assert_int_equal(place_look(&p, &what, &why), OK);
	assert_int_equal(what, PLACE_EMPTY);
	box_open();
	box_close();
	assert_int_equal(place_look(&p, &what, &why), OK);
	assert_int_equal(what, PLACE_OURS);
	assert_int_equal(truncate(p.path, 50), 0);
	assert_int_equal(place_look(&p, &what, &why), E_CORRUPT);
	assert_int_equal(unlink(p.path), 0);
	assert_int_equal(mkdir(p.path, 0755), 0);
	assert_int_equal(place_look(&p, &what, &why), E_CORRUPT);
	place_free(&p);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOX_TEST(a_path_and_sqlite_path_are_alike),
		BOX_TEST(folders_are_made_only_for_a_writer),
		BOX_TEST(a_link_leads_to_the_file_it_names),
		BOX_TEST(a_file_in_the_way_of_a_folder_is_named),
		BOX_TEST(a_look_tells_nothing_empty_ours_and_foreign_apart),
	};

	return (RUN_TESTS(tests));
}
