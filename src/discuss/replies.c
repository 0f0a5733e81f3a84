/*
 * The shapes in which comments name what they answer: references, permalinks,
 * guids, titles.  Looks nothing up.
 */
#include "earshot/replies.h"

#include "earshot/buf.h"
#include "earshot/url.h"

/* "Re: Re: Comment on ...": each is read to its end. */
enum { SUBJECTS_DEEP = 16 };

struct finder {
	struct arena *arena;
	struct replies *ret;
};

/* Twice the same would only be looked up twice. */
static void
add(struct finder *f, enum reply_how how, int64_t link_key, struct str word)
{

	for (size_t i = 0; i < f->ret->n; i++) {
		const struct reply_key *k = &f->ret->keys[i];

		if (k->how == how && k->link_key == link_key &&
		    str_eq(k->word, word))
			return;
	}
	if (f->ret->n < REPLIES_MAX)
		f->ret->keys[f->ret->n++] =
		    (struct reply_key){ how, link_key, word };
}

static void
add_word(struct finder *f, enum reply_how how, struct str word)
{

	if (word.n > 0)
		add(f, how, 0, word);
}

static void
add_link(struct finder *f, enum reply_how how, struct str canonical)
{

	if (canonical.n > 0)
		add(f, how, post_link_key(canonical), (struct str){ NULL, 0 });
}

static struct str
before(struct str s, const char *marks)
{

	for (size_t i = 0; i < s.n; i++)
		if (strchr(marks, s.p[i]) != NULL)
			return (str_sub(s, 0, i));
	return (s);
}

static bool
digits(struct str s)
{

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (s.n > 0);
}

/* Parameters of a page that only point at a comment in it. */
static const char *const pointers[] = { "replytocom", "showcomment",
	"unapproved", "moderation-hash", "comment", "commentid", "comment_id",
	"focusedcommentid", "cpage", NULL };

static bool
points(struct str name)
{

	for (size_t i = 0; pointers[i] != NULL; i++)
		if (str_ieq(name, str_of(pointers[i])))
			return (true);
	return (false);
}

/* The address without fragment and pointers; *${ret_to}: the comment that
 * replytocom names. */
static struct str
page_of(struct arena *a, struct str url, struct str *ret_to)
{
	struct buf out = BUF_INIT(URL_MAX);
	struct str query = before(url, "#"), page = str_cut(&query, '?');
	char mark = '?';

	*ret_to = (struct str){ NULL, 0 };
	buf_add(&out, page);
	while (query.n > 0) {
		struct str parameter = str_cut(&query, '&');
		struct str value = parameter, name = str_cut(&value, '=');

		if (points(name)) {
			if (str_ieq(name, STR("replytocom")) && digits(value))
				*ret_to = value;
			continue;
		}
		buf_addc(&out, mark);
		buf_add(&out, parameter);
		mark = '&';
	}
	page = buf_failed(&out) ? (struct str){ NULL, 0 }
				: arena_str(a, buf_str(&out));
	buf_free(&out);
	return (page);
}

/* The last folder of a path, taken off; {NULL,0}: only the host is left. */
static struct str
cut_last(struct str *path)
{
	struct str last;
	size_t i;

	while (path->n > 0 && path->p[path->n - 1] == '/')
		path->n--;
	for (i = path->n; i > 0 && path->p[i - 1] != '/'; i--)
		;
	if (i < 2 || path->p[i - 2] == '/')
		return ((struct str){ NULL, 0 });
	last = str_sub(*path, i, path->n);
	path->n = i - 1;
	return (last);
}

/* Pages that hold one comment, below the page of the whole: WordPress
 * (/post/comment-page-2), Discourse (/t/words/12/3), Reddit
 * (/comments/id/words/id), Stack Exchange (/questions/12/words/34). */
static bool
is_part_of_page(struct str path, struct str *ret_whole)
{
	struct str whole = path, last = cut_last(&whole), rest = whole;
	struct str one = cut_last(&rest), two = cut_last(&rest);
	struct str three = cut_last(&rest);

	*ret_whole = whole;
	if (last.n == 0)
		return (false);
	if (str_istarts(last, STR("comment-page-")))
		return (true);
	if (digits(last) && digits(one) && str_eq(three, STR("t")))
		return (true);
	if (digits(last) && digits(two) && str_eq(three, STR("questions")))
		return (true);
	return (two.n > 0 && str_eq(three, STR("comments")));
}

/* With and without the last slash: feeds and permalinks do not agree. */
static void
add_page(struct finder *f, struct str url)
{
	struct str canonical = url_canonical(f->arena, url), other;

	if (canonical.n == 0)
		return;
	add_link(f, REPLY_PAGE, canonical);
	if (str_findc(canonical, '?') != SIZE_MAX)
		return;
	if (str_ends(canonical, STR("/")))
		other = str_sub(canonical, 0, canonical.n - 1);
	else
		other = arena_printf(f->arena, "%.*s/", STR_ARG(canonical));
	/* "http://host" alone is none. */
	if (str_findc(str_sub(other, 7, other.n), '/') != SIZE_MAX)
		add_link(f, REPLY_PAGE, other);
}

/* What a comment's own address says of where it stands. */
static void
add_permalink(struct finder *f, struct str url)
{
	struct str to, page, whole;

	if (!url_http(url))
		return;
	page = page_of(f->arena, url, &to);
	if (to.n > 0)
		add_link(f, REPLY_LINK,
		    url_canonical(f->arena,
			arena_printf(f->arena, "%.*s#comment-%.*s",
			    STR_ARG(page), STR_ARG(to))));
	if (str_findc(page, '?') == SIZE_MAX && is_part_of_page(page, &whole))
		add_page(f, whole);
	add_page(f, page);
}

