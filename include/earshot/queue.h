/*
 * Hands pointers from thread to thread: the pusher's pointer is gone, whoever
 * pops it owns it.  Pushing never blocks (room is held at the entrance).  An
 * eventfd can wake a loop.  Many pushers, many poppers.
 */
#ifndef EARSHOT_QUEUE_H
#define EARSHOT_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "earshot/status.h"

struct queue;

/* NULL if memory or descriptors are out. */
struct queue *queue_new(void);
/* queue_free: must be empty, and nobody waiting. */
void queue_free(struct queue *q);

/* queue_reserve: so many may wait in it without any push failing for want of
 * memory. */
enum status queue_reserve(struct queue *q, size_t n) MUST_USE;
/* queue_push: gives ${item} away.  E_MEMORY, or E_CANCELLED once closed: then
 * it is still yours. */
enum status queue_push(struct queue *q, void *item) MUST_USE;
/* queue_pop: waits up to ${wait_ms} (-1: for ever; 0: not at all).  NULL when
 * the time is up, or closed and empty. */
void *queue_pop(struct queue *q, int wait_ms);
/* queue_close: nothing more comes in; what is in can still be popped. */
void queue_close(struct queue *q);
bool queue_closed(struct queue *q);
size_t queue_count(struct queue *q);
/* queue_fd: readable while something may be in the queue; for a loop.  The
 * loop calls queue_fd_clear first, then pops until NULL. */
int queue_fd(const struct queue *q);
void queue_fd_clear(struct queue *q);

#endif
