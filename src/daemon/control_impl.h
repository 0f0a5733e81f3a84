/*
 * The control socket's inside: who is on the line, and requests that have a
 * file of their own.
 */
#ifndef DAEMON_CONTROL_IMPL_H
#define DAEMON_CONTROL_IMPL_H

#include "earshot/buf.h"

#include "control.h"
#include "keeper.h"
#include "rights.h"

enum { ANSWER_MAX = 1 << 20 };

struct peer {
	struct peer *next;
	struct control *control;
	struct bufferevent *bev;
	struct rights rights;
	bool keeping;   /* waits for the keeper */
	bool restoring; /* waits for the other database */
	bool closing;   /* the answer is on its way out */
	/* a poll that it waits for: so many feeds, each once */
	size_t waiting, nseen;
	char *url;         /* NULL: several feeds */
	bool due;          /* of those, what was due or under way */
	struct buf first;  /* said before the counts */
	int64_t *seen;     /* ids */
	struct map *by_id; /* over `seen`; NULL for one feed */
	int64_t fresh, unchanged, failed, insights;
	bool rescoring; /* it waits for that */
	/* it sends a document, or waits for what comes of it */
	struct import_what *importing; /* NULL: it does not */
	char *import_line;             /* its words */
	struct buf document;
	size_t document_bytes; /* so many are to come */
};

struct control {
	struct daemon *daemon;
	struct evconnlistener *listener;
	char *path;
	struct peer *peers;
	size_t npeers;
};

/* control_answer: the whole of it; the connection ends when it is written. */
void control_answer(struct peer *p, bool yes, struct str text);

/* control_stored.c */
/* control_judge: "REF WORD [NOTE]", by whoever is on the line. */
void control_judge(struct peer *p, struct str line, bool mark);
/* control_import: a line, and then so many bytes; control_document: what of
 * them is there. */
void control_import(struct peer *p, struct str line);
void control_document(struct peer *p);
/* control_import_end: it is gone. */
void control_import_end(struct peer *p);
/* control_rescore: what is to be scored again; answers while it goes on. */
void control_rescore(struct peer *p, struct str line);

/* control_kept.c */
/* control_keep: "prune ..." or "forget ..."; control_restore: what is ready
 * beside the database takes its place.  Both for who could remove the file. */
void control_keep(struct peer *p, struct str line);
void control_restore(struct peer *p);

#endif
