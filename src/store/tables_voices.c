/*
 * The columns and tables of people and of what is new: who is who, who is
 * staff since when, and what places use to say.
 */
#include "schema.h"

/* key: voice_key; NULL: of before, and not heard since; 0: another voice has
 * it.  person_id: the voice of the same person that was heard first; NULL: this
 * is it, and posts name no other. */
static const char voices[] =
    "ALTER TABLE voice ADD COLUMN key INTEGER;"
    "ALTER TABLE voice ADD COLUMN person_id INTEGER REFERENCES voice(id);"
    "CREATE INDEX voice_key ON voice(key) WHERE key IS NOT NULL;"
    "CREATE INDEX voice_person ON voice(person_id)"
    " WHERE person_id IS NOT NULL;";

/*
 * people: a hash of the lists of staff and partners; judge: 1 while there may
 * be voices that were not judged by these.  post.staff: 1 staff, 2 a partner.
 */
static const char staff[] =
    "ALTER TABLE source ADD COLUMN people INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE source ADD COLUMN judge INTEGER;"
    "CREATE INDEX source_judge ON source(judge) WHERE judge IS NOT NULL;"
    /* Names that are nobody's. */
    "CREATE INDEX post_nobody ON post(source_id)"
    " WHERE voice_id IS NULL AND author_name IS NOT NULL;"
    "UPDATE post SET staff = 2 WHERE staff = 1 AND voice_id IN"
    " (SELECT id FROM voice WHERE kind = 'partner');";

/* familiar: what was ever heard of a place, and its words of late, packed by
 * novelty.c: numbers only. */
static const char novelty[] =
    "ALTER TABLE insight ADD COLUMN novelty_voice REAL;"
    "ALTER TABLE insight ADD COLUMN novelty_place REAL;"
    "ALTER TABLE insight ADD COLUMN novelty_words REAL;"
    "CREATE TABLE familiar("
    " source_id INTEGER PRIMARY KEY REFERENCES source(id),"
    " posts INTEGER NOT NULL, idea INTEGER NOT NULL,"
    " complaint INTEGER NOT NULL, praise INTEGER NOT NULL,"
    " question INTEGER NOT NULL, advice INTEGER NOT NULL,"
    " words BLOB) STRICT;"
    "INSERT INTO familiar(source_id, posts, idea, complaint, praise, question,"
    "  advice)"
    " SELECT c.source_id, c.posts, coalesce(idea, 0), coalesce(complaint, 0),"
    "  coalesce(praise, 0), coalesce(question, 0), coalesce(advice, 0)"
    " FROM (SELECT source_id, sum(posts) AS posts FROM coverage_daily"
    "  GROUP BY source_id) c LEFT JOIN (SELECT source_id,"
    "  sum(n) FILTER (WHERE signal = 'idea') AS idea,"
    "  sum(n) FILTER (WHERE signal = 'complaint') AS complaint,"
    "  sum(n) FILTER (WHERE signal = 'praise') AS praise,"
    "  sum(n) FILTER (WHERE signal = 'question') AS question,"
    "  sum(n) FILTER (WHERE signal = 'advice') AS advice"
    "  FROM signal_daily GROUP BY source_id) s USING (source_id);";

const char *const schema_voices[] = { voices, staff, novelty, NULL };
