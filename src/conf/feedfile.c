/*
 * One file of feeds: what it is, and the lines of a *.feeds file.
 */
#include "earshot/charset.h"
#include "earshot/map.h"

#include "feedline.h"
#include "feedset.h"
#include "keys.h"
#include "opml.h"

/* Decoding makes three bytes of one at the most, tags of OPML some more. */
enum { ARENA_FACTOR = 6, ARENA_MORE = 64 << 20 };

/* What a header said of its source, and where. */
struct said {
	const char *file;
	unsigned line;
	struct feed_spec spec;
};

/* A source is one place: two headers that differ about it are a slip. */
static enum status
compare_headers(struct feedloader *loader, const struct feedline *r,
    struct arena *a)
{
	static const char *const lasting[] = { "kind", "staff", "partner" };
	struct str source = str_of(r->header.source);
	struct said *said = map_get(loader->sources, source);

	if (said == NULL) {
		said = arena_alloc(a, sizeof(*said));
		if (said == NULL)
			return (E_MEMORY);
		*said =
		    (struct said){ r->place.file, r->place.line, r->header };
		return (map_put(loader->sources, source, said));
	}
	for (size_t i = 0; i < sizeof(lasting) / sizeof(lasting[0]); i++) {
		const struct key *k = key_find(str_of(lasting[i]));

		if (key_same(k, &said->spec, &r->header))
			continue;
		lines_warn(&r->place, NULL,
		    "source \"%.*s\" has another %s at %s:%u; say it the same "
		    "way in both headers",
		    STR_ARG(source), k->name, said->file, said->line);
	}
	return (OK);
}

static enum status
read_lines(struct feedloader *loader, const char *path, struct str text)
{
	struct feedlist *l = loader->list;
	struct lines lines = LINES(text);
	struct feed_spec spec;
	struct str canonical;
	struct feedline r;
	enum status st = OK;

	feedline_init(&r, loader->faults, path, &l->strings, l->scratch);
	while (st == OK && lines_next(&lines)) {
		switch (feedline_read(&r, lines.text, lines.number, &spec,
		    &canonical)) {
		case LINE_HEADER:
			st = compare_headers(loader, &r, l->arena);
			break;
		case LINE_FEED:
			st = feedset_append(l, &spec, canonical);
			if (st == E_TOO_LARGE)
				lines_fault(&r.place, NULL,
				    "more than %d feeds", FEEDS_MAX);
			break;
		case LINE_EMPTY:
		case LINE_FAULTY:
			break;
		}
	}
	return (st);
}

enum status
feedfile_read(struct feedloader *loader, const char *path, struct str bytes)
{
	struct str name = arena_str(loader->list->arena, str_of(path)), text;
	struct arena *a = arena_new(bytes.n * ARENA_FACTOR + ARENA_MORE);
	enum status st;

	if (name.p == NULL || a == NULL) {
		arena_free(a);
		return (E_MEMORY);
	}
	text = charset_text(a, bytes);
	if (arena_failed(a))
		st = E_MEMORY;
	else if (str_iends(name, STR(".opml")) || opml_like(text))
		st = opml_read(loader, name.p, bytes, a);
	else
		st = read_lines(loader, name.p, text);
	if (st == OK && arena_failed(loader->list->arena))
		st = E_MEMORY;
	arena_free(a);
	return (st);
}
