/*
 * The wordings of page chrome and of moderators' markers.  A row that could be
 * somebody's own words must not be here: when in doubt, the line stays.
 */
#include "chrome.h"

#include <pthread.h>

#include "earshot/str.h"

#define T(s)                     \
	{                        \
		s, sizeof(s) - 1 \
	}

enum { LINE_LEAST = 4, LINE_MOST = 300 };

enum shape {
	WHOLE, /* the line is text, but for dots and arrows at its end */
	NAME,  /* text, then a title or a list of names: no sentence */
	NAMED, /* the same, and it starts like a name */
	SHORT, /* text, then a few words without a comma or an exclamation */
	HAS,   /* text, and more further on */
	GONE,  /* text, then nothing, or by which kind of person */
};

struct row {
	enum chrome what;
	enum shape shape;
	struct str text;
	struct str more; /* HAS */
};

#define ROW(kind, form, s, m)                           \
	{                                               \
		.what = CHROME_##kind, .shape = form,   \
		.text = { s, sizeof(s) - 1 }, .more = { \
			m,                              \
			sizeof(m) - 1                   \
		}                                       \
	}
#define W(what, s)    ROW(what, WHOLE, s, "")
#define N(what, s)    ROW(what, NAME, s, "")
#define M(what, s)    ROW(what, NAMED, s, "")
#define S(what, s)    ROW(what, SHORT, s, "")
#define G(what, s)    ROW(what, GONE, s, "")
#define H(what, s, m) ROW(what, HAS, s, m)

