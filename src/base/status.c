/*
 * The words of the status codes, and what people are told.
 */
#include "earshot/status.h"

#include <stddef.h>

static const char *const words[STATUS_COUNT] = {
	[OK] = "ok",
	[E_MEMORY] = "memory",
	[E_TOO_LARGE] = "too_large",
	[E_SYNTAX] = "syntax",
	[E_USAGE] = "usage",
	[E_IO] = "io",
	[E_NOT_FOUND] = "not_found",
	[E_DENIED] = "denied",
	[E_BUSY] = "busy",
	[E_CORRUPT] = "corrupt",
	[E_NEWER] = "newer",
	[E_FULL] = "disk_full",
	[E_NOT_FEED] = "not_feed",
	[E_DNS] = "dns",
	[E_CONNECT] = "connect",
	[E_TLS] = "tls",
	[E_TIMEOUT] = "timeout",
	[E_REFUSED] = "refused",
	[E_REDIRECT] = "redirect",
	[E_HTTP] = "http",
	[E_STATUS] = "http_status",
	[E_CANCELLED] = "cancelled",
	[E_INTERNAL] = "internal",
};

const char *
status_word(enum status st)
{

	if ((unsigned)st >= STATUS_COUNT || words[st] == NULL)
		return ("unknown");
	return (words[st]);
}

static const char *const told[STATUS_COUNT] = {
	[OK] = "done",
	[E_MEMORY] = "out of memory",
	[E_TOO_LARGE] = "it is too large",
	[E_SYNTAX] = "it has a fault",
	[E_USAGE] = "that is not understood",
	[E_IO] = "it cannot be read or written",
	[E_NOT_FOUND] = "there is no such file or folder",
	[E_DENIED] = "permission denied",
	[E_BUSY] = "somebody else holds it",
	[E_CORRUPT] = "it is damaged",
	[E_NEWER] = "a newer version wrote it",
	[E_FULL] = "no space is left on the disk",
	[E_NOT_FEED] = "it is no feed",
	[E_DNS] = "there is no such host",
	[E_CONNECT] = "no connection",
	[E_TLS] = "no secure connection",
	[E_TIMEOUT] = "it took too long",
	[E_REFUSED] = "that address may not be visited",
	[E_REDIRECT] = "it is redirected for ever, or to nowhere",
	[E_HTTP] = "the answer breaks the protocol",
	[E_STATUS] = "the server answers that it cannot",
	[E_CANCELLED] = "it was stopped",
	[E_INTERNAL] = "an error of the program itself",
};

const char *
status_told(enum status st)
{

	if ((unsigned)st >= STATUS_COUNT || told[st] == NULL)
		return ("nobody knows why");
	return (told[st]);
}
