/*
 * From a request's head to the bytes of its answer.  The order of decisions:
 * who asks (auth), what there is (file, folder, body), what the client has
 * already (ETag, date), how it is labelled, how it travels.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "feedanswer.h"

#include <sys/stat.h>

#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FILE_MAX     ((off_t)64 << 20) /* bytes of a file we send */
#define CHUNK_BYTES  4096u             /* of a chunked body, unless it drips */
#define REFILL_BYTES 65536u            /* of an endless body at a time */

/* What an endless body consists of. */
static const char filler_start[] =
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel>"
    "<title>Without end</title>\n";
static const char filler[] = "<item><title>And one more</title>"
			     "<description>There is always another."
			     "</description></item>\n";

/* The request headers we keep, by their names in the log. */
static const struct kept {
	const char *name;
	size_t offset;
} kept[] = {
#define KEPT(name, field)                                        \
	{                                                        \
		name, offsetof(struct feedserver_request, field) \
	}
	KEPT("host", host),
	KEPT("user-agent", user_agent),
	KEPT("accept", accept),
	KEPT("accept-encoding", accept_encoding),
	KEPT("if-none-match", if_none_match),
	KEPT("if-modified-since", if_modified_since),
	KEPT("authorization", authorization),
	KEPT("cookie", cookie),
	KEPT("referer", referer),
#undef KEPT
};

#define N_KEPT (sizeof(kept) / sizeof(kept[0]))

static const struct {
	unsigned status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 226, "IM Used" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 410, "Gone" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
};

/* By suffix of a file; `.xml` by its root element. */
static const struct {
	const char *suffix, *type;
} file_types[] = {
	{ ".atom", "application/atom+xml" },
	{ ".css", "text/css" },
	{ ".htm", "text/html" },
	{ ".html", "text/html" },
	{ ".json", "application/feed+json" },
	{ ".opml", "text/x-opml" },
	{ ".rdf", "application/rdf+xml" },
	{ ".rss", "application/rss+xml" },
	{ ".txt", "text/plain" },
	{ ".xml.gz", "application/rss+xml" },
};

/* By the local name of the root element. */
static const struct {
	const char *root, *type;
} root_types[] = {
	{ "feed", "application/atom+xml" },
	{ "html", "text/html" },
	{ "opml", "text/x-opml" },
	{ "rdf", "application/rdf+xml" },
	{ "rss", "application/rss+xml" },
};

/* An answer while it is decided. */
struct draft {
	const struct feedhouse *house;
	struct feedserver_request *request;
	const struct feedstep *step;
	uint64_t n; /* how often this path was asked */
	char *body;
	size_t body_len;
	time_t mtime;
	const char *type;                   /* NULL: none is sent */
	char etag[256], last_modified[128]; /* empty: none is sent */
};

static const struct feedstep silent = { .length = -1 };

/* ---- Requests ---- */

static const char **
field_of(const struct feedserver_request *r, size_t i)
{
	return (const char **)(void *)((char *)(uintptr_t)r + kept[i].offset);
}

/*
 * The absolute form (RFC 9112, 3.2.2), which a proxy is sent.  The host moves
 * one byte to the left, over a slash, to make room for its NUL.
 */
static char *
split_absolute(struct feedserver_request *r, char *target)
{
	size_t len;

	if (strncasecmp(target, "http://", 7) != 0)
		return target;
	len = strcspn(target + 7, "/");
	memmove(target + 6, target + 7, len);
	target[6 + len] = '\0';
	r->host = target + 6;
	return target + 7 + len;
}

/* One header line, NUL-ended, without its line end. */
static void
read_header(struct feedserver_request *r, char *line, bool *ret_close)
{
	char *value = strchr(line, ':'), *end = line + strlen(line);
	size_t i;

	if (value == NULL)
		return;
	*value++ = '\0';
	value += strspn(value, " \t");
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	for (i = 0; i < N_KEPT; i++)
		if (strcasecmp(kept[i].name, line) == 0 &&
		    *field_of(r, i) == NULL)
			*field_of(r, i) = value;
	if (strcasecmp(line, "connection") == 0)
		*ret_close =
		    strcasestr(value, "close") != NULL ||
		    (*ret_close && strcasestr(value, "keep-alive") == NULL);
}