static const struct row rows[] = {
	/* where a reader may go next */
	N(LIKELY, "Next post:"), N(LIKELY, "Previous post:"),
	N(LIKELY, "Next article:"), N(LIKELY, "Previous article:"),
	N(LIKELY, "Next entry:"), N(LIKELY, "Previous entry:"),
	N(TAIL, "Next:"), N(TAIL, "Previous:"), N(TAIL, "Related:"),
	N(LIKELY, "Related posts:"), N(LIKELY, "Related articles:"),
	W(LIKELY, "Related posts"), W(LIKELY, "Related articles"),
	W(LIKELY, "You may also like"), W(LIKELY, "You might also like"),
	W(LIKELY, "Read more"), W(LIKELY, "Read full article"),
	W(LIKELY, "Read the full article"), W(LIKELY, "Read the full post"),
	W(LIKELY, "Read the full story"), W(LIKELY, "Read the whole story"),
	W(LIKELY, "Read the rest of this entry"),
	W(LIKELY, "Click here to read more"), W(LIKELY, "Click to read more"),
	W(LIKELY, "Continue reading"), W(LIKELY, "Keep reading"),
	H(LIKELY, "Continue reading ", "\xe2\x86\x92"),
	H(LIKELY, "Continue reading ", "\xc2\xbb"), W(LIKELY, "Weiterlesen"),
	W(LIKELY, "Lire la suite"), W(LIKELY, "Leer m\xc3\xa1s"),
	W(LIKELY, "Seguir leyendo"), W(LIKELY, "Leggi tutto"),
	W(LIKELY, "Lees verder"), W(LIKELY, "Skip to content"),
	W(LIKELY, "Back to top"),
	/* what blog programs add to their feeds */
	H(SURE, "The post ", " appeared first on "),
	H(SURE, "The article ", " appeared first on "),
	H(SURE, "Der Beitrag ", " erschien zuerst auf "),
	H(SURE, "L'article ", " est apparu en premier sur "),
	H(SURE,
	    "L\xe2\x80\x99"
	    "article ",
	    " est apparu en premier sur "),
	H(SURE, "La entrada ", " aparece primero en "),
	H(SURE, "La entrada ", " se public\xc3\xb3 primero en "),
	H(SURE, "Het bericht ", " verscheen eerst op "),
	H(SURE, "O post ", " apareceu primeiro em "),
	H(SURE, "L'articolo ", " proviene da "),
	H(SURE, "This entry was posted ", "permalink"),
	H(SURE, "This entry was posted in ", " by "),
	H(SURE, "This entry was posted on ", " RSS 2.0 feed"),
	H(SURE, "You can follow any responses to this entry", "feed"),
	S(TAIL, "This entry was posted in "),
	S(TAIL, "This entry was posted on "), M(TAIL, "Posted in "),
	M(TAIL, "Posted by "), M(TAIL, "Filed under "), N(TAIL, "Filed under:"),
	M(TAIL, "Filed in "), M(TAIL, "Tagged "), N(TAIL, "Tagged:"),
	N(TAIL, "Tagged with:"), N(TAIL, "Tagged as:"), N(TAIL, "Tags:"),
	N(TAIL, "Tag:"), N(TAIL, "Category:"), N(TAIL, "Categories:"),
	N(TAIL, "Labels:"), N(TAIL, "Topics:"), N(TAIL, "Permalink"),
	N(TAIL, "Trackback URL"), N(TAIL, "Trackbacks:"), W(TAIL, "Trackbacks"),
	H(TAIL, "\xc2\xa9 ", "ights reserved"),
	H(TAIL, "Copyright ", "ights reserved"), W(TAIL, "All rights reserved"),
	/* buttons */
	W(SHARE, "Share this"), W(SHARE, "Share this post"),
	W(SHARE, "Share this article"), W(SHARE, "Share on"),
	W(SHARE, "Share via"), W(SHARE, "Sharing is caring"),
	W(SHARE, "Like this"), W(SHARE, "Bookmark and share"),
	W(SHARE, "Spread the word"), W(SHARE, "Follow us on"),
	W(SHARE, "Teilen mit"), W(SHARE, "Partager"), W(SHARE, "Comparte esto"),
	W(SHARE, "Condividi"),
	H(SURE, "Click to share on ", "(Opens in new window)"),
	H(SURE, "Click to email ", "(Opens in new window)"),
	H(SURE, "Click to print ", "(Opens in new window)"),
	W(SURE, "Like Loading"), W(SURE, "Bookmark the permalink"),
	W(BUTTON, "Share"), W(BUTTON, "Tweet"), W(BUTTON, "Twitter"),
	W(BUTTON, "Facebook"), W(BUTTON, "LinkedIn"), W(BUTTON, "Reddit"),
	W(BUTTON, "Pinterest"), W(BUTTON, "Pin it"), W(BUTTON, "Tumblr"),
	W(BUTTON, "WhatsApp"), W(BUTTON, "Telegram"), W(BUTTON, "Pocket"),
	W(BUTTON, "Mastodon"), W(BUTTON, "Bluesky"), W(BUTTON, "Threads"),
	W(BUTTON, "Email"), W(BUTTON, "E-mail"), W(BUTTON, "Print"),
	W(BUTTON, "More"), W(BUTTON, "Like"), W(BUTTON, "Loading"),
	W(BUTTON, "Related"), W(BUTTON, "Copy link"), W(BUTTON, "Digg"),
	W(BUTTON, "StumbleUpon"), W(BUTTON, "Skype"), W(BUTTON, "Xing"),
	W(BUTTON, "Instagram"), W(BUTTON, "YouTube"), S(BUTTON, "Share on "),
	S(BUTTON, "Tweet this"),
	/* round comments and reviews */
	H(SURE, "submitted by /u/", "[comments]"),
	H(SURE, "submitted by /u/", "[link]"), N(TAIL, "submitted by /u/"),
	W(SURE, "[link] [comments]"), W(LIKELY, "[link]"),
	W(LIKELY, "[comments]"), W(SURE, "Comments powered by Disqus"),
	W(SURE, "Blog comments powered by Disqus"),
	W(SURE, "Please enable JavaScript to view the comments powered by "
		"Disqus"),
	H(SURE, "Please enable JavaScript to view the ",
	    "comments powered by Disqus"),
	W(LIKELY, "View comments"), W(LIKELY, "View all comments"),
	W(LIKELY, "Leave a comment"), W(LIKELY, "Leave a reply"),
	W(LIKELY, "Add a comment"), W(LIKELY, "Post a comment"),
	W(LIKELY, "Add your comment"), W(LIKELY, "Reply to this comment"),
	W(LIKELY, "Report this comment"), W(LIKELY, "Report abuse"),
	W(LIKELY, "Flag as inappropriate"), W(TAIL, "Reply"), W(TAIL, "Report"),
	W(TAIL, "Helpful"), W(TAIL, "Permalink"),
	W(LIKELY, "Was this review helpful to you?"),
	W(LIKELY, "Was this review helpful?"),
	W(LIKELY, "Was this answer helpful?"), W(LIKELY, "Log in to reply"),
	W(LIKELY, "Log in to leave a comment"),
	W(LIKELY, "You must be logged in to post a comment"),
	S(TAIL, "Sent from my "), S(TAIL, "Get Outlook for "),
	/* inserted things */
	W(LIKELY, "Advertisement"), W(LIKELY, "Advertisements"),
	W(LIKELY, "Report this ad"), W(LIKELY, "Sponsored content"),
	W(LIKELY, "View this post on Instagram"),
	W(LIKELY, "View on Instagram"), H(SURE, "A post shared by ", "(@"),
	W(LIKELY, "Your browser does not support the video tag"),
	W(LIKELY, "Your browser does not support the audio element"),
	W(LIKELY, "Your browser does not support HTML5 video"),
	W(LIKELY, "Your browser does not support HTML5 audio"),
	W(LIKELY, "Powered by WordPress"),
	W(LIKELY, "Powered by WordPress.com"), W(LIKELY, "Powered by Blogger"),
	W(LIKELY, "Powered by vBulletin"),
	/* what a moderator leaves behind */
	G(MODERATED, "This comment has been removed"),
	G(MODERATED, "This comment was removed"),
	G(MODERATED, "This comment has been deleted"),
	G(MODERATED, "This comment was deleted"),
	G(MODERATED, "This comment has been hidden"),
	G(MODERATED, "This post has been removed"),
	G(MODERATED, "This post was removed"),
	G(MODERATED, "This post has been deleted"),
	G(MODERATED, "This post was deleted"),
	G(MODERATED, "This review has been removed"),
	G(MODERATED, "This review was removed"),
	G(MODERATED, "This review has been deleted"),
	G(MODERATED, "This message has been removed"),
	G(MODERATED, "This message has been deleted"),
	G(MODERATED, "This message was deleted"),
	G(MODERATED, "This content has been removed"),
	G(MODERATED, "This user has been banned"),
	G(MODERATED, "Comment removed"), G(MODERATED, "Comment deleted"),
	G(MODERATED, "Comment hidden"), G(MODERATED, "Post removed"),
	G(MODERATED, "Post deleted"), G(MODERATED, "Message deleted"),
	H(MODERATED, "This post was flagged by the community", " hidden"),
	H(MODERATED, "Removed by ", "moderator"),
	H(MODERATED, "Deleted by ", "moderator"),
	W(MODERATED, "Your comment is awaiting moderation"),
	W(MODERATED, "Dieser Kommentar wurde entfernt"),
	W(MODERATED, "Ce commentaire a \xc3\xa9t\xc3\xa9 supprim\xc3\xa9"),
	W(MODERATED, "Este comentario ha sido eliminado"),
	/* the end of a thread */
	W(CLOSED, "Comments are closed"), W(CLOSED, "Comments are now closed"),
	W(CLOSED, "Comments closed"), W(CLOSED, "Comments are disabled"),
	W(CLOSED, "Comments have been disabled"),
	W(CLOSED, "Comments on this entry are closed"),
	W(CLOSED, "Comments for this entry are closed"),
	W(CLOSED, "Comments on this post are closed"),
	W(CLOSED, "Comments for this post are closed"),
	W(CLOSED, "Comments to this post are closed"),
	W(CLOSED, "Comments on this article are closed"),
	W(CLOSED, "Comments for this article are closed"),
	W(CLOSED, "Comments are closed for this post"),
	W(CLOSED, "Comments are closed on this article"),
	W(CLOSED, "Both comments and pings are currently closed"),
	W(CLOSED, "Commenting is closed"),
	W(CLOSED, "Commenting is now closed"), W(CLOSED, "Discussion closed"),
	W(CLOSED, "This discussion is closed"),
	W(CLOSED, "This discussion has been closed"),
	W(CLOSED, "This thread is closed"), W(CLOSED, "This thread is locked"),
	W(CLOSED, "This thread has been closed"),
	W(CLOSED, "This thread has been locked"),
	W(CLOSED, "This topic is closed"), W(CLOSED, "This topic is locked"),
	W(CLOSED, "This topic has been locked"),
	W(CLOSED, "This topic is now closed to further replies"),
	H(CLOSED, "This topic was automatically closed ",
	    "New replies are no longer allowed"),
	W(CLOSED, "Kommentare sind geschlossen"),
	W(CLOSED, "Les commentaires sont ferm\xc3\xa9s"),
	W(CLOSED, "Los comentarios est\xc3\xa1n cerrados")
};

