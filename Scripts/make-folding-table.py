#!/usr/bin/env python3
"""Writes Sources/TextKernels/FoldingTable.swift from Python's Unicode data.

Each scalar from U+0080 to U+1FFFF is one of: kept, a space, nothing, or a replacement. Hangul syllables are kept whole.
"""
import unicodedata

SPECIAL = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h",
           "ŋ": "n", "ŧ": "t", "ƒ": "f", "ə": "e", "ɛ": "e", "ʼ": " ", "ʻ": " ", "ˈ": " "}
PLAIN_MARKS = range(0x300, 0x370)


def fold(scalar):
    if 0xAC00 <= scalar <= 0xD7A3:
        return chr(scalar)
    text = unicodedata.normalize("NFKD", chr(scalar)).casefold()
    text = unicodedata.normalize("NFKD", text)
    out = []
    for c in text:
        c = SPECIAL.get(c, c)
        if len(c) == 1:
            category = unicodedata.category(c)
            if ord(c) in PLAIN_MARKS or category == "Cf":
                continue
            if category[0] not in "LNM":
                c = " "
        out.append(c)
    return "".join(out)


replacements, spaces, nothing = [], [], []
for scalar in range(0x80, 0x20000):
    if 0xD800 <= scalar <= 0xDFFF:
        continue
    if unicodedata.category(chr(scalar)) == "Cn":
        continue
    folded = fold(scalar)
    if folded == chr(scalar):
        continue
    if folded == "":
        nothing.append(scalar)
    elif folded.strip() == "":
        spaces.append(scalar)
    else:
        replacements.append((scalar, folded))


def runs(scalars):
    result = []
    for s in scalars:
        if result and result[-1][1] == s - 1:
            result[-1][1] = s
        else:
            result.append([s, s])
    return " ".join(f"{a:x}-{b:x}" if a != b else f"{a:x}" for a, b in result)


def lines(text, width=110):
    out, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) + 1 > width:
            out.append(line)
            line = ""
        line += (" " if line else "") + word
    out.append(line)
    return "\n".join("        " + l for l in out)


entries = " ".join(f"{s:x}=" + ".".join(f"{ord(c):x}" for c in f) for s, f in replacements)
print(f"""// Written by Scripts/make-folding-table.py from Unicode {unicodedata.unidata_version}; do not edit.

enum FoldingTable {{
    /// Scalars that part words.
    static let spaces = \"\"\"
{lines(runs(spaces))}
        \"\"\"

    /// Scalars that leave no trace: combining marks and format characters.
    static let nothing = \"\"\"
{lines(runs(nothing))}
        \"\"\"

    /// `scalar=replacement`, hexadecimal, scalars of the replacement parted by dots.
    static let replacements = \"\"\"
{lines(entries)}
        \"\"\"
}}""")
