/*
 * From what was read of a phrase's pattern to the steps that are run, all in
 * one block of just their size.
 */
#include <stdlib.h>

#include "phrasecode.h"
#include "phrasecode_parts.h"

enum { READ_MAX = 1 << 20 }; /* bytes of what is read of one pattern */

/* The block: first what holds pointers, then numbers, then bytes. */
struct block {
	size_t things, words, bytes;
};

struct builder {
	char *thing, *byte;
	uint16_t *word;
};

/* Is the alternative that begins with ${o} one text? */
static bool
one_text(const struct part *o)
{

	return (o->op == OP_TEXT && o->behind == NULL);
}

/* Bytes of the alternatives' first bytes and texts. */
static size_t
group_bytes(const struct part *p)
{
	size_t n = p->n;

	for (const struct part *o = p->inner; o != NULL; o = o->other)
		n += one_text(o) ? 1 + (size_t)o->n : 0;
	return (n);
}

/* What the sequence ${p} takes; false: a group is too large. */
static bool
measure(const struct part *p, struct block *b)
{

	for (; p != NULL; p = p->behind) {
		if (!is_group(p->op)) {
			b->things += sizeof(struct step);
			b->bytes += p->n;
			continue;
		}
		b->things += sizeof(struct group);
		b->words += p->n;
		b->bytes += group_bytes(p);
		if (group_bytes(p) >= INNER)
			return (false);
		for (const struct part *o = p->inner; o != NULL; o = o->other) {
			if (one_text(o))
				continue;
			b->things += sizeof(struct step *);
			if (!measure(o, b))
				return (false);
		}
	}
	return (true);
}

static void *
take_thing(struct builder *b, size_t n)
{
	void *p = b->thing;

	b->thing += n;
	return (p);
}

static struct step *
new_step(struct builder *b, const struct part *p)
{
	struct step *s = take_thing(b,
	    is_group(p->op) ? sizeof(struct group) : sizeof(struct step));

	s->op = p->op;
	s->n = p->n;
	s->number = p->number;
	s->text = b->byte;
	if (!is_group(p->op) && p->n > 0) {
		memcpy(b->byte, p->text, p->n);
		b->byte += p->n;
	}
	return (s);
}

static struct step *build(struct builder *b, const struct part *p,
    struct step *last);

static void
fill_group(struct builder *b, struct group *g, const struct part *p)
{
	char *text = b->byte;
	uint16_t *words = b->word;
	size_t i = 0, at = p->n, inners = 0;

	b->byte += group_bytes(p);
	b->word += p->n;
	for (const struct part *o = p->inner; o != NULL; o = o->other)
		inners += !one_text(o);
	g->inners = take_thing(b, inners * sizeof(struct step *));
	inners = 0;
	for (const struct part *o = p->inner; o != NULL; o = o->other, i++) {
		text[i] = o->first;
		if (one_text(o)) {
			words[i] = (uint16_t)at;
			text[at] = (char)o->n;
			memcpy(text + at + 1, o->text, o->n);
			at += 1 + (size_t)o->n;
		} else {
			words[i] = (uint16_t)(INNER + inners);
			g->inners[inners++] = build(b, o, g->step.next);
		}
	}
	g->may[0] = p->may[0];
	g->may[1] = p->may[1];
	g->step.text = text;
	g->words = words;
}

/* The sequence ${p}; behind it follows ${last}. */
static struct step *
build(struct builder *b, const struct part *p, struct step *last)
{
	struct step *first = NULL, **end = &first, *s;

	for (const struct part *q = p; q != NULL; q = q->behind) {
		*end = new_step(b, q);
		end = &(*end)->next;
	}
	*end = last;
	s = first;
	for (const struct part *q = p; q != NULL; q = q->behind, s = s->next)
		if (is_group(q->op))
			fill_group(b, (struct group *)s, q);
	return (first);
}

struct phrasecode *
phrasecode_new(struct str regex)
{
	static const struct part end = { .op = OP_END };
	struct arena *a = arena_new(READ_MAX);
	struct part *read = a != NULL ? phrasecode_read(a, regex) : NULL;
	struct block size = { .things = sizeof(struct step) };
	struct phrasecode *c = NULL;
	struct builder b;

	if (read == NULL || arena_failed(a) || !measure(read, &size))
		goto out;
	c = malloc(sizeof(*c) + size.things + size.words * sizeof(uint16_t) +
		   size.bytes);
	if (c == NULL)
		goto out;
	b.thing = (char *)(c + 1);
	b.word = (uint16_t *)(void *)(b.thing + size.things);
	b.byte = (char *)(b.word + size.words);
	c->first = build(&b, read, new_step(&b, &end));
out:
	arena_free(a);
	return (c);
}

void
phrasecode_free(struct phrasecode *c)
{

	free(c);
}
