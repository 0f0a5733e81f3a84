/*
 * Finds the feeds of a page, shows them, appends the chosen lines.
 */
#include "feeds_add.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/discover.h"
#include "earshot/feedcut.h"
#include "earshot/pages.h"
#include "earshot/parse.h"
#include "earshot/url.h"

#include "feeds_backfill.h"
#include "wrap.h"

enum { LIST_MAX = 64 << 20 };

/* What was asked for beside the line in the list. */
struct wanted {
	const char *pick;
	int64_t span_s; /* of the past; 0: none */
	/* The address itself is a feed: the page it names as older. */
	bool is_feed;
	struct str older;
	enum backfill_end why; /* there is none */
};

/* What can be added: the address itself when it is a feed, else what the page
 * names. */
static enum status
find_feeds(struct batch *b, const struct setup *s, struct wanted *w,
    struct discovered **ret, size_t *ret_n)
{
	struct parse_options o = { .base_url = b->final_url,
		.content_type = b->content_type,
		.max_bytes = (size_t)s->conf->parse_max_bytes,
		.max_entries = (size_t)s->conf->parse_max_entries };
	struct parsed *doc = NULL;
	struct str why = { NULL, 0 };
	enum status st;

	st = parse_document(b->arena, buf_str(&b->body), &o, &doc, &why);
	if (st == E_NOT_FEED)
		return (discover_feeds(b->arena, buf_str(&b->body),
		    b->content_type, b->final_url, ret, ret_n));
	if (st != OK)
		return (st);
	*ret = arena_alloc(b->arena, sizeof(**ret));
	if (*ret == NULL)
		return (E_MEMORY);
	**ret = (struct discovered){ .url = b->spec.url,
		.title = html_title(b->arena, doc->feed.title.raw),
		.is_comments =
		    str_ifind(b->spec.url, STR("/comments/")) != SIZE_MAX };
	*ret_n = 1;
	w->is_feed = true;
	w->older =
	    pages_older(b, doc->feed.prev_archive, doc->feed.next, &w->why);
	return (OK);
}

static void
show(const struct discovered *list, size_t n)
{

	for (size_t i = 0; i < n; i++) {
		struct buf line = BUF_INIT(1 << 20);

		buf_printf(&line, "%3zu  ", i + 1);
		wrap_plain(list[i].title.n > 0 ? list[i].title
					       : STR("(no title)"),
		    &line);
		buf_printf(&line, "%s%s\n     ",
		    list[i].is_comments ? "  [comments]" : "",
		    list[i].is_guess ? "  [only its address looks like a feed]"
				     : "");
		wrap_plain(list[i].url, &line);
		printf("%.*s\n", STR_ARG(buf_str(&line)));
		buf_free(&line);
	}
}

/* Which ones ${words} chooses; false: it is no choice. */
static bool
choose(struct str words, size_t n, bool *chosen)
{
	bool any = false;

	words = str_trim(words);
	if (str_ieq(words, STR("all"))) {
		for (size_t i = 0; i < n; i++)
			chosen[i] = true;
		return (n > 0);
	}
	while (words.n > 0) {
		int64_t k;

		if (!str_to_i64(str_cut(&words, ','), &k) || k < 1 ||
		    k > (int64_t)n)
			return (false);
		chosen[k - 1] = any = true;
	}
	return (any);
}

static bool
ask(size_t n, bool *chosen)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t got;
	bool yes;

	printf("which? a number, several with commas, all, or nothing to "
	       "leave: ");
	fflush(stdout);
	got = getline(&line, &size, stdin);
	yes = got > 0 && choose((struct str){ line, (size_t)got }, n, chosen);
	free(line);
	return (yes);
}

