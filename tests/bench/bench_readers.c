/*
 * Eight analysts and the writer: bench_readers [SECONDS [READERS]] (600, 8).
 * The analysts are processes with plain SQLite, without any patience, two of
 * them with transactions that last; the writer commits groups of ten posts.
 * Says how often somebody was told "locked", and compares a commit with a bare
 * write of 4 KB and its fsync, in the same folder and the same run: in /tmp,
 * which should be a disk.
 */
#include <sys/mman.h>
#include <sys/prctl.h>

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>

#include "../unit/storebox.h"

enum {
	READERS_MAX = 32,
	GROUP_POSTS = 10,
	PACE_US = 30000,
	SAMPLES_MAX = 1 << 20
};

struct tally {
	_Atomic int64_t queries, locked, failed, longest_us;
	char why[200]; /* of the last that failed */
};

static struct {
	_Atomic bool done;
	struct tally readers[READERS_MAX];
} * shared;

static const char *const questions[] = {
	"SELECT ref, signal, score, snippet FROM v_insight"
	" ORDER BY published_ts DESC LIMIT 50",
	"SELECT day, signal, sum(n) FROM v_signal_daily GROUP BY 1, 2",
	"SELECT topic, sum(n) FROM v_topic_daily WHERE signal = 'complaint'"
	" GROUP BY 1 ORDER BY 2 DESC LIMIT 20",
	"SELECT p.id FROM post_fts f JOIN post p ON p.id = f.rowid"
	" WHERE post_fts MATCH 'battery' ORDER BY f.rowid DESC LIMIT 50",
	"SELECT count(*), max(id) FROM post",
	"SELECT e.ref, e.text, e.points FROM v_evidence e LIMIT 500",
};

static int64_t paused; /* how often no group could begin */
static int64_t longest_tending;

enum { QUESTIONS = sizeof(questions) / sizeof(questions[0]) };

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ((int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000);
}

static void
note(struct tally *t, sqlite3 *db, int code, int64_t us)
{

	t->queries++;
	if (us > t->longest_us)
		t->longest_us = us;
	if (code == SQLITE_OK)
		return;
	if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED)
		t->locked++;
	else
		t->failed++;
	snprintf(t->why, sizeof(t->why), "%s", sqlite3_errmsg(db));
}

static void
ask(struct tally *t, sqlite3 *db, const char *sql)
{
	int64_t since = now_us();
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	note(t, db, code, now_us() - since);
}

static void
read_on(struct tally *t, unsigned seed, bool holds)
{
	while (!shared->done) {
		sqlite3 *db = NULL;

		if (sqlite3_open_v2(box.path, &db, SQLITE_OPEN_READONLY,
			NULL) != SQLITE_OK)
			note(t, db, SQLITE_CANTOPEN, 0);
		sqlite3_busy_timeout(db, 0);
		if (holds)
			ask(t, db, "BEGIN");
		for (int i = 0; i < 40 && !shared->done; i++) {
			ask(t, db, questions[rand_r(&seed) % QUESTIONS]);
			usleep((unsigned)rand_r(&seed) % 60000);
		}
		sqlite3_close(db);
	}
}

static int
by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

static int64_t
percentile(int64_t *samples, size_t n, double p)
{

	qsort(samples, n, sizeof(*samples), by_size);
	return (n > 0 ? samples[(size_t)((double)(n - 1) * p)] : 0);
}

static void
say(const char *what, int64_t *samples, size_t n)
{

	printf("%s n %zu p50_us %" PRId64 " p99_us %" PRId64 " max_us %" PRId64
	       "\n",
	    what, n, percentile(samples, n, .5), percentile(samples, n, .99),
	    percentile(samples, n, 1));
}

