/*
 * A seccomp filter a thread.  It names what is denied: a list of what is
 * allowed would break with the next C library.
 */
#include "earshot/sandbox.h"

#include <sys/prctl.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <unistd.h>

/* Where sockets are system calls of their own and files large without a 64. */
#if defined(__x86_64__) && defined(__LP64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define MACHINE AUDIT_ARCH_PPC64LE
#endif

#ifdef MACHINE

/* By what they reach; those that this machine does not have are left out. */
static const unsigned denied[] = {
	/* the network */
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_accept,
	SYS_accept4,
	SYS_sendto,
	SYS_sendmsg,
	SYS_sendmmsg,
	/* programs, processes, threads, their memory */
	SYS_execve,
	SYS_execveat,
	SYS_clone,
	SYS_unshare,
	SYS_setns,
	SYS_kill,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_memfd_create,
	/* names and rights of files */
	SYS_unlinkat,
	SYS_mkdirat,
	SYS_mknodat,
	SYS_linkat,
	SYS_symlinkat,
	SYS_renameat2,
	SYS_truncate,
	SYS_fchmod,
	SYS_fchmodat,
	SYS_fchown,
	SYS_fchownat,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
	/* ways round a filter, and into the kernel */
	SYS_bpf,
	SYS_perf_event_open,
	SYS_add_key,
	SYS_request_key,
	SYS_keyctl,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
#ifdef SYS_open
	SYS_creat,
	SYS_unlink,
	SYS_rmdir,
	SYS_mkdir,
	SYS_mknod,
	SYS_link,
	SYS_symlink,
	SYS_rename,
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
#endif
#ifdef SYS_socketcall
	SYS_socketcall,
#endif
#ifdef SYS_send
	SYS_send,
#endif
#ifdef SYS_renameat
	SYS_renameat,
#endif
#ifdef SYS_fchmodat2
	SYS_fchmodat2,
#endif
#ifdef SYS_userfaultfd
	SYS_userfaultfd,
#endif
#ifdef SYS_io_uring_setup
	SYS_io_uring_setup,
	SYS_io_uring_enter,
	SYS_io_uring_register,
#endif
#ifdef SYS_pidfd_open
	SYS_pidfd_open,
	SYS_pidfd_send_signal,
#endif
#ifdef SYS_pidfd_getfd
	SYS_pidfd_getfd,
#endif
};

/* Their flags lie behind a pointer, where a filter cannot see: as if there were
 * none, so that a library takes the older call. */
static const unsigned missing[] = {
#ifdef SYS_clone3
	SYS_clone3,
#endif
#ifdef SYS_openat2
	SYS_openat2,
#endif
};

enum {
	DENIED = sizeof(denied) / sizeof(denied[0]),
	MISSING = sizeof(missing) / sizeof(missing[0]),
	FILTER_MAX = 2 * (DENIED + MISSING) + 24,
	/* O_TMPFILE needs one of the first two. */
	WRITING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC
};

struct program {
	struct sock_filter code[FILTER_MAX];
	unsigned short n;
};

static void
put(struct program *p, unsigned code, unsigned k, unsigned yes, unsigned no)
{

	p->code[p->n++] = (struct sock_filter)BPF_JUMP((unsigned short)code, k,
	    (unsigned char)yes, (unsigned char)no);
}

static void
load(struct program *p, size_t offset)
{

	put(p, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void
answer(struct program *p, unsigned with)
{

	put(p, BPF_RET | BPF_K, with, 0, 0);
}

static void
refuse(struct program *p, unsigned call, int error)
{

	put(p, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
	answer(p, SECCOMP_RET_ERRNO | (unsigned)error);
}

/* The low half of the argument has all flags; these machines store it first. */
static void
only_to_read(struct program *p, unsigned call, unsigned argument)
{

	put(p, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4);
	load(p, offsetof(struct seccomp_data, args) + 8 * argument);
	put(p, BPF_JMP | BPF_JSET | BPF_K, WRITING, 0, 1);
	answer(p, SECCOMP_RET_ERRNO | EPERM);
	answer(p, SECCOMP_RET_ALLOW);
}

static void
write_filter(struct program *p)
{

	load(p, offsetof(struct seccomp_data, arch));
	put(p, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
	answer(p, SECCOMP_RET_ERRNO | EPERM);
	load(p, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	/* The same calls by other numbers: x32. */
	put(p, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
	answer(p, SECCOMP_RET_ERRNO | EPERM);
#endif
	for (size_t i = 0; i < DENIED; i++)
		refuse(p, denied[i], EPERM);
	for (size_t i = 0; i < MISSING; i++)
		refuse(p, missing[i], ENOSYS);
#ifdef SYS_open
	only_to_read(p, SYS_open, 1);
#endif
	only_to_read(p, SYS_openat, 2);
	answer(p, SECCOMP_RET_ALLOW);
}

enum status
sandbox_lock_reader(void)
{
	struct program p = { .n = 0 };
	struct sock_fprog prog = { .filter = p.code };

	write_filter(&p);
	prog.len = p.n;
	/* The kernel takes a filter from those only who can gain nothing by a
	 * program that they start. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_LOG, &prog) != 0)
		return (E_DENIED);
	return (OK);
}

#else

enum status
sandbox_lock_reader(void)
{

	return (E_NOT_FOUND);
}

#endif
