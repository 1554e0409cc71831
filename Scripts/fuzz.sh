#!/usr/bin/env bash
# Feeds each parser with what libFuzzer makes of its seeds, SECONDS each (60 where nothing is said); stops at the first
# input that crashes one, takes more than 20 seconds, or more than 1 GB, and leaves it in Fuzzing/.build/findings.
#   Scripts/fuzz.sh [SECONDS] [TARGET…]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
swift build -c release --package-path Fuzzing --sanitize fuzzer --product fuzz >&2
program=$(swift build -c release --package-path Fuzzing --sanitize fuzzer --show-bin-path)/fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(ris bibtex tex nbib wos enw cochrane ovid proquest refworks pubmed-text encoding json xml yaml csv xlsx page signature)
findings=Fuzzing/.build/findings
mkdir -p "$findings"
for target in "${targets[@]}"; do
    corpus=Fuzzing/.build/corpus/$target
    mkdir -p "$corpus"
    seeds=Fuzzing/seeds/$target
    mkdir -p "$seeds"
    IBID_FUZZ=$target "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
        -artifact_prefix="$findings/$target-" "$corpus" "$seeds" 2>"$findings/$target.log" || {
        tail -n 40 "$findings/$target.log" >&2
        echo "$target: a finding lies in $findings" >&2
        exit 1
    }
    awk -v target="$target" '/stat::number_of_executed_units/ {runs=$2} /stat::peak_rss_mb/ {rss=$2}
        END {printf "%-9s %9d inputs, %4d MB, nothing found\n", target, runs, rss}' "$findings/$target.log"
done
