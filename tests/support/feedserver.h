/*
 * feedserver: an HTTP/1.1 server on loopback that answers as well, or as
 * badly, as a script tells it, so that a polite fetcher can be tested without
 * a network.  Not for serving anything to anybody else: it binds loopback
 * addresses only, speaks GET and HEAD, and needs nothing but libc.
 *
 * One thread, non-blocking sockets, epoll.  A test starts it in its own
 * process with feedserver_start(); shell stories run it as a program (the same
 * file with -DFEEDSERVER_MAIN):
 *
 *	feedserver [-6] [-a ADDRESS] [-p PORT] [-l LOGFILE] [-P PORTFILE]
 *	    [-m ENDLESS_BYTES] SCRIPT|FOLDER
 *
 * SCRIPTS
 *
 * A line says how one request to a path is answered.  The second line for the
 * same path answers the second request, and so on; the last one repeats.
 * Paths that no line names get 404.
 *
 *	# first the feed, then "not modified", then gone for good
 *	/posts.xml  file=posts.xml etag=a1 last-modified=auto
 *	/posts.xml  304 times=3
 *	/posts.xml  410
 *
 *	/busy       429 retry-after=30 header="X-RateLimit-Reset: 30"
 *	/moved      redirect=301:/posts.xml
 *	/round      redirect=302:{base}/round
 *	/drip       file=posts.xml drip=100b/50ms
 *	/late       file=posts.xml delay=2s
 *	/half       file=posts.xml cut=50%
 *	/flood      endless=1M/s chunked
 *	/koi        file=posts.xml charset=koi8-r
 *	/...        host=blog.example.com folder=blog etag=auto
 *
 * `#` opens a comment at the start of a line or after white space.  Quotes go
 * round a value that holds spaces; in quotes \" \\ \n \r \t are understood.
 * Sizes: 100, 100b, 64K, 1M.  Times: 50ms, 2s, 1m.  A path that ends in `...`
 * (or an asterisk) is a beginning; a path with `?` is compared with the query,
 * others without it.  A line with host= wins over one without, an exact path
 * over a beginning, a longer beginning over a shorter one.
 *
 * What is sent (one of these; without any of them the body is empty):
 *	file=NAME          a file, read anew at each request
 *	folder=NAME        the file below it that the whole path names
 *	body="text"        these bytes
 *	gzip=NAME.gz       file=NAME.gz encoding=gzip
 *	endless[=1M/s]     a body that never ends (the option endless_max ends
 *	                   it); after a file= or body=, if there is one
 *	raw=NAME           the whole answer, status line included, from a file
 *	redirect=301:URL   that status with Location: URL
 *	close              close the connection instead of an answer
 *	hang               never answer
 * How it is labelled:
 *	304, status=410    the status; 200 if nothing is said
 *	type=TYPE          Content-Type; otherwise by suffix and, for .xml, by
 *	                   the root element; `type=none` sends none
 *	charset=NAME       added to the Content-Type, true or not
 *	encoding=NAME      Content-Encoding, true or not
 *	length=N|none      Content-Length, true or not; `none` sends none and
 *	                   ends the body by closing
 *	retry-after=WHAT   seconds or a date
 *	header="X: y"      any other header; up to 16 of them
 *	header-flood=N     N headers of 64 bytes more
 * Validators, and who may ask:
 *	etag=a1|W/a1|auto  sent in quotes; `auto` is a hash of the body.  A
 *	                   request that presents it is answered 304
 *	last-modified=auto|"DATE"   `auto` is the file's time, or the server's
 *	                   start; If-Modified-Since no older is answered 304
 *	once-etag=NAME     who presents the ETag gets this file (with an ETag of
 *	                   its own) and not 304: a server that drops old entries
 *	ledger=3/100       body and ETag of its own: numbered entries, of which
 *	                   those are dropped for ever whose ETag was presented;
 *	                   3 new ones come each time, 100 in all
 *	ignore-conditions  sends validators and never answers 304
 *	auth="Basic dTpw"  401 unless Authorization says exactly this
 *	host=NAME          only for requests to this Host (port disregarded)
 * How it travels:
 *	chunked            Transfer-Encoding: chunked
 *	delay=TIME         silence before the first byte
 *	drip=SIZE/TIME     the body in pieces of SIZE, one every TIME
 *	cut=50%|SIZE       close when so much of the body is sent
 *	reset              a RST where it would have closed the connection
 *	times=N            so many requests before the next line has its turn
 *	fill               replaces {base}, {port} and {n} in the body
 *
 * Answers to HEAD count as turns, too.  A client that closes its side while it
 * waits for an answer has given up.
 *
 * {base} (http://HOST as the client called us), {port} and {n} (how often this
 * path was asked, from 1) are always replaced in redirect= and header=.
 *
 * A FOLDER is the one-line script `/... folder=FOLDER etag=auto
 * last-modified=auto`.
 *
 * THE LOG
 *
 * One line a request, written before the answer is sent:
 *	GET /a.xml 304 host="localhost" if-none-match="\"a1\"" conn=2 ms=31
 * The status is 0 where close, hang or raw gave none.  A header that was not
 * sent has no key.  Keys in this order: host user-agent accept accept-encoding
 * if-none-match if-modified-since authorization cookie referer conn ms, where
 * conn numbers the connections and ms counts from the server's start.
 */
