# The way back from what `earshot rules export` prints to rule files: if any
# part were missing, the second export would differ.  With two files: are they
# alike but for where things stand?
import json
import os
import sys


def quoted(s):
    return '"' + s.replace('"', '\\"') + '"'


def phrases(list):
    return " | ".join(quoted(s) for s in list)


def regexes(list):
    return " | ".join("/%s/%s" % (r["pattern"], r["flags"]) for r in list)


def condition(word, c):
    what = c["list"] or c["rule"] or phrases(c["say"])
    line = "  %s %s" % (word, what)
    if "within_words" in c:
        line += " within %d words" % c["within_words"]
    if c["within"] == "post":
        line += " in post"
    if "add" in c:
        line += " add %r" % c["add"]
    return line


def body(r):
    lines = []
    if r["about"]:
        lines.append("  about " + r["about"])
    lines.append("  in " + " ".join(r["in"]))
    for key, say in (("say", phrases), ("match", regexes),
                     ("unless", phrases)):
        if r[key]:
            lines.append("  %s %s" % (key, say(r[key])))
    if r["unless_match"]:
        lines.append("  unless " + regexes(r["unless_match"]))
    for word in ("near", "need"):
        lines += [condition(word, c) for c in r.get(word, [])]
    for word in ("yes", "no"):
        lines += ["  %s %s" % (word, s) for s in r[word]]
    return lines


def short(r):
    return r["name"][len(r["pack"]) + 1:]


def at(r):
    return ["pack " + r["pack"], "lang " + (r.get("lang") or "any")]


def text(doc, folder):
    lines = []
    for s in doc["signals"]:
        lines.append("bias %s %r" % (s["signal"], s["bias"]))
        lines.append("threshold %s %r" % (s["signal"], s["threshold"]))
        lines.append("calibrate %s %r %r" % (s["signal"], *s["calibrate"]))
    for l in doc["lists"]:
        terms = ", ".join('"%s"' % t for t in l["terms"])
        lines += at(l) + ["list %s = %s" % (short(l), terms)]
    for r in doc["rules"]:
        if r["off"]:
            continue
        lines += at(r) + ["rule " + short(r)]
        for key in ("signal", "facet", "target"):
            if r[key]:
                lines.append("  %s %s" % (key, r[key]))
        lines.append("  weight %r" % r["weight"])
        lines += ["  " + w for w in ("once", "negatable") if r[w]]
        lines += body(r)
    for t in doc["topics"]:
        if not t["off"]:
            title = ' "%s"' % t["title"] if t["title"] else ""
            lines += at(t) + ["topic " + short(t) + title] + body(t)
    for w in doc["whens"]:
        lines += ["pack " + w["pack"], "when %s add %r to %s" % (
            w["when"], w["add"], w["signal"])]
    for i, v in enumerate(doc["valences"]):
        name = "valence-%d.txt" % i
        with open(os.path.join(folder, name), "w") as f:
            f.writelines("%s\t%r\n" % tuple(w) for w in v["words"])
        lines += ["lang " + (v["lang"] or "any"), "valence from " + name]
    return "\n".join(lines) + "\n"


def plain(doc):
    away = {"file", "line", "tier", "weight_from", "ruleset", "tunes", "from"}
    if isinstance(doc, dict):
        return {k: plain(v) for k, v in doc.items() if k not in away}
    if isinstance(doc, list):
        return [plain(v) for v in doc
                if not (isinstance(v, dict) and v.get("off"))]
    return doc


def read(path):
    with open(path) as f:
        return json.load(f)


if sys.argv[1] == "text":
    with open(sys.argv[3], "w") as f:
        f.write(text(read(sys.argv[2]), os.path.dirname(sys.argv[3])))
else:
    one, two = plain(read(sys.argv[2])), plain(read(sys.argv[3]))
    for w in one["whens"] + two["whens"]:
        w.pop("name")  # its line
    for key in one:
        if one[key] != two.get(key):
            for a, b in zip(one[key], two[key]):
                if a != b:
                    print(key, a, b, sep="\n")
                    break
            else:
                print(key, len(one[key]), len(two[key]))
