#!/usr/bin/env bash
# Installs the C libraries that ibid builds on, where they are missing. Says what and why; sudo only when not root.
set -euo pipefail

if [ "$(uname -s)" = Darwin ]; then
    echo "on macOS: brew install curl simdjson pugixml isa-l zstd pkg-config" >&2
    exit 0
fi
command -v dpkg-query >/dev/null || { echo "not a Debian system: install libcurl, simdjson, pugixml, isa-l, zstd and sqlite3 with their headers" >&2; exit 0; }

packages="libcurl4-openssl-dev:HTTP libsimdjson-dev:JSON libpugixml-dev:XML libisal-dev:gzip libzstd-dev:Zstandard libsqlite3-dev:catalog pkg-config:finding-them g++:the-JSON-and-XML-shims"
missing=()
for entry in $packages; do
    package=${entry%%:*}
    if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed"; then
        echo "installing $package (${entry##*:})" >&2
        missing+=("$package")
    fi
done
[ ${#missing[@]} -eq 0 ] && exit 0
run=()
[ "$(id -u)" -eq 0 ] || run=(sudo)
"${run[@]}" apt-get update -qq >&2
DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