struct feedserver_request *
feedanswer_request(const char *head, size_t len, bool *ret_close)
{
	struct feedserver_request *r;
	char *line, *next, *target, *version;

	if (memchr(head, '\0', len) != NULL ||
	    (r = calloc(1, sizeof(*r) + len + 1)) == NULL)
		return NULL;
	line = memcpy(r + 1, head, len);
	next = strchr(line, '\n') + 1;
	line[strcspn(line, "\r\n")] = '\0';
	r->method = line;
	if ((target = strchr(line, ' ')) == NULL ||
	    (version = strchr(target + 1, ' ')) == NULL ||
	    strncmp(version + 1, "HTTP/1.", 7) != 0) {
		free(r);
		return NULL;
	}
	*target++ = *version++ = '\0';
	*ret_close = strcmp(version, "HTTP/1.0") == 0;
	target = split_absolute(r, target);
	r->target = *target == '/' ? target : "/";
	for (line = next; *line != '\0'; line = next) {
		next = strchr(line, '\n') + 1;
		line[strcspn(line, "\r\n")] = '\0';
		read_header(r, line, ret_close);
	}
	/* We read no bodies: what follows would be taken for a request. */
	if (strcmp(r->method, "GET") != 0 && strcmp(r->method, "HEAD") != 0)
		*ret_close = true;
	return r;
}

static void
log_escaped(FILE *log, const char *text)
{
	unsigned char c;

	for (; (c = (unsigned char)*text) != '\0'; text++)
		if (c == '"' || c == '\\')
			fprintf(log, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(log, "\\x%02x", c);
		else
			putc(c, log);
}

void
feedanswer_log(FILE *log, const struct feedserver_request *r)
{
	size_t i;

	log_escaped(log, r->method);
	putc(' ', log);
	log_escaped(log, r->target);
	fprintf(log, " %u", r->status);
	for (i = 0; i < N_KEPT; i++) {
		if (*field_of(r, i) == NULL)
			continue;
		fprintf(log, " %s=\"", kept[i].name);
		log_escaped(log, *field_of(r, i));
		putc('"', log);
	}
	fprintf(log, " conn=%u ms=%" PRId64 "\n", r->connection, r->at_ms);
}

/* ---- Bodies ---- */

/* ${text} with {base}, {port} and {n} filled in. */
static void
put_filled(FILE *out, const struct draft *d, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		len = (size_t)(end - text);
		if (len >= 6 && memcmp(text, "{base}", 6) == 0) {
			if (d->request->host != NULL)
				fprintf(out, "http://%s", d->request->host);
			else
				fputs(d->house->base, out);
			text += 6;
		} else if (len >= 6 && memcmp(text, "{port}", 6) == 0) {
			fprintf(out, "%u", d->house->port);
			text += 6;
		} else if (len >= 3 && memcmp(text, "{n}", 3) == 0) {
			fprintf(out, "%" PRIu64, d->n);
			text += 3;
		} else {
			putc(*text++, out);
		}
	}
}

static bool
join(char *ret_path, const char *folder, const char *name)
{
	int len;

	len = *name == '/'
		  ? snprintf(ret_path, PATH_MAX, "%s", name)
		  : snprintf(ret_path, PATH_MAX, "%s/%s", folder, name);
	return len >= 0 && len < PATH_MAX;
}

/* In place of the body that ${d} may have. */
static bool
read_file(struct draft *d, const char *path)
{
	struct stat st;
	FILE *f;

	free(d->body);
	d->body = NULL;
	d->body_len = 0;
	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > FILE_MAX || (f = fopen(path, "re")) == NULL)
		return false;
	d->mtime = st.st_mtime;
	d->body = malloc((size_t)st.st_size + 1);
	if (d->body != NULL)
		d->body_len = fread(d->body, 1, (size_t)st.st_size, f);
	fclose(f);
	return d->body != NULL;
}

