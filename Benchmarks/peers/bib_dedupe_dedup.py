"""Clusters a table of records with bib-dedupe.

    bib_dedupe_dedup.py RECORDS.csv OUT.csv
"""
import sys

import pandas
from bib_dedupe.bib_dedupe import block, cluster, match, prep

KINDS = {
    "journal-article": "article", "journal article": "article", "article-journal": "article", "journal": "article",
    "conference paper": "inproceedings", "conference proceedings": "inproceedings", "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings", "book section": "inbook", "book-chapter": "inbook", "chapter": "inbook",
}
OWN = {"article", "inproceedings", "book", "inbook", "incollection", "misc", "proceedings", "phdthesis", "techreport"}


def kind(text):
    text = text.lower()
    found = KINDS.get(text, text)
    return found if found in OWN else "article"


def main():
    rows = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
    kinds = rows["type"].map(kind)
    is_paper = kinds == "inproceedings"
    records = pandas.DataFrame(
        {
            "ID": rows["id"],
            "ENTRYTYPE": kinds,
            "title": rows["title"],
            "author": rows["authors"].str.replace("; ", " and ", regex=False),
            "year": rows["year"].str.extract(r"(\d{4})")[0].fillna(""),
            "journal": rows["journal"].where(~is_paper, ""),
            "booktitle": rows["journal"].where(is_paper, ""),
            "volume": rows["volume"],
            "number": rows["issue"],
            "pages": rows["pages"],
            "doi": rows["doi"],
            "abstract": rows["abstract"],
            "isbn": rows["isbn"],
        }
    )
    matched = match(block(prep(records, cpu=2), cpu=2), cpu=2)
    home = {name: name for name in rows["id"]}
    for group in cluster(matched) if len(matched) else []:
        for name in group:
            home[name] = group[0]
    pandas.DataFrame({"id": list(home), "cluster": list(home.values())}).to_csv(sys.argv[2], index=False)


if __name__ == "__main__":
    main()
