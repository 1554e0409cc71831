#!/usr/bin/env python3
"""Writes Crossref-shaped JSON Lines: recorded works, perturbed until there are as many as asked for.

    make-crossref-records.py COUNT OUT.jsonl [FOLDER]

FOLDER holds an index.jsonl as the replica reads it. Each copy gets a DOI of its own; seven in ten get other words in the
title, other pages and another year (a different work), three in ten a typing error in the title (a near duplicate).
Seeded: the same arguments give the same bytes. Works are padded with references to 7.5 KB on average.
"""
import json
import os
import random
import sys

count, out = int(sys.argv[1]), sys.argv[2]
here = os.path.dirname(os.path.abspath(__file__))
shared = os.path.join(here, "..", "..", "shared", "fixtures")
own = os.path.join(here, "..", "Tests", "TestSupport", "Fixtures", "replica")
folder = sys.argv[3] if len(sys.argv) > 3 else (shared if os.path.isdir(shared) else own)

works = []
for line in open(os.path.join(folder, "index.jsonl"), encoding="utf-8"):
    entry = json.loads(line)
    if entry.get("source") != "crossref" or not entry.get("body", "").endswith(".json"):
        continue
    try:
        message = json.load(open(os.path.join(folder, entry["body"]), encoding="utf-8"))["message"]
    except (ValueError, KeyError, TypeError):
        continue
    for work in message.get("items", [message]) if isinstance(message, dict) else []:
        if isinstance(work, dict) and "DOI" in work and "title" in work:
            works.append(work)

rng = random.Random(20261121)
words = sorted({w for work in works for t in work.get("title") or [] for w in t.split() if w.isalpha() and len(w) > 3})
families = sorted({a["family"] for work in works for a in work.get("author", []) if a.get("family")})
sizes = [len(json.dumps(w, ensure_ascii=False)) for w in works]
bare = [w for w in works if "reference" not in w]
# What each work without references must gain for the mean to be 7.5 KB.
padding = max(0, 7500 * len(works) - sum(sizes)) // max(1, len(bare))
total = 0
with open(out, "w", encoding="utf-8") as handle:
    for n in range(count):
        work = json.loads(json.dumps(works[n % len(works)]))
        work["DOI"] = f"{work['DOI'].split('/')[0]}/bench.{n}"
        title = (work.get("title") or [""])[0]
        if rng.random() < 0.7:
            parts = title.split()
            for i in range(len(parts)):
                if rng.random() < 0.6:
                    parts[i] = rng.choice(words)
            title = " ".join(parts)
            for author in work.get("author", [])[:3]:
                if author.get("family"):
                    author["family"] = rng.choice(families)
            work["page"] = f"{rng.randint(1, 4000)}-{rng.randint(4001, 9000)}"
            work["issued"] = {"date-parts": [[rng.randint(1980, 2025), rng.randint(1, 12)]]}
        elif len(title) > 8:
            at = rng.randrange(2, len(title) - 2)
            title = title[:at] + title[at + 1:]
        if work.get("title"):
            work["title"][0] = title
        if padding and "reference" not in work:
            work["reference"] = []
            missing = padding
            while missing > 0:
                text = " ".join(rng.choice(words) for _ in range(30))
                work["reference"].append({"key": f"r{len(work['reference'])}", "unstructured": text})
                missing -= len(text) + 36
        line = json.dumps(work, ensure_ascii=False)
        total += len(line.encode()) + 1
        handle.write(line + "\n")
print(f"{count} records from {len(works)} works, {total / count:.0f} bytes on average", file=sys.stderr)
