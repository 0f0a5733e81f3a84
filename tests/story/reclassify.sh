#!/bin/sh
# Other rules, the same posts: by the daemon or without it, in one go or after
# a kill, what is stored comes out the same, and a second time changes nothing.
. "$EARSHOT_SRC/tests/story/lib.sh"

say() {
	"$earshot" "$@" --config "$conf" >"$work/out" 2>"$work/err"
	answer=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}
# picture: all that a set of rules decides, without when and in what order; so
# without novelty, which is of the moment when something was heard first.
picture() {
	sqlite3 -cmd '.timeout 5000' "$db" "
	SELECT p.uid, p.lang, p.primary_signal, p.sentiment, p.intensity,
	    g.hash FROM post p JOIN ruleset g ON g.id = p.ruleset_id
	    ORDER BY p.uid;
	SELECT ref, state, score, bias, facet, target, p_score + p_intensity
	    FROM insight WHERE state = 'live' ORDER BY ref;
	SELECT ref, rule, v_evidence.text, points FROM v_evidence
	    JOIN v_insight USING (ref) ORDER BY ref, field, start_byte, rule;
	SELECT uid, name, nth, start_byte FROM post_topic t JOIN topic o
	    ON o.id = t.topic_id JOIN post p ON p.id = t.post_id
	    ORDER BY 1, 2, 3;
	SELECT uid, list, nth, term FROM mention m JOIN post p
	    ON p.id = m.post_id ORDER BY 1, 2, 3;
	SELECT * FROM v_signal_daily; SELECT * FROM v_topic_daily;
	SELECT * FROM v_brand_daily; SELECT * FROM v_coverage"
}
# all: every byte of what insights and posts say, changed_seq too.
all() {
	sqlite3 -cmd '.timeout 5000' "$db" "SELECT * FROM post;
	SELECT * FROM insight; SELECT * FROM evidence; SELECT * FROM post_topic;
	SELECT * FROM mention; SELECT * FROM event"
}
seqs() {
	sql 'SELECT count(DISTINCT changed_seq), max(changed_seq) FROM insight'
}
other_rules() {
	cat >"$work/rules/story.rules" <<'END'
pack  story
lang  en
list  brand.acme = Acme
rule  wish
  signal  idea
  facet   need
  say     "bigger tank"
  weight  sure
rule  harbour
  signal  complaint
  say     harbour
  unless  "number 4"
  weight  strong
topic tank
  say  tank
END
}
# Every third is a wish, each first word of a text is its number.
some_items a.xml 300
items b.xml <<'END'
b1|A lid|My Acme lid leaks.
b2|A tank|I wish you offered a bigger tank at Acme.
END
serve <<'END'
/a.xml  file=a.xml etag=auto
/b.xml  file=b.xml etag=auto
END
feeds <<'END'
[source "A blog" kind=community]
{base}/a.xml lang=en every=1h
[source "B blog" kind=community]
{base}/b.xml lang=en every=1h
END

# --- what these posts would be had the other rules heard them first
other_rules
say poll --all
same 'the new rules alone' "$answer" 0
picture >"$work/wanted"
rm -rf "$work/store"

# --- without a daemon
story_rules
say poll --all
before=$(sql 'SELECT count(*) FROM v_insight')
lid=$(sql "SELECT ref FROM v_insight WHERE snippet LIKE '%lid leaks%'")
say judge "$lid" right --note n
say mark "$lid" keep
all >"$work/was"
say reclassify
same 'the same rules: nothing to do' "$answer $out" \
    '0 rescored 0 new 0 changed 0 withdrawn 0'
say reclassify --again
same 'all looked at again' "$answer $out" \
    '0 rescored 302 new 0 changed 0 withdrawn 0'
all | grep -av "|reclassify|" | diff "$work/was" - >"$work/difference"
same 'and no byte changed' "$(head -n 5 "$work/difference")" ''

other_rules
say reclassify --source 'B blog' --signal complaint
same 'by filter: one post' "$answer $out" \
    '0 rescored 1 new 0 changed 0 withdrawn 1'
same 'what is none any more says why' \
    "$(sql "SELECT state, state_why, judged FROM v_insight_all
	WHERE ref = '$lid'")" 'withdrawn|reclassified|right'
say reclassify
like 'the others' "$out" 'rescored 301 new '
same 'exit 0, quiet in a pipe' "$answer $err" '0 '
picture | cmp - "$work/wanted" >"$work/difference" 2>&1
same 'as if the new rules had heard them first' "$?" 0
promises 'sound, counts exact'
same 'the mark is where it was' \
    "$(sql "SELECT kind FROM mark m JOIN insight i ON i.id = m.insight_id
	WHERE i.ref = '$lid'")" keep
like 'an event' "$(sql "SELECT what FROM event WHERE kind = 'reclassify'
	ORDER BY id DESC LIMIT 1")" '301 posts by rule set'
all >"$work/was"
say reclassify
same 'twice' "$out" 'rescored 0 new 0 changed 0 withdrawn 0'
all | cmp -s - "$work/was"
same 'changes nothing' $? 0
n=$(sql 'SELECT count(*) FROM insight')
same 'every change has its own number' \
    "$(sql 'SELECT count(DISTINCT changed_seq) FROM insight')" "$n"
say reclassify --signal idee
same 'an unknown word: exit 2' "$answer" 2
like 'and what was meant' "$err" 'did you mean idea?'

# --- by the daemon, which goes on visiting
story_rules
start_daemon
seq=$(sql 'SELECT max(changed_seq) FROM insight')
say reclassify
same 'the daemon does it' "$answer" 0
like 'and says how much' "$out" 'rescored 302 new '
like 'and that it is the daemon' "$err" 'running daemon'
same 'all as at the start' "$(sql 'SELECT count(*) FROM v_insight')" "$before"
check 'what changed has new numbers' [ "$(sql "SELECT count(*) FROM insight
	WHERE changed_seq > $seq")" -gt 100 ]
promises 'sound after the daemon'
other_rules
say reload
items a.xml <<'END'
a.xml-1|Day 1|I wish you offered a bigger tank for number 1.
END
say poll --all
say reclassify --signal idea
same 'by filter, by the daemon' "$answer" 0
say reclassify --lang en --since 2020-01-01
same 'the rest' "$answer" 0
same 'every post bears the number of the rules of today' \
    "$(sql 'SELECT count(DISTINCT ruleset_id) FROM post')" 1
promises 'sound after edits and filters'
say reclassify --facet nede
same 'an unknown word by the daemon: exit 2' "$answer" 2
like 'the daemon says what was meant' "$err" 'did you mean need?'
stop_daemon

# --- killed on the way
story_rules
"$earshot" reclassify --config "$conf" >/dev/null 2>&1 &
pid=$!
pids="$pids $pid"
sleep 0.1
kill -9 "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
say reclassify
same 'a killed run goes on' "$answer" 0
same 'to the end' "$(sql 'SELECT count(DISTINCT ruleset_id) FROM post')" 1
same 'nothing is lost' "$(sql 'SELECT count(*) FROM post')" 302
promises 'sound after a kill'
finish
