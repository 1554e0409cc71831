#!/usr/bin/env bash
# Builds .build/release/ibid. The Swift runtime goes into the binary where the toolchain has it so: it starts in half the
# time, and runs where no Swift is installed.
#   Scripts/build-release.sh [PRODUCT…]
set -euo pipefail
cd "$(dirname "$0")/.."
options=()
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
if [ "$(uname -s)" = Linux ] && [ -d "$toolchain/lib/swift_static" ]; then options+=(--static-swift-stdlib); fi
for product in "${@:-ibid}"; do
    # The linker's word on what Foundation calls is no news of ours.
    swift build -c release --product "$product" "${options[@]}" 2>&1 \
        | { grep -v "the use of .mktemp. is dangerous" || true; } >&2
done
