/*
 * The shapes of option values that are more than a number or a word.  Each
 * says in ${why} what would be right.
 */
#ifndef CONF_CHECKS_H
#define CONF_CHECKS_H

#include "earshot/buf.h"

bool check_day_zone(struct str value, struct buf *why);
bool check_user_agent(struct str value, struct buf *why);
bool check_contact(struct str value, struct buf *why);
bool check_proxy(struct str value, struct buf *why);
bool check_resolve(struct str value, struct buf *why);
/* check_keep: 0, or a day at least: "400" would be seconds. */
bool check_keep(struct str value, struct buf *why);
bool check_listen(struct str value, struct buf *why);

#endif
