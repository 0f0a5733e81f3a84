/*
 * The process's own memory: what was freed goes back to the system.  Only glibc
 * needs to be told; elsewhere these do nothing.
 */
#ifndef EARSHOT_MEMORY_H
#define EARSHOT_MEMORY_H

/* memory_init: once, before threads, by a process that stays. */
void memory_init(void);
/* memory_give_back: costs some milliseconds: when there is nothing to do, or
 * much was freed.  Nothing before memory_init: what ends soon saves it. */
void memory_give_back(void);

#endif
