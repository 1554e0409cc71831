#!/usr/bin/env bash
# CPU a request of `Transfer.Client` beside `curl --parallel`, on the same pages of a replica on loopback.
#   Benchmarks/transfer.sh [COUNT] [AT-ONCE] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-3000}
at_once=${2:-8}
rounds=${3:-7}
work=$(mktemp -d)
replica_pid=
trap '[ -z "$replica_pid" ] || kill "$replica_pid"; rm -rf "$work"' EXIT
if [ -z "${IBID_BENCHMARK_BUILT:-}" ]; then
    swift build -c release --product ibid-replica
    swift build -c release --package-path Benchmarks --product transfer-benchmark
fi
replica=$(swift build -c release --show-bin-path)/ibid-replica
benchmark=$(swift build -c release --package-path Benchmarks --show-bin-path)/transfer-benchmark
"$replica" --folder Tests/TestSupport/Fixtures/replica > "$work/replica.txt" &
replica_pid=$!
until grep -q listening "$work/replica.txt"; do sleep 0.1; done
base=$(sed 's/.* //' "$work/replica.txt")
python3 - "$base" "$count" "$at_once" "$rounds" "$benchmark" "$work" <<'PY'
import resource, statistics, subprocess, sys
base, count, at_once, rounds, benchmark, work = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5], sys.argv[6]
# Pages of 4 to 40 works.
urls = [f"{base}/api.crossref.org/works?rows={4 + n % 37}&n={n}" for n in range(count)]
open(f"{work}/urls.txt", "w").write("\n".join(urls) + "\n")
open(f"{work}/curl.txt", "w").write("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls))
curl = ["curl", "--silent", "--parallel", "--parallel-max", at_once, "--config", f"{work}/curl.txt"]
def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count * 1e6, done.stdout.strip()
rows = {"curl --parallel": curl, "Transfer": [benchmark, f"{work}/urls.txt", at_once],
        "Transfer, cache on": [benchmark, f"{work}/urls.txt", at_once]}
times = {name: [] for name in rows}
for round in range(rounds):
    for name, command in rows.items():
        # A folder of its own each time: a file system that has just deleted thousands of files is slow to make new ones.
        used, said = cpu(command + [f"{work}/cache{round}"] if "cache" in name else command)
        times[name].append(used)
        if name == "Transfer": size = said
print(f"{count} requests, {at_once} at once, {rounds} rounds; {size}")
for name, values in times.items():
    middle = statistics.median(values)
    print(f"{name:20} {middle:7.1f} µs CPU a request ({min(values):.1f} to {max(values):.1f}), "
          f"{middle / statistics.median(times['curl --parallel']):.2f} of curl's")
PY
