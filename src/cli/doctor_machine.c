/*
 * What the doctor looks at on this machine: room and rights for the database,
 * descriptors, the address of the web pages.
 */
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "earshot/web.h"

#include "doctor.h"

enum {
	ROOM_LEAST = 100 << 20, /* bytes on the database's disk */
	ASIDE_MOST = 192,       /* transfers that wait (fetch.max_transfers) */
	OTHERS = 64             /* the database, the log, the loop ... */
};

static void
folder_of(const char *path, char ret[PATH_MAX])
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		snprintf(ret, PATH_MAX, ".");
	else
		snprintf(ret, PATH_MAX, "%.*s",
		    slash == path ? 1 : (int)(slash - path), path);
}

/* A file of ours in ${folder}, for a moment: what rights, read-only mounts and
 * quotas say together. */
static bool
can_write(const char *folder)
{
	char name[PATH_MAX];
	int fd, why;

	if ((size_t)snprintf(name, sizeof(name), "%s/.doctor.XXXXXX", folder) >=
	    sizeof(name)) {
		errno = ENAMETOOLONG;
		return (false);
	}
	fd = mkstemp(name);
	if (fd < 0)
		return (false);
	why = write(fd, "?", 1) == 1 && fsync(fd) == 0 ? 0 : errno;
	close(fd);
	unlink(name);
	errno = why;
	return (why == 0);
}

static void
bar(struct finding *f, const char *what, int why, const char *option)
{

	doctor_found(f, WRONG, "%s%s cannot be written (%s)",
	    f->found.n > 0 ? ", " : "", what, strerror(why));
	if (f->remedy.n > 0)
		doctor_remedy(f, "; ");
	if (why == EROFS)
		doctor_remedy(f, "mount it for writing; for the service also "
				 "ReadWritePaths= in a drop-in, earshotd(8)");
	else if (why == ENOENT || why == ENOTDIR)
		doctor_remedy(f, "make it, for the daemon's user, or set %s",
		    option);
	else if (why == ENOSPC || why == EDQUOT)
		doctor_remedy(f, "make room there");
	else
		doctor_remedy(f,
		    "give it to the daemon's user, or set %s to a folder that "
		    "is",
		    option);
}

/* Root may write everything, and what it made, as by a poll before the first
 * start, the daemon may not. */
static bool
is_roots(const char *path, const char *folder, struct finding *f)
{
	struct stat its, sb;
	struct passwd *pw;

	if (geteuid() != 0 || stat(folder, &its) != 0 || its.st_uid == 0 ||
	    stat(path, &sb) != 0 || sb.st_uid != 0)
		return (false);
	pw = getpwuid(its.st_uid);
	doctor_found(f, WRONG, "%s belongs to root, its folder to %s", path,
	    pw != NULL ? pw->pw_name : "another");
	doctor_remedy(f, "chown --reference=%s %s*", folder, path);
	return (true);
}

/* Where room is low: what may go. */
static void
advise_copies(const char *path, const struct copies *c, struct finding *f)
{
	char size[DOCTOR_SIZE];

	doctor_size(c->bytes, size);
	if (c->n > 0)
		doctor_remedy(f,
		    "; deleting %s.before-* makes %s of room, once nobody "
		    "wants to go back to %s",
		    path, size, c->n == 1 ? "it" : "them");
}

static void
tell_room(const char *path, const struct copies *c, const char *folder,
    uint64_t room, struct finding *f)
{
	char size[DOCTOR_SIZE];
	bool low = room < ROOM_LEAST;

	doctor_size(c->bytes, size);
	doctor_found(f, low ? WRONG : WELL,
	    "%s can be written, %.1f GB are free", folder, (double)room / 1e9);
	if (c->n > 0)
		doctor_found(f, f->how,
		    "; %zu %s of the database beside it take%s %s, %s %s", c->n,
		    c->n == 1 ? "copy" : "copies", c->n == 1 ? "s" : "", size,
		    c->n == 1 ? "made" : "the oldest made", c->oldest);
	if (!low)
		return;
	doctor_remedy(f, "make room, or let store.keep_posts say how long "
			 "posts stay");
	advise_copies(path, c, f);
}

void
doctor_store(struct doctor *d, struct finding *f)
{
	const char *path = d->s->store_path;
	char folder[PATH_MAX];
	struct copies copies;
	struct statvfs fs;
	struct stat sb;

	folder_of(path, folder);
	/* The first start makes one folder. */
	if (stat(folder, &sb) != 0 && errno == ENOENT) {
		char above[PATH_MAX];

		folder_of(folder, above);
		if (access(above, W_OK) == 0) {
			doctor_found(f, WELL,
			    "%s is not there yet and can be made", folder);
			return;
		}
	}
	doctor_copies(folder, path, &copies);
	if (!can_write(folder)) {
		int why = errno;

		bar(f, folder, why, "store.url");
		if (why == ENOSPC || why == EDQUOT)
			advise_copies(path, &copies, f);
		return;
	}
	if (is_roots(path, folder, f))
		return;
	if (stat(path, &sb) == 0 && access(path, R_OK | W_OK) != 0) {
		doctor_found(f, WRONG, "%s cannot be written (%s)", path,
		    strerror(errno));
		doctor_remedy(f, "give it to the daemon's user");
		return;
	}
	if (statvfs(folder, &fs) != 0) {
		doctor_found(f, UNSURE, "%s can be written", folder);
		doctor_remedy(f, "how much room there is cannot be told (%s)",
		    strerror(errno));
		return;
	}
	tell_room(path, &copies, folder, (uint64_t)fs.f_bavail * fs.f_frsize,
	    f);
}

