/*
 * A seccomp filter a thread, by libseccomp.  It names what is denied: a list of
 * what is allowed would break with the next C library.
 */
#include "earshot/sandbox.h"

#ifdef HAVE_LIBSECCOMP

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <seccomp.h>
#include <stddef.h>

/* By what they reach; the library leaves out those that a machine does not
 * have, and knows how each machine has the rest (socketcall). */
static const int denied[] = {
	/* the network */
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(send),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),
	/* programs, processes, threads, their memory */
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(fork),
	SCMP_SYS(vfork),
	SCMP_SYS(clone),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(kill),
	SCMP_SYS(tkill),
	SCMP_SYS(rt_sigqueueinfo),
	SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(memfd_create),
	SCMP_SYS(userfaultfd),
	/* names and rights of files */
	SCMP_SYS(creat),
	SCMP_SYS(unlink),
	SCMP_SYS(unlinkat),
	SCMP_SYS(rmdir),
	SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat),
	SCMP_SYS(mknod),
	SCMP_SYS(mknodat),
	SCMP_SYS(link),
	SCMP_SYS(linkat),
	SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(rename),
	SCMP_SYS(renameat),
	SCMP_SYS(renameat2),
	SCMP_SYS(truncate),
	SCMP_SYS(truncate64),
	SCMP_SYS(chmod),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
	SCMP_SYS(chown),
	SCMP_SYS(chown32),
	SCMP_SYS(lchown),
	SCMP_SYS(lchown32),
	SCMP_SYS(fchown),
	SCMP_SYS(fchown32),
	SCMP_SYS(fchownat),
	SCMP_SYS(setxattr),
	SCMP_SYS(lsetxattr),
	SCMP_SYS(fsetxattr),
	/* ways round a filter, and into the kernel */
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
};

/* Younger than some of the library's headers: whether it knows them is seen
 * when it runs. */
static const char *const denied_names[] = { "fchmodat2", "setxattrat" };

/* Their flags lie behind a pointer, where a filter cannot see: as if there were
 * none, so that a library takes the older call. */
static const int missing[] = {
	SCMP_SYS(clone3),
	SCMP_SYS(openat2),
};

/* Any of them opens for more than reading; O_TMPFILE needs one of the first
 * two.  A rule compares with one value, so each is a rule of its own. */
static const scmp_datum_t writing[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC };

static const struct attribute {
	enum scmp_filter_attr which;
	uint32_t value;
} attributes[] = {
	/* The same calls by other numbers: i386 and x32 on x86-64. */
	{ SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(EPERM) },
	/* The kernel takes a filter from those only who can gain nothing by a
	 * program that they start. */
	{ SCMP_FLTATR_CTL_NNP, 1 },
	/* The other threads are free. */
	{ SCMP_FLTATR_CTL_TSYNC, 0 },
};

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static int
refuse(scmp_filter_ctx filter, const int *calls, size_t n, uint16_t error)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(error), calls[i],
		    0);
	return (rc);
}

static int
refuse_names(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; i < LENGTH(denied_names) && rc == 0; i++) {
		int call = seccomp_syscall_resolve_name(denied_names[i]);

		if (call != __NR_SCMP_ERROR)
			rc = refuse(filter, &call, 1, EPERM);
	}
	return (rc);
}

static int
only_to_read(scmp_filter_ctx filter, int call, unsigned argument)
{
	int rc = 0;

	for (size_t i = 0; i < LENGTH(writing) && rc == 0; i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 1,
		    SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, writing[i],
			writing[i]));
	return (rc);
}

static int
write_filter(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; i < LENGTH(attributes) && rc == 0; i++)
		rc = seccomp_attr_set(filter, attributes[i].which,
		    attributes[i].value);
	/* Kernels before 4.14 do not know it; they lock all the same. */
	(void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_LOG, 1);
	if (rc == 0)
		rc = refuse(filter, denied, LENGTH(denied), EPERM);
	if (rc == 0)
		rc = refuse_names(filter);
	if (rc == 0)
		rc = refuse(filter, missing, LENGTH(missing), ENOSYS);
	if (rc == 0)
		rc = only_to_read(filter, SCMP_SYS(open), 1);
	if (rc == 0)
		rc = only_to_read(filter, SCMP_SYS(openat), 2);
	return (rc);
}

/* The library remembers what it learned of the kernel, without a lock. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

enum status
sandbox_lock_reader(void)
{
	scmp_filter_ctx filter;
	int rc = -ENOMEM;

	pthread_mutex_lock(&one_at_a_time);
	filter = seccomp_init(SCMP_ACT_ALLOW);
	if (filter != NULL) {
		rc = write_filter(filter);
		if (rc == 0)
			rc = seccomp_load(filter);
		seccomp_release(filter);
	}
	pthread_mutex_unlock(&one_at_a_time);
	return (rc == 0 ? OK : rc == -ENOMEM ? E_MEMORY : E_DENIED);
}

#else

enum status
sandbox_lock_reader(void)
{

	return (E_NOT_FOUND);
}

#endif