/* The path of ${target}, %XX resolved, as a name below a folder. */
static bool
name_in_folder(const char *target, char *ret_name)
{
	static const char digits[] = "0123456789abcdef";
	const char *high, *low;
	size_t n = 0;

	for (target++; *target != '\0' && *target != '?'; target++) {
		if (n + 1 >= PATH_MAX)
			return false;
		ret_name[n] = *target;
		if (*target == '%') {
			if (!isxdigit((unsigned char)target[1]) ||
			    !isxdigit((unsigned char)target[2]))
				return false;
			high = strchr(digits, tolower(target[1]));
			low = strchr(digits, tolower(target[2]));
			ret_name[n] =
			    (char)((high - digits) * 16 + (low - digits));
			target += 2;
		}
		/* No hidden files, and no way up. */
		if (ret_name[n] == '.' && (n == 0 || ret_name[n - 1] == '/'))
			return false;
		n++;
	}
	ret_name[n] = '\0';
	return strlen(ret_name) == n && n > 0 && *ret_name != '/';
}

static const char *
root_type(const struct draft *d)
{
	const char *p = d->body, *end = p + d->body_len, *name;
	size_t i, len;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL && ++p < end) {
		if (end - p > 3 && memcmp(p, "!--", 3) == 0 &&
		    (p = memmem(p, (size_t)(end - p), "-->", 3)) == NULL)
			break;
		for (name = p; p < end && isalpha((unsigned char)*p); p++)
			;
		if (p < end && p > name && *p == ':')
			for (name = ++p; p < end && isalpha((unsigned char)*p);
			     p++)
				;
		len = (size_t)(p - name);
		for (i = 0; i < sizeof(root_types) / sizeof(root_types[0]); i++)
			if (strlen(root_types[i].root) == len &&
			    strncasecmp(root_types[i].root, name, len) == 0)
				return root_types[i].type;
		if (len > 0)
			break;
	}
	return "application/xml";
}

static const char *
file_type(const struct draft *d, const char *name)
{
	size_t i, len = strlen(name), n;

	if (len >= 4 && strcasecmp(name + len - 4, ".xml") == 0)
		return root_type(d);
	for (i = 0; i < sizeof(file_types) / sizeof(file_types[0]); i++) {
		n = strlen(file_types[i].suffix);
		if (len >= n &&
		    strcasecmp(name + len - n, file_types[i].suffix) == 0)
			return file_types[i].type;
	}
	return "application/octet-stream";
}

/* What the step sends, and its type; ${file} wins over what the step says. */
static bool
load_body(struct draft *d, const char *file)
{
	const struct feedstep *step = d->step;
	char folder[PATH_MAX], path[PATH_MAX], name[PATH_MAX];
	char *plain;
	size_t len;
	FILE *out;

	if (file == NULL)
		file = step->raw != NULL ? step->raw : step->file;
	if (file != NULL) {
		if (!join(path, d->house->folder, file) || !read_file(d, path))
			return false;
		d->type = file_type(d, file);
	} else if (step->folder != NULL) {
		if (!name_in_folder(d->request->target, name) ||
		    !join(folder, d->house->folder, step->folder) ||
		    !join(path, folder, name) || !read_file(d, path))
			return false;
		d->type = file_type(d, name);
	} else if (step->body != NULL) {
		if ((d->body = strdup(step->body)) == NULL)
			return false;
		d->body_len = strlen(d->body);
		d->type = *d->body == '<' ? root_type(d) : "text/plain";
	} else if (step->endless) {
		d->type = "application/rss+xml";
	}
	if (step->fill && d->body != NULL) {
		plain = d->body;
		len = d->body_len;
		d->body = NULL;
		out = open_memstream(&d->body, &d->body_len);
		if (out != NULL) {
			put_filled(out, d, plain, len);
			fclose(out);
		}
		free(plain);
		return d->body != NULL;
	}
	return true;
}

/* ---- Conditions ---- */