/* What the daemon may open; ourselves where none runs or it is not ours to
 * look at. */
static rlim_t
descriptors(const struct doctor *d, bool *ret_daemon)
{
	struct rlimit rl = { 0, 0 };
	int64_t pid = json_integer_value(json_object_get(d->daemon, "pid"));

	*ret_daemon =
	    pid > 0 && prlimit((pid_t)pid, RLIMIT_NOFILE, NULL, &rl) == 0;
	if (!*ret_daemon)
		(void)getrlimit(RLIMIT_NOFILE, &rl);
	return (rl.rlim_cur);
}

void
doctor_limits(struct doctor *d, struct finding *f)
{
	int64_t visits = d->s->conf->fetch_max_transfers;
	int64_t aside = 3 * visits < ASIDE_MOST ? 3 * visits : ASIDE_MOST;
	rlim_t need = (rlim_t)(visits + aside + WEB_CONNECTIONS + OTHERS);
	bool daemon;
	rlim_t have = descriptors(d, &daemon);

	if (have == RLIM_INFINITY) {
		doctor_found(f, WELL, "as many files open as anybody likes");
		return;
	}
	doctor_found(f, have < need ? WRONG : WELL,
	    "%s may have %" PRIu64 " files open, fetch.max_transfers %" PRId64
	    " needs %" PRIu64,
	    daemon ? "the daemon" : "this shell", (uint64_t)have, visits,
	    (uint64_t)need);
	if (have < need)
		doctor_remedy(f, "raise LimitNOFILE= or `ulimit -n`, or lower "
				 "fetch.max_transfers");
}

/* Does earshotd answer there? */
static bool
answers(const char *where)
{
	static const char ask[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
				  "Connection: close\r\n\r\n";
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	struct timeval tv = { 3, 0 };
	struct addrinfo *found = NULL;
	char host[256], text[16] = "";
	const char *colon = strrchr(where, ':');
	bool good = false;
	int fd = -1, bracket = where[0] == '[';

	if (colon == NULL)
		return (false);
	snprintf(host, sizeof(host), "%.*s", (int)(colon - where) - 2 * bracket,
	    where + bracket);
	if (strcmp(host, "localhost") == 0)
		snprintf(host, sizeof(host), "127.0.0.1");
	if (getaddrinfo(host, colon + 1, &hints, &found) == 0)
		fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv));
		good = connect(fd, found->ai_addr, found->ai_addrlen) == 0 &&
		       send(fd, ask, sizeof(ask) - 1, MSG_NOSIGNAL) > 0 &&
		       recv(fd, text, 12, MSG_WAITALL) == 12 &&
		       (strcmp(text + 9, "200") == 0 ||
			   strcmp(text + 9, "503") == 0);
		close(fd);
	}
	if (found != NULL)
		freeaddrinfo(found);
	return (good);
}

/* For node_exporter: false: none is asked for. */
static bool
look_at_textfile(struct doctor *d, struct finding *f)
{
	const char *path = d->s->conf->metrics_textfile;
	char folder[PATH_MAX];

	if (path[0] == '\0')
		return (false);
	folder_of(path, folder);
	if (!can_write(folder))
		bar(f, folder, errno, "metrics.textfile");
	else
		doctor_found(f, f->how, "%s%s can be written",
		    f->found.n > 0 ? ", " : "", folder);
	return (true);
}

void
doctor_web(struct doctor *d, struct finding *f)
{
	static const struct web_route none[] = { { NULL, NULL } };
	const char *const at[] = { d->s->conf->web_listen,
		d->s->conf->metrics_listen };
	const char *const keys[] = { "web.listen", "metrics.listen" };
	size_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		struct web_options o = { .listen = { at[i] }, .routes = none };
		struct buf why = BUF_INIT(1000);
		struct web *w = NULL;

		if (at[i][0] == '\0')
			continue;
		n++;
		if (d->daemon != NULL && answers(at[i])) {
			doctor_found(f, f->how, "%sthe daemon answers at %s",
			    f->found.n > 0 ? ", " : "", at[i]);
		} else if (web_new(&o, &w, &why) == OK) {
			doctor_found(f, d->daemon != NULL ? WRONG : f->how,
			    "%s%s is free", f->found.n > 0 ? ", " : "", at[i]);
			if (d->daemon != NULL)
				doctor_remedy(f,
				    "%sthe daemon does not answer there; "
				    "restart it",
				    f->remedy.n > 0 ? "; " : "");
		} else {
			doctor_found(f, WRONG, "%s%s",
			    f->found.n > 0 ? ", " : "",
			    str_trim(buf_str(&why)).n > 0 ? buf_str(&why).p
							  : at[i]);
			doctor_remedy(f,
			    "%sset %s to another port, or end what listens "
			    "there (ss -ltnp), and restart",
			    f->remedy.n > 0 ? "; " : "", keys[i]);
		}
		web_free(w);
		buf_free(&why);
	}
	if (!look_at_textfile(d, f) && n == 0)
		doctor_found(f, WELL, "no web pages are asked for");
}
