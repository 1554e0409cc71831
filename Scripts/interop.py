"""Reads what Scripts/interop.sh left in a folder and prints one row a check: what was tried, on how much, whether it held."""
import difflib, glob, json, os, re, sys, unicodedata
import xml.etree.ElementTree as xml

work, tools = sys.argv[1:3]
import bibtexparser, jsonschema, rispy


def path(name):
    return os.path.join(work, name)


def text(name):
    return open(path(name), encoding="utf-8", errors="replace").read()


rows = []


def row(tool, what, count, held, remark=""):
    rows.append(f"| {tool} | {what} | {count} | {'yes' if held else '**no**'} | {remark} |")


records = [json.loads(line) for line in text("all.jsonl").splitlines()]
# Keys that stand in every entry: the order of records is that of ids in all formats.
items = json.loads(text("all.csl-json"))
titles = [": ".join(filter(None, [r.get("title"), r.get("subtitle")])) for r in records]


def plain(value):
    """A title without TeX, case, marks and signs."""
    value = value.replace("\\&", "&").replace("\\%", "%")
    value = re.sub(r"\\text\w+\{\}|[{}\\$]", "", value)
    value = unicodedata.normalize("NFKD", value).casefold()
    return re.sub(r"[\W_]+", "", value)


def same(found):
    found = [plain(t or "") for t in found]
    wanted = [plain(re.sub(r"[{}\\$~^]", "", t)) for t in titles]
    return sum(a == b for a, b in zip(found, wanted)), len(found)


schema = json.load(open(os.path.join(tools, "commonmeta/resources/csl-data.json")))
errors = list(jsonschema.Draft7Validator(schema).iter_errors(items))
row("jsonschema, csl-data.json 1.0.2", "`csl-json`", len(items), not errors and len(items) == len(records), "; ".join(e.message[:80] for e in errors[:3]))
own = json.load(open("Docs/jsonl.schema.json"))
errors = [e for r in records for e in jsonschema.Draft7Validator(own).iter_errors(r)]
row("jsonschema, Docs/jsonl.schema.json", "`jsonl`", len(records), not errors, "; ".join(e.message[:80] for e in errors[:3]))

for name, label in [("all", "`bibtex`"), ("ascii", "`bibtex --ascii`")]:
    for style in ["plain", "apalike"]:
        log = text(f"{name}-{style}.log")
        warnings = re.findall(r"Warning--(.*)", log)
        lacking = [w for w in warnings if w.startswith("empty ") or w.startswith("can't use both")]
        entries = text(f"{name}-{style}.bbl").count("\\bibitem")
        held = "error message" not in log and entries == len(records) and len(lacking) == len(warnings)
        row(f"bibtex, {style}.bst", label, entries, held, f"{len(lacking)} warnings of fields that a record has not" if lacking else "")
        if style == "plain" and name == "ascii":
            out = text(f"set-{name}-{style}.out")
            bad = re.findall(r"^! .*", out, re.M)
            row("pdflatex, its list", label, entries, not bad, "; ".join(bad[:2]))
for name, label in [("alllatex", "`biblatex`"), ("asciilatex", "`biblatex --ascii`")]:
    log = text(f"doc-{name}.biber")
    bad = re.findall(r"^(?:WARN|ERROR).*", log, re.M)
    count = len(re.findall(r"\\entry\{", text(f"doc-{name}.bbl"))) if os.path.exists(path(f"doc-{name}.bbl")) else 0
    row("biber", label, count, not bad and count == len(records), "; ".join(bad[:2]).replace("|", "/"))
    if name == "asciilatex":
        bad = re.findall(r"^! .*", text(f"doc-{name}.out"), re.M)
        row("pdflatex, biblatex", label, count, not bad, "; ".join(bad[:2]))

aliases = {"harvard-cite-them-right": "harvard"}
for style in ["apa", "vancouver", "chicago-author-date", "harvard-cite-them-right", "ieee"]:
    def lines(name):
        found = [re.sub(r"^\s*(\[\d+\]|\d+\.)\s*", "", l.strip()) for l in text(name).splitlines() if l.strip()]
        return found[1:] if found and found[0] == "References" else found

    theirs, ours = lines(f"citeproc-{style}.txt"), lines(f"{aliases.get(style, style)}.txt")
    errors = text(f"citeproc-{style}.err").strip()
    equal = sum(l in set(theirs) for l in ours)
    row(f"pandoc --citeproc, {style}.csl", "`csl-json`", len(theirs), len(theirs) == len(records) and not errors, f"{equal} references of `--style {aliases.get(style, style)}` are the same to the letter" if not errors else errors[:80])
errors = text("citeproc-bib.err").strip()
row("pandoc --citeproc", "`bibtex`", len([l for l in text("citeproc-bib.txt").splitlines() if l.strip()]) - 1, not errors, errors[:80])

with open(path("all.ris"), encoding="utf-8", newline="") as file:
    read = rispy.loads(file.read().replace("\r\n", "\n"))
equal, count = same([r.get("title") or r.get("primary_title") for r in read])
row("rispy", "`ris`", count, count == equal == len(records), f"{equal} titles the same")
for name, label in [("all.bibtex", "`bibtex`"), ("all.biblatex", "`biblatex`")]:
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    read = bibtexparser.loads(text(name), parser).entries
    found = [": ".join(filter(None, [r.get("title"), r.get("subtitle")])) for r in read]
    equal, count = same(found)
    row("bibtexparser", label, count, count == equal == len(records), f"{equal} titles the same")
read = list(xml.parse(path("all.endnote-xml")).getroot().iter("record"))
equal, count = same(["".join(r.find("titles/title").itertext()) if r.find("titles/title") is not None else "" for r in read])
row("Python's XML parser", "`endnote-xml`", count, count == equal == len(records), f"{equal} titles the same")
blocks = [b for b in text("all.nbib").split("\n\n") if b.strip()]
equal, count = same([m[1] if (m := re.search(r"^TI  - (.*)", b, re.M)) else "" for b in blocks])
row("cut at blank lines", "`nbib`", count, count == equal == len(records), f"{equal} titles the same")

print("| read by | format | records | sound | remark |")
print("|---|---|---:|---|---|")
print("\n".join(rows))
