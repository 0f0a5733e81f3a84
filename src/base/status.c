/*
 * The words of the status codes.
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
