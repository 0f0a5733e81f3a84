/*
 * `rules check --fix`: reads a rule file, applies the mends that the reader
 * noted, and reads again, until there is nothing left that has one answer.
 * What it changes is decided where the faults are found, not here.
 */
#include "earshot/rulesfix.h"

#include <stdlib.h>

#include "earshot/buf.h"
#include "earshot/charset.h"
#include "earshot/utf8.h"

#include "link.h"
#include "mend.h"
#include "rulefile.h"
#include "ruletext.h"

enum {
	ROUNDS = 8, /* one or two are enough for what people write */
	WHY_MAX = 1000,
	TEXT_MAX = 4 * RULE_FILE_MAX /* mended: a little longer than it was */
};

/* No name in a rule file is near this pack's names. */
static const char nowhere[] = "this_file_is_mended_on_its_own.rules";

struct noted {
	unsigned line;
	size_t at; /* as found */
	const char *why;
};

struct fixing {
	struct arena *arena; /* the caller's */
	const struct rules_fix_names *known;
	struct str plain; /* UTF-8, LF, nothing mended yet */
	struct str text;  /* as far as it is mended */
	size_t nnoted, size;
	struct noted *noted;
};

/* One reading: how many faults, and the mends that go with them. */
struct reading {
	struct book *book;
	struct mends mends;
	size_t errors;
};

static enum status
read_once(const struct fixing *f, struct str text, struct reading *ret)
{
	struct faults faults;
	enum status st = E_MEMORY;

	faults_init(&faults);
	ret->mends = (struct mends){ NULL, &ret->mends.first, f->known };
	ret->book = book_new(NULL, &faults);
	if (ret->book == NULL)
		goto out;
	ret->book->mends = &ret->mends;
	st = rulefile_parse(ret->book, nowhere, text, TIER_OWN);
	if (st == OK)
		st = link_book(ret->book);
	ret->errors = faults.errors;
out:
	faults_free(&faults);
	return (st);
}

static int
by_place(const void *pa, const void *pb)
{
	const struct mend *const *a = pa, *const *b = pb;

	if ((*a)->line != (*b)->line)
		return ((*a)->line < (*b)->line ? -1 : 1);
	if ((*a)->column != (*b)->column)
		return ((*a)->column < (*b)->column ? -1 : 1);
	return ((*a)->chars < (*b)->chars ? -1 : (*a)->chars > (*b)->chars);
}

/* The mends that hold, in the order of the text. */
static enum status
in_order(const struct mends *mends, bool bold, const struct mend ***ret,
    size_t *ret_n)
{
	const struct mend **list;
	size_t n = 0;

	for (const struct mend *m = mends->first; m != NULL; m = m->next)
		n++;
	list = calloc(n + 1, sizeof(const struct mend *));
	if (list == NULL)
		return (E_MEMORY);
	n = 0;
	for (const struct mend *m = mends->first; m != NULL; m = m->next)
		if (!m->withdrawn && (bold || !m->bold))
			list[n++] = m;
	qsort(list, n, sizeof(const struct mend *), by_place);
	*ret = list;
	*ret_n = n;
	return (OK);
}

/* Moves on over ${chars} characters that the reader sees. */
static void
pass(struct str line, size_t *at, unsigned chars)
{

	while (*at < line.n) {
		size_t next = *at;
		bool seen = !ruletext_invisible(utf8_next(line, &next));

		if (seen && chars-- == 0)
			return;
		*at = next;
	}
}

/* ${line}, mended by those of ${list} that lie in it, to ${out}. */
static void
mend_line(struct str line, const struct mend *const *list, size_t n,
    struct buf *out)
{
	unsigned column = 1;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const struct mend *m = list[i];
		size_t from = at;

		if (m->column < column)
			continue; /* two at one place: the next round's */
		pass(line, &at, m->column - column);
		buf_add(out, str_sub(line, from, at));
		buf_add(out, m->now);
		pass(line, &at, m->chars);
		column = m->column + m->chars;
	}
	buf_add(out, str_sub(line, at, line.n));
}

static void
mend_text(struct str text, const struct mend *const *list, size_t n,
    struct buf *out)
{
	unsigned number = 0;
	size_t i = 0, end;

	while (text.n > 0) {
		bool ended = str_findc(text, '\n') != SIZE_MAX;
		struct str line = str_cut(&text, '\n');

		number++;
		for (end = i; end < n && list[end]->line == number;)
			end++;
		mend_line(line, list + i, end - i, out);
		i = end;
		if (ended)
			buf_addc(out, '\n');
	}
}

