#!/usr/bin/env python3
"""Writes metadata.json, what Datasette tells of the database: the views and
their columns from the database's own dictionary, the canned queries from the
EXAMPLES of earshot-sql(7), so that each thing is said in one place.

usage: metadata.py EARSHOT DATABASE EARSHOT-SQL.7 >metadata.json
"""
import json
import re
import subprocess
import sys

# What an example names and a canned query asks for.
ASKED = [("'K7QX-2MPD'", ":ref"), ("> 1043", "> :changed_seq"),
         ("'leak*'", ":words"), ("view_name = 'v_insight'", "view_name = :view")]

SEARCHED = {"v_post": "post_id", "v_insight": "post_id",
            "v_insight_all": "post_id"}
SORTED = {"v_insight": "published_ts", "v_insight_all": "changed_seq",
          "v_post": "published_ts", "v_theme": "priority",
          "v_thread": "last_ts", "v_voice": "posts", "v_trend": "at_ts",
          "v_signal_daily": "day", "v_topic_daily": "day",
          "v_brand_daily": "day", "v_signal_hourly": "hour_ts",
          "v_coverage": "day", "v_event": "at_ts",
          "v_rule_quality": "hits_30d", "v_feed_health": "failures"}
FACETS = {"v_insight": ["signal", "source", "facet", "target"],
          "v_feed_health": ["status"], "v_event": ["kind"],
          "v_rule_quality": ["signal"]}
# Bookkeeping behind the views.
HIDDEN = ["brand_daily", "brand_daily_voice", "coverage_daily", "hook", "meta",
          "settled", "signal_daily", "signal_daily_voice", "signal_hourly",
          "tombstone", "topic_daily", "topic_daily_voice", "topic_hourly",
          "unsettled"]


def words(lines):
    """mdoc as plain text: enough of it for the paragraphs read here."""
    out = " ".join(re.sub(r"^\.[A-Z][a-z]? ", "", line) for line in lines
                   if not re.match(r"\.(Pp|Bl|El|Bd|Ed)\b", line))
    out = out.replace("\\(dq", '"').replace("\\-", "-").replace("\\e", "\\")
    return re.sub(r" ([.,:;])", r"\1", re.sub(r"\s+", " ", out)).strip()


def views_of(page):
    """{view: what its section says before the columns}"""
    found = {}
    for name, body in re.findall(r"^\.Ss (v_\w+)\n(.*?)^\.Bl ", page,
                                 re.M | re.S):
        found[name] = words(body.splitlines())
    return found


def examples_of(page):
    """[(title, SQL)]"""
    part = page[page.index("\n.Sh EXAMPLES\n"):page.index("\n.Sh SEE ALSO")]
    return re.findall(r"^([^.\n][^\n]*):\n\.Bd [^\n]*\n(.*?)\n\.Ed", part,
                      re.M | re.S)


def canned(title, sql):
    for said, asked in ASKED:
        sql = sql.replace(said, asked)
    return {"title": title, "sql": sql.rstrip(";").replace("\\(dq", '"')
            .replace("\\e", "\\")}


def columns_of(earshot, database):
    """{view: {column: description}}"""
    lines = subprocess.run([earshot, "db", "describe", "--json", "--db",
                            database], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    found = {}
    for row in map(json.loads, lines):
        unit = row["unit"]
        text = row["meaning"] + (f" ({unit})" if unit else "")
        found.setdefault(row["view"], {})[row["column"]] = text
    return found


def main(earshot, database, page):
    with open(page, encoding="utf-8") as f:
        page = f.read()
    about = views_of(page)
    tables = {}
    for view, columns in columns_of(earshot, database).items():
        t = tables[view] = {"description": about[view], "columns": columns}
        if view in SORTED:
            t["sort_desc"] = SORTED[view]
        if view in FACETS:
            t["facets"] = FACETS[view]
        if view in SEARCHED:
            t["fts_table"] = "post_fts"
            t["fts_pk"] = SEARCHED[view]
    for table in HIDDEN:
        tables[table] = {"hidden": True}
    queries = {}
    for title, sql in examples_of(page):
        name = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
        queries[name] = canned(title, sql)
    json.dump({
        "title": "Earshot",
        "description": "Ideas and complaints that were heard, each with the"
                       " words that prove it.  The views v_... are what you"
                       " may rely on; tables may change with any release.",
        "databases": {"earshot": {"tables": tables, "queries": queries}},
    }, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