/* Pages say anything: what a list cannot carry is a blank there. */
static void
write_title(struct str title, struct buf *out)
{
	char *plain = str_dup(title);
	size_t i;

	for (i = 0; plain != NULL && i < title.n; i++) {
		unsigned char c = (unsigned char)plain[i];

		if (c < 0x20 || c == 0x7f)
			plain[i] = ' ';
	}
	if (plain != NULL) {
		buf_adds(out, "  title=");
		feedlist_quote((struct str){ plain, title.n }, out);
	}
	free(plain);
}

/* A line of the list for ${d}; ${source}: its own, because a header stands
 * above; {NULL,0}: none does. */
static void
write_line(const struct discovered *d, struct str source, bool titled,
    struct buf *out)
{

	buf_add(out, d->url);
	if (d->is_comments)
		buf_adds(out, "  role=comments");
	if (source.n > 0) {
		buf_adds(out, "  source=");
		feedlist_quote(source, out);
	}
	if (titled && d->title.n > 0)
		write_title(d->title, out);
}

/* It must be one that is read back, or the next load refuses the whole list.
 * false: it cannot be listed. */
static bool
add_line(struct cli *c, const struct setup *s, struct arena *a,
    const struct discovered *d, bool headed, struct buf *lines)
{
	struct str source = { NULL, 0 };
	struct buf line = BUF_INIT(1 << 16), why = BUF_INIT(2000);
	enum status st = E_USAGE;

	if (headed)
		source = url_host(a, d->url);
	for (int titled = 1; titled >= 0 && st == E_USAGE; titled--) {
		buf_clear(&line);
		buf_clear(&why);
		write_line(d, source, titled != 0, &line);
		st = buf_failed(&line)
			 ? E_USAGE
			 : feedlist_add(s->list, buf_str(&line), &why);
	}
	if (st == OK)
		buf_printf(lines, "%.*s\n", STR_ARG(buf_str(&line)));
	else
		cli_fail(c, 2, "%.*s: %s", STR_ARG(url_mask(a, d->url)),
		    why.n > 0 ? buf_str(&why).p : status_told(st));
	buf_free(&line);
	buf_free(&why);
	return (st == OK);
}

/* The line whose feed moved to ${url} for good; {NULL,0}: none did. */
static struct str
moved_there(const struct setup *s, struct arena *a, struct str url)
{
	struct feed_place place = { .retired = false };
	struct buf why = BUF_INIT(2000);
	struct reader *r = NULL;
	bool moved = false;

	if (access(s->store_path, F_OK) == 0 &&
	    reader_open(s->store_path, 10000, &r, &why) == OK)
		moved = query_feed(r, a, 0, url, &place) == OK &&
			place.listed.n > 0 && !place.retired;
	reader_close(r);
	buf_free(&why);
	return (moved ? place.listed : (struct str){ NULL, 0 });
}

/* The address of the list's line for it; {NULL,0}: none. */
static struct str
listed_as(const struct setup *s, struct arena *a, struct str url)
{
	struct str canonical = url_canonical(a, url), old;

	for (size_t i = 0; i < feedlist_count(s->list); i++) {
		struct str other = feedlist_get(s->list, i)->url;

		if (str_eq(other, url) ||
		    (canonical.n > 0 &&
			str_eq(url_canonical(a, other), canonical)))
			return (other);
	}
	old = moved_there(s, a, url);
	for (size_t i = 0; old.n > 0 && i < feedlist_count(s->list); i++)
		if (str_eq(feedlist_get(s->list, i)->url, old))
			return (old);
	return ((struct str){ NULL, 0 });
}

/* A new list is for all who read and edit the others, whatever our umask. */
enum status
feeds_write_list(const char *path, struct str text)
{
	char *folder = str_dup(str_of(path)), *slash;
	mode_t mode = 0644;
	struct stat sb;
	enum status st;

	if (folder == NULL)
		return (E_MEMORY);
	slash = strrchr(folder, '/');
	if (slash != NULL)
		slash[slash == folder] = '\0';
	if (stat(slash != NULL ? folder : ".", &sb) == 0)
		mode |= sb.st_mode & 0020;
	free(folder);
	st = files_replace(path, text);
	if (st != E_NOT_FOUND)
		return (st);
	st = files_write(path, text, mode);
	if (st == OK && chmod(path, mode) != 0)
		st = E_DENIED;
	return (st);
}