/* One attempt; *${ret_better}: it is other text with no more faults. */
static enum status
attempt(struct fixing *f, const struct reading *was, bool bold,
    bool *ret_better)
{
	struct buf out = BUF_INIT(TEXT_MAX);
	struct reading now = { .book = NULL };
	const struct mend **list = NULL;
	size_t n = 0;
	enum status st;

	*ret_better = false;
	st = in_order(&was->mends, bold, &list, &n);
	if (st != OK || n == 0)
		goto out;
	mend_text(f->text, list, n, &out);
	if (buf_failed(&out)) {
		st = E_MEMORY;
		goto out;
	}
	st = read_once(f, buf_str(&out), &now);
	if (st != OK || now.errors > was->errors ||
	    str_eq(buf_str(&out), f->text))
		goto out;
	f->text = arena_str(f->arena, buf_str(&out));
	*ret_better = true;
	for (size_t i = 0; i < n; i++) {
		struct noted *more = arena_grow(f->arena, f->noted, f->nnoted,
		    &f->size, sizeof(*more));

		if (more == NULL)
			break;
		f->noted = more;
		more[f->nnoted] =
		    (struct noted){ list[i]->line, f->nnoted, list[i]->why };
		f->nnoted++;
	}
	if (arena_failed(f->arena))
		st = E_MEMORY;
out:
	book_free(now.book);
	free(list);
	buf_free(&out);
	return (st);
}

static enum status
mend_rounds(struct fixing *f)
{
	enum status st = OK;
	bool better = true;

	for (int i = 0; i < ROUNDS && better && st == OK; i++) {
		struct reading was = { .book = NULL };

		st = read_once(f, f->text, &was);
		if (st == OK)
			st = attempt(f, &was, true, &better);
		if (st == OK && !better)
			st = attempt(f, &was, false, &better);
		book_free(was.book);
	}
	/* What comes to no end is left as it is, and so it stays. */
	if (better) {
		f->text = f->plain;
		f->nnoted = 0;
	}
	return (st);
}

/* Line ends of every system to LF, nothing else; ${s} itself if there is
 * nothing to do. */
static struct str
plain_ends(struct arena *a, struct str s)
{
	size_t n = 0, at = 0;
	bool same = true;
	char *to;

	for (size_t i = 0; i < s.n && same; i++)
		same = s.p[i] != '\r' && s.p[i] != '\xc2' && s.p[i] != '\xe2';
	if (same)
		return (s);
	to = arena_alloc(a, s.n + 1);
	if (to == NULL)
		return ((struct str){ NULL, 0 });
	while (at < s.n) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);

		if (c == '\r' && at < s.n && s.p[at] == '\n')
			continue;
		if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
			to[n++] = '\n';
			continue;
		}
		memcpy(to + n, s.p + from, at - from);
		n += at - from;
	}
	return ((struct str){ to, n });
}

/* What an editor saved, in a person's words. */
static struct str
saved_as(struct str bytes, struct str text, struct str plain)
{

	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		return (STR("UTF-8 with a byte order mark"));
	if (str_starts(bytes, STR("\xff\xfe")) ||
	    str_starts(bytes, STR("\xfe\xff")) ||
	    memchr(bytes.p, '\0', bytes.n) != NULL)
		return (STR("UTF-16"));
	if (!utf8_valid(bytes))
		return (STR("an older encoding"));
	return (str_eq(text, plain) ? STR("UTF-8 with control characters")
				    : STR("the line ends of another system"));
}

static int
by_line(const void *pa, const void *pb)
{
	const struct noted *a = pa, *b = pb;

	if (a->line != b->line)
		return (a->line < b->line ? -1 : 1);
	return (a->at < b->at ? -1 : 1);
}

/* All reasons of one line, each once. */
static struct str
reasons(struct arena *a, const struct noted *noted, size_t n)
{
	struct buf why = BUF_INIT(WHY_MAX);
	struct str ret;

	for (size_t i = 0; i < n; i++) {
		bool known = false;

		for (size_t k = 0; k < i && !known && k < 16; k++)
			known = strcmp(noted[k].why, noted[i].why) == 0;
		if (!known && why.n + strlen(noted[i].why) + 2 < WHY_MAX)
			buf_printf(&why, "%s%s", why.n > 0 ? "; " : "",
			    noted[i].why);
	}
	ret = arena_str(a, buf_str(&why));
	buf_free(&why);
	return (ret);
}

