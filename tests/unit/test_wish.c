/*
 * What people are told of their wishes; also that it still names the line a
 * feed stands on when the list's own lines were let go.
 */
#include <signal.h>

#include "earshot/setup.h"

#include "roadworld.h"

static struct feedlist *
paused_list(struct world *w, const char *name)
{
	struct buf text = BUF_INIT(1000);
	struct files *files = files_disk();
	struct feedlist *list = NULL;
	struct faults faults;
	char path[200];
	const char *own[] = { path, NULL };

	buf_printf(&text, "# two of them\n%s/held paused=yes\n%s/well\n",
	    feedserver_base(w->server), feedserver_base(w->server));
	listening_write(&w->l, name, buf_str(&text).p);
	listening_path(&w->l, name, path);
	faults_init(&faults);
	assert_int_equal(feedlist_load(files, own, &faults, &list), OK);
	faults_free(&faults);
	files_free(files);
	buf_free(&text);
	return (list);
}

static void
tells(struct world *w, const char *path, enum feed_wish wish, bool yes,
    const char *words)
{
	struct buf out = BUF_INIT(2000);
	char url[200];

	snprintf(url, sizeof(url), "%s%s", feedserver_base(w->server), path);
	assert_int_equal(setup_wish(w->road, str_of(url), wish, &out), yes);
	if (str_find(buf_str(&out), str_of(words)) == SIZE_MAX)
		fail_msg("\"%s\" lacks \"%s\"", buf_str(&out).p, words);
	buf_free(&out);
}

static void
needless_wishes_are_told_why(void **state)
{
	struct world *w = *state;
	struct road_options o;
	struct buf why = BUF_INIT(1000);

	serve(w, "/well hang\n");
	o = options_of(w);
	if (road_new(w->base, &o, w->l.store, w->l.rules,
		paused_list(w, "one.feeds"), &w->road, &why) != OK)
		fail_msg("%s", buf_str(&why).p);
	w->l.store = NULL;
	tells(w, "/held", WISH_RESUME, false, "one.feeds:2; take paused away");
	tells(w, "/held", WISH_PAUSE, true, "/held is paused already");
	tells(w, "/well", WISH_REVIVE, true, "/well is neither gone nor");
	tells(w, "/else", WISH_PAUSE, false, "/else is in no feed list");
	/* And by the line of today's list. */
	assert_int_equal(road_reload(w->road, paused_list(w, "two.feeds"),
			     w->l.rules),
	    OK);
	tells(w, "/held", WISH_RESUME, false, "two.feeds:2; take paused away");
	tells(w, "/well", WISH_PAUSE, true, "paused ");
	tells(w, "/well", WISH_RESUME, true, "resumed ");
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest wish_tests[] = {
		TEST(needless_wishes_are_told_why),
	};

	return (RUN_TESTS(wish_tests));
}
