#!/usr/bin/env bash
# Reading files: ibid to source records, on one thread, beside the fastest other readers that Debian and PyPI have.
#   Benchmarks/readers.sh [FOLDER] [MEGABYTES] [ROUNDS]
# FOLDER holds the real exports that are repeated to that size (100); ../shared/dedup/exports where nothing is said.
# IBID_PEERS is a Python environment for the peers, made where there is none. Debian's packages bibutils, libxml2-utils
# and isal have the others; what is not installed is left out.
set -euo pipefail
cd "$(dirname "$0")/.."
peers=${IBID_PEERS:?name a folder for the Python environment of the peers in IBID_PEERS}
if [ ! -x "$peers/bin/python" ]; then python3 -m venv "$peers"; fi
"$peers/bin/python" -c 'import rispy, nbib, bibtexparser, lxml' 2>/dev/null \
    || "$peers/bin/pip" install --quiet rispy nbib 'bibtexparser<2' lxml
swift build -c release --package-path Benchmarks --product reader-benchmark >&2
ours=$(swift build -c release --package-path Benchmarks --show-bin-path)/reader-benchmark
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$peers/bin/python" Benchmarks/peers/readers.py "$ours" "${1:-../shared/dedup/exports}" "$work" "${2:-100}" "${3:-5}"
