#!/bin/sh
# What SQLite itself needs for the rows of a database that Earshot wrote: the
# same tables, indexes and full text, the same rows, a commit each 1,000 posts,
# by the sqlite3 shell, which only copies.  No foreign keys, no triggers.
#	store_floor.sh DB [ROWS]	(ROWS: posts in a commit)
# One line: posts, seconds of processor time, posts a second.
set -eu
db=$1
group=${2:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
ask() {
	sqlite3 -readonly "$db" "$1"
}

ask "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL
    AND type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'
    AND tbl_name NOT LIKE 'post_fts_%'" >"$work/schema"
ask "SELECT 'INSERT INTO post_fts(post_fts, rank) VALUES(''' || k || ''', '
    || v || ');' FROM post_fts_config WHERE k <> 'version'" >"$work/options"
posts=$(ask 'SELECT count(*) FROM post')
last=$(ask 'SELECT max(id) FROM post')
{
	echo "PRAGMA page_size = $(ask 'PRAGMA page_size');"
	echo 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;'
	echo 'PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000;'
	cat "$work/schema" "$work/options"
	echo "ATTACH 'file:$db?mode=ro' AS source;"
	echo 'INSERT INTO voice SELECT * FROM source.voice;'
	awk -v last="$last" -v group="$group" 'BEGIN {
		for (from = 1; from <= last; from += group) {
			print "BEGIN;"
			range = sprintf(" BETWEEN %d AND %d;", from,
			    from + group - 1)
			split("post_feed post_topic mention engagement insight",
			    parts, " ")
			print "INSERT INTO post SELECT * FROM source.post" \
			    " WHERE id" range
			for (i = 1; i <= 5; i++)
				print "INSERT INTO " parts[i] " SELECT * FROM" \
				    " source." parts[i] " WHERE post_id" range
			print "INSERT INTO evidence SELECT e.* FROM" \
			    " source.insight i CROSS JOIN source.evidence e" \
			    " ON e.insight_id = i.id WHERE i.post_id" range
			print "INSERT INTO post_fts(rowid, title, text)" \
			    " SELECT id, title, text FROM post WHERE id" range
			print "COMMIT;"
		}
	}'
} >"$work/script"
sqlite3 "$work/copy.db" <"$work/script" >"$work/said"
times >"$work/times"
awk -v posts="$posts" 'NR == 2 {
	gsub("[ms]", " ")
	s = $1 * 60 + $2 + $3 * 60 + $4
	printf "%d posts, %.2f s, %.0f posts a second\n", posts, s, posts / s
}' "$work/times"
