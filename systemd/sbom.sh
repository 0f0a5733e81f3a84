#!/bin/sh
# sbom.sh NAME VERSION LIBRARY=VERSION...: a CycloneDX bill of materials on
# standard output: the program and the libraries that configure found.  The
# same words and the same SOURCE_DATE_EPOCH give the same bytes.
set -eu
name=$1 version=$2
shift 2
now=${SOURCE_DATE_EPOCH:-$(date +%s)}

# As pkg-config calls it, as people do, SPDX, who supplies it, and as the lists
# of vulnerabilities call it (CPE; a purl of type generic is in none).
libraries='
libcurl|curl|curl|The curl project|haxx:curl
libxml-2.0|libxml2|MIT|GNOME|xmlsoft:libxml2
zlib|zlib|Zlib|Jean-loup Gailly and Mark Adler|zlib:zlib
jansson|jansson|MIT|Petri Lehtinen|jansson_project:jansson
libpcre2-8|pcre2|BSD-3-Clause|The PCRE2 project|pcre:pcre2
libevent_core|libevent|BSD-3-Clause|The Libevent project|libevent_project:libevent
sqlite3|sqlite|blessing|The SQLite project|sqlite:sqlite
smartcols|util-linux-libsmartcols|LGPL-2.1-or-later|The util-linux project|kernel:util-linux
libcrypto|openssl|Apache-2.0|The OpenSSL project|openssl:openssl
libunistring|libunistring|LGPL-3.0-or-later OR GPL-2.0-or-later|The GNU project|
libseccomp|libseccomp|LGPL-2.1-only|The libseccomp project|libseccomp_project:libseccomp
liblinear|liblinear|BSD-3-Clause|National Taiwan University|
glibc|glibc|LGPL-2.1-or-later|The GNU project|gnu:glibc
'

# license SPDX: an id, or an expression of several.
license() {
	case $1 in
	*' '*) printf '"licenses": [{"expression": "%s"}]' "$1" ;;
	*) printf '"licenses": [{"license": {"id": "%s"}}]' "$1" ;;
	esac
}

# component INDENT TYPE NAME VERSION SPDX SUPPLIER CPE
component() {
	printf '%s"type": "%s",\n' "$1" "$2"
	printf '%s"bom-ref": "pkg:generic/%s@%s",\n' "$1" "$3" "$4"
	printf '%s"supplier": {"name": "%s"},\n' "$1" "$6"
	printf '%s"name": "%s",\n%s"version": "%s",\n' "$1" "$3" "$1" "$4"
	printf '%s%s,\n' "$1" "$(license "$5")"
	[ -z "$7" ] || printf '%s"cpe": "cpe:2.3:a:%s:%s:*:*:*:*:*:*:*",\n' \
	    "$1" "$7" "${4%-stable}"
	printf '%s"purl": "pkg:generic/%s@%s"\n' "$1" "$3" "$4"
}

cat <<END
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.5",
  "version": 1,
  "metadata": {
    "timestamp": "$(date -u -d "@$now" +%Y-%m-%dT%H:%M:%SZ)",
    "lifecycles": [{"phase": "build"}],
    "authors": [{"name": "The Earshot authors"}],
    "component": {
END
component '      ' application "$name" "$version" "$LICENSE" \
    'The Earshot authors' ''
printf '    }\n  },\n  "components": ['
refs= comma=
for library; do
	row=$(echo "$libraries" | grep "^${library%%=*}|") || {
		echo "sbom.sh: what is ${library%%=*}? add a row" >&2
		exit 1
	}
	IFS='|' read -r _ people spdx supplier cpe <<-END
		$row
	END
	printf '%s\n    {\n' "$comma"
	component '      ' library "$people" "${library#*=}" "$spdx" \
	    "$supplier" "$cpe"
	printf '    }'
	refs="$refs$comma
        \"pkg:generic/$people@${library#*=}\""
	comma=,
done
cat <<END

  ],
  "dependencies": [
    {
      "ref": "pkg:generic/$name@$version",
      "dependsOn": [$refs
      ]
    }
  ],
  "compositions": [
    {
      "aggregate": "complete",
      "dependencies": ["pkg:generic/$name@$version"]
    },
    {
      "aggregate": "unknown",
      "dependencies": [$refs
      ]
    }
  ]
}
END
