#!/usr/bin/env python3
"""Measures readers of files beside each other: readers.py OURS FOLDER WORK MEGABYTES ROUNDS.

For each format the exports in FOLDER are repeated to MEGABYTES; slow readers get a tenth or a hundredth of that. Rounds are
interleaved; what is printed is megabytes a second of CPU, user and system, medians.
"""
import glob
import os
import re
import shutil
import statistics
import subprocess
import sys

ours, folder, work, megabytes, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
here = os.path.dirname(os.path.abspath(__file__))

RISPY = "import rispy,sys\nwith open(sys.argv[1], encoding='utf-8', errors='replace') as f: print(len(rispy.load(f, skip_unknown_tags=True)))"
NBIB = "import nbib,sys\nprint(len(nbib.read_file(sys.argv[1])))"
BIBTEXPARSER = "import bibtexparser,sys\nfrom bibtexparser.bparser import BibTexParser\nprint(len(bibtexparser.load(open(sys.argv[1], encoding='utf-8', errors='replace'), BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries))"
LXML = """import lxml.etree as e,sys
n=0
for _, x in e.iterparse(sys.argv[1], tag=sys.argv[2], huge_tree=True):
    n+=1; ''.join(x.itertext()); x.clear()
    while x.getprevious() is not None: del x.getparent()[0]
print(n)"""


def read(name):
    with open(name, "rb") as file:
        return file.read().lstrip(b"\xef\xbb\xbf").rstrip() + b"\n\n"


def exports(*patterns):
    return b"".join(read(name) for p in patterns for name in sorted(glob.glob(os.path.join(folder, p))))


def elements(names, tag):
    found = []
    for name in names:
        found += re.findall(b"<%s[ >].*?</%s>" % (tag, tag), read(name), re.S)
    return b"\n".join(found) + b"\n"


def repeated(name, body, head=b"", tail=b""):
    """Files of the whole size, a tenth and a hundredth of it, and their bytes."""
    made = []
    for part in (1, 10, 100):
        path = os.path.join(work, f"{part}-{name}")
        with open(path, "wb") as file:
            file.write(head + body * max(1, megabytes * 1_000_000 // part // len(body)) + tail)
        made.append((path, os.path.getsize(path)))
    return made


def cpu(command):
    """Seconds of CPU of a command and all it starts."""
    with open(os.devnull, "wb") as null:
        process = subprocess.Popen(command, stdout=null, stderr=null)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{' '.join(command[:2])}: ended with {status}")
    return usage.ru_utime + usage.ru_stime


def python(program, path, *more):
    return [sys.executable, "-c", program, path, *more]


def compare(title, files, own, others):
    """`files`: path and bytes of text; `others`: name, which file, command of a path."""
    runs = [("ibid", 0, lambda path: [ours, own, path])] + [
        other for other in others if shutil.which(other[2]("x")[0])]
    speeds = {name: [] for name, _, _ in runs}
    for _ in range(rounds):
        for name, part, command in runs:
            path, size = files[part]
            speeds[name].append(size / 1e6 / max(cpu(command(path)), 1e-3))
    own_speed = statistics.median(speeds["ibid"])
    for name, _, _ in runs:
        speed = statistics.median(speeds[name])
        times = "" if name == "ibid" else f"{own_speed / speed:.1f}"
        print(f"| {title} | {name} | {speed:.{0 if speed >= 10 else 1}f} | {times} |", flush=True)


print("| format | reader | MB/s of CPU | times slower than ibid |\n|---|---|---:|---:|")
ris = exports("*.ris")
if ris:
    compare("RIS", repeated("x.ris", ris), "ris", [
        ("bibutils ris2xml", 1, lambda p: ["ris2xml", p]), ("rispy", 1, lambda p: python(RISPY, p))])
nbib = exports("*.nbib")
if nbib:
    compare("NBIB", repeated("x.nbib", nbib), "nbib", [("nbib", 1, lambda p: python(NBIB, p))])
bib = exports("*.bib")
if bib:
    compare("BibTeX", repeated("x.bib", bib), "bibtex", [
        ("bibutils bib2xml", 1, lambda p: ["bib2xml", p]), ("bibtexparser 1.4", 2, lambda p: python(BIBTEXPARSER, p))])
names = [n for n in glob.glob(os.path.join(folder, "*.xml")) if b"<ref-type" in read(n)[:100_000]]
if names:
    files = repeated(
        "x.xml", elements(sorted(names), b"record"), b'<?xml version="1.0" encoding="UTF-8"?><xml><records>\n',
        b"</records></xml>\n")
    compare("EndNote XML", files, "endnote-xml", [
        ("xmllint --noout, no record made", 0, lambda p: ["xmllint", "--noout", "--huge", p]),
        ("lxml iterparse, text of records", 0, lambda p: python(LXML, p, "record")),
        ("bibutils endx2xml", 1, lambda p: ["endx2xml", p])])
recorded = os.path.join(folder, "..", "..", "fixtures")
names = [n for n in glob.glob(os.path.join(recorded, "pubmed", "**"), recursive=True) if os.path.isfile(n)]
articles = elements(sorted(names), b"PubmedArticle") if names else b""
if len(articles) > 1:
    files = repeated(
        "p.xml", articles, b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n', b"</PubmedArticleSet>\n")
    compare("PubMed XML", files, "pubmed", [
        ("xmllint --noout, no record made", 0, lambda p: ["xmllint", "--noout", "--huge", p]),
        ("lxml iterparse, text of records", 0, lambda p: python(LXML, p, "PubmedArticle")),
        ("bibutils med2xml", 1, lambda p: ["med2xml", p])])
lines = os.path.join(work, "crossref.jsonl")
subprocess.run(
    [sys.executable, os.path.join(here, "..", "make-crossref-records.py"), str(megabytes * 130), lines],
    check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
subprocess.run(["gzip", "-6", "-k", "-f", lines], check=True)
compare("JSON Lines of Crossref, .gz", [(lines + ".gz", os.path.getsize(lines))], "crossref", [
    ("ibid, decompression alone", 0, lambda p: [ours, "bytes", p]),
    ("igzip -dc, no record made", 0, lambda p: ["igzip", "-dc", p]),
    ("gzip -dc, no record made", 0, lambda p: ["gzip", "-dc", p])])
