/*
 * The conditions of `when`: a small recursive reader with a depth cap, and
 * their evaluation.  Names are resolved by link.c.
 */
#include "when.h"

#include "mend.h"
#include "wordset.h"

enum { WHEN_DEPTH = 16, WHEN_NODES = 200 };

struct when_reader {
	struct book *book;
	struct scan *s;
	unsigned depth, nodes;
};

static struct when_node *read_or(struct when_reader *r);

/* A token: a word, a number, a parenthesis, a comma, a comparison. */
static struct str
peek(struct when_reader *r)
{
	struct scan *s = r->s;
	size_t end;

	scan_space(s);
	end = s->at;
	if (end >= s->s.n)
		return (str_sub(s->s, end, end));
	if (strchr("(),", s->s.p[end]) != NULL)
		return (str_sub(s->s, end, end + 1));
	if (strchr("<>=!", s->s.p[end]) != NULL) {
		while (end < s->s.n && strchr("<>=!", s->s.p[end]) != NULL)
			end++;
		return (str_sub(s->s, s->at, end));
	}
	while (end < s->s.n && strchr(" \t(),<>=!", s->s.p[end]) == NULL)
		end++;
	return (str_sub(s->s, s->at, end));
}

static struct str
take(struct when_reader *r)
{
	struct str token = peek(r);

	r->s->at += token.n;
	return (token);
}

static bool
take_if(struct when_reader *r, const char *word)
{
	struct str token = peek(r);
	struct place at = scan_place(r->s);

	if (!str_ieq(token, str_of(word)))
		return (false);
	mend_case(r->book, &at, token, word);
	take(r);
	return (true);
}

static struct when_node *
fail(struct when_reader *r, const char *message)
{
	struct place at;

	scan_space(r->s);
	at = scan_place(r->s);
	book_fault(r->book, false, &at, "%s", message);
	return (NULL);
}

static struct when_node *
new_node(struct when_reader *r, enum when_op op)
{
	struct when_node *node;

	if (++r->nodes > WHEN_NODES)
		return (fail(r, "this condition is too long: make it two"));
	node = arena_alloc(r->book->arena, sizeof(*node));
	if (node == NULL)
		return (NULL);
	node->op = op;
	scan_space(r->s);
	node->at = scan_place(r->s);
	return (node);
}

static bool
read_comparison(struct when_reader *r, struct when_node *node)
{
	static const struct {
		const char *sign;
		enum when_compare compare;
	} signs[] = { { "<", WHEN_LESS }, { "<=", WHEN_AT_MOST },
		{ "=<", WHEN_AT_MOST }, { "=", WHEN_EQUAL },
		{ "==", WHEN_EQUAL }, { ">=", WHEN_AT_LEAST },
		{ "=>", WHEN_AT_LEAST }, { ">", WHEN_MORE } };
	struct str sign = peek(r);

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (!str_eq(sign, str_of(signs[i].sign)))
			continue;
		take(r);
		node->compare = signs[i].compare;
		if (!str_to_double(peek(r), &node->number))
			break;
		if (node->op == WHEN_STARS &&
		    (node->number < 0 || node->number > 5)) {
			fail(r, "stars go from 1 to 5, whatever the scale was: "
				"stars <= 2");
			return (false);
		}
		take(r);
		return (true);
	}
	fail(r, node->op == WHEN_COUNT
		    ? "write a comparison: count(...) >= 2"
		    : "write a comparison with < <= = >= or >: stars <= 2");
	return (false);
}

/* ( a, b, … ): the operands of ${node}. */
static bool
read_operands(struct when_reader *r, struct when_node *node)
{
	struct when_node **end = &node->first;

	if (!take_if(r, "(")) {
		fail(r,
		    "an opening parenthesis is missing: any(rule a, rule b)");
		return (false);
	}
	do {
		*end = read_or(r);
		if (*end == NULL)
			return (false);
		end = &(*end)->next;
	} while (take_if(r, ","));
	if (!take_if(r, ")")) {
		fail(r, "a closing parenthesis is missing here");
		return (false);
	}
	return (true);
}

static bool
part_of_name(struct str word)
{
	static const char *const others[] = { "and", "or", "not", "add", NULL };

	for (size_t i = 0; others[i] != NULL; i++)
		if (str_ieq(word, str_of(others[i])))
			return (false);
	return (name_valid(word));
}

