/*
 * Loading: files to a book, the book linked and compiled, its examples run;
 * and the counted handle that threads share.
 */
#include "earshot/ruleset.h"

#include <stdlib.h>

#include "earshot/hash.h"
#include "earshot/memory.h"

#include "compile.h"
#include "doubts.h"
#include "lang.h"
#include "link.h"
#include "pattern.h"
#include "rulefile.h"
#include "scope.h"
#include "selftest.h"
#include "sentiment.h"
#include "set.h"

/* What a signal's score starts from: one strong rule lifts it over .5. */
static const double BIAS = -2.1, THRESHOLD = 0.5;

/* Goes into the hash: the same files judged by a newer engine are another
 * rule set. */
static const char engine[] = "earshot rules 1";

int
set_lang(const struct ruleset *rs, struct str code)
{

	if (code.n == 0)
		return (0);
	for (size_t i = 1; i < rs->nlangs; i++)
		if (str_ieq(rs->langs[i], code))
			return ((int)i);
	return (-1);
}

struct ruleset *
ruleset_ref(struct ruleset *rs)
{

	atomic_fetch_add_explicit(&rs->refs, 1, memory_order_relaxed);
	return (rs);
}

void
ruleset_unref(struct ruleset *rs)
{

	if (rs == NULL ||
	    atomic_fetch_sub_explicit(&rs->refs, 1, memory_order_acq_rel) != 1)
		return;
	compile_free(rs);
	book_free(rs->book);
	free(rs);
	/* Tens of MB in small pieces; the last to hold them may be a visit to a
	 * slow feed, long after the reload. */
	memory_give_back();
}

const struct ruleset_info *
ruleset_info(const struct ruleset *rs)
{

	return (&rs->info);
}

bool
ruleset_mentions(const struct ruleset *rs, struct str list,
    const char **ret_near)
{
	const char *one[] = { NULL, NULL }, *near = NULL;

	for (const struct list *l = rs->book->lists; l != NULL; l = l->next) {
		if (!l->mention)
			continue;
		if (str_eq(l->name, list))
			return (true);
		one[0] = l->full.p + l->pack.n + 1;
		/* Its full name is not what mentions have. */
		if (near == NULL)
			near = str_eq(l->full, list) ? one[0]
						     : str_near(list, one);
	}
	*ret_near = near;
	return (false);
}

bool
ruleset_topic(const struct ruleset *rs, struct str topic, const char **ret_near)
{
	const char *one[] = { NULL, NULL };

	*ret_near = NULL;
	for (uint32_t i = 0; i < rs->nunits; i++) {
		const struct unit *u = &rs->units[i];

		if (u->kind != UNIT_TOPIC)
			continue;
		if (str_ieq(u->name, topic))
			return (true);
		/* It ends the full one, which ends with NUL. */
		one[0] = u->name.p;
		if (*ret_near == NULL)
			*ret_near = str_near(topic, one);
	}
	return (false);
}

void
ruleset_use_jit(bool use)
{

	pattern_forbid_jit(!use);
}

bool
ruleset_jit(const struct ruleset *rs)
{

	return (rs->jit);
}

static const char *
reason(enum status st)
{

	return (st == E_NOT_FOUND   ? "there is no such file or folder"
		: st == E_DENIED    ? "permission denied"
		: st == E_TOO_LARGE ? "it is larger than 4 MB"
				    : status_word(st));
}

/* The folder of ${path}: lists and valences may lie there. */
static void
add_folder(struct book *b, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str folder = { path,
		slash != NULL ? (size_t)(slash - path) : 0 };

	for (size_t i = 0; i < b->nfolders; i++)
		if (str_eq(b->folders[i], folder))
			return;
	folder = arena_str(b->arena, folder);
	if (b->nfolders < RULE_FOLDERS_MAX && folder.p != NULL)
		b->folders[b->nfolders++] = folder;
}

/* One file or folder of a tier. */
static enum status
read_path(struct book *b, const char *path, enum tier tier, struct hash *h,
    struct buf *names)
{
	const char *const *paths;
	struct str bytes;
	enum status st;

	if (b->plain && str_iends(str_of(path), STR(".weights")))
		return (OK);
	st = files_list(b->files, path, b->plain ? ".rules" : ".rules .weights",
	    &paths);
	if (st != OK) {
		faults_add(b->faults, false, path, 0, 0,
		    (struct str){ NULL, 0 }, "cannot read this: %s",
		    reason(st));
		return (st == E_MEMORY ? st : OK);
	}
	for (; *paths != NULL; paths++) {
		add_folder(b, *paths);
		st = files_read(b->files, *paths, RULE_FILE_MAX, &bytes);
		if (st == E_MEMORY)
			return (st);
		if (st != OK) {
			faults_add(b->faults, false, *paths, 0, 0,
			    (struct str){ NULL, 0 }, "cannot read this: %s",
			    reason(st));
			continue;
		}
		hash_add(h, bytes);
		buf_printf(names, "%s%s", names->n > 0 ? " " : "", *paths);
		st = rulefile_parse(b, *paths, bytes, tier);
		if (st != OK)
			return (st);
	}
	return (OK);
}

static enum status
read_tier(struct book *b, const char *const *paths, enum tier tier,
    struct hash *h, struct buf *names)
{
	enum status st = OK;