static void
http_date(time_t t, char *ret_text, size_t max)
{
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(ret_text, max, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

static bool
read_http_date(const char *text, time_t *ret_t)
{
	struct tm tm;

	memset(&tm, 0, sizeof(tm));
	if (strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm) == NULL)
		return false;
	*ret_t = timegm(&tm);
	return true;
}

/* In quotes, as it is sent; `auto` is a hash of the body (FNV-1a). */
static void
make_etag(struct draft *d, const char *etag)
{
	uint64_t h = 14695981039346656037u;
	size_t i;

	if (strcmp(etag, "auto") == 0) {
		for (i = 0; i < d->body_len; i++)
			h = (h ^ (unsigned char)d->body[i]) * 1099511628211u;
		snprintf(d->etag, sizeof(d->etag), "\"%016" PRIx64 "\"", h);
	} else if (strncmp(etag, "W/", 2) == 0) {
		snprintf(d->etag, sizeof(d->etag), "W/\"%s\"", etag + 2);
	} else {
		snprintf(d->etag, sizeof(d->etag), "\"%s\"", etag);
	}
}

/* The weak comparison that If-None-Match asks for (RFC 9110, 13.1.2). */
static bool
etag_presented(const struct draft *d)
{
	const char *asked = d->request->if_none_match;
	const char *etag = d->etag + (*d->etag == 'W' ? 2 : 0);

	return *etag != '\0' && asked != NULL &&
	       (strcmp(asked, "*") == 0 || strstr(asked, etag) != NULL);
}

/* The ETag decides where both are asked for (RFC 9110, 13.1.3). */
static bool
is_known(const struct draft *d)
{
	const char *asked = d->request->if_modified_since;
	time_t theirs, ours;

	if (d->request->if_none_match != NULL)
		return etag_presented(d);
	if (asked == NULL || *d->last_modified == '\0')
		return false;
	if (!read_http_date(asked, &theirs) ||
	    !read_http_date(d->last_modified, &ours))
		return strcmp(asked, d->last_modified) == 0;
	return ours <= theirs;
}

/* ---- Answers ---- */

static void
refuse(struct draft *d, unsigned status, const char *text)
{
	d->request->status = status;
	d->type = "text/plain";
	d->etag[0] = d->last_modified[0] = '\0';
	free(d->body);
	d->body = strdup(text);
	d->body_len = d->body == NULL ? 0 : strlen(text);
}

/* Who presents the first ETag, or the second, gets the second file. */
static bool
load_once_etag(struct draft *d)
{
	bool first;

	make_etag(d, d->step->etag);
	first = etag_presented(d);
	if (!load_body(d, d->step->once_etag))
		return false;
	make_etag(d, "auto");
	if (first || etag_presented(d))
		return true;
	return load_body(d, NULL);
}

/* The ledger's own body and ETag; False: out of memory. */
static bool
ask_ledger(struct draft *d)
{
	struct feedledger_links links = { d->step->answers, d->step->talk };

	d->type = "application/rss+xml";
	if (feedledger_turn(d->step->ledger, d->request->if_none_match, d->etag,
		sizeof(d->etag)))
		d->request->status = 304;
	else
		d->body = feedledger_body(d->step->ledger, d->request->target,
		    &links, &d->body_len);
	return d->request->status == 304 || d->body != NULL;
}

/* Status, body and validators.  False: refused. */
static bool
decide(struct draft *d)
{
	const struct feedstep *step = d->step;
	const char *given = d->request->authorization;

	d->request->status = step->status != 0 ? step->status : 200;
	if (step->auth != NULL &&
	    (given == NULL || strcmp(given, step->auth) != 0)) {
		refuse(d, 401, "who are you?\n");
		return false;
	}
	if (step->ledger != NULL) {
		if (!ask_ledger(d))
			refuse(d, 500, "feedserver: out of memory\n");
		return true;
	}
	if (!load_body(d, NULL)) {
		refuse(d, step->folder != NULL ? 404 : 500,
		    "feedserver: this file cannot be read\n");
		return false;
	}
	if (step->raw != NULL) {
		d->request->status = 0;
		return true;
	}
	if (step->type != NULL)
		d->type = strcmp(step->type, "none") != 0 ? step->type : NULL;
	if (step->once_etag != NULL && d->request->if_none_match != NULL) {
		if (!load_once_etag(d)) {
			refuse(d, 500, "feedserver: once-etag: no such file\n");
			return false;
		}
	}
	if (step->etag != NULL && *d->etag == '\0')
		make_etag(d, step->etag);
	if (step->last_modified != NULL) {
		if (strcmp(step->last_modified, "auto") == 0)
			http_date(d->mtime, d->last_modified,
			    sizeof(d->last_modified));
		else
			snprintf(d->last_modified, sizeof(d->last_modified),
			    "%s", step->last_modified);
	}
	if (d->request->status == 200 && !step->ignore_conditions &&
	    is_known(d))
		d->request->status = 304;
	return true;
}

static void
put_labels(FILE *out, const struct draft *d)
{
	const struct feedstep *step = d->step;
	uint64_t flood;
	size_t i;

	if (step->retry_after != NULL)
		fprintf(out, "Retry-After: %s\r\n", step->retry_after);
	if (step->location != NULL) {
		fputs("Location: ", out);
		put_filled(out, d, step->location, strlen(step->location));
		fputs("\r\n", out);
	}
	for (i = 0; i < step->n_headers; i++) {
		put_filled(out, d, step->headers[i], strlen(step->headers[i]));
		fputs("\r\n", out);
	}
	for (flood = 1; flood <= step->header_flood; flood++)
		fprintf(out,
		    "X-Flood-%06" PRIu64 ": there is no end to what "
		    "a server says, so cap it\r\n",
		    flood);
}

static void
put_head(FILE *out, const struct draft *d, bool close_after)
{
	const struct feedstep *step = d->step;
	const char *reason = "As The Script Says";
	unsigned status = d->request->status;
	char date[64];
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			reason = reasons[i].reason;
	http_date(time(NULL), date, sizeof(date));
	fprintf(out, "HTTP/1.1 %u %s\r\nDate: %s\r\n", status, reason, date);
	if (*d->etag != '\0')
		fprintf(out, "ETag: %s\r\n", d->etag);
	if (*d->last_modified != '\0')
		fprintf(out, "Last-Modified: %s\r\n", d->last_modified);
	if (status == 401)
		fputs("WWW-Authenticate: Basic realm=\"feeds\"\r\n", out);
	put_labels(out, d);
	if (status != 304) {
		if (d->type != NULL)
			fprintf(out, "Content-Type: %s%s%s\r\n", d->type,
			    step->charset != NULL ? "; charset=" : "",
			    step->charset != NULL ? step->charset : "");
		if (step->encoding != NULL)
			fprintf(out, "Content-Encoding: %s\r\n",
			    step->encoding);
		if (step->chunked)
			fputs("Transfer-Encoding: chunked\r\n", out);
		else if (step->length >= 0)
			fprintf(out, "Content-Length: %" PRId64 "\r\n",
			    step->length);
		else if (step->length == -1 && !step->endless)
			fprintf(out, "Content-Length: %zu\r\n", d->body_len);
	}
	fprintf(out, "%s\r\n", close_after ? "Connection: close\r\n" : "");
}

static void
put_chunk(FILE *out, const char *data, size_t len)
{
	fprintf(out, "%zx\r\n", len);
	fwrite(data, 1, len, out);
	fputs("\r\n", out);
}

static void
put_body(FILE *out, const struct draft *d, const struct feedanswer *answer)
{
	size_t at, piece = CHUNK_BYTES, len = d->body_len;
	const struct feedstep *step = d->step;

	if (step->cut && step->cut_percent > 0)
		len = (size_t)((uint64_t)len * step->cut_percent / 100);
	else if (step->cut && step->cut_bytes < len)
		len = (size_t)step->cut_bytes;
	if (!answer->chunked) {
		fwrite(d->body, 1, len, out);
		return;
	}
	if (answer->drip_bytes > 0 && answer->drip_bytes < piece)
		piece = (size_t)answer->drip_bytes;
	for (at = 0; at < len; at += piece)
		put_chunk(out, d->body + at,
		    len - at < piece ? len - at : piece);
	if (!step->cut && answer->endless_left == 0)
		fputs("0\r\n\r\n", out);
}

/* How it travels, as the step says. */
static void
set_pace(const struct draft *d, struct feedanswer *answer)
{
	const struct feedstep *step = d->step;
	bool bodiless = d->request->status == 304 ||
			strcmp(d->request->method, "HEAD") == 0;

	answer->reset = step->reset;
	answer->close_after =
	    step->reset || step->raw != NULL ||
	    (!bodiless && (step->cut || step->length != -1 ||
			      (step->endless && !step->chunked)));
	if (bodiless)
		return;
	answer->chunked = step->chunked && step->raw == NULL;
	answer->drip_bytes = step->drip_bytes;
	answer->drip_ms = step->drip_ms;
	answer->endless_left = step->endless ? d->house->endless_max : 0;
}

/* All that is said, into the answer's bytes. */
static void
write_answer(struct draft *d, bool close_after, struct feedanswer *answer)
{
	FILE *out;

	out = open_memstream(&answer->bytes, &answer->len);
	if (out == NULL)
		return;
	answer->close_after = answer->close_after || close_after;
	if (d->step->raw == NULL)
		put_head(out, d, answer->close_after);
	fflush(out);
	answer->paced_from = answer->len;
	if (d->request->status != 304 &&
	    strcmp(d->request->method, "HEAD") != 0) {
		if (d->body != NULL)
			put_body(out, d, answer);
		else if (answer->chunked && answer->endless_left == 0)
			fputs("0\r\n\r\n", out);
		else if (answer->endless_left > 0 && !answer->chunked)
			fputs(filler_start, out);
		else if (answer->endless_left > 0)
			put_chunk(out, filler_start, sizeof(filler_start) - 1);
	}
	fclose(out);
}

void
feedanswer_prepare(const struct feedhouse *house, struct feedscript *script,
    struct feedserver_request *request, bool close_after,
    struct feedanswer *answer)
{
	struct draft d = { .house = house,
		.request = request,
		.mtime = house->started_at };
	const char *host = request->host != NULL ? request->host : "";
	char name[256];

	memset(answer, 0, sizeof(*answer));
	snprintf(name, sizeof(name), "%s", host);
	name[*name == '[' ? strcspn(name, "]") : strcspn(name, ":")] = '\0';
	if (strcmp(request->method, "GET") != 0 &&
	    strcmp(request->method, "HEAD") != 0)
		refuse(&d, 405, "only GET and HEAD\n");
	else if ((d.step = feedscript_next(script, name, request->target,
		      &d.n)) == NULL)
		refuse(&d, 404, "the script does not name this path\n");
	if (d.step != NULL) {
		answer->delay_ms = d.step->delay_ms;
		answer->hang = d.step->hang;
		if (d.step->hang_up) {
			answer->reset = d.step->reset;
			answer->close_after = true;
		}
		if (d.step->hang || d.step->hang_up)
			return;
		if (decide(&d))
			set_pace(&d, answer);
		else
			d.step = NULL;
	}
	if (d.step == NULL)
		d.step = &silent;
	write_answer(&d, close_after, answer);
	free(d.body);
}

void
feedanswer_error(unsigned status, const char *text, struct feedanswer *answer)
{
	struct feedserver_request nobody = { .method = "GET", .target = "/" };
	struct draft d = { .request = &nobody, .step = &silent };

	memset(answer, 0, sizeof(*answer));
	refuse(&d, status, text);
	write_answer(&d, true, answer);
	free(d.body);
}

void
feedanswer_refill(struct feedanswer *answer)
{
	char block[REFILL_BYTES];
	size_t at, n = sizeof(block);
	FILE *out;

	if (answer->endless_left < n)
		n = answer->endless_left;
	if (answer->drip_bytes > 0 && answer->drip_bytes < n)
		n = (size_t)answer->drip_bytes;
	for (at = 0; at < n; at++)
		block[at] = filler[at % (sizeof(filler) - 1)];
	answer->endless_left -= n;
	free(answer->bytes);
	answer->bytes = NULL;
	answer->len = answer->paced_from = 0;
	if ((out = open_memstream(&answer->bytes, &answer->len)) == NULL)
		return;
	if (answer->chunked)
		put_chunk(out, block, n);
	else
		fwrite(block, 1, n, out);
	if (answer->chunked && answer->endless_left == 0)
		fputs("0\r\n\r\n", out);
	fclose(out);
}
