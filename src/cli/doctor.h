/*
 * earshot doctor: what its checks are given and what they find.
 */
#ifndef CLI_DOCTOR_H
#define CLI_DOCTOR_H

#include <jansson.h>

#include "cli.h"

struct doctor {
	struct cli *c;
	struct setup *s; /* with the feeds, where they can be read */
	json_t *daemon;  /* what it says of itself; NULL: none runs */
};

enum health_word { WELL, UNSURE, WRONG };

struct finding {
	enum health_word how;
	struct buf found, remedy; /* one line each; the remedy of what is not
				     well */
};

/* found, remedy: in a sentence each, no full stop. */
void doctor_found(struct finding *f, enum health_word how, const char *fmt, ...)
    PRINTF(3, 4);
void doctor_remedy(struct finding *f, const char *fmt, ...) PRINTF(2, 3);

/* doctor_copies.c */
/* Copies beside the database, made by upgrades and restores. */
struct copies {
	size_t n;
	uint64_t bytes;  /* on the disk */
	char oldest[24]; /* the day: "2026-11-22" */
};
void doctor_copies(const char *folder, const char *path, struct copies *ret);
/* doctor_size: "1.2 GB". */
enum { DOCTOR_SIZE = 32 };
void doctor_size(uint64_t bytes, char ret[DOCTOR_SIZE]);

/* doctor_machine.c */
void doctor_store(struct doctor *d, struct finding *f);
void doctor_limits(struct doctor *d, struct finding *f);
void doctor_web(struct doctor *d, struct finding *f);
/* doctor_network.c */
void doctor_names(struct doctor *d, struct finding *f);
void doctor_certificates(struct doctor *d, struct finding *f);
void doctor_clock(struct doctor *d, struct finding *f);

#endif
