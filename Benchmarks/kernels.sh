#!/usr/bin/env bash
# Costs of kernels and stages, see Sources/kernel-benchmark.
#   Benchmarks/kernels.sh [--check FILE | --write FILE] [--tolerance X] [--only WORD]
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --package-path Benchmarks --product kernel-benchmark >&2
"$(swift build -c release --package-path Benchmarks --show-bin-path)/kernel-benchmark" "$@"
