/*
 * faultcalls: a disk that refuses.  Stands before the C library's write,
 * pwrite, fsync, fdatasync and ftruncate, for files whose path holds ".db";
 * everything else passes.  Two uses of one source: in a test program, which is
 * linked with it and calls what is declared here; or preloaded before a
 * program, whose faults then stand in the file that EARSHOT_FAULTS names and
 * may change at any moment:
 *
 *	write,sync,truncate ENOSPC|EIO|EDQUOT|EINTR|SHORT|HANG FIRST TIMES
 *
 * such as "write ENOSPC 1 1000000"; an empty file is a disk that is well.
 */
#ifndef EARSHOT_TESTS_FAULTCALLS_H
#define EARSHOT_TESTS_FAULTCALLS_H

enum { FAULT_WRITE = 1, FAULT_SYNC = 2, FAULT_TRUNCATE = 4 };

/* Half of the bytes are written, and no error is told; or the process is killed
 * before the call; or the call returns when the file says something else. */
enum { FAULT_SHORT = -1, FAULT_KILL = -2, FAULT_HANG = -3 };

/* faultcalls_set: of these calls, from the ${first} on (1 is the next one) so
 * many ${times}, each fails with ${error}.  0 times: none. */
void faultcalls_set(unsigned calls, int error, long first, long times);
/* faultcalls_hits: how many failed since then. */
long faultcalls_hits(void);

#endif