#ifndef EARSHOT_TESTS_FEEDSERVER_H
#define EARSHOT_TESTS_FEEDSERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for one sentence that says what is wrong and where. */
#define FEEDSERVER_ERR_MAX 512

struct feedserver;

/* All zero is valid: no script, any port on 127.0.0.1, 404 to everybody. */
struct feedserver_options {
	const char *script;   /* text of a script, NUL-ended; NULL: see path */
	const char *path;     /* a script file or a folder; NULL: see script */
	const char *folder;   /* where the names in a script begin; NULL: the
				 folder of path, or the working directory */
	const char *address;  /* a loopback address; NULL: 127.0.0.1 */
	uint16_t port;        /* 0: any */
	const char *log_path; /* appended to; NULL: no log file */
	size_t endless_max;   /* bytes of an endless body; 0: 64 MiB */
	size_t max_connections; /* at one time, others wait; 0: 1024 */
};

/* One request that was read.  Texts are as sent; NULL: header not sent. */
struct feedserver_request {
	const char *method, *target; /* target: path and query */
	const char *host, *user_agent, *accept, *accept_encoding;
	const char *if_none_match, *if_modified_since;
	const char *authorization, *cookie, *referer;
	unsigned status;     /* answered; 0: close, hang or raw */
	unsigned connection; /* 1 for the first accepted, and so on */
	int64_t at_ms;       /* since the server's start */
};

struct feedserver_counts {
	size_t connections;        /* ever accepted */
	size_t open_now, open_max; /* at this moment; at most at one time */
	size_t requests;           /* read and understood */
	size_t not_modified;       /* answered 304 */
	size_t gave_up;      /* clients that left before the answer's end */
	uint64_t bytes_sent; /* headers and bodies */
};

/*
 * feedserver_start: listens, and answers from a thread of its own, which
 * blocks all signals.  ${options} and what it points to are copied.  NULL if
 * something is wrong; then ${reterr} (FEEDSERVER_ERR_MAX bytes) says what, for
 * a script with file:line:column.
 */
struct feedserver *feedserver_start(const struct feedserver_options *options,
    char *reterr);

/* feedserver_stop: closes everything, joins the thread, frees; takes NULL. */
void feedserver_stop(struct feedserver *server);

/* feedserver_port: the port it listens on. */
uint16_t feedserver_port(const struct feedserver *server);

/* feedserver_base: "http://127.0.0.1:4711"; lives as long as the server. */
const char *feedserver_base(const struct feedserver *server);

/*
 * feedserver_rescript: from the next request on ${text} is the script, its
 * turns from the beginning.  On a fault (false) the old one stays.
 */
bool feedserver_rescript(struct feedserver *server, const char *text,
    char *reterr);

/* feedserver_counts: what happened so far. */
void feedserver_counts(struct feedserver *server,
    struct feedserver_counts *ret_counts);

/*
 * feedserver_hits: how many requests named ${path}.  Without a `?` in it,
 * queries are disregarded.  NULL: all requests.
 */
size_t feedserver_hits(struct feedserver *server, const char *path);

/*
 * feedserver_request: the ${n}th request that named ${path} (n from 0; path as
 * for feedserver_hits).  NULL if there is none, or it came after the first
 * 10,000.  Lives as long as the server.
 */
const struct feedserver_request *feedserver_request(struct feedserver *server,
    const char *path, size_t n);

/*
 * feedserver_wait: waits until ${n} requests were read in all, at most
 * ${timeout_ms}.  False: that time went by.
 */
bool feedserver_wait(struct feedserver *server, size_t n, int timeout_ms);

#endif