/* Line by line: what was, what is, why. */
static enum status
list_changes(struct fixing *f, struct str bytes, struct str decoded,
    struct rules_fix_change **ret, size_t *ret_n)
{
	struct str was = f->plain, now = f->text;
	struct rules_fix_change *list = NULL, *more;
	size_t n = 0, size = 0, i = 0, end;

	if (f->nnoted > 0)
		qsort(f->noted, f->nnoted, sizeof(*f->noted), by_line);
	if (!str_eq(bytes, f->plain)) {
		list = arena_grow(f->arena, list, n, &size, sizeof(*list));
		if (list == NULL)
			return (E_MEMORY);
		list[n++] = (struct rules_fix_change){ .was = saved_as(bytes,
							   decoded, f->plain),
			.now = STR("UTF-8"),
			.why = STR("plain text, as every editor reads it") };
	}
	for (unsigned line = 1; was.n > 0 || now.n > 0; line++) {
		struct str a = str_cut(&was, '\n'), b = str_cut(&now, '\n');

		for (end = i; end < f->nnoted && f->noted[end].line == line;)
			end++;
		if (!str_eq(a, b)) {
			more =
			    arena_grow(f->arena, list, n, &size, sizeof(*list));
			if (more == NULL)
				return (E_MEMORY);
			list = more;
			list[n++] = (struct rules_fix_change){ line, a, b,
				reasons(f->arena, f->noted + i, end - i) };
		}
		i = end;
	}
	*ret = list;
	*ret_n = n;
	return (arena_failed(f->arena) ? E_MEMORY : OK);
}

enum status
rules_fix(struct arena *a, struct str bytes,
    const struct rules_fix_names *known, struct str *ret_text,
    struct rules_fix_change **ret_changes, size_t *ret_nchanges)
{
	struct fixing f = { .arena = a, .known = known };
	struct str decoded;
	enum status st;

	if (bytes.n > RULE_FILE_MAX)
		return (E_TOO_LARGE);
	decoded = charset_text(a, bytes);
	while (str_starts(decoded, STR("\xef\xbb\xbf")))
		decoded = str_sub(decoded, 3, decoded.n);
	f.plain = plain_ends(a, decoded);
	if (arena_failed(a))
		return (E_MEMORY);
	if (str_eq(bytes, f.plain))
		f.plain = bytes;
	f.text = f.plain;
	st = mend_rounds(&f);
	if (st == OK)
		st =
		    list_changes(&f, bytes, decoded, ret_changes, ret_nchanges);
	if (st == OK)
		*ret_text = f.text;
	return (st);
}

static enum status
read_names(struct book *b, struct files *files, const char *const *tier)
{
	const char *const *paths;
	struct str bytes;
	enum status st = OK;

	for (; tier != NULL && *tier != NULL && st == OK; tier++) {
		if (files_list(files, *tier, ".rules", &paths) != OK)
			continue; /* a check says so */
		for (; *paths != NULL && st == OK; paths++)
			if (files_read(files, *paths, RULE_FILE_MAX, &bytes) ==
			    OK)
				st = rulefile_parse(b, *paths, bytes, TIER_OWN);
	}
	return (st);
}

enum status
rules_fix_read_names(struct arena *a, struct files *files,
    const char *const *shipped, const char *const *own,
    struct rules_fix_names *ret)
{
	struct faults faults;
	struct book *b;
	const char **rules, **lists;
	size_t nrules = 0, nlists = 0;
	enum status st = E_MEMORY;

	faults_init(&faults);
	b = book_new(NULL, &faults);
	if (b == NULL)
		goto out;
	st = read_names(b, files, shipped);
	if (st == OK)
		st = read_names(b, files, own);
	if (st != OK)
		goto out;
	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		nrules++;
	for (const struct list *l = b->lists; l != NULL; l = l->next)
		nlists++;
	rules = arena_array(a, nrules + 1, sizeof(const char *));
	lists = arena_array(a, nlists + 1, sizeof(const char *));
	if (rules == NULL || lists == NULL) {
		st = E_MEMORY;
		goto out;
	}
	nrules = nlists = 0;
	for (const struct rule *r = b->rules; r != NULL; r = r->next)
		rules[nrules++] = arena_str(a, r->name).p;
	for (const struct list *l = b->lists; l != NULL; l = l->next)
		lists[nlists++] = arena_str(a, l->full).p;
	*ret = (struct rules_fix_names){ rules, lists };
	if (arena_failed(a))
		st = E_MEMORY;
out:
	book_free(b);
	faults_free(&faults);
	return (st);
}
