#!/usr/bin/env python3
"""Writes the project's own labelled pairs as a set that `ibid evaluate dedup` and `ibid retrain` read.

    Scripts/make-gold-set.py FOLDER [link|merge]

`merge` (the default) labels versions as duplicates; pairs that nobody can decide are left out.
"""
import csv
import json
import pathlib
import sys

columns = (
    "id source type title authors year journal volume issue pages doi pmid issn isbn publisher url abstract language"
).split()
target = pathlib.Path(sys.argv[1])
policy = sys.argv[2] if len(sys.argv) > 2 else "merge"
target.mkdir(parents=True, exist_ok=True)
labels = pathlib.Path(__file__).parent.parent / "Tests/TestSupport/Labels"
with open(target / "records.csv", "w", newline="", encoding="utf-8") as records, open(
    target / "pairs.csv", "w", newline="", encoding="utf-8"
) as pairs:
    record_writer, pair_writer = csv.writer(records), csv.writer(pairs)
    record_writer.writerow(columns)
    pair_writer.writerow(["id_a", "id_b", "match"])
    for path in sorted(labels.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            if pair[policy] == "unsure":
                continue
            for side in "ab":
                record_writer.writerow([pair[side].get(column, "") for column in columns])
            pair_writer.writerow([pair["a"]["id"], pair["b"]["id"], 1 if pair[policy] == "same" else 0])
