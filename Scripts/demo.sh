#!/usr/bin/env bash
# Harvests recorded replies over real HTTP from a replica on loopback and shows what ibid makes of them.
# Needs no network and leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/.."

bash Scripts/install-dependencies.sh
echo "building (a few minutes the first time) …" >&2
bash Scripts/build-release.sh ibid ibid-replica
bin=$(swift build -c release --show-bin-path)
ibid=$bin/ibid

work=$(mktemp -d)
replica=
trap '[ -z "$replica" ] || kill "$replica" 2>/dev/null || true; rm -rf "$work"' EXIT
fixtures=Tests/TestSupport/Fixtures/replica
"$bin/ibid-replica" --folder "$fixtures" --log "$work/requests.jsonl" >"$work/address" 2>/dev/null &
replica=$!
for _ in $(seq 100); do grep -q listening "$work/address" && break; sleep 0.1; done
base=$(sed -n 's/^listening on //p' "$work/address")

cat >"$work/ibid.toml" <<TOML
contact = "demo@example.org"

[network.override]
"*" = "$base"

[limits."api.crossref.org"]
requestsPerSecond = 50
concurrency = 3

[[job]]
name = "works"
source = "crossref"
rows = 10

[[job]]
name = "data"
source = "datacite"
rows = 5

[[job]]
name = "studies"
source = "biostudies"
ids = ["S-EPMC6546476", "S-BIAD900001", "S-BSST900001"]
TOML
export IBID_CONFIG=$work/ibid.toml IBID_CATALOG=$work/ibid.sqlite IBID_CACHE=$work/cache IBID_STATE=$work/state

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
step 'ibid harvest            three jobs over real HTTP'
"$ibid" harvest
echo "$(wc -l <"$work/requests.jsonl") requests reached the replica"
step 'ibid import FILE        an aggregator page and a table'
"$ibid" import "$fixtures/files/aggregator-page.txt" "$fixtures/files/library.csv"
step 'ibid stats'
"$ibid" stats
step 'ibid show DOI --provenance'
"$ibid" show 10.1172/JCI125534 --provenance
step 'ibid explain A B        why two records are one'
"$ibid" explain crossref:10.1172/jci125534 embase:2
step 'ibid explain A B        why two others are not'
"$ibid" explain scopus:3 scopus:4
step 'ibid export --format bibtex --query "heroin rats"'
"$ibid" export --format bibtex --query "heroin rats"
step 'ibid resolve 10.1172/JCI125534 --format text --explain'
"$ibid" resolve 10.1172/JCI125534 --format text --explain
step 'ibid resolve "A reference as it stands in a paper"'
"$ibid" resolve "Carmack SA, Keeley RJ, et al. Heroin addiction engages negative emotional learning brain circuits in rats. J Clin Invest. 2019;129(6):2480-4." --format bibtex
step 'ibid sources            how the hosts are, after this'
"$ibid" sources | sed -n 1,12p
step 'ibid check'
"$ibid" check
