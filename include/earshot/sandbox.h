/*
 * Locks that a thread puts on itself, for good.  Who reads what strangers wrote
 * needs no network, no other program and no file to write; so that a hole in a
 * parser leads to none of them by the plain way.  (Threads share their memory:
 * it is one more wall, beside those of the service's unit, not the only one.)
 */
#ifndef EARSHOT_SANDBOX_H
#define EARSHOT_SANDBOX_H

#include "earshot/status.h"

/*
 * sandbox_lock_reader: from now on the calling thread can make no socket or
 * connection, start no program, process or thread, open files only to read,
 * and change no name of any: each attempt fails with EPERM, so that one visit
 * fails and no more, and the kernel's audit log has it.  What is open already
 * stays usable: open databases first.  E_NOT_FOUND: built without
 * libseccomp; E_DENIED: the kernel refuses; E_MEMORY.
 */
enum status sandbox_lock_reader(void) MUST_USE;

#endif
