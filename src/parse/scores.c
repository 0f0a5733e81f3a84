/*
 * Lines of numbers that sites write into their entries' texts.  A line counts
 * when nothing else stands in it, and when it has two numbers with a bar
 * between them or comes from a site that is known to write so.
 */
#include "earshot/scores.h"

#include <string.h>

enum {
	HEAD = 800, /* bytes of a text in which such a line may begin */
	TAIL = 400, /* and from its end */
	LINE_MOST = 700,
	WORDS_MOST = 160, /* of a line without its tags */
	LINES_MOST = 8
};

struct line {
	size_t start, end; /* bytes of the text; its tags are inside */
};

struct numbers {
	int64_t comments; /* -1: not said */
	struct kudos kudos;
	unsigned n;
};

/* What a number counts, by the word beside it. */
static const struct {
	const char *word;
	int what; /* an enum kudo; COMMENTS */
} counted[] = {
#define COMMENTS (-1)
	{ "point", KUDO_LIKES },
	{ "points", KUDO_LIKES },
	{ "upvote", KUDO_LIKES },
	{ "upvotes", KUDO_LIKES },
	{ "like", KUDO_LIKES },
	{ "likes", KUDO_LIKES },
	{ "comment", COMMENTS },
	{ "comments", COMMENTS },
	{ "reply", COMMENTS },
	{ "replies", COMMENTS },
	{ "view", KUDO_VIEWS },
	{ "views", KUDO_VIEWS },
	{ "vote", KUDO_VOTES },
	{ "votes", KUDO_VOTES },
};

/* Before a colon: how bridges of such sites name the same. */
static const struct {
	const char *label;
	int what;
} labels[] = {
	{ "Points", KUDO_LIKES },
	{ "Score", KUDO_LIKES },
	{ "# Comments", COMMENTS },
	{ "Comments", COMMENTS },
};

/* In an entry's link or comments: whose every line of numbers is one. */
static const char *const sites[] = { "news.ycombinator.com", "hnrss.org",
	"lobste.rs", "reddit.com", "www.reddit.com", "old.reddit.com" };

static bool
is_site(const struct entry *e)
{
	const struct str links[] = { e->comments, e->link, e->id };

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct str host = links[i];

		if (!str_starts(host, STR("http")))
			continue;
		(void)str_cut(&host, '/');
		(void)str_cut(&host, '/');
		host = str_cut(&host, '/');
		for (size_t k = 0; k < sizeof(sites) / sizeof(sites[0]); k++)
			if (str_ieq(host, str_of(sites[k])))
				return (true);
	}
	return (false);
}

static void
say(struct numbers *to, int what, int64_t n)
{

	to->n++;
	if (what != COMMENTS)
		kudos_say(&to->kudos, (enum kudo)what, n);
	else if (to->comments < 0)
		to->comments = n;
}

/* "45 points" */
static bool
take_counted(struct str s, struct numbers *to)
{
	size_t space = s.n;
	struct str word;
	int64_t n;

	while (space > 0 && s.p[space - 1] != ' ')
		space--;
	word = str_sub(s, space, s.n);
	n = kudos_count(str_sub(s, 0, space));
	for (size_t i = 0; n >= 0 && i < sizeof(counted) / sizeof(counted[0]);
	     i++)
		if (str_ieq(word, str_of(counted[i].word))) {
			say(to, counted[i].what, n);
			return (true);
		}
	return (false);
}

/* "Points: 45" */
static bool
take_labelled(struct str s, struct numbers *to)
{
	struct str rest = s, label = str_trim(str_cut(&rest, ':'));
	int64_t n = kudos_count(rest);

	for (size_t i = 0; n >= 0 && i < sizeof(labels) / sizeof(labels[0]);
	     i++)
		if (str_ieq(label, str_of(labels[i].label))) {
			say(to, labels[i].what, n);
			return (true);
		}
	return (false);
}

/* Nothing but numbers with their words, bars between them. */
static bool
take_line(struct str line, bool site, struct numbers *ret)
{
	struct numbers found = { .comments = -1 };
	bool all = true;

	if (line.n == 0)
		return (false);
	while (all && line.n > 0) {
		struct str piece = str_trim(str_cut(&line, '|'));

		all = take_counted(piece, &found) ||
		      (site && take_labelled(piece, &found));
	}
	if (!all || found.n < (site ? 1 : 2))
		return (false);
	if (ret->comments < 0)
		ret->comments = found.comments;
	for (int k = 0; k < KUDOS; k++)
		if ((found.kudos.said & 1u << k) != 0)
			kudos_say(&ret->kudos, (enum kudo)k, found.kudos.n[k]);
	return (true);
}

/* Tags that stand within a line; all others end it. */
static bool
is_inline(struct str tag)
{
	static const char *const names[] = { "a", "b", "i", "em", "strong",
		"small", "span", "font", "u", "sup", "sub" };
	size_t n = 0;

	if (tag.n > 0 && tag.p[0] == '/')
		tag = str_sub(tag, 1, tag.n);
	while (n < tag.n && ((tag.p[n] | 0x20) >= 'a') &&
	       ((tag.p[n] | 0x20) <= 'z'))
		n++;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_ieq(str_sub(tag, 0, n), str_of(names[i])))
			return (true);
	return (false);
}

/*
 * The line that begins at *${at}, without its inline tags in ${buf}; *${at} is
 * behind it and what ended it.  False: the line is too long to be one, or the
 * text is over.
 */