/* What stands after a whole wording and says nothing: dots, arrows. */
static struct str
without_end(struct str s)
{
	static const struct str arrows[] = { T("\xe2\x80\xa6"), T("\xc2\xbb"),
		T("\xe2\x86\x92"), T("\xe2\x80\xba") };
	size_t i;

	while (s.n > 1) {
		if (memchr(".:!> ", s.p[s.n - 1], 5) != NULL) {
			s.n--;
			continue;
		}
		for (i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
			if (s.n > arrows[i].n && str_ends(s, arrows[i]))
				break;
		if (i == sizeof(arrows) / sizeof(arrows[0]))
			break;
		s.n -= arrows[i].n;
	}
	return (s);
}

/* A title or names: nothing that ends like a sentence of somebody's. */
static bool
is_name(struct str s)
{

	if (s.n == 0 || s.n > 160)
		return (false);
	s = str_trim(s);
	return (s.n > 0 && s.p[s.n - 1] != '.' && s.p[s.n - 1] != '!');
}

/* Names in a row or a few words; not a sentence with an I in it. */
static bool
is_short(struct str s)
{
	size_t i;

	if (s.n > 60)
		return (false);
	for (i = 0; i < s.n; i++)
		if (s.p[i] == ',' || s.p[i] == '!' || s.p[i] == '?' ||
		    s.p[i] == ';')
			return (false);
	return (str_ifind(s, STR(" because ")) == SIZE_MAX &&
		str_ifind(s, STR(" but ")) == SIZE_MAX &&
		str_ifind(s, STR(" so ")) == SIZE_MAX &&
		str_ifind(s, STR(" and ")) == SIZE_MAX);
}

/* " by the author.", " by a moderator for violating the rules" */
static bool
is_gone(struct str s)
{
	static const struct str who[] = { T("author"), T("moderator"),
		T("admin"), T(" user"), T("poster"), T("owner"), T("reddit"),
		T("staff"), T("editor"), T("a mod"), T("the mods") };
	static const struct str why[] = { T(" for violating"),
		T(" for breaking"), T(" because it violat"),
		T(" because it breach"), T(" as it violat"),
		T(" due to a violation") };
	size_t i;

	if (s.n > 80 || s.n == 0)
		return (s.n == 0);
	for (i = 0; i < sizeof(why) / sizeof(why[0]); i++)
		if (str_istarts(s, why[i]))
			return (true);
	if (!str_istarts(s, STR(" by ")))
		return (false);
	for (i = 0; i < sizeof(who) / sizeof(who[0]); i++)
		if (str_ifind(s, who[i]) != SIZE_MAX)
			return (true);
	return (false);
}

static bool
is_named(struct str s)
{

	return (s.n > 0 && s.n <= 100 && !(s.p[0] >= 'a' && s.p[0] <= 'z') &&
		is_name(s));
}

static bool
matches(const struct row *r, struct str line, struct str bare)
{
	struct str rest;

	if (r->shape == WHOLE)
		return (str_ieq(r->text, line) || str_ieq(r->text, bare));
	if (!str_istarts(line, r->text))
		return (false);
	rest = str_sub(line, r->text.n, line.n);
	switch (r->shape) {
	case NAME:
		return (is_name(rest));
	case NAMED:
		return (is_named(rest));
	case SHORT:
		return (is_short(rest));
	case GONE:
		return (bare.n >= r->text.n &&
			is_gone(str_sub(bare, r->text.n, bare.n)));
	case HAS:
	default:
		return (str_find(rest, r->more) != SIZE_MAX);
	}
}

/* "[deleted]", "(comment removed by moderator)", "[self-promotion comments
 * removed]" */
static bool
is_marker(struct str line)
{
	static const struct str gone[] = { T("removed"), T("deleted"),
		T("redacted") };
	static const struct str what[] = { T("comment"), T("post"),
		T("moderator"), T(" mod"), T("admin"), T("author"),
		T("content"), T("message"), T("spam"), T("promotion"),
		T("link"), T("user"), T("reddit"), T("by "), T("review"),
		T("language"), T("profanity") };
	struct str in, rest;
	size_t i, k, at;

	if (line.n > 100 ||
	    !((line.p[0] == '[' && line.p[line.n - 1] == ']') ||
		(line.p[0] == '(' && line.p[line.n - 1] == ')')))
		return (false);
	in = str_trim(str_sub(line, 1, line.n - 1));
	for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
		if (str_ieq(in, gone[i]))
			return (true);
		at = str_ifind(in, gone[i]);
		if (at == SIZE_MAX)
			continue;
		/* "[Removed example using x]" is its writer's own. */
		rest = str_sub(in, at + gone[i].n, in.n);
		if (rest.n > 0 && !str_istarts(rest, STR(" by ")) &&
		    !str_istarts(rest, STR(" for ")))
			continue;
		for (k = 0; k < sizeof(what) / sizeof(what[0]); k++)
			if (str_ifind(in, what[k]) != SIZE_MAX)
				return (true);
	}
	return (false);
}