	for (; paths != NULL && *paths != NULL && st == OK; paths++)
		st = read_path(b, *paths, tier, h, names);
	return (st);
}

/* Lists and valences in files of their own count too. */
static void
hash_rest(const struct book *b, struct hash *h)
{

	for (const struct list *l = b->lists; l != NULL; l = l->next)
		for (size_t i = 0; i < l->n; i++)
			hash_add(h, l->terms[i].text);
	for (const struct valence_file *f = b->valences; f != NULL; f = f->next)
		hash_add(h, f->bytes);
}

static enum status
read_all(struct ruleset *rs, const char *const *shipped, const char *const *own,
    bool *ret_own)
{
	struct buf names = BUF_INIT(1 << 20);
	struct hash *h = hash_new();
	unsigned char bytes[HASH_BYTES];
	enum status st = E_MEMORY;
	size_t files;

	if (h == NULL)
		goto out;
	hash_add(h, str_of(engine));
	st = read_tier(rs->book, shipped, TIER_SHIPPED, h, &names);
	files = names.n;
	if (st == OK)
		st = read_tier(rs->book, own, TIER_OWN, h, &names);
	*ret_own = names.n > files;
	hash_rest(rs->book, h);
	hash_end(h, bytes);
	hash_hex(bytes, 16, rs->info.hash);
	rs->info.files = arena_str(rs->book->arena, buf_str(&names));
	if (rs->info.files.p == NULL)
		st = E_MEMORY;
out:
	buf_free(&names);
	return (st);
}

static void
set_dials(struct ruleset *rs)
{

	for (int s = 0; s < SIGNALS; s++) {
		const struct dial *bias = &rs->book->dials[DIAL_BIAS][s];
		const struct dial *threshold =
		    &rs->book->dials[DIAL_THRESHOLD][s];
		const struct dial *cal = &rs->book->dials[DIAL_CALIBRATE][s];

		rs->info.bias[s] = bias->set ? bias->v[0] : BIAS;
		rs->info.threshold[s] =
		    threshold->set ? threshold->v[0] : THRESHOLD;
		rs->info.cal_a[s] = cal->set ? cal->v[0] : 1;
		rs->info.cal_b[s] = cal->set ? cal->v[1] : 0;
	}
}

/* The words of each language that rules are written for. */
static enum status
load_words(struct ruleset *rs)
{
	enum status st = OK;

	rs->lang_words = lang_words_new(rs->book->arena);
	if (rs->lang_words == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < rs->nlangs && st == OK; i++) {
		rs->scopes[i] = scope_words_new(rs->book, rs->langs[i]);
		if (rs->scopes[i] == NULL)
			return (E_MEMORY);
		st = sentiment_load(rs->book, rs->langs[i], rs->scopes[i]);
	}
	return (st);
}

enum load_how { LOAD_USUAL, LOAD_PLAIN, LOAD_TRUSTED };

static enum status
load(struct files *files, const char *const *shipped, const char *const *own,
    enum load_how how, struct faults *faults, struct ruleset **ret)
{
	struct ruleset *rs = calloc(1, sizeof(*rs));
	size_t errors = faults->errors, examples;
	enum status st = E_MEMORY;
	bool has_own = true;

	if (rs == NULL)
		return (E_MEMORY);
	atomic_init(&rs->refs, 1);
	rs->jit = pattern_jit();
	rs->book = book_new(files, faults);
	if (rs->book == NULL)
		goto out;
	rs->book->plain = how == LOAD_PLAIN;
	st = read_all(rs, shipped, own, &has_own);
	/* Own files may change what shipped rules hear: then all is tested. */
	rs->book->trusted = how == LOAD_TRUSTED && !has_own;
	if (st == OK)
		st = link_book(rs->book);
	if (st == OK)
		st = compile_book(rs->book, rs);
	if (st == OK) {
		set_dials(rs);
		st = load_words(rs);
	}
	if (st == OK && faults->errors == errors)
		st = doubts_raise(rs->book, rs->lang_words);
	rs->book->files = NULL;
	rs->book->faults = NULL;
	if (st == OK && faults->errors == errors && !rs->book->trusted)
		st = selftest_run(rs, faults, &examples);
	if (st == OK && faults->errors > errors)
		st = E_SYNTAX;
	if (st == OK) {
		*ret = rs;
		rs = NULL;
	}
out:
	ruleset_unref(rs);
	return (st);
}

enum status
ruleset_load(struct files *files, const char *const *shipped,
    const char *const *own, struct faults *faults, struct ruleset **ret)
{

	return (load(files, shipped, own, LOAD_USUAL, faults, ret));
}

enum status
ruleset_load_plain(struct files *files, const char *const *shipped,
    const char *const *own, struct faults *faults, struct ruleset **ret)
{

	return (load(files, shipped, own, LOAD_PLAIN, faults, ret));
}

enum status
ruleset_load_trusted(struct files *files, const char *const *shipped,
    const char *const *own, struct faults *faults, struct ruleset **ret)
{

	return (load(files, shipped, own, LOAD_TRUSTED, faults, ret));
}

enum status
ruleset_test(struct ruleset *rs, struct faults *faults, size_t *ret_examples)
{

	return (selftest_run(rs, faults, ret_examples));
}
