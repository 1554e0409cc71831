#!/usr/bin/env bash
# `ibid dedup` on an invented corpus: CPU, wall, memory, and precision and recall against the truth.
#   Benchmarks/dedup.sh [SIZE] [-- OPTIONS-OF-DEDUP…]
# SEED names another corpus; FOLDER keeps the files, which take 1.1 KB a record, and uses them again.
set -euo pipefail
cd "$(dirname "$0")/.."
size=1000000
if [ $# -gt 0 ] && [ "$1" != -- ]; then size=$1; shift; fi
if [ "${1:-}" = -- ]; then shift; fi
work=${FOLDER:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${FOLDER:-}" ] || trap 'rm -rf "$work"' EXIT
if [ -z "${IBID_BENCHMARK_BUILT:-}" ]; then
    bash Scripts/build-release.sh
    for product in corpus-generator pair-scores; do
        swift build -c release --package-path Benchmarks --product "$product" >&2
    done
fi
ibid=$(swift build -c release --show-bin-path)/ibid
tools=$(swift build -c release --package-path Benchmarks --show-bin-path)
corpus="$work/corpus-$size-${SEED:-20261121}"
if [ ! -s "$corpus.truth.csv" ]; then
    "$tools/corpus-generator" "$size" "$corpus.jsonl" --truth "$corpus.truth.part" --damage "$corpus.damage.csv" \
        --seed "${SEED:-20261121}"
    mv "$corpus.truth.part" "$corpus.truth.csv"
fi
python3 Benchmarks/peers/measure.py --records "$size" --truth "$corpus.truth.csv" --scores "$tools/pair-scores" \
    --run ibid "$ibid dedup --quiet --json $* --clusters {out} $corpus.jsonl"
