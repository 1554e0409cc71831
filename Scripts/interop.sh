#!/usr/bin/env bash
# Gives what ibid writes to the programs that people use, and prints what they made of it as a table.
# Not part of CI: needs the network once. Tools from PyPI go to $IBID_INTEROP (else the XDG cache directory), those from Debian
# are installed as packages; nothing is written into the source tree, but for the table with --write.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=${IBID_INTEROP:-${XDG_CACHE_HOME:-$HOME/.cache}/ibid-interop}
mkdir -p "$tools"

missing=()
for package in biber pandoc texlive-latex-base texlive-latex-recommended texlive-bibtex-extra; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}" >&2
    run=()
    [ "$(id -u)" -eq 0 ] || run=(sudo)
    "${run[@]}" apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi
python=$tools/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" -q install jsonschema rispy 'bibtexparser<2' >&2
fi
# commonmeta-py ships the schema of CSL 1.0.2 and the styles that the lists are held against.
if [ ! -d "$tools/commonmeta" ]; then
    "$tools/venv/bin/pip" -q download --no-deps -d "$tools/wheels" commonmeta-py >&2
    "$python" -c 'import sys, zipfile, glob
for wheel in glob.glob(sys.argv[1] + "/wheels/commonmeta_py-*.whl"):
    archive = zipfile.ZipFile(wheel)
    archive.extractall(sys.argv[1], [n for n in archive.namelist() if n.startswith("commonmeta/resources/")])' "$tools"
fi

bin=${IBID_BINARY:-}
if [ -z "$bin" ]; then
    swift build --product ibid >&2
    bin=$(swift build --show-bin-path)/ibid
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export IBID_CATALOG=$work/ibid.sqlite IBID_CACHE=$work/cache IBID_STATE=$work/state IBID_CONFIG=$work/ibid.toml
: >"$work/ibid.toml"
"$bin" import --quiet Tests/TestSupport/Fixtures/replica/files/* Scripts/interop-records.jsonl
for format in csl-json bibtex biblatex ris nbib endnote-xml jsonl; do "$bin" export --format $format >"$work/all.$format"; done
"$bin" export --format bibtex --ascii >"$work/ascii.bib"
"$bin" export --format biblatex --ascii >"$work/asciilatex.bib"
for style in apa vancouver chicago-author-date harvard ieee; do "$bin" export --format text --style $style >"$work/$style.txt"; done
cp "$work/all.bibtex" "$work/all.bib"
cp "$work/all.biblatex" "$work/alllatex.bib"
cp "$work/all.csl-json" "$work/all.json"

cd "$work"
for name in all ascii; do
    for style in plain apalike; do
        printf '\\relax\n\\citation{*}\n\\bibstyle{%s}\n\\bibdata{%s}\n' $style $name >"$name-$style.aux"
        bibtex "$name-$style" >"$name-$style.log" 2>&1 || true
        # The list that BibTeX made, set by LaTeX.
        printf '\\documentclass{article}\n\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\n\\begin{document}\n\\input{%s.bbl}\n\\end{document}\n' \
            "$name-$style" >"set-$name-$style.tex"
        pdflatex -interaction=nonstopmode "set-$name-$style" >"set-$name-$style.out" 2>&1 || true
    done
done
for name in alllatex asciilatex; do
    printf '\\documentclass{article}\n\\usepackage[T1]{fontenc}\\usepackage[utf8]{inputenc}\n\\usepackage[backend=biber]{biblatex}\n\\addbibresource{%s.bib}\n\\begin{document}\n\\nocite{*}\\printbibliography\n\\end{document}\n' \
        $name >"doc-$name.tex"
    pdflatex -interaction=nonstopmode "doc-$name" >/dev/null 2>&1 || true
    biber "doc-$name" >"doc-$name.biber" 2>&1 || true
    pdflatex -interaction=nonstopmode "doc-$name" >"doc-$name.out" 2>&1 || true
done
printf -- '---\nnocite: |\n  @*\n...\n\n# References\n' >list.md
for style in apa vancouver chicago-author-date harvard-cite-them-right ieee; do
    pandoc --citeproc --bibliography=all.json --csl="$tools/commonmeta/resources/styles/$style.csl" list.md -t plain --wrap=none \
        >"citeproc-$style.txt" 2>"citeproc-$style.err" || true
done
pandoc --citeproc --bibliography=all.bib list.md -t plain --wrap=none >citeproc-bib.txt 2>citeproc-bib.err || true
cd - >/dev/null
"$python" Scripts/interop.py "$work" "$tools" >"$work/table.md"
cat "$work/table.md"
if [ "${1:-}" = --write ]; then
    "$python" - "$work/table.md" <<'PY'
import re, sys
table = open(sys.argv[1], encoding="utf-8").read().rstrip() + "\n"
path = "Docs/formats.md"
text = open(path, encoding="utf-8").read()
text = re.sub(r"(<!-- interop -->\n).*?(<!-- /interop -->)", lambda m: m[1] + table + m[2], text, flags=re.S)
open(path, "w", encoding="utf-8").write(text)
PY
fi
! grep -q '| \*\*no\*\* |' "$work/table.md"