/* "https://blog.example/?p=12#comment-3" hangs on the guid before the mark;
 * "forum.example-post-12-3" on "forum.example-topic-12" (Discourse). */
static void
add_guid(struct finder *f, struct str guid)
{
	struct str page = before(guid, "#"), rest, number, topic;
	size_t at;

	if (page.n < guid.n && page.n > 0)
		add_word(f, REPLY_ID, page);
	if (url_http(guid))
		add_permalink(f, guid);
	at = str_find(guid, STR("-post-"));
	if (at == SIZE_MAX)
		return;
	rest = str_sub(guid, at + 6, guid.n);
	number = str_cut(&rest, '-');
	if (!digits(number) || !digits(rest))
		return;
	topic = arena_printf(f->arena, "%.*s-topic-%.*s",
	    STR_ARG(str_sub(guid, 0, at)), STR_ARG(number));
	add_word(f, REPLY_ID, topic);
}

/* thr:in-reply-to: a guid, perhaps written as an address, and an address. */
static void
add_reference(struct finder *f, const struct post *p)
{
	struct str to, page;

	add_word(f, REPLY_ID, p->reply_to_id);
	if (url_http(p->reply_to_id))
		add_link(f, REPLY_LINK,
		    url_canonical(f->arena, p->reply_to_id));
	if (!url_http(p->reply_to_link))
		return;
	page = page_of(f->arena, p->reply_to_link, &to);
	if (to.n > 0)
		add_permalink(f, p->reply_to_link);
	add_link(f, REPLY_LINK, url_canonical(f->arena, p->reply_to_link));
	add_page(f, page);
}

/* Behind the subject stands who says it. */
static const struct {
	const char *front, *by;
} subjects[] = {
	{ "Re:", NULL },
	{ "Re : ", NULL },
	{ "AW:", NULL },
	{ "Antw:", NULL },
	{ "SV:", NULL },
	{ "In reply to: ", NULL },
	{ "Reply to: ", NULL },
	{ "Response to: ", NULL },
	{ "Antwort auf: ", NULL },
	{ "R\xc3\xa9ponse \xc3\xa0 : ", NULL },
	{ "En r\xc3\xa9ponse \xc3\xa0 : ", NULL },
	{ "Respuesta a: ", NULL },
	{ "En respuesta a: ", NULL },
	{ "Comment on: ", NULL },
	{ "Comments on: ", NULL },
	{ "Comments for: ", NULL },
	{ "Comment on ", " by " },
	{ "Comments on ", NULL },
	{ "Kommentar zu ", " von " },
	{ "Kommentare zu: ", NULL },
	{ "Commentaires sur : ", NULL },
	{ "Commentaires sur ", " par " },
	{ "Comentario en ", " por " },
	{ "Comentarios en: ", NULL },
};

static struct str
without_author(struct str s, struct str by, struct str author)
{
	size_t at = SIZE_MAX;

	if (author.n > 0 && str_iends(s, author) &&
	    str_iends(str_sub(s, 0, s.n - author.n), by))
		return (str_sub(s, 0, s.n - author.n - by.n));
	for (size_t i = 0; i + by.n <= s.n; i++)
		if (str_starts(str_sub(s, i, s.n), by))
			at = i;
	return (at != SIZE_MAX ? str_sub(s, 0, at) : s);
}

struct str
replies_subject(struct str title, struct str author)
{
	struct str s = str_trim(title);
	bool found = true, any = false;

	for (int deep = 0; found && deep < SUBJECTS_DEEP; deep++) {
		found = false;
		for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]);
		     i++) {
			struct str front = str_of(subjects[i].front);

			if (!str_istarts(s, front))
				continue;
			s = str_trim(str_sub(s, front.n, s.n));
			if (subjects[i].by != NULL)
				s = str_trim(without_author(s,
				    str_of(subjects[i].by), author));
			found = any = true;
			break;
		}
	}
	return (any && s.n > 0 ? s : (struct str){ NULL, 0 });
}

struct str
replies_title(const struct post *p)
{
	bool comment = p->kind == POST_COMMENT || p->kind == POST_ANSWER;

	if (comment &&
	    (p->title_taken || replies_subject(p->title, p->author).n > 0))
		return ((struct str){ NULL, 0 });
	return (p->title);
}

enum status
replies_find(struct arena *a, const struct post *p, const struct reply_feed *f,
    struct replies *ret)
{
	struct finder x = { a, ret };
	bool comment = p->kind == POST_COMMENT || p->kind == POST_ANSWER;

	ret->n = 0;
	if (!comment && p->reply_to_id.n == 0 && p->reply_to_link.n == 0)
		return (OK);
	add_reference(&x, p);
	if (comment) {
		add_permalink(&x, p->link);
		add_guid(&x, p->guid);
		add(&x, REPLY_POST, 0, (struct str){ NULL, 0 });
		if (url_http(f->link))
			add_page(&x, f->link);
		add_word(&x, REPLY_TITLE, replies_subject(p->title, p->author));
		add_word(&x, REPLY_TITLE,
		    replies_subject(f->title, (struct str){ NULL, 0 }));
	}
	return (arena_failed(a) ? E_MEMORY : OK);
}
