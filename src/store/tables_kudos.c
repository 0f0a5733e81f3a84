/*
 * What trends and the numbers of posts are asked by.
 */
#include "schema.h"

/* topic_hourly_voice: who spoke of a topic in an hour (at_ts: its end); by
 * topic first, for a day of one of them is what v_trend asks. */
static const char kudos[] =
    "CREATE INDEX engagement_taken ON engagement(taken_ts);"
    "CREATE TABLE topic_hourly_voice("
    " at_ts INTEGER NOT NULL, topic_id INTEGER NOT NULL,"
    " signal TEXT NOT NULL, voice_id INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(topic_id, signal, at_ts, voice_id)) STRICT, WITHOUT ROWID;"
    "INSERT INTO topic_hourly_voice(at_ts, topic_id, signal, voice_id, n)"
    " SELECT i.at_ts - ((i.at_ts % 3600) + 3600) % 3600 + 3600, t.topic_id,"
    "  i.signal, i.voice_id, count(*) FROM insight i"
    "  JOIN post p ON p.id = i.post_id"
    "  JOIN post_topic t ON t.post_id = p.id AND t.nth = 0"
    "  WHERE i.state = 'live' AND p.backlog = 0 AND i.voice_id IS NOT NULL"
    "  AND p.id <= (SELECT post_id FROM settled) GROUP BY 1, 2, 3, 4;";

const char *const schema_kudos[] = { kudos, NULL };
