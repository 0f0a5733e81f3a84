/*
 * The writer's inside: what the files of this folder that write share.
 */
#ifndef STORE_IMPL_H
#define STORE_IMPL_H

#include "earshot/priority.h"
#include "earshot/store.h"

#include "db.h"
#include "wal.h"
#include "working.h"

/* Which rows stand for the rule set that scored last. */
struct known_ruleset {
	char hash[33];     /* "": none */
	int64_t id;        /* in `ruleset` */
	int64_t *rule_ids; /* of rule i of the set; the store's */
	size_t size;       /* of rule_ids */
};

struct store {
	struct db db;
	struct wal wal;
	struct working working; /* who waits for long steps */
	int lock_fd;
	int64_t zone_s;           /* of `day`, east of UTC */
	struct priority priority; /* its shares, of 100 */
	struct known_ruleset ruleset;

	/* the group */
	bool in_group, in_visit;
	enum status lost;     /* why the open group cannot be committed */
	int64_t next_post_id; /* never given twice, not even after a rollback */
	int64_t next_seq;     /* changed_seq */
	int64_t settled;      /* posts up to here are in full text and counts */
	bool tombstones;      /* there are some: new posts are looked up */
	bool replies;         /* there are some: new names are looked up */
	bool removals;        /* there are posts that feeds took away */
	bool staff_due;       /* a list changed: voices are judged again */
	bool relisted;        /* one was changed since it was opened */
	struct staff_lists *lists;   /* of today; NULL: not known */
	struct judged_place *judged; /* how far that is; NULL: not begun */
	struct familiar *familiar;   /* NULL: nothing is known by heart */
};

/* store_check: passes ${st} on; a failure by which SQLite undid the whole
 * transaction, or which only a new group can heal, is remembered. */
enum status store_check(struct store *s, enum status st);

/* store_tell: a row in `event`, within whatever transaction is open. */
enum status store_tell(struct store *s, const char *kind,
    const char *what) MUST_USE;

/* store_take_ruleset: its rows are there; s->ruleset knows them. */
enum status store_take_ruleset(struct store *s,
    const struct ruleset_info *rules) MUST_USE;

/* One visit's posts on their way into the tables. */
struct posting {
	struct store *s;
	struct db *d;
	struct batch *b;
	int64_t ruleset_id;      /* 0: scored by none */
	const int64_t *rule_ids; /* by index; NULL: likewise */
	int64_t now;
	struct str need; /* of the feed, of a stored post: of its own */
	bool lifted;     /* the present post is out of the counts */
};

/* A post that has its row. */
struct stored {
	int64_t post_id;
	unsigned char uid[16];
	int64_t at_ts;
	int64_t voice_id; /* 0: nobody */
	int64_t source_id;
	int side; /* enum voice_side, as it is stored */
	bool is_new;
	bool removed; /* its feed took it away */
	bool edited;  /* says something else; else only scored anew */
};

/* post_rows.c: ${ts}, or NO_TIME if it is none that `day` can name. */
int64_t posts_time(int64_t ts);
/* *${ret_done}: false: its uid is taken. */
enum status posts_insert(struct posting *x, const struct stored *row,
    const struct post *p, bool *ret_done) MUST_USE;
/* ${post_id} as it stands, beside what ${p} says. */
enum status posts_load(struct posting *x, int64_t post_id, const struct post *p,
    struct stored *ret, bool *ret_there) MUST_USE;
/* Its words and its verdict's values; or only these. */
enum status posts_edit(struct posting *x, const struct stored *row,
    const struct post *p) MUST_USE;
enum status posts_rescore(struct posting *x, const struct stored *row,
    const struct post *p) MUST_USE;
/* posts.c: out of the counts, once, before the first thing that they count
 * changes; and back. */
enum status posts_lift(struct posting *x, int64_t post_id) MUST_USE;
enum status posts_drop(struct posting *x, int64_t post_id) MUST_USE;

/* rescored.c: a stored post, read again by other rules. */
enum status rescored_put(struct posting *x, struct post *p) MUST_USE;

/* served.c: this feed serves ${post_id} as ${p} says; or by another name than
 * it did, or in other words. */
enum status served_add(struct posting *x, int64_t post_id,
    const struct post *p) MUST_USE;
enum status served_move(struct posting *x, int64_t row_id,
    const struct post *p) MUST_USE;

/* taken.c: are there posts that were taken away?  Sets s->removals. */
enum status taken_count(struct store *s) MUST_USE;
/* A feed serves p->post_id, by the row ${row_id} of post_feed that was taken
 * away (0: by another); if the post was removed, it is back. */
enum status taken_back(struct posting *x, int64_t row_id,
    struct post *p) MUST_USE;