/* "12 people found this helpful", "3 Comments" */
static enum chrome
counted(struct str line)
{
	struct str rest;
	size_t i;

	for (i = 0; i < line.n && ((line.p[i] >= '0' && line.p[i] <= '9') ||
				      line.p[i] == ',');
	     i++)
		;
	if (i == 0)
		return (CHROME_NONE);
	rest = without_end(str_trim(str_sub(line, i, line.n)));
	if (str_istarts(rest, STR("people found this ")) ||
	    str_istarts(rest, STR("person found this ")) ||
	    (str_istarts(rest, STR("of ")) &&
		str_iends(rest, STR(" people found this helpful"))))
		return (rest.n < 60 ? CHROME_LIKELY : CHROME_NONE);
	if (str_ieq(rest, STR("comments")) || str_ieq(rest, STR("comment")) ||
	    str_ieq(rest, STR("responses")) || str_ieq(rest, STR("replies")))
		return (CHROME_TAIL);
	return (CHROME_NONE);
}

/* A letter in lower case; other bytes as they are. */
static char
folded(char c)
{

	return (c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
}

enum { ROWS = sizeof(rows) / sizeof(rows[0]), BUCKETS = 256 };

/* The rows by their first three bytes, those of a bucket in the table's order:
 * numbers from 1; 0: no more. */
static uint16_t first_row[BUCKETS], next_row[ROWS];
static size_t shortest[BUCKETS]; /* of their texts */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Every row has so many, and every line that is looked at. */
static size_t
bucket(const char *p)
{

	return (((unsigned char)folded(p[0]) * 29U +
		    (unsigned char)folded(p[1]) * 5U +
		    (unsigned char)folded(p[2])) %
		BUCKETS);
}

static void
build(void)
{
	size_t i, at;

	for (i = ROWS; i-- > 0;) {
		at = bucket(rows[i].text.p);
		if (first_row[at] == 0 || rows[i].text.n < shortest[at])
			shortest[at] = rows[i].text.n;
		next_row[i] = first_row[at];
		first_row[at] = (uint16_t)(i + 1);
	}
}

enum chrome
chrome_line(struct str line)
{
	struct str bare = { NULL, 0 };
	const struct row *r;
	size_t i, at;
	char one;

	if (line.n < LINE_LEAST || line.n > LINE_MOST ||
	    pthread_once(&once, build) != 0)
		return (CHROME_NONE);
	one = folded(line.p[0]);
	if (one >= '0' && one <= '9')
		return (counted(line));
	if ((one == '[' || one == '(') && is_marker(line))
		return (CHROME_MODERATED);
	at = bucket(line.p);
	if (line.n < shortest[at])
		return (CHROME_NONE);
	for (i = first_row[at]; i != 0; i = next_row[i - 1]) {
		r = &rows[i - 1];
		if (r->text.n > line.n || folded(r->text.p[0]) != one)
			continue;
		if (bare.p == NULL)
			bare = without_end(line);
		if (matches(r, line, bare))
			return (r->what);
	}
	return (CHROME_NONE);
}
