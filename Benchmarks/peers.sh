#!/usr/bin/env bash
# ibid beside its peers, one after another on the same file: CPU, wall, memory, pairs.
#   Benchmarks/peers.sh corpus [SIZE]             splink and ibid on an invented corpus, and what they find of its truth
#   Benchmarks/peers.sh file RECORDS.csv [ROUNDS] [TRUTH.csv]   bib-dedupe, splink and ibid on a table, medians of rounds
# IBID_PEERS is a Python environment with the peers, outside this folder; it is made where there is none:
#   python3 -m venv DIR && DIR/bin/pip install -r Benchmarks/peers/requirements.txt
# PEERS names those to run, of "ibid splink bib-dedupe"; SEED another corpus; FOLDER keeps the corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-}
peers=${IBID_PEERS:?name a folder for the Python environment of the peers in IBID_PEERS}
if [ ! -x "$peers/bin/python" ]; then
    python3 -m venv "$peers"
    "$peers/bin/pip" install --quiet -r Benchmarks/peers/requirements.txt
fi
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
runs=()
add() {
    case " ${PEERS:-$3} " in *" $1 "*) runs+=(--run "$1" "$2") ;; esac
}
case $mode in
corpus)
    size=${2:-1000000}
    corpus="$work/corpus-$size-${SEED:-20261121}"
    if [ ! -s "$corpus.csv" ] || [ ! -s "$corpus.truth.csv" ]; then
        "$tools/corpus-generator" "$size" "$corpus.jsonl" --truth "$corpus.truth.part" --damage "$corpus.damage.csv" \
            --table "$corpus.csv" --seed "${SEED:-20261121}"
        mv "$corpus.truth.part" "$corpus.truth.csv"
    fi
    defaults="ibid splink"
    # ibid reads what databases send; the peer reads the same records as a table.
    add ibid "$ibid dedup --quiet --json --clusters {out} $corpus.jsonl" "$defaults"
    add splink "$peers/bin/python Benchmarks/peers/splink_dedup.py $corpus.csv {out}" "$defaults"
    add bib-dedupe "$peers/bin/python Benchmarks/peers/bib_dedupe_dedup.py $corpus.csv {out}" "$defaults"
    python3 Benchmarks/peers/measure.py --records "$size" --truth "$corpus.truth.csv" \
        --scores "$tools/pair-scores" "${runs[@]}"
    ;;
file)
    table=${2:?name a table with the columns that ibid dedup reads}
    defaults="ibid splink bib-dedupe"
    add ibid "$ibid dedup --quiet --json --versions merge --clusters {out} $table" "$defaults"
    add splink "$peers/bin/python Benchmarks/peers/splink_dedup.py $table {out}" "$defaults"
    add bib-dedupe "$peers/bin/python Benchmarks/peers/bib_dedupe_dedup.py $table {out}" "$defaults"
    truth=${4:-$(dirname "$table")/truth.csv}
    [ -s "$truth" ] && runs+=(--truth "$truth" --scores "$tools/pair-scores")
    python3 Benchmarks/peers/measure.py --rounds "${3:-5}" "${runs[@]}"
    ;;
*)
    sed -n '2,7s/^# *//p' "$0" >&2
    exit 64
    ;;
esac