/* One group as the daemon writes it; how long its commit took. */
static int64_t
commit_one(int64_t round)
{
	struct serve posts[GROUP_POSTS];
	char names[GROUP_POSTS][60], texts[GROUP_POSTS][300];
	struct batch *b;
	int64_t since, tended;

	for (int k = 0; k < GROUP_POSTS; k++) {
		snprintf(names[k], sizeof(names[k]),
		    "https://b.example/%" PRId64 "-%d", round, k);
		snprintf(texts[k], sizeof(texts[k]),
		    "Post %" PRId64 " of day %d: my Acme %s, and what I have "
		    "to say about it goes on for a line or two, as people's "
		    "words do, until word%" PRId64 " ends it.",
		    round, k, k % 3 == 0 ? "battery is broken" : "works",
		    round * GROUP_POSTS + k);
		posts[k] = (struct serve){ .guid = names[k],
			.link = names[k],
			.text = texts[k],
			.author = "Jo" };
	}
	b = box_batch((size_t)round % 3, posts, GROUP_POSTS);
	while (store_begin(box.store) != OK) {
		if (paused++ == 0)
			printf("no group: %s\n", store_error(box.store));
		usleep(100000);
	}
	box_write(b);
	since = now_us();
	if (store_commit(box.store) != OK) {
		printf("no commit: %s\n", store_error(box.store));
		exit(1);
	}
	since = now_us() - since;
	batch_free(b);
	tended = now_us();
	if (store_tend(box.store) != OK)
		paused++;
	tended = now_us() - tended;
	if (tended > longest_tending)
		longest_tending = tended;
	return (since);
}

static int64_t
bare_write(int fd, int64_t round)
{
	static char page[4096];
	int64_t since = now_us();

	memset(page, (int)round, sizeof(page));
	if (pwrite(fd, page, sizeof(page), round % 4096 * 4096) !=
		(ssize_t)sizeof(page) ||
	    fsync(fd) != 0) {
		perror("the bare write");
		exit(1);
	}
	return (now_us() - since);
}

static int64_t
wal_bytes(void)
{
	char path[120];
	struct stat sb;

	snprintf(path, sizeof(path), "%s-wal", box.path);
	return (stat(path, &sb) == 0 ? (int64_t)sb.st_size : 0);
}

static void
write_on(int64_t seconds, int64_t *ret_posts)
{
	int64_t *commits = calloc(SAMPLES_MAX, sizeof(*commits));
	int64_t *bare = calloc(SAMPLES_MAX, sizeof(*bare));
	int64_t until = now_us() + seconds * 1000000, wal = 0, round = 0;
	double ratio;
	char path[120];
	int fd;

	snprintf(path, sizeof(path), "%s/data/bare", box.folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || commits == NULL || bare == NULL)
		exit(1);
	for (; now_us() < until && round < SAMPLES_MAX; round++) {
		commits[round] = commit_one(round);
		bare[round] = bare_write(fd, round);
		if (wal_bytes() > wal)
			wal = wal_bytes();
		usleep(PACE_US);
	}
	close(fd);
	say("commit", commits, (size_t)round);
	say("bare", bare, (size_t)round);
	ratio = (double)percentile(commits, (size_t)round, .99) /
		(double)percentile(bare, (size_t)round, .99);
	printf("p99_ratio %.2f wal_max_bytes %" PRId64 " longest_tending_us"
	       " %" PRId64 " paused %" PRId64 "\n",
	    ratio, wal, longest_tending, paused);
	*ret_posts = round * GROUP_POSTS;
	free(commits);
	free(bare);
}

int
main(int argc, char **argv)
{
	int64_t seconds = argc > 1 ? strtoll(argv[1], NULL, 10) : 600;
	int64_t queries = 0, locked = 0, failed = 0, longest = 0, posts = 0;
	int readers = argc > 2 ? atoi(argv[2]) : 8;
	pid_t pids[READERS_MAX];

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED || readers > READERS_MAX ||
	    box_make_in("/tmp") != 0)
		return (1);
	clock_thaw();
	/* Made, and closed again: locks are not carried over a fork. */
	box_begin();
	box_close();
	for (int i = 0; i < readers; i++)
		if ((pids[i] = fork()) == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			read_on(&shared->readers[i], (unsigned)i, i < 2);
			_exit(0);
		}
	box_begin();
	write_on(seconds, &posts);
	shared->done = true;
	for (int i = 0; i < readers; i++) {
		const struct tally *t = &shared->readers[i];

		waitpid(pids[i], NULL, 0);
		queries += t->queries;
		locked += t->locked;
		failed += t->failed;
		if (t->longest_us > longest)
			longest = t->longest_us;
		if (t->why[0] != '\0')
			printf("reader %d: %s\n", i, t->why);
	}
	if (box_int("SELECT count(*) FROM post") != posts) {
		printf("not %" PRId64 " posts\n", posts);
		failed++;
	}
	box_sound();
	printf("readers %d seconds %" PRId64 " posts %" PRId64
	       " queries %" PRId64 " longest_us %" PRId64 " locked %" PRId64
	       " failed %" PRId64 "\n",
	    readers, seconds, posts, queries, longest, locked, failed);
	box_remove(NULL);
	return (locked + failed > 0);
}
