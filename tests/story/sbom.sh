#!/bin/sh
# The bill of materials beside the release: CycloneDX by its structure, with
# every library that configure found and the program says it has.
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is missing'

found=$(sed -n 's/^EARSHOT_SBOM *= *//p' "$EARSHOT_BUILD/Makefile")
check 'configure found libraries' test -n "$found"
# shellcheck disable=SC2086 # one word each
LICENSE=MIT sh "$EARSHOT_SRC/systemd/sbom.sh" earshot 1.2.3 $found \
    >"$work/sbom" 2>"$work/err"
same 'it is written' "$? $(cat "$work/err")" '0 '
python3 - "$work/sbom" >"$work/out" 2>&1 <<'PY'
import json
import re
import sys
b = json.load(open(sys.argv[1]))
assert b["bomFormat"] == "CycloneDX", b["bomFormat"]
assert re.fullmatch(r"1\.[4-6]", b["specVersion"]), b["specVersion"]
assert type(b["version"]) is int and b["version"] >= 1
assert set(b) <= {"bomFormat", "specVersion", "version", "metadata",
    "components", "dependencies"}, set(b)
us = b["metadata"]["component"]
assert (us["type"], us["name"], us["version"]) == (
    "application", "earshot", "1.2.3"), us
every = [us] + b["components"]
for c in every:
    assert set(c) == {"type", "bom-ref", "name", "version", "licenses",
        "purl"}, c
    assert c["type"] in ("application", "library"), c
    assert re.fullmatch(r"[0-9]+(\.[0-9]+)+[a-z]?(-stable)?", c["version"]), c
    assert c["purl"] == "pkg:generic/%s@%s" % (c["name"], c["version"]), c
    for l in c["licenses"]:
        assert "expression" in l or re.fullmatch(r"[A-Za-z0-9.-]+",
            l["license"]["id"]), c
refs = [c["bom-ref"] for c in every]
assert len(refs) == len(set(refs)), refs
(d,) = b["dependencies"]
assert d["ref"] == us["bom-ref"]
assert sorted(d["dependsOn"]) == sorted(refs[1:])
for c in b["components"]:
    print(c["name"], c["version"])
PY
same 'it is CycloneDX' "$?" 0
[ "$(wc -l <"$work/out")" -ge 10 ] || note "$(cat "$work/out")"
# What the program is linked with may be a later patch of the same.
"$earshot" --version | sed 1d >"$work/versions"
while read -r library version; do
	major=$(echo "$version" | cut -d. -f1-2)
	case $library in
	util-linux-* | liblinear) continue ;;
	esac
	check "$library $major is what --version says" \
	    grep -qi "$library $major" "$work/versions"
done <"$work/out"
LICENSE=MIT sh "$EARSHOT_SRC/systemd/sbom.sh" earshot 1.2.3 unknown=1 \
    >"$work/none" 2>&1
same 'one that it does not know is a fault' "$?" 1
finish
