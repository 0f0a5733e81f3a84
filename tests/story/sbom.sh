#!/bin/sh
# The bill of materials beside the release: CycloneDX by its structure, with
# every library that configure found and the program says it has.
. "$EARSHOT_SRC/tests/story/lib.sh"
command -v python3 >/dev/null || skip_all 'python3 is missing'

found=$(sed -n 's/^EARSHOT_SBOM *= *//p' "$EARSHOT_BUILD/Makefile")
check 'configure found libraries' test -n "$found"
# shellcheck disable=SC2086 # one word each
SOURCE_DATE_EPOCH=1795305600 LICENSE=MIT sh "$EARSHOT_SRC/systemd/sbom.sh" earshot 1.2.3 $found \
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
    "components", "dependencies", "compositions"}, set(b)
# What NTIA calls the minimum: who made the list and when, too.
assert b["metadata"]["timestamp"] == "2026-11-22T00:00:00Z", b["metadata"]
assert b["metadata"]["authors"][0]["name"]
us = b["metadata"]["component"]
assert (us["type"], us["name"], us["version"]) == (
    "application", "earshot", "1.2.3"), us
every = [us] + b["components"]
for c in every:
    assert set(c) - {"cpe"} == {"type", "bom-ref", "supplier", "name",
        "version", "licenses", "purl"}, c
    assert c["supplier"]["name"], c
    assert re.fullmatch(r"cpe:2\.3:a:[a-z0-9_]+:[a-z0-9-]+:[0-9.]+[a-z]?"
        r"(:\*){7}", c.get("cpe", "cpe:2.3:a:a:b:1" + 7 * ":*")), c
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
named = [r for p in b["compositions"] for r in p["dependencies"]]
assert sorted(named) == sorted(refs), named
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
	util-linux-* | liblinear | glibc) continue ;;
	esac
	check "$library $major is what --version says" \
	    grep -qi "$library $major" "$work/versions"
done <"$work/out"

# Whatever the programs are linked with has a row: lib$name-1.2.so.3.
if command -v objdump >/dev/null; then
	objdump -p "$earshot" "$earshotd" >"$work/needed" 2>&1
	sed -n 's/^ *NEEDED *lib\(.*\)\.so.*/\1/p' "$work/needed" | sort -u |
	    sed -e 's/-[0-9.]*$//' -e 's/^event_.*/libevent/' \
		-e 's/^\(c\|m\|pthread\|dl\|rt\)$/glibc/' -e 's/^z$/zlib/' \
		-e 's/^crypto$/openssl/' -e 's/^\(xml2\|.*linear\)$/lib\1/' \
		-e 's/^sqlite3$/sqlite/' -e 's/^pcre2-8$/pcre2/' \
		-e 's/^smartcols$/util-linux-libsmartcols/' \
		-e 's/^\(unistring\|seccomp\)$/lib\1/' |
	    grep -vE '^(asan|ubsan|tsan|gcc_s)$' | sort -u >"$work/linked"
	cut -d ' ' -f 1 "$work/out" | sort -u >"$work/listed"
	check 'the programs are linked with something' \
	    grep -qx curl "$work/linked"
	same 'whatever the programs are linked with is in it' \
	    "$(comm -23 "$work/linked" "$work/listed")" ''
else
	skip 'whatever the programs are linked with is in it' 'no objdump'
fi
LICENSE=MIT sh "$EARSHOT_SRC/systemd/sbom.sh" earshot 1.2.3 unknown=1 \
    >"$work/none" 2>&1
same 'one that it does not know is a fault' "$?" 1
finish
