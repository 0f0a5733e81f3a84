#!/bin/sh
# A bad rule stops nobody: the old set goes on, over a restart too, and
# everybody is told where the fault is.
. "$EARSHOT_SRC/tests/story/lib.sh"

items blog.xml <<'END'
1|One|I wish you offered oat milk.
END
serve <<'END'
/blog.xml  file=blog.xml etag=auto
END
feeds <<'END'
{base}/blog.xml lang=en
END

start_daemon
check 'it listens with good rules' wait_for 20 has_posts 1
es reload
same 'a reload of what is good: exit 0' "$status" 0
like 'it says so' "$out" loaded
check 'and so does the log' said '^reload answer=accepted'

bad_rules
es reload
same 'a bad rule: exit 1' "$status" 1
like 'the answer says file:line:column' "$err" 'story.rules:5:3: '
like 'and what would be right' "$err" 'say'
like 'and that the former set goes on' "$err" 'the former set goes on'
check 'the log has it too' said 'reload answer=refused.*story.rules:5:3: '
es status
same 'status: unwell' "$status" 1
like 'and why' "$out" 'story.rules:5:3'
es status --json
like 'for machines too' "$out" '"refused":"*story.rules:5:3'
same 'an event marks it' "$(sql "select kind from v_event
    where kind = 'reload_refused'")" reload_refused

# What needs no rules of its own is not stopped by them.
es poll --all
same 'earshot poll by the daemon: exit 0' "$status" 0
like 'it visits' "$out" 'visited 1 '

# Meanwhile it goes on hearing with the old set.
items blog.xml <<'END'
1|One|I wish you offered oat milk.
2|Two|I wish you had a bigger lid.
END
insights() {
	[ "$(sql 'select count(*) from v_insight')" = "$1" ]
}
check 'the old rules go on hearing' wait_for 20 insights 2

# SIGHUP does the same.
kill -HUP "$daemon"
refused_twice() {
	[ "$(grep -c '^reload answer=refused' "$log")" -ge 2 ]
}
check 'SIGHUP is refused as well' wait_for 20 refused_twice
check 'and it is still there' running "$daemon"
stop_daemon
same 'it stops cleanly' "$ended" 0

es check
same 'earshot check: exit 1' "$status" 1
like 'with file:line:column' "$err" 'story.rules:5:3: '
once --check
same 'earshotd --check: exit 1' "$status" 1
like 'likewise' "$err" 'story.rules:5:3: '
es rules check
same 'earshot rules check: exit 1' "$status" 1

start_daemon
check 'a restart with the same bad rule still listens' running "$daemon"
like 'the fault is on standard error' "$(cat "$log")" 'story.rules:5:3: '
check 'and in the log, with what runs' \
    said '^stale .*rules=yes .*story.rules:5:3'
items blog.xml <<'END'
1|One|I wish you offered oat milk.
2|Two|I wish you had a bigger lid.
3|Three|I wish you made a blue one.
END
check 'it hears with the last good set' wait_for 20 insights 3
es status
same 'status: unwell' "$status" 1
like 'and says that the last good set runs' "$out" 'last good set'
like 'because of this' "$out" 'story.rules:5:3'

stop_daemon KILL
cp "$work/feeds/all.feeds" "$work/all.feeds"
echo 'https://x.example/ evry=1h' >>"$work/feeds/all.feeds"
start_daemon
check 'and after a kill it does so again' running "$daemon"
check 'a fault in a list beside it is counted with it' \
    said '^stale feeds=yes rules=yes .*all.feeds:.*and [1-9] more'
mv "$work/all.feeds" "$work/feeds/all.feeds"

story_rules
es reload
same 'the mended rule is loaded: exit 0' "$status" 0
like 'the verdict says what was' "$out" 'loaded 1 feed, 2 rules'
es status
same 'and all is well' "$status" 0
unlike 'nothing is said of the fault' "$out" 'story.rules'
items blog.xml <<'END'
1|One|I wish you offered oat milk.
2|Two|I wish you had a bigger lid.
3|Three|I wish you made a blue one.
4|Four|The lid does not work.
END
check 'the new set hears' wait_for 20 insights 4

# A fault in the configuration refuses a reload as well; what only a restart
# can change is said.
cp "$conf" "$conf.good"
sed -i 's/^host_gap = 0$/host_gap = wide/' "$conf"
kill -HUP "$daemon"
refused_for() {
	said "^reload answer=refused .*earshot.conf:$1:"
}
check 'a fault in the configuration: refused, with file:line' \
    wait_for 20 refused_for "$(grep -n host_gap "$conf" | cut -d: -f1)"
check 'and it goes on' running "$daemon"
sed 's/^timeout = .*/timeout = 17s/' "$conf.good" >"$conf"
es reload
same 'an option that needs a restart: exit 0' "$status" 0
like 'it says which' "$out" 'fetch.timeout'
mv "$conf.good" "$conf"
es reload
same 'and back' "$status" 0
unlike 'without a word of it' "$out" 'fetch.timeout'
rule_marks() {
	sql "select count(*), sum(what like '% rules loaded, %') from v_event
	    where kind = 'ruleset'"
}
same 'the first load is marked, loads of the same rules are not' \
    "$(rule_marks)" '1|1'
sed 's/oat/soy/; s/weight.*/weight  strong/' "$work/rules/story.rules" \
    >"$work/rules/new" && mv "$work/rules/new" "$work/rules/story.rules"
es reload
same 'other rules: exit 0' "$status" 0
same 'they are' "$(rule_marks)" '2|2'
stop_daemon
same 'exit 0' "$ended" 0

# What was kept is damaged: then a bad rule is a bad rule.
bad_rules
echo damaged >"$db.rules.good"
once
same 'a bad rule, and nothing good left: exit 78' "$status" 78
like 'with the fault' "$err" 'story.rules:5:3: '

# Nothing good was ever there: that is for a person.
rm -rf "$work/store"
bad_rules
once
same 'a bad rule at the very first start: exit 78' "$status" 78
like 'with the fault' "$err" 'story.rules:5:3: '
finish