/* rule too loud: one name, too_loud. */
static void
join_name(struct when_reader *r, struct when_node *node)
{
	const char *start = node->name.p;
	struct place second;
	struct str joined = node->name, word;
	size_t end;

	scan_space(r->s);
	second = scan_place(r->s);
	end = r->s->at;
	while (joined.p != NULL && part_of_name(word = peek(r))) {
		joined = arena_printf(r->book->arena, "%.*s_%.*s",
		    STR_ARG(joined), STR_ARG(word));
		take(r);
		end = r->s->at;
	}
	if (joined.p == NULL || str_eq(joined, node->name))
		return;
	book_fault(r->book, false, &second, "a name is one word: write %.*s",
	    STR_ARG(joined));
	if (r->s->value->n == 1)
		mend_at(r->book, &node->at,
		    (struct str){ start, (size_t)(r->s->s.p + end - start) },
		    joined, "a name is one word");
	node->name = joined;
}

static struct when_node *
read_named(struct when_reader *r, enum when_op op)
{
	struct when_node *node;

	take(r);
	node = new_node(r, op);
	if (node == NULL)
		return (NULL);
	node->name = peek(r);
	if (!name_valid(node->name))
		return (fail(r, "a name is missing here"));
	scan_space(r->s);
	node->at = scan_place(r->s);
	take(r);
	join_name(r, node);
	return (node);
}

static struct when_node *
read_signal(struct when_reader *r, struct str word)
{
	struct when_node *node;
	struct place at;
	const char *near = NULL;
	bool clear = false;
	int i = wordset_has(&wordset_signals, word);

	scan_space(r->s);
	at = scan_place(r->s);
	if (i < 0)
		near = mend_near(word, wordset_signals.names, &clear);
	if (near != NULL) {
		book_fault(r->book, false, &at,
		    "no signal is called %.*s: did you mean %s?", STR_ARG(word),
		    near);
		if (!clear)
			return (NULL);
		mend_at(r->book, &at, word, str_of(near), "misspelt");
		i = wordset_has(&wordset_signals, str_of(near));
	} else if (i < 0 && str_findc(word, '.') != SIZE_MAX &&
		   name_valid(word)) {
		book_fault(r->book, false, &at,
		    "write what it is: rule %.*s, topic %.*s or list %.*s",
		    STR_ARG(word), STR_ARG(word), STR_ARG(word));
		return (NULL);
	} else if (i < 0)
		return (
		    fail(r, "a condition asks for a signal (idea, complaint "
			    "...), rule NAME, topic NAME, list NAME, stars, "
			    "count(...), any(...) or all(...)"));
	mend_case(r->book, &at, near != NULL ? str_of(near) : word,
	    wordset_signals.names[i]);
	node = new_node(r, WHEN_SIGNAL);
	take(r);
	if (node != NULL)
		node->signal =
		    (enum signal)signal_of(str_of(wordset_signals.names[i]));
	return (node);
}

/* star: stars; said, and read so. */
static struct str
meant_word(struct when_reader *r, struct str word)
{
	static const char *const words[] = { "stars", "rule", "topic", "list",
		"count", NULL };
	const char *near;
	struct place at;
	bool clear;

	if (wordset_near(&wordset_signals, word))
		return (word);
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_ieq(word, str_of(words[i])))
			return (word);
	near = mend_near(word, words, &clear);
	if (near == NULL || !clear)
		return (word);
	scan_space(r->s);
	at = scan_place(r->s);
	book_fault(r->book, false, &at, "unknown word %.*s: did you mean %s?",
	    STR_ARG(word), near);
	mend_at(r->book, &at, word, str_of(near), "misspelt");
	return (str_of(near));
}

static struct when_node *
read_one(struct when_reader *r)
{
	static const struct {
		const char *word;
		enum when_op op;
	} groups[] = { { "any", WHEN_OR }, { "all", WHEN_AND },
		{ "count", WHEN_COUNT } },
	  named[] = { { "rule", WHEN_RULE }, { "topic", WHEN_TOPIC },
		  { "list", WHEN_LIST } };
	struct when_node *node;
	struct str word = meant_word(r, peek(r));

	for (size_t i = 0; i < 3; i++)
		if (str_ieq(word, str_of(named[i].word)))
			return (read_named(r, named[i].op));
	for (size_t i = 0; i < 3; i++) {
		if (!str_ieq(word, str_of(groups[i].word)))
			continue;
		node = new_node(r, groups[i].op);
		take(r);
		if (node == NULL || !read_operands(r, node))
			return (NULL);
		if (node->op == WHEN_COUNT && !read_comparison(r, node))
			return (NULL);
		return (node);
	}
	if (str_ieq(word, STR("stars"))) {
		node = new_node(r, WHEN_STARS);
		take(r);
		return (node != NULL && read_comparison(r, node) ? node : NULL);
	}
	return (read_signal(r, word));
}

static struct when_node *
read_not(struct when_reader *r)
{
	struct when_node *node = NULL;

	if (++r->depth > WHEN_DEPTH)
		return (fail(r, "this condition is nested too deeply"));
	if (str_ieq(peek(r), STR("not"))) {
		node = new_node(r, WHEN_NOT);
		take(r);
		if (node != NULL && (node->first = read_not(r)) == NULL)
			node = NULL;
	} else if (take_if(r, "(")) {
		node = read_or(r);
		if (node != NULL && !take_if(r, ")"))
			node = fail(r, "a closing parenthesis is missing here");
	} else
		node = read_one(r);
	r->depth--;
	return (node);
}

