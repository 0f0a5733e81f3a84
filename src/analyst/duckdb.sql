-- Earshot in DuckDB (1.2 or later): duckdb -init duckdb.sql
-- Reads the database while the daemon writes, and writes nothing to it.  The
-- views run inside SQLite (sqlite_query), because they use functions of its
-- own; their moments (..._ts) become timestamps here.
INSTALL sqlite;
LOAD sqlite;
ATTACH '/var/lib/earshot/earshot.db' AS earshot (TYPE sqlite, READ_ONLY);

CREATE OR REPLACE TEMP VIEW insight AS
SELECT * EXCLUDE (published_ts, published_at, seen_ts, seen_at,
  staff_replied_ts, staff_replied_at),
 to_timestamp(published_ts) AS published, to_timestamp(seen_ts) AS seen,
 to_timestamp(staff_replied_ts) AS staff_replied
FROM sqlite_query('earshot', 'SELECT * FROM v_insight');

CREATE OR REPLACE TEMP VIEW post AS
SELECT * EXCLUDE (published_ts, published_at, first_seen_ts, first_seen_at,
  edited_ts, edited_at),
 to_timestamp(published_ts) AS published,
 to_timestamp(first_seen_ts) AS first_seen,
 to_timestamp(edited_ts) AS edited
FROM sqlite_query('earshot', 'SELECT * FROM v_post');

CREATE OR REPLACE TEMP VIEW evidence AS
SELECT * FROM sqlite_query('earshot', 'SELECT * FROM v_evidence');

CREATE OR REPLACE TEMP VIEW insight_topic AS
SELECT * EXCLUDE (published_ts, published_at),
 to_timestamp(published_ts) AS published
FROM sqlite_query('earshot', 'SELECT * FROM v_insight_topic');

CREATE OR REPLACE TEMP VIEW voice AS
SELECT * EXCLUDE (first_ts, first_at, last_ts, last_at),
 to_timestamp(first_ts) AS first, to_timestamp(last_ts) AS last
FROM sqlite_query('earshot', 'SELECT * FROM v_voice');

CREATE OR REPLACE TEMP VIEW signal_daily AS
SELECT * REPLACE (CAST(day AS DATE) AS day)
FROM sqlite_query('earshot', 'SELECT * FROM v_signal_daily');

CREATE OR REPLACE TEMP VIEW topic_daily AS
SELECT * REPLACE (CAST(day AS DATE) AS day)
FROM sqlite_query('earshot', 'SELECT * FROM v_topic_daily');

CREATE OR REPLACE TEMP VIEW brand_daily AS
SELECT * REPLACE (CAST(day AS DATE) AS day)
FROM sqlite_query('earshot', 'SELECT * FROM v_brand_daily');

CREATE OR REPLACE TEMP VIEW event AS
SELECT to_timestamp(at_ts) AS at, kind, what
FROM sqlite_query('earshot', 'SELECT * FROM v_event');

-- To carry away, one file a month:
-- COPY (SELECT *, strftime(published, '%Y-%m') AS month FROM insight)
-- TO 'insights' (FORMAT parquet, PARTITION_BY (month), COMPRESSION zstd);
-- COPY (SELECT * FROM evidence) TO 'evidence.parquet' (FORMAT parquet);
