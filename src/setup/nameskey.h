/*
 * The key by which names become signs.
 */
#ifndef SETUP_NAMESKEY_H
#define SETUP_NAMESKEY_H

#include "earshot/ingest.h"

/* nameskey_take: from STORE.names-key (0600, of the folder's owner), which is
 * made when it is missing.  Copies of the database do not have it. */
enum status nameskey_take(const char *store_path,
    unsigned char ret[INGEST_NAMES_KEY]) MUST_USE;

#endif
