#!/usr/bin/env bash
# CPU a record of `ibid import`, plain and from .gz, with the stages broken down.
#   Benchmarks/import.sh [COUNT]
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bash Scripts/build-release.sh
ibid=$(swift build -c release --show-bin-path)/ibid
python3 Benchmarks/make-crossref-records.py "$count" "$work/records.jsonl"
gzip -1 -k "$work/records.jsonl"
for input in records.jsonl records.jsonl.gz; do
    rm -f "$work"/catalog.sqlite*
    python3 - "$ibid" "$work" "$input" "$count" <<'PY'
import json, resource, subprocess, sys
ibid, work, name, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
done = subprocess.run([ibid, "import", "--quiet", "--json", "--catalog", f"{work}/catalog.sqlite", f"{work}/{name}"], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
report = json.loads(done.stdout)
cpu = used.ru_utime + used.ru_stime
print(f"{name}: {cpu / count * 1e6:.1f} µs CPU a record ({used.ru_utime:.2f} s user, {used.ru_stime:.2f} s system), peak {used.ru_maxrss // 1024} MB")
print("  wall by stage: " + ", ".join(f"{k} {v:.2f} s" for k, v in report["stages"].items()))
print(f"  {report['pairsCompared']} pairs compared, {report['merges']} merges, {report['canonical']} canonical records")
PY
done
