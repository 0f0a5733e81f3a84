#!/bin/sh
# sbom.sh NAME VERSION LIBRARY=VERSION...: a CycloneDX bill of materials on
# standard output: the program and the libraries that configure found.  The
# same words give the same bytes.
set -eu
name=$1 version=$2
shift 2

# As pkg-config calls it, as people do, SPDX.
libraries='
libcurl curl curl
libxml-2.0 libxml2 MIT
zlib zlib Zlib
jansson jansson MIT
libpcre2-8 pcre2 BSD-3-Clause
libevent_core libevent BSD-3-Clause
sqlite3 sqlite blessing
smartcols util-linux-libsmartcols LGPL-2.1-or-later
libcrypto openssl Apache-2.0
libunistring libunistring LGPL-3.0-or-later OR GPL-2.0-or-later
libseccomp libseccomp LGPL-2.1-only
liblinear liblinear BSD-3-Clause
'

# license SPDX: an id, or an expression of several.
license() {
	case $1 in
	*' '*) printf '"licenses": [{"expression": "%s"}]' "$1" ;;
	*) printf '"licenses": [{"license": {"id": "%s"}}]' "$1" ;;
	esac
}

# component INDENT TYPE NAME VERSION SPDX
component() {
	printf '%s"type": "%s",\n' "$1" "$2"
	printf '%s"bom-ref": "pkg:generic/%s@%s",\n' "$1" "$3" "$4"
	printf '%s"name": "%s",\n%s"version": "%s",\n' "$1" "$3" "$1" "$4"
	printf '%s%s,\n' "$1" "$(license "$5")"
	printf '%s"purl": "pkg:generic/%s@%s"\n' "$1" "$3" "$4"
}

cat <<END
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.5",
  "version": 1,
  "metadata": {
    "component": {
END
component '      ' application "$name" "$version" "$LICENSE"
printf '    }\n  },\n  "components": ['
refs= comma=
for library; do
	row=$(echo "$libraries" | grep "^${library%%=*} ") || {
		echo "sbom.sh: what is ${library%%=*}? add a row" >&2
		exit 1
	}
	row=${row#* }
	printf '%s\n    {\n' "$comma"
	component '      ' library "${row%% *}" "${library#*=}" "${row#* }"
	printf '    }'
	refs="$refs$comma
        \"pkg:generic/${row%% *}@${library#*=}\""
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
  ]
}
END
