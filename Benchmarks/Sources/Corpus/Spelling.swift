/// Other spellings of names and words.
enum Spelling {
    static let notes = [
        "[Review]", "[Review] [16 refs]", "(author's transl)", "[see comments]", "[Article in press]",
        "(with discussion)",
        "[Erratum appears in the next issue]", "[Conference Abstract]", "[published online ahead of print]",
    ]

    static func capitalized(_ word: String) -> String {
        Vocabulary.connectors.contains(word) ? word : word.prefix(1).uppercased() + word.dropFirst()
    }

    /// - Returns: Whether the name changed.
    static func transliterate(_ person: inout Person, _ random: inout SplitMix) -> Bool {
        let before = person.family
        if person.family.utf8.contains(where: { $0 > 0x7F }) || person.given[0].utf8.contains(where: { $0 > 0x7F }) {
            let spells = random.chance(0.4)
            person.family = plain(person.family, spellsOut: spells)
            person.given = person.given.map { plain($0, spellsOut: spells) }
        } else if person.isTransliterated {
            let (from, to) = random.pick(romanizations)
            person.family = replaced(person.family, from, to)
        }
        return person.family != before
    }

    /// British and American forms.
    static func respell(_ words: inout [String]) -> Bool {
        var changed = false
        for index in words.indices {
            for (from, to) in spellings where words[index].utf8.count > from.utf8.count {
                let other = replaced(words[index], from, to)
                if other != words[index] {
                    words[index] = other
                    changed = true
                    break
                }
            }
        }
        return changed
    }

    private static func plain(_ text: String, spellsOut: Bool) -> String {
        guard text.utf8.contains(where: { $0 > 0x7F }) else { return text }
        var out = ""
        for character in text {
            if let (short, long) = letters[character] { out += spellsOut ? long : short } else { out.append(character) }
        }
        return out
    }

    private static func replaced(_ text: String, _ from: String, _ to: String) -> String {
        let bytes = Array(text.utf8)
        let mark = Array(from.utf8)
        guard bytes.count >= mark.count else { return text }
        for start in 0...(bytes.count - mark.count) where bytes[start] == mark[0] {
            if bytes[start..<start + mark.count].elementsEqual(mark) {
                return String(
                    decoding: bytes[..<start] + Array(to.utf8) + bytes[(start + mark.count)...], as: UTF8.self)
            }
        }
        return text
    }

    private static let spellings = [
        ("isation", "ization"), ("our", "or"), ("paed", "ped"), ("haem", "hem"), ("oeso", "eso"), ("anaem", "anem"),
        ("leuk", "leuc"), ("ised", "ized"), ("ling", "lling"),
    ]
    private static let romanizations = [
        ("yev", "ev"), ("sky", "skii"), ("zh", "j"), ("kh", "h"), ("ch", "tch"), ("sh", "š"), ("ei", "ey"),
        ("ov", "off"),
        ("aya", "aia"), ("shi", "si"), ("tsu", "tu"), ("ou", "oo"), ("aa", "a"), ("ee", "i"), ("dh", "d"), ("ss", "s"),
    ]
    /// Without its mark, and spelled out.
    private static let letters: [Character: (String, String)] = {
        var table: [Character: (String, String)] = [
            "ä": ("a", "ae"), "ö": ("o", "oe"), "ü": ("u", "ue"), "Ä": ("A", "Ae"), "Ö": ("O", "Oe"), "Ü": ("U", "Ue"),
            "ß": ("ss", "ss"), "ø": ("o", "oe"), "Ø": ("O", "Oe"), "å": ("a", "aa"), "Å": ("A", "Aa"),
            "æ": ("ae", "ae"),
            "ł": ("l", "l"), "Ł": ("L", "L"), "ı": ("i", "i"), "ğ": ("g", "g"), "Þ": ("Th", "Th"), "ð": ("d", "d"),
            "ū": ("u", "uu"), "ō": ("o", "ou"),
        ]
        let marked = "áàâãéèêëíìîïóòôõúùûýçñśşščćńžźżęąďřťůőűÁÉÍÓÚÇÑŚŞŠČŻĘİíÖÉŌ"
        let bare = "aaaaeeeeiiiioooouuuycnsssccnzzzeadrtuouAEIOUCNSSSCZEIiOEO"
        for (from, to) in zip(marked, bare) where table[from] == nil { table[from] = (String(to), String(to)) }
        return table
    }()
}
