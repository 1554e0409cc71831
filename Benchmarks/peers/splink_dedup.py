"""Clusters a table of records with splink: Fellegi and Sunter's model, trained without labels, on DuckDB.

    splink_dedup.py RECORDS.csv OUT.csv

One bibliographic setting for all data: similarity of title, authors and journal, agreement of year, volume, first page
and DOI; blocked on the ends of the title, on first author and year, on volume and page, and on the DOI. Above 300,000
records titles are blocked with the year and authors with the volume: without that, memory ends before the pairs do.
"""
import re
import sys
import tempfile
import unicodedata
import warnings

import duckdb
import pandas
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

warnings.filterwarnings("ignore")

LARGE = 300_000


def plain(text):
    text = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9a-z]+", " ", text).strip() or None


def number(text):
    found = re.search(r"\d+", text)
    return found.group(0) if found else None


def doi(text):
    found = re.search(r"10\.\d{4,9}/\S+", text.lower())
    return found.group(0).rstrip(".") if found else None


def family(authors):
    words = (plain(authors.split(";")[0]) or "").split()
    return next((word for word in words if len(word) > 1), None)


def main(spill):
    rows = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
    records = pandas.DataFrame(
        {
            "unique_id": rows["id"],
            "title": [plain(text) for text in rows["title"]],
            "authors": [(plain(text) or "")[:200] or None for text in rows["authors"]],
            "family": [family(text) for text in rows["authors"]],
            "year": [number(text) for text in rows["year"]],
            "journal": [plain(text) for text in rows["journal"]],
            "volume": [number(text) for text in rows["volume"]],
            "page": [number(text) for text in rows["pages"]],
            "doi": [doi(text) for text in rows["doi"]],
        },
        dtype=object,
    )
    records["head"] = records["title"].str[:20]
    records["tail"] = records["title"].str[-20:]
    records = records.astype(object).where(records.notna(), None)
    known = {name for name in records.columns if records[name].notna().mean() > 0.05}
    comparisons = [
        compare.JaroWinklerAtThresholds("title", [0.98, 0.94, 0.88]),
        compare.JaroWinklerAtThresholds("authors", [0.95, 0.85, 0.7]),
    ]
    comparisons += [compare.JaroWinklerAtThresholds("journal", [0.95, 0.8])] if "journal" in known else []
    comparisons += [compare.ExactMatch(name) for name in ("year", "volume", "page", "doi") if name in known]
    rules = [block_on("head"), block_on("tail"), block_on("family", "year")]
    if len(records) > LARGE:
        rules = [block_on("head", "year"), block_on("tail", "year"), block_on("family", "year", "volume")]
    if "doi" in known:
        rules.append(block_on("doi"))
    if {"page", "volume"} <= known:
        rules.append(block_on("page", "volume"))
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules
    )
    # What does not fit into memory goes to a folder that is gone afterwards, not to the current one.
    database = DuckDBAPI(connection=duckdb.connect(config={"temp_directory": spill}))
    linker = Linker(database.register(records), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("title", "year")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    loose = [block_on("family", "year", "volume")] if len(records) > LARGE else [block_on("family", "year")]
    for rule in [block_on("title", "year") if len(records) > LARGE else block_on("title")] + loose:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        except Exception as error:
            print(f"no estimate: {error}", file=sys.stderr)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
    found = clusters.as_pandas_dataframe()[["unique_id", "cluster_id"]]
    found.rename(columns={"unique_id": "id", "cluster_id": "cluster"}).to_csv(sys.argv[2], index=False)


with tempfile.TemporaryDirectory() as folder:
    main(folder)