/* Where new lines go: the end of local.feeds, or of the list that --feeds
 * names. */
struct list_end {
	struct buf path;
	struct buf text; /* what stands there */
	bool headed;     /* a header holds at its end */
};

static int
read_end(struct cli *c, const struct setup *s, struct arena *a,
    struct list_end *e)
{
	const char *named =
	    c->request.nfeeds > 0 ? c->request.feeds[0] : s->conf->feeds_path;
	enum status st;
	struct stat sb;
	struct str rest;

	buf_adds(&e->path, named);
	if (stat(named, &sb) == 0 ? S_ISDIR(sb.st_mode)
				  : c->request.nfeeds == 0) {
		(void)mkdir(named, 0755);
		buf_adds(&e->path, "/local.feeds");
	}
	st = cli_input(buf_str(&e->path).p, LIST_MAX, &e->text);
	if (st != OK && st != E_NOT_FOUND)
		return (cli_fail(c, 2, "%s: %s", e->path.p, status_told(st)));
	rest = buf_str(&e->text);
	if (str_findc(rest, '\0') != SIZE_MAX)
		return (cli_fail(c, 2,
		    "%s is no UTF-8; save it as that, and ask again",
		    e->path.p));
	if (feedcut_opml(a, e->path.p, rest))
		return (cli_fail(c, 2,
		    "%s is OPML, which another program wrote: name a list of "
		    "your own, or none",
		    e->path.p));
	while (rest.n > 0 && !e->headed)
		e->headed = str_starts(str_trim(str_line(&rest)), STR("["));
	return (0);
}

static int
append(struct cli *c, struct list_end *e, struct str lines)
{
	enum status st;

	if (e->text.n > 0 && e->text.p[e->text.n - 1] != '\n')
		buf_addc(&e->text, '\n');
	buf_add(&e->text, lines);
	st = buf_failed(&e->text)
		 ? E_TOO_LARGE
		 : feeds_write_list(buf_str(&e->path).p, buf_str(&e->text));
	if (st != OK)
		return (cli_fail(c, 2, "%s cannot be written: %s", e->path.p,
		    status_told(st)));
	printf("added to %s:\n%.*s", e->path.p, STR_ARG(lines));
	return (0);
}

int
feeds_reload(const struct setup *s, bool quiet)
{
	struct buf answer = BUF_INIT(1 << 20);
	int yes = cli_ask(s, "reload", &answer);

	if (yes == 0 || (yes == 1 && !quiet))
		fwrite(buf_str(&answer).p, 1, answer.n,
		    yes == 1 ? stdout : stderr);
	else if (yes < 0 && access(s->conf->control_path, F_OK) == 0 &&
		 access(s->conf->control_path, W_OK) != 0)
		fprintf(stderr,
		    "no permission to ask the daemon at %s: `earshot reload` "
		    "by one of its group tells it\n",
		    s->conf->control_path);
	buf_free(&answer);
	return (yes);
}

