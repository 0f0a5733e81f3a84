/*
 * A ring under a mutex; it grows, so pushing never blocks.  The eventfd is
 * written at each push and read by the loop.
 */
#include "earshot/queue.h"

#include <sys/eventfd.h>

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { RING_FIRST = 64 };

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t some;
	void **ring;
	size_t size, first, n;
	bool closed;
	int fd;
};

struct queue *
queue_new(void)
{
	struct queue *q = calloc(1, sizeof(*q));
	pthread_condattr_t attr;

	if (q == NULL)
		return (NULL);
	q->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (q->fd < 0) {
		free(q);
		return (NULL);
	}
	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&q->some, &attr);
	pthread_condattr_destroy(&attr);
	return (q);
}

void
queue_free(struct queue *q)
{

	if (q == NULL)
		return;
	pthread_cond_destroy(&q->some);
	pthread_mutex_destroy(&q->lock);
	close(q->fd);
	free(q->ring);
	free(q);
}

/* A ring of ${size}, more than now; the lock is held. */
static enum status
grow(struct queue *q, size_t size)
{
	void **ring = calloc(size, sizeof(*ring));

	if (ring == NULL)
		return (E_MEMORY);
	for (size_t i = 0; i < q->n; i++)
		ring[i] = q->ring[(q->first + i) % q->size];
	free(q->ring);
	q->ring = ring;
	q->size = size;
	q->first = 0;
	return (OK);
}

static void
wake_loop(struct queue *q)
{
	uint64_t one = 1;

	while (write(q->fd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

enum status
queue_reserve(struct queue *q, size_t n)
{
	enum status st = OK;

	pthread_mutex_lock(&q->lock);
	if (n > q->size)
		st = grow(q, n);
	pthread_mutex_unlock(&q->lock);
	return (st);
}

enum status
queue_push(struct queue *q, void *item)
{
	enum status st = OK;

	pthread_mutex_lock(&q->lock);
	if (q->closed)
		st = E_CANCELLED;
	else if (q->n == q->size)
		st = grow(q, q->size > 0 ? q->size * 2 : RING_FIRST);
	if (st == OK) {
		q->ring[(q->first + q->n++) % q->size] = item;
		pthread_cond_signal(&q->some);
	}
	pthread_mutex_unlock(&q->lock);
	if (st == OK)
		wake_loop(q);
	return (st);
}

void *
queue_pop(struct queue *q, int wait_ms)
{
	struct timespec until;
	void *item = NULL;

	if (wait_ms > 0) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += wait_ms / 1000;
		until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
		if (until.tv_nsec >= 1000000000) {
			until.tv_sec++;
			until.tv_nsec -= 1000000000;
		}
	}
	pthread_mutex_lock(&q->lock);
	while (q->n == 0 && !q->closed && wait_ms != 0) {
		if (wait_ms < 0)
			pthread_cond_wait(&q->some, &q->lock);
		else if (pthread_cond_timedwait(&q->some, &q->lock, &until) ==
			 ETIMEDOUT)
			break;
	}
	if (q->n > 0) {
		item = q->ring[q->first];
		q->first = (q->first + 1) % q->size;
		q->n--;
	}
	pthread_mutex_unlock(&q->lock);
	return (item);
}

void
queue_close(struct queue *q)
{

	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->some);
	pthread_mutex_unlock(&q->lock);
	wake_loop(q);
}

bool
queue_closed(struct queue *q)
{
	bool closed;

	pthread_mutex_lock(&q->lock);
	closed = q->closed;
	pthread_mutex_unlock(&q->lock);
	return (closed);
}

size_t
queue_count(struct queue *q)
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	n = q->n;
	pthread_mutex_unlock(&q->lock);
	return (n);
}

int
queue_fd(const struct queue *q)
{

	return (q->fd);
}

void
queue_fd_clear(struct queue *q)
{
	uint64_t count;

	while (read(q->fd, &count, sizeof(count)) < 0 && errno == EINTR)
		;
}
