/*
 * One list of what can go wrong, each with its word for logs, metrics and the
 * visit table.  A function that can fail in ways that matter returns one.
 */
#ifndef EARSHOT_STATUS_H
#define EARSHOT_STATUS_H

#define MUST_USE           __attribute__((warn_unused_result))
#define PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

enum status {
	OK = 0,
	E_MEMORY,    /* out of memory, or an arena's cap reached */
	E_TOO_LARGE, /* larger than a named cap */
	E_SYNTAX,    /* a person must mend a file; a fault says where */
	E_USAGE,     /* a command's words are off */
	E_IO,        /* a file or socket could not be read or written */
	E_NOT_FOUND, /* no such file, row, name */
	E_DENIED,    /* not permitted */
	E_BUSY,      /* somebody else holds it (the writer lock, a port) */
	E_CORRUPT,   /* a file is not what it should be */
	E_NEWER,     /* a database written by a newer version */
	E_FULL,      /* no space left on the disk */
	E_NOT_FEED,  /* a document that is no feed */
	E_DNS,       /* a host name was not found */
	E_CONNECT,   /* refused, unreachable, reset */
	E_TLS,       /* certificate or handshake */
	E_TIMEOUT,   /* a time limit ran out */
	E_REFUSED,   /* the guard refuses this address or scheme */
	E_REDIRECT,  /* too many hops, or a hop without a target */
	E_HTTP,      /* an answer that breaks the protocol */
	E_STATUS,    /* an HTTP status that is neither 2xx nor 304 */
	E_CANCELLED, /* we stopped it ourselves */
	E_INTERNAL,  /* a bug; logged where it is noticed */
	STATUS_COUNT
};

/* status_word: one lower-case word with underscores; never NULL. */
const char *status_word(enum status st);
/* status_told: likewise in words for people, behind "FILE: ". */
const char *status_told(enum status st);

#endif