static int
add_chosen(struct cli *c, const struct setup *s, struct arena *a,
    const struct wanted *w, const struct discovered *list, size_t n,
    const bool *chosen)
{
	struct list_end end = { BUF_INIT(4096), BUF_INIT(LIST_MAX), false };
	struct buf lines = BUF_INIT(1 << 20);
	struct past pasts[DISCOVER_MAX];
	size_t npasts = 0;
	int status = read_end(c, s, a, &end);

	for (size_t i = 0; status == 0 && i < n; i++) {
		struct str url = list[i].url, listed;

		if (!chosen[i])
			continue;
		listed = listed_as(s, a, url);
		if (listed.n > 0)
			printf("listed already: %.*s\n",
			    STR_ARG(url_mask(a, listed)));
		else if (!add_line(c, s, a, &list[i], end.headed, &lines))
			status = 2;
		pasts[npasts++] =
		    (struct past){ .url = listed.n > 0 ? listed : url,
			    .page = w->older };
	}
	if (lines.n > 0 && status == 0)
		status = append(c, &end, buf_str(&lines));
	if (lines.n > 0 && status == 0)
		status = feeds_reload(s, false) == 0 ? 1 : 0;
	buf_free(&lines);
	buf_free(&end.path);
	buf_free(&end.text);
	if (w->span_s == 0 || status != 0)
		return (status);
	if (w->is_feed && w->older.n == 0) {
		printf("there is no past to follow: %s\n",
		    w->why == BACKFILL_LAST ? "the feed names no older page"
					    : backfill_end_text(w->why));
		return (0);
	}
	return (feeds_backfill(c, w->span_s, pasts, npasts));
}

static int
offer(struct cli *c, const struct setup *s, struct batch *b, struct wanted *w)
{
	bool chosen[DISCOVER_MAX] = { false };
	struct discovered *list = NULL;
	size_t n = 0;
	enum status st = find_feeds(b, s, w, &list, &n);

	if (st != OK)
		return (cli_fail(c, 2, "%.*s: %s",
		    STR_ARG(url_mask(b->arena, b->spec.url)), status_told(st)));
	if (n == 0)
		return (cli_fail(c, 1, "%.*s is no feed and names none",
		    STR_ARG(url_mask(b->arena, b->spec.url))));
	show(list, n);
	if (w->pick != NULL) {
		if (!choose(str_of(w->pick), n, chosen))
			return (cli_usage(c,
			    "--pick %s: write all, or numbers "
			    "from 1 to %zu",
			    w->pick, n));
	} else if (n == 1 && !list[0].is_guess)
		chosen[0] = true;
	else if (!cli_is_terminal(STDIN_FILENO))
		return (cli_fail(c, 1,
		    "nothing was added: choose with "
		    "--pick N or --pick all"));
	else if (!ask(n, chosen)) {
		puts("nothing was added");
		return (0);
	}
	return (add_chosen(c, s, b->arena, w, list, n, chosen));
}

int
feeds_add(struct cli *c, const char *url, const char *pick, const char *back)
{
	struct wanted w = { .pick = pick };
	struct setup *s;
	struct batch *b;
	struct feed feed;
	struct buf full = BUF_INIT(URL_MAX);
	bool fresh;
	int status = 0;

	if (back != NULL && (w.span_s = feeds_backfill_span(c, back)) == 0)
		return (2);
	/* People leave the scheme out. */
	if (!url_absolute(str_of(url)))
		buf_adds(&full, "https://");
	buf_adds(&full, url);
	/* A list that is named and not there yet begins with this line. */
	fresh = c->request.nfeeds > 0 &&
		access(c->request.feeds[0], F_OK) != 0 && errno == ENOENT;
	c->request.makes_lists = true;
	s = cli_setup(c, fresh ? SETUP_CONF : SETUP_FEEDS, &status);
	if (s != NULL && fresh)
		s->list = feedlist_new();
	if (s == NULL || s->list == NULL)
		goto out;
	if (buf_failed(&full) || url[strcspn(url, " \t\n")] != '\0' ||
	    !url_http(buf_str(&full))) {
		status = cli_usage(c,
		    "'%s' is no address; write "
		    "https://blog.acme.example/",
		    url);
		goto out;
	}
	feed = cli_feed(s, buf_str(&full));
	b = cli_fetch(c, s, &feed, c->request.verbose, &status);
	if (b != NULL && b->outcome != OUTCOME_NEW)
		status = cli_fail(c, 1, "%.*s", STR_ARG(b->error));
	else if (b != NULL)
		status = offer(c, s, b, &w);
	batch_free(b);
out:
	setup_free(s);
	buf_free(&full);
	return (status);
}
