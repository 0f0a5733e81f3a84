#!/bin/sh
# What analysts are given: Datasette's metadata says what the database and its
# manual say, and every query of it, of the dashboards and of duckdb.sql runs.
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is missing'
given=$EARSHOT_SRC/src/analyst
db=$work/demo.db

"$earshot" demo --db "$db" >"$work/demo" 2>&1
same 'a database to ask' "$?" 0
# A member's view of it: nothing is ever written.
before=$(cksum <"$db")

python3 "$given/metadata.py" "$earshot" "$db" \
    "$EARSHOT_SRC/src/man/earshot-sql.7" >"$work/metadata.json"
same 'metadata.json is what the dictionary and the manual say (made by metadata.py)' \
    "$(cmp "$work/metadata.json" "$given/metadata.json" 2>&1)" ''

cat >"$work/ask.py" <<'PY'
"""Runs every query found in the files given; one line for each that fails,
and how many there were and how many gave rows."""
import json
import re
import sqlite3
import sys

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
asked = dict(ref="K7QX-2MPD", changed_seq=0, words="broken*",
             view="v_insight")
ran = gave = 0


def ask(what, sql):
    global ran, gave
    try:
        names = set(re.findall(r":([a-z_]+)", re.sub(r"'[^']*'", "", sql)))
        rows = db.execute(sql, {n: asked[n] for n in names}).fetchall()
    except (sqlite3.Error, KeyError) as fault:
        print(f"{what}: {fault}")
        return None
    ran += 1
    gave += bool(rows)
    return rows


def panels(board):
    for p in board["panels"]:
        for t in p["targets"]:
            if t["queryText"] != t["rawQueryText"]:
                print(f"{p['title']}: two texts")
            yield p["title"], p["type"], t
    for a in board["annotations"]["list"]:
        yield a["name"], "annotation", a["target"]


for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if path.endswith(".sql"):
        for sql in re.findall(r"sqlite_query\('earshot', '(.*?)'\)", text):
            ask(f"{path}: {sql}", sql)
        continue
    data = json.loads(text)
    for name, q in data.get("databases", {}).get("earshot", {}).get(
            "queries", {}).items():
        ask(name, q["sql"])
    if "panels" not in data:
        continue
    for title, kind, target in panels(data):
        sql = target["queryText"].replace("$__from", "0").replace(
            "$__to", "4102444800000")
        rows = ask(title, sql)
        if kind == "timeseries" and not rows:
            continue
        if kind in ("timeseries", "annotation") and rows:
            if not all(isinstance(r[0], int) for r in rows):
                print(f"{title}: its time is no number")
print(ran, gave, file=sys.stderr)
PY
for file in metadata.json duckdb.sql grafana/signals.json grafana/hearing.json
do
	python3 "$work/ask.py" "$db" "$given/$file" >"$work/out" \
	    2>"$work/counts"
	same "$file: every query runs" "$? $(cat "$work/out")" '0 '
	read -r ran gave <"$work/counts"
	check "$file: there are some, and some have an answer ($gave of $ran)" \
	    [ "$ran" -ge 7 -a "$gave" -ge $((ran / 3)) ]
done
read -r ran gave <<EOF
$(python3 "$work/ask.py" "$db" "$given/metadata.json" 2>&1)
EOF
check 'twenty-five examples or more' [ "$ran" -ge 25 ]
same 'and nothing was written' "$(cksum <"$db")" "$before"
finish
