#!/usr/bin/env python3
"""Writes the references that `resolve` is measured on, in ten citation styles and with the damage references come with.

    Scripts/make-reference-gold.py

Reads the works that the replica serves and those that it withholds (Tests/TestSupport/Fixtures/references), writes
references.tsv (the measure) and references-dev.tsv (for tuning; of other works). Columns: DOI or "-", style, kind of
damage, reference. "-" is a reference to a work that cannot be found: withheld, or made up from a served one.
Seeded: the same works give the same references.
"""
import json
import os
import random
import re
import unicodedata

FOLDER = os.path.join(os.path.dirname(__file__), "..", "Tests", "TestSupport", "Fixtures", "references")


def items(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return json.load(file)["message"]["items"]


def initials(given, dots=True, gap=" "):
    parts = [p for p in re.split(r"[\s.\-]+", given) if p]
    return gap.join(p[0].upper() + ("." if dots else "") for p in parts)


def people(work):
    return [(a.get("family") or a["name"], a.get("given", "")) for a in work["author"]]


def pages(work, short=False):
    text = work.get("page") or work.get("article-number", "")
    match = re.fullmatch(r"(\d+)-(\d+)", text)
    if short and match and len(match[1]) == len(match[2]):
        keep = next((i for i in range(len(match[1])) if match[1][i] != match[2][i]), len(match[1]) - 1)
        return f"{match[1]}-{match[2][keep:]}"
    return text


def first(work, key):
    return (work.get(key) or [""])[0]


def whole_title(work):
    subtitle = first(work, "subtitle")
    return first(work, "title") + (": " + subtitle if subtitle else "")


class Style:
    """One function a style; each takes a work and gives a line."""

    @staticmethod
    def names(work, form, most, last, between=", ", etal="et al."):
        names = [form(f, g) for f, g in people(work)]
        if len(names) > most:
            return between.join(names[: max(1, most // 2)]) + between + etal
        return between.join(names[:-1]) + (last if len(names) > 1 else "") + names[-1]

    @classmethod
    def apa(cls, w):
        who = cls.names(w, lambda f, g: f"{f}, {initials(g)}" if g else f, 20, ", & ", etal="… ")
        volume = w.get("volume", "")
        issue = f"({w['issue']})" if w.get("issue") else ""
        tail = ", ".join(p for p in [first(w, "container-title"), volume + issue, pages(w).replace("-", "–")] if p)
        return f"{who} ({w['year']}). {whole_title(w)}. {tail}."

    @classmethod
    def mla(cls, w):
        names = people(w)
        who = f"{names[0][0]}, {names[0][1]}".rstrip(", ")
        who += ", et al." if len(names) > 2 else f", and {names[1][1]} {names[1][0]}." if len(names) == 2 else "."
        tail = ", ".join(
            p
            for p in [
                first(w, "container-title"),
                f"vol. {w['volume']}" if w.get("volume") else "",
                f"no. {w['issue']}" if w.get("issue") else "",
                str(w["year"]),
                f"pp. {pages(w)}" if pages(w) else "",
            ]
            if p
        )
        return f"{who} “{whole_title(w)}.” {tail}."

    @classmethod
    def chicago(cls, w):
        names = people(w)
        who = f"{names[0][0]}, {names[0][1]}".rstrip(", ")
        if len(names) > 1:
            more = [f"{g} {f}".strip() for f, g in names[1:]]
            who += ", " + (", ".join(more[:-1]) + ", and " if len(more) > 1 else "and ") + more[-1] if len(
                names
            ) < 8 else ", " + ", ".join(more[:6]) + ", et al."
        issue = f" ({w['issue']})" if w.get("issue") else ""
        return f"{who}. {w['year']}. “{whole_title(w)}.” {first(w, 'container-title')} {w.get('volume', '')}{issue}: {pages(w)}."

    @classmethod
    def harvard(cls, w):
        who = cls.names(w, lambda f, g: f"{f}, {initials(g, gap='')}" if g else f, 4, " and ")
        issue = f"({w['issue']})" if w.get("issue") else ""
        return f"{who}, {w['year']}. {whole_title(w)}. {first(w, 'container-title')}, {w.get('volume', '')}{issue}, pp.{pages(w)}."

    @classmethod
    def vancouver(cls, w):
        who = cls.names(w, lambda f, g: f"{f} {initials(g, dots=False, gap='')}".strip(), 6, ", ", etal="et al")
        issue = f"({w['issue']})" if w.get("issue") else ""
        journal = first(w, "short-container-title") or first(w, "container-title")
        return f"{who}. {whole_title(w)}. {journal.replace('.', '')}. {w['year']};{w.get('volume', '')}{issue}:{pages(w, short=True)}."

    @classmethod
    def ama(cls, w):
        who = cls.names(w, lambda f, g: f"{f} {initials(g, dots=False, gap='')}".strip(), 6, ", ", etal="et al")
        journal = first(w, "short-container-title") or first(w, "container-title")
        issue = f"({w['issue']})" if w.get("issue") else ""
        return f"{who}. {whole_title(w)}. {journal}. {w['year']};{w.get('volume', '')}{issue}:{pages(w)}."

    @classmethod
    def ieee(cls, w):
        who = cls.names(w, lambda f, g: f"{initials(g)} {f}".strip(), 6, ", and ", etal="et al.")
        journal = first(w, "short-container-title") or first(w, "container-title")
        tail = ", ".join(
            p
            for p in [
                journal,
                f"vol. {w['volume']}" if w.get("volume") else "",
                f"no. {w['issue']}" if w.get("issue") else "",
                f"pp. {pages(w).replace('-', '–')}" if pages(w) else "",
                str(w["year"]),
            ]
            if p
        )
        return f"{who}, “{whole_title(w)},” {tail}."

    @classmethod
    def nature(cls, w):
        who = cls.names(w, lambda f, g: f"{f}, {initials(g)}" if g else f, 5, " & ", etal="et al.")
        journal = first(w, "short-container-title") or first(w, "container-title")
        return f"{who} {whole_title(w)}. {journal} {w.get('volume', '')}, {pages(w).replace('-', '–')} ({w['year']})."

    @classmethod
    def acs(cls, w):
        # No title: the numbers must do.
        who = cls.names(w, lambda f, g: f"{f}, {initials(g)}" if g else f, 10, "; ", between="; ")
        journal = first(w, "short-container-title") or first(w, "container-title")
        return f"{who} {journal} {w['year']}, {w.get('volume', '')}, {pages(w)}."

    @classmethod
    def elsevier(cls, w):
        who = cls.names(w, lambda f, g: f"{initials(g, gap='')} {f}".strip(), 6, ", ")
        journal = first(w, "short-container-title") or first(w, "container-title")
        return f"[{len(first(w, 'title')) % 90 + 1}] {who}, {whole_title(w)}, {journal}. {w.get('volume', '')} ({w['year']}) {pages(w).replace('-', '–')}."


STYLES = ["apa", "mla", "chicago", "harvard", "vancouver", "ama", "ieee", "nature", "acs", "elsevier"]


def ascii_only(text, _):
    return "".join(c for c in unicodedata.normalize("NFKD", text) if ord(c) < 128 or c in "–“”…")


def typo(text, rng):
    spots = [i for i in range(len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    for spot in sorted(rng.sample(spots, min(2, len(spots))), reverse=True):
        if rng.random() < 0.5:
            text = text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]
        else:
            text = text[:spot] + text[spot + 1 :]
    return text


def hyphenated(text, rng):
    words = text.split(" ")
    long = [i for i, w in enumerate(words) if len(w) > 8 and w.isalpha()]
    for i in rng.sample(long, min(2, len(long))):
        cut = len(words[i]) // 2
        words[i] = words[i][:cut] + "- " + words[i][cut:]
    return " ".join(words)


def lower(text, _):
    return text.lower()


def squeezed(text, _):
    return text.replace(". ", ".").replace(", ", ",")


def numbered(text, rng):
    return f"{rng.randint(1, 140)}. {text} [PubMed] [Google Scholar]"


DAMAGES = [("ascii", ascii_only), ("typo", typo), ("hyphens", hyphenated), ("lower", lower), ("squeezed", squeezed), ("numbered", numbered)]


def cut_title(work, rng):
    words = first(work, "title").split(" ")
    return {**work, "title": [" ".join(words[: max(4, len(words) * 2 // 3)])], "subtitle": []}


def without_subtitle(work, _):
    head = re.split(r"[:.?] ", first(work, "title"))[0]
    return {**work, "title": [head if len(head) > 20 else first(work, "title")], "subtitle": []}


def year_off(work, rng):
    return {**work, "year": work["year"] + rng.choice([-1, 1])}


def without_pages(work, _):
    return {**work, "page": "", "article-number": "", "issue": ""}


FIELD_DAMAGES = [("cut title", cut_title), ("no subtitle", without_subtitle), ("year off", year_off), ("no pages", without_pages)]


def can(style, work):
    if style == "acs":
        return bool(work.get("volume")) and bool(pages(work)) and bool(first(work, "container-title"))
    if not first(work, "container-title"):
        return style in ("apa", "mla", "harvard", "nature")
    return True


def reference(work, style, damage, rng):
    work = dict(work)
    work["year"] = work["issued"]["date-parts"][0][0]
    for name, change in FIELD_DAMAGES:
        if name == damage and not (style == "acs" and name in ("cut title", "no subtitle", "no pages")):
            work = change(work, rng)
    text = getattr(Style, style)(work)
    for name, change in DAMAGES:
        if name == damage:
            text = change(text, rng)
    return re.sub(r"\s+", " ", text.replace(" ,", ",").replace("()", "").replace(", pp..", ".").replace(": .", ".")).strip()


def made_up(work, rng, served):
    """A work by the same people that nobody wrote: what a careless author or a language model cites."""
    other = rng.choice([s for s in served if len(first(s, "title")) > 40 and s["DOI"] != work["DOI"]])
    words = first(work, "title").split(" ")
    tail = first(other, "title").split(" ")
    kind = rng.choice(["part", "crossed title", "other numbers"])
    number = rng.randint(100, 900)
    changed = dict(work)
    changed["volume"] = str(rng.randint(3, 60))
    changed["page"] = f"{number}-{number + rng.randint(5, 20)}"
    changed["issued"] = {"date-parts": [[work["issued"]["date-parts"][0][0] + rng.choice([-4, -3, 2, 3, 5])]]}
    if kind == "part":
        changed["title"] = [first(work, "title") + rng.choice([" II. Long-term outcomes", ": a second look at mechanisms", ", part 2: clinical validation"])]
        changed["subtitle"] = []
    elif kind == "crossed title":
        changed["title"] = [" ".join(words[: len(words) // 2] + tail[len(tail) // 2 :])]
        changed["subtitle"] = []
    else:
        changed["title"] = [" ".join(tail)]
        changed["subtitle"] = []
    return changed


def write(name, seed, works, withheld, served, unfindable, total=300):
    rng = random.Random(seed)
    rows = []
    rng.shuffle(works)
    rng.shuffle(withheld)
    lost = [("withheld", w) for w in withheld[: unfindable * 2 // 3]]
    lost += [("made up", made_up(w, rng, served)) for w in works[-(unfindable - len(lost)) :]]
    found = [("", w) for w in works[: total - unfindable]]
    for number, (kind, work) in enumerate(lost + found):
        style = STYLES[number % len(STYLES)]
        if not can(style, work):
            style = "apa"
        damage = "none"
        if rng.random() < 0.6:
            damage = rng.choice([n for n, _ in DAMAGES + FIELD_DAMAGES])
        text = reference(work, style, damage, rng)
        rows.append(("-" if kind else work["DOI"], style, kind or damage, text))
    rng.shuffle(rows)
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8") as file:
        file.write("doi\tstyle\tdamage\treference\n")
        for row in rows:
            file.write("\t".join(row) + "\n")


def main():
    served = items("crossref/works-1.json") + items("crossref/works-2.json")
    withheld = items("withheld.json")
    usable = [w for w in served if len(first(w, "title")) > 15 and "PLOS ONE Staff" not in json.dumps(w)]
    rng = random.Random(7)
    rng.shuffle(usable)
    half = len(usable) // 2
    write("references.tsv", 1, usable[:half], withheld[: len(withheld) // 2], served, 60)
    write("references-dev.tsv", 2, usable[half:], withheld[len(withheld) // 2 :], served, 60)


if __name__ == "__main__":
    main()
