/*
 * earshot rules: one body a subcommand, and what they share.
 */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "rows.h"

/* Own options; they stand in cmd_rules.c's table. */
enum {
	R_FIX = CLI_OWN,
	R_YES,
	R_CHANGED,
	R_NAME,
	R_PAIRS,
	R_STRENGTH,
	R_LEXICON,
	R_OPTIONS
};

/* rules_option: the value of own option ${id}; NULL: not given. */
const char *rules_option(const struct cli *c, int id);

/* The subcommands; c->argv holds what stands behind the word.  Each gives the
 * exit status. */
int rules_check(struct cli *c);
int rules_fit(struct cli *c);
int rules_test(struct cli *c);
int rules_list(struct cli *c);
int rules_try(struct cli *c);
int rules_new(struct cli *c);
int rules_preview(struct cli *c);
int rules_stats(struct cli *c);
int rules_write_export(struct cli *c);
/* rules_changes: `list --changed`. */
int rules_changes(struct cli *c);
/* rules_mend: `check --fix`, before the check: 0, or the exit status. */
int rules_mend(struct cli *c);

/* rules_signal: --signal, checked; false: said. SIGNAL_NONE: not asked for. */
bool rules_signal(const struct cli *c, enum signal *ret);
/* rules_kinds: are --facet and --target words that there are?  false: said. */
bool rules_kinds(const struct cli *c);

/*
 * rules_load: a set of these tiers (as ruleset_load), its faults printed; NULL:
 * *${ret_status} is the exit status: 1 when a person must mend a file.
 */
struct ruleset *rules_load(struct cli *c, const char *const *shipped,
    const char *const *own, int *ret_status);

/* The two tiers that the configuration and --rules name; NULL-ended. */
struct rules_tiers {
	const char *shipped[2];
	const char *own[SETUP_PATHS + 1];
};
/* rules_tiers: ${named}: what --rules says counts. */
void rules_tiers(const struct cli *c, const struct setup *s, bool named,
    struct rules_tiers *ret);

#endif