/* voices.c: whose post it is: ${row}'s voice; and whether that is staff, as
 * ${p} says then. */
enum status voices_find(struct posting *x, struct post *p,
    struct stored *row) MUST_USE;

/* staff.c: the lists are those of today: voices are judged by them, if they
 * were not.  Sets s->staff_due. */
void staff_relisted(struct store *s, bool changed);
void staff_lists_drop(struct store *s);
/* The visit's list says otherwise than the voice's row did: this source's
 * voices are to be judged again, unless the list is that of today. */
enum status staff_again(struct posting *x, const struct post *p) MUST_USE;
/* How far that was may not be so: it begins anew. */
void staff_drop(struct store *s);
/* Before the commit: some more of them are. */
enum status staff_settle(struct store *s) MUST_USE;

/* familiar.c: how new an insight is; what it was made of is counted from now
 * on. */
struct novelty;
enum status familiar_novelty(struct posting *x, const struct stored *row,
    const struct post *p, enum signal signal, struct novelty *ret) MUST_USE;
/* A new post was heard. */
enum status familiar_learn(struct posting *x, const struct post *p) MUST_USE;
/* The visit ends, and is kept, or not: then what it taught is forgotten. */
void familiar_end(struct store *s, bool keep);
/* Before the commit: what was learned is written. */
enum status familiar_settle(struct store *s) MUST_USE;
/* What is known by heart may not be so: it is read again.  NULL is fine. */
void familiar_drop(struct store *s);

/* parts.c: what belongs to a post beside its row. */
enum status parts_put(struct posting *x, const struct stored *row,
    const struct post *p) MUST_USE;
/* Are its topics and mentions as the verdict says? */
enum status parts_alike(struct posting *x, int64_t post_id,
    const struct verdict *v, bool *ret) MUST_USE;

/* engagement.c: a number that changed since it was last taken. */
enum status engagement_put(struct posting *x, int64_t post_id, bool is_new,
    const struct post *p) MUST_USE;

/* echoes.c: the fingerprint's two values; ${bytes} must last until the
 * statement has run. */
void echoes_bind(struct sql *q, const struct post *p,
    unsigned char bytes[4 * FINGERPRINT_ANCHORS]);
/* ${first_id} goes, with the posts of ${going} (JSON): of those that repeat it
 * the oldest takes its place. */
enum status echoes_bequeath(struct store *s, int64_t first_id,
    struct str going) MUST_USE;

/* threads.c, thread_parent.c, thread_tree.c: are there replies?  Sets
 * s->replies. */
enum status threads_count(struct store *s) MUST_USE;
/* A new post, and what it may answer. */
enum status threads_put(struct posting *x, int64_t post_id,
    const struct post *p) MUST_USE;
enum status threads_keys(struct store *s, int64_t post_id,
    const struct reply_key *keys, size_t n) MUST_USE;
/* ${post_id} goes by the names of ${p}: who waits for them is looked at. */
enum status threads_named(struct posting *x, int64_t post_id,
    const struct post *p) MUST_USE;
/* Has ${p} other names than that row of `post_feed`, or is it closed now?  Who
 * waits for the names it had was looked at in their time. */
enum status threads_renamed(struct posting *x, int64_t row_id,
    const struct post *p, bool *ret) MUST_USE;
/* Before the commit: everything that is unthreaded finds its place. */
enum status threads_settle(struct store *s) MUST_USE;

/* tombstone.c: are there any?  Sets s->tombstones. */
enum status tombstone_count(struct store *s) MUST_USE;
/* Was ${p}, which seems new, removed before, or its voice on request?  Then it
 * is not to be stored again. */
enum status tombstone_find(struct posting *x, const struct post *p,
    bool *ret_gone) MUST_USE;
/* Was a name taken out of this post?  Then its feed's words do not replace
 * what is stored. */
enum status tombstone_redacted(struct posting *x, const unsigned char uid[16],
    bool *ret) MUST_USE;

/* evidence.c: is it of words?  Stars and other rules have none. */
bool evidence_has_span(const struct evidence *e);
enum status evidence_add(struct posting *x, int64_t insight_id,
    const struct signal_verdict *sv) MUST_USE;
enum status evidence_replace(struct posting *x, int64_t insight_id,
    const struct signal_verdict *sv) MUST_USE;
/* Rule sets may differ; what counts is whether the same rules said the same of
 * the same words.  *${ret_stale}: their rows differ all the same. */
enum status evidence_alike(struct posting *x, int64_t insight_id,
    const struct signal_verdict *sv, bool *ret, bool *ret_stale) MUST_USE;

/* insights.c: the post's insights as its verdict now says. */
enum status insights_put(struct posting *x, const struct stored *row,
    const struct post *p) MUST_USE;

#endif