/* Operands joined by ${word}; one alone is itself. */
static struct when_node *
read_joined(struct when_reader *r, const char *word, enum when_op op,
    struct when_node *(*read)(struct when_reader *))
{
	struct when_node *first = read(r), *node, *last;

	if (first == NULL || !str_ieq(peek(r), str_of(word)))
		return (first);
	node = new_node(r, op);
	if (node == NULL)
		return (NULL);
	node->first = last = first;
	while (take_if(r, word)) {
		last->next = read(r);
		if (last->next == NULL)
			return (NULL);
		last = last->next;
	}
	return (node);
}

static struct when_node *
read_and(struct when_reader *r)
{

	return (read_joined(r, "and", WHEN_AND, read_not));
}

static struct when_node *
read_or(struct when_reader *r)
{

	return (read_joined(r, "or", WHEN_OR, read_and));
}

/* ${token} stands where `add` was due. */
static const char *
missing_add(struct str token)
{

	if (str_starts(token, STR("&")) || str_eq(token, STR("+")))
		return ("write and between conditions");
	if (str_starts(token, STR("|")))
		return ("write or between conditions");
	if (str_eq(token, STR(",")))
		return ("write and or or between conditions, not a comma");
	return ("write what it adds: when CONDITION add weak to complaint");
}

bool
when_parse(struct book *b, struct when *w, struct scan *s)
{
	static const char form[] = "when CONDITION add weak to complaint";
	struct when_reader r = { .book = b, .s = s };
	size_t start;
	int i;

	scan_space(s);
	start = s->at;
	w->root = read_or(&r);
	if (w->root == NULL)
		return (false);
	w->text = str_trim(str_sub(s->s, start, s->at));
	if (!take_if(&r, "add")) {
		fail(&r, missing_add(peek(&r)));
		return (false);
	}
	if (!wordset_weight(b, s, form, &w->weight))
		return (false);
	if (!take_if(&r, "to")) {
		fail(&r,
		    "to which signal? when CONDITION add weak to complaint");
		return (false);
	}
	i = wordset_read(b, s, &wordset_signals, form);
	if (i < 0)
		return (false);
	w->signal = (enum signal)signal_of(str_of(wordset_signals.names[i]));
	if (!scan_end(s)) {
		fail(&r, "nothing more can stand here");
		return (false);
	}
	return (true);
}

static bool
compare(const struct when_node *node, double v)
{

	switch (node->compare) {
	case WHEN_LESS:
		return (v < node->number);
	case WHEN_AT_MOST:
		return (v <= node->number);
	case WHEN_EQUAL:
		return (v == node->number);
	case WHEN_AT_LEAST:
		return (v >= node->number);
	case WHEN_MORE:
		return (v > node->number);
	}
	return (false);
}

bool
when_holds(const struct when_node *node, const struct when_facts *facts)
{
	const struct when_node *n;
	unsigned count = 0;

	switch (node->op) {
	case WHEN_OR:
		for (n = node->first; n != NULL; n = n->next)
			if (when_holds(n, facts))
				return (true);
		return (false);
	case WHEN_AND:
		for (n = node->first; n != NULL; n = n->next)
			if (!when_holds(n, facts))
				return (false);
		return (true);
	case WHEN_NOT:
		return (!when_holds(node->first, facts));
	case WHEN_SIGNAL:
		return (facts->fired[node->signal]);
	case WHEN_RULE:
	case WHEN_TOPIC:
		return (node->rule != NULL &&
			facts->heard(facts->context, node->rule));
	case WHEN_LIST:
		return (node->list != NULL &&
			facts->mentioned(facts->context, node->list));
	case WHEN_STARS:
		return (facts->stars > 0 && compare(node, facts->stars));
	case WHEN_COUNT:
		for (n = node->first; n != NULL; n = n->next)
			count += when_holds(n, facts);
		return (compare(node, count));
	}
	return (false);
}

/* Bits: 1 asks for stars, 2 for anything else. */
static unsigned
asks(const struct when_node *node)
{
	unsigned bits = 0;

	if (node->op == WHEN_STARS)
		return (1);
	if (node->op == WHEN_RULE || node->op == WHEN_TOPIC ||
	    node->op == WHEN_LIST)
		return (2);
	for (const struct when_node *n = node->first; n != NULL; n = n->next)
		bits |= asks(n);
	return (bits);
}

enum field
when_field(const struct when_node *node)
{

	return (asks(node) == 1 ? FIELD_STARS : FIELD_RULE);
}