static bool
next_line(struct str s, size_t *at, struct line *ret,
    char buf[static WORDS_MOST], struct str *ret_words)
{
	size_t i = *at, n = 0;
	bool fits = true;

	ret->start = i;
	for (; i < s.n && s.p[i] != '\n'; i++) {
		size_t close;

		if (s.p[i] != '<') {
			if (n < WORDS_MOST)
				buf[n++] = s.p[i];
			else
				fits = false;
			continue;
		}
		close = str_findc(str_sub(s, i, i + LINE_MOST), '>');
		if (close == SIZE_MAX)
			fits = false;
		else if (!is_inline(str_sub(s, i + 1, i + close)))
			break;
		else
			i += close;
	}
	ret->end = i;
	if (i < s.n && s.p[i] == '<') {
		size_t close = str_findc(str_sub(s, i, i + LINE_MOST), '>');

		i += close != SIZE_MAX ? close : 0;
	}
	*at = i + 1;
	*ret_words = str_trim((struct str){ buf, n });
	return (fits && ret->end - ret->start <= LINE_MOST);
}

/* Lemmy's first line, before the one that counts. */
static bool
is_submitted(struct str words)
{

	return (str_starts(words, STR("submitted by ")) &&
		str_find(words, STR(" to ")) != SIZE_MAX);
}

static size_t
find_lines(struct str s, size_t from, size_t upto, bool site,
    struct numbers *to, struct line *lines, size_t n)
{
	struct line before = { 0, 0 };
	bool submitted = false;

	for (size_t at = from; at < upto && n < LINES_MOST;) {
		struct line line;
		char buf[WORDS_MOST];
		struct str words;
		bool fits = next_line(s, &at, &line, buf, &words);

		if (fits && take_line(words, site, to)) {
			if (submitted && n < LINES_MOST)
				lines[n++] = before;
			if (n < LINES_MOST)
				lines[n++] = line;
		}
		if (words.n > 0) {
			submitted = fits && is_submitted(words);
			before = line;
		}
	}
	return (n);
}

/* What lines that begin before ${upto} are told by: of a longer one no more. */
static struct str
as_far_as(struct str s, size_t upto)
{

	return (str_sub(s, 0, upto + 2 * LINE_MOST + 2));
}

/* Where the line round ${at} begins, or if it is too long to be one, the next;
 * not before ${least}. */
static size_t
line_begin(struct str s, size_t least, size_t at)
{
	size_t i = at;

	while (i > least && at - i <= LINE_MOST && s.p[i - 1] != '>' &&
	       s.p[i - 1] != '\n')
		i--;
	if (at - i <= LINE_MOST)
		return (i);
	while (at < s.n && s.p[at - 1] != '>' && s.p[at - 1] != '\n')
		at++;
	return (at);
}

/* Does anything in the window look like such a line at all? */
static bool
worth_a_look(struct str s)
{

	return (str_find(s, STR("oint")) != SIZE_MAX ||
		str_find(s, STR("omment")) != SIZE_MAX ||
		str_find(s, STR("ike")) != SIZE_MAX ||
		str_find(s, STR("vote")) != SIZE_MAX ||
		str_find(s, STR("core")) != SIZE_MAX);
}

static enum status
cut(struct arena *a, struct str *s, const struct line *lines, size_t n)
{
	struct str copy = arena_str(a, *s);
	size_t out = 0, at = 0;
	char *p;

	if (copy.p == NULL)
		return (E_MEMORY);
	p = (char *)(uintptr_t)copy.p;
	for (size_t i = 0; i <= n; i++) {
		size_t upto = i < n ? lines[i].start : s->n;

		if (upto > at) {
			memmove(p + out, s->p + at, upto - at);
			out += upto - at;
		}
		if (i < n && lines[i].end > at)
			at = lines[i].end;
	}
	p[out] = '\0';
	copy.n = out;
	*s = copy;
	return (OK);
}

static enum status
take_text(struct arena *a, struct str *s, bool site, struct numbers *to)
{
	struct line lines[LINES_MOST];
	size_t head = s->n < HEAD ? s->n : HEAD, tail = head, n = 0;

	if (!site && memchr(s->p, '|', head) == NULL &&
	    (s->n <= TAIL || memchr(s->p + s->n - TAIL, '|', TAIL) == NULL))
		return (OK);
	if (s->n > head + TAIL)
		tail = s->n - TAIL;
	if (worth_a_look(str_sub(*s, 0, head)))
		n = find_lines(as_far_as(*s, head), 0, head, site, to, lines,
		    0);
	if (tail < s->n && worth_a_look(str_sub(*s, tail, s->n))) {
		tail = line_begin(*s, head, tail);
		n = find_lines(*s, tail, s->n, site, to, lines, n);
	}
	return (n > 0 ? cut(a, s, lines, n) : OK);
}

enum status
scores_take(struct arena *a, struct entry *e)
{
	struct str *texts[] = { &e->summary.raw, &e->content.raw };
	struct numbers found = { .comments = -1 };
	bool site = is_site(e);
	enum status st = OK;

	for (size_t i = 0; st == OK && i < 2; i++)
		if (texts[i]->n > 0)
			st = take_text(a, texts[i], site, &found);
	if (e->comments_count < 0)
		e->comments_count = found.comments;
	for (int k = 0; k < KUDOS; k++)
		if ((found.kudos.said & 1u << k) != 0)
			kudos_say(&e->kudos, (enum kudo)k, found.kudos.n[k]);
	return (st);
}
