/*
 * The only place that knows liblinear.  It has neither offsets nor weights of
 * rows: an offset is a feature that is hardly penalised, a weight is copies.
 */
#include "logistic.h"

#include <stdint.h>
#include <stdlib.h>

#ifdef HAVE_LIBLINEAR
#include <linear.h>
#endif

enum { ROWS_MAX = 4000000, NODES_MAX = 64000000 };

/* So many times its value: 1 / LOOSE² of the penalty of the others. */
static const double LOOSE = 30;

struct node {
	uint32_t feature;
	double value;
};

struct row {
	size_t first, n;
	bool yes;
	unsigned copies;
};

struct logistic {
	size_t n;
	double *scale;
	struct node *nodes;
	size_t nnodes, nodes_size, open; /* open: where the row began */
	struct row *rows;
	size_t nrows, rows_size;
	bool failed;
};

struct logistic *
logistic_new(size_t n)
{
	struct logistic *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return (NULL);
	l->n = n;
	l->scale = calloc(n + 1, sizeof(*l->scale));
	if (l->scale == NULL) {
		free(l);
		return (NULL);
	}
	for (size_t i = 0; i < n; i++)
		l->scale[i] = 1;
	return (l);
}

void
logistic_free(struct logistic *l)
{

	if (l == NULL)
		return;
	free(l->scale);
	free(l->nodes);
	free(l->rows);
	free(l);
}

void
logistic_loose(struct logistic *l, size_t feature)
{

	l->scale[feature] = LOOSE;
}

/* Room for one item more; false: out of memory, or past ${max}. */
static bool
grow(void **items, size_t n, size_t *size, size_t item, size_t max)
{
	size_t more = *size == 0 ? 1024 : *size * 2;
	void *p;

	if (n < *size)
		return (true);
	if (n >= max)
		return (false);
	p = realloc(*items, more * item);
	if (p == NULL)
		return (false);
	*items = p;
	*size = more;
	return (true);
}

void
logistic_value(struct logistic *l, size_t feature, double value)
{
	void *nodes = l->nodes;

	if (value > -1e-9 && value < 1e-9)
		return;
	if (!grow(&nodes, l->nnodes, &l->nodes_size, sizeof(*l->nodes),
		NODES_MAX)) {
		l->failed = true;
		return;
	}
	l->nodes = nodes;
	l->nodes[l->nnodes++] = (struct node){ (uint32_t)feature, value };
}

void
logistic_row(struct logistic *l, bool yes, unsigned copies)
{
	void *rows = l->rows;

	if (copies == 0) {
		l->nnodes = l->open;
		return;
	}
	if (!grow(&rows, l->nrows, &l->rows_size, sizeof(*l->rows), ROWS_MAX)) {
		l->failed = true;
		return;
	}
	l->rows = rows;
	l->rows[l->nrows++] =
	    (struct row){ l->open, l->nnodes - l->open, yes, copies };
	l->open = l->nnodes;
}

#ifdef HAVE_LIBLINEAR

static const double TOLERANCE = 0.001;

bool
logistic_available(void)
{

	return (true);
}

static void
say_nothing(const char *text)
{

	(void)text;
}

/* Rows as liblinear wants them: numbered from 1, the constant last. */
static void
lay_out(const struct logistic *l, struct problem *p, struct feature_node *nodes)
{
	size_t at = 0;

	for (size_t i = 0; i < l->nrows; i++) {
		const struct row *row = &l->rows[i];
		struct feature_node *first = nodes;

		for (size_t k = 0; k < row->n; k++, nodes++) {
			const struct node *node = &l->nodes[row->first + k];

			nodes->index = (int)node->feature + 1;
			nodes->value = node->value * l->scale[node->feature];
		}
		*nodes++ = (struct feature_node){ p->n, p->bias };
		*nodes++ = (struct feature_node){ -1, 0 };
		for (unsigned c = 0; c < row->copies; c++, at++) {
			p->x[at] = first;
			p->y[at] = row->yes ? 1 : -1;
		}
	}
}

enum status
logistic_solve(const struct logistic *l, enum logistic_kind kind, double c,
    double *ret_w, double *ret_constant)
{
	struct parameter parameter = { .solver_type = kind == LOGISTIC_LASSO
							  ? L1R_LR
							  : L2R_LR,
		.eps = TOLERANCE,
		.C = c };
	struct problem p = { .n = (int)l->n + 1, .bias = LOOSE };
	struct feature_node *nodes = NULL;
	struct model *model = NULL;
	enum status st = E_MEMORY;
	size_t rows[2] = { 0, 0 };
	double sign;

	for (size_t i = 0; i < l->nrows; i++)
		rows[l->rows[i].yes] += l->rows[i].copies;
	if (l->failed || rows[0] + rows[1] > ROWS_MAX)
		return (E_MEMORY);
	if (rows[0] == 0 || rows[1] == 0)
		return (E_NOT_FOUND);
	p.l = (int)(rows[0] + rows[1]);
	p.x = calloc((size_t)p.l, sizeof(struct feature_node *));
	p.y = calloc((size_t)p.l, sizeof(*p.y));
	nodes = calloc(l->nnodes + 2 * l->nrows, sizeof(*nodes));
	if (p.x == NULL || p.y == NULL || nodes == NULL)
		goto out;
	lay_out(l, &p, nodes);
	set_print_string_function(say_nothing);
	model = train(&p, &parameter);
	if (model == NULL)
		goto out;
	/* The first row's label is its positive one. */
	sign = model->label[0] == 1 ? 1 : -1;
	for (size_t i = 0; i < l->n; i++)
		ret_w[i] = sign * model->w[i] * l->scale[i];
	*ret_constant = sign * model->w[l->n] * p.bias;
	st = OK;
out:
	if (model != NULL)
		free_and_destroy_model(&model);
	free(nodes);
	free(p.x);
	free(p.y);
	return (st);
}

#else

bool
logistic_available(void)
{

	return (false);
}

enum status
logistic_solve(const struct logistic *l, enum logistic_kind kind, double c,
    double *ret_w, double *ret_constant)
{

	(void)l;
	(void)kind;
	(void)c;
	(void)ret_w;
	(void)ret_constant;
	return (E_NOT_FOUND);
}

#endif
