/*
 * A web server on loopback for `earshot demo`: the sample feeds, nothing else.
 */
#ifndef CLI_SAMPLES_H
#define CLI_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "earshot/status.h"

struct samples;

/* What the samples call their host: the port changes from run to run, their
 * addresses must not.  fetch.resolve leads there. */
#define SAMPLES_HOST "samples.earshot.example"

/* samples_folder: where they are: installed, or beside the sources of a program
 * that never was; false: nowhere. */
bool samples_folder(char *ret, size_t size);

/* samples_serve: serves the files of ${folder} from a thread of its own; {base}
 * in them becomes http://SAMPLES_HOST. */
enum status samples_serve(const char *folder, struct samples **ret) MUST_USE;
int samples_port(const struct samples *s);
void samples_stop(struct samples *s);

#endif
