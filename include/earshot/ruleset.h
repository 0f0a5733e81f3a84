/*
 * All loaded rules, compiled, immutable and counted: threads share one, batches
 * under way keep theirs over a reload.  Loading is loud and atomic: every fault
 * is listed, one error refuses the whole set.
 */
#ifndef EARSHOT_RULESET_H
#define EARSHOT_RULESET_H

#include "earshot/fault.h"
#include "earshot/files.h"
#include "earshot/verdict.h"

struct ruleset;

/*
 * ruleset_load: NULL-ended lists of files or folders (*.rules).  ${shipped} is
 * one tier, ${own} the next (may tune and override the first).  Faults go to
 * ${faults} (also warnings when it succeeds); E_SYNTAX, E_MEMORY, E_IO.
 */
enum status ruleset_load(struct files *files, const char *const *shipped,
    const char *const *own, struct faults *faults,
    struct ruleset **ret) MUST_USE;

/* ruleset_load_plain: likewise, without weights files: what people wrote, for a
 * new fit to start from. */
enum status ruleset_load_plain(struct files *files, const char *const *shipped,
    const char *const *own, struct faults *faults,
    struct ruleset **ret) MUST_USE;

/* ruleset_load_trusted: likewise, for a command that only runs rules: shipped
 * packs without own files beside them were tested before they were shipped, so
 * their examples are not run, and each pattern is compiled when first run.
 * With own files it is ruleset_load. */
enum status ruleset_load_trusted(struct files *files,
    const char *const *shipped, const char *const *own, struct faults *faults,
    struct ruleset **ret) MUST_USE;

struct ruleset *ruleset_ref(struct ruleset *rs);
void ruleset_unref(struct ruleset *rs); /* NULL is fine */

const struct ruleset_info *ruleset_info(const struct ruleset *rs);
/* ruleset_use_jit: may rule sets that are loaded from now on use PCRE2's JIT?
 * For the whole process; as long as nobody says no, yes. */
void ruleset_use_jit(bool use);
/* ruleset_jit: PCRE2's JIT runs (else the interpreter). */
bool ruleset_jit(const struct ruleset *rs);

/* ruleset_mentions: is ${list} one whose hits are kept as mentions?  If not,
 * *${ret_near} is the one that was probably meant, or NULL. */
bool ruleset_mentions(const struct ruleset *rs, struct str list,
    const char **ret_near);

/* ruleset_topic: likewise for a topic, in any letter case. */
bool ruleset_topic(const struct ruleset *rs, struct str topic,
    const char **ret_near);

/* ruleset_test: runs every `yes` and `no`; each that fails is a fault (its
 * file and line).  How many examples there were in *${ret_examples}. */
enum status ruleset_test(struct ruleset *rs, struct faults *faults,
    size_t *ret_examples) MUST_USE;

#endif
