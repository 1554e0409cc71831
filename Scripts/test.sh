#!/usr/bin/env bash
# Runs the tests that were built; where some fail, says once more at the end which and why.
set -uo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift test --skip-build "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" -ne 0 ]; then
    echo
    echo "== what failed"
    grep -a -A 3 -E '^✘ Test .* recorded an issue|Fatal error|unexpected signal' "$log" | cut -c 1-600 | head -n 80
fi
exit "$status"
