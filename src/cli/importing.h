/*
 * Where imported documents go: to the daemon that writes the database, or onto
 * a road of our own.
 */
#ifndef CLI_IMPORTING_H
#define CLI_IMPORTING_H

#include "earshot/import.h"

#include "cli.h"

struct importing;

/* importing_new: NULL: told, and *${ret_status}. */
struct importing *importing_new(struct cli *c, const struct import_what *what,
    int *ret_status);
/* importing_document, importing_wait: as import_document and import_wait. */
enum status importing_document(struct importing *to,
    const struct import_what *what, struct str document, bool alone) MUST_USE;
enum status importing_wait(struct importing *to) MUST_USE;
void importing_counts(const struct importing *to, struct import_counts *ret);
const char *importing_error(const struct importing *to);
void importing_free(struct importing *to);

#endif
