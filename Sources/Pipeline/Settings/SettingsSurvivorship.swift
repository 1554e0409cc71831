internal import DedupEngine
internal import Records

extension SettingsReading {
    /// Reads `[survivorship]`: a table a field, each with a rule, sources, or both.
    mutating func read(survivorship fields: SettingsReader) {
        for key in fields.keys {
            guard let field = Field(rawValue: key) else {
                fields.wrong(
                    key, "survivorship.\(key.prefix(60)) is no field",
                    remedy: NearWords.remedy(for: key, among: Field.allCases.map(\.rawValue)))
                continue
            }
            guard var entry = fields.peekTable(key) else { continue }
            let rules = Survivorship.rules(for: field)
            var chosen = Survivorship.FieldRule(rules[0])
            if let word = entry.string("rule") {
                if let rule = rules.first(where: { $0.rawValue == word }) {
                    chosen.rule = rule
                } else {
                    let words = rules.map(\.rawValue)
                    let isRule = Survivorship.Rule(rawValue: word) != nil
                    entry.wrong(
                        "rule",
                        "survivorship.\(key).rule: "
                            + (isRule ? "\(key) has no rule" : "there is no rule") + " \"\(word.prefix(60))\"",
                        remedy: isRule
                            ? "write \(Self.listed(words))" : NearWords.remedy(for: word, among: words))
                }
            }
            if let sources = entry.strings("sources") { chosen.sources = sources }
            entry.finish()
            settings.survivorship[field] = chosen
        }
    }

    private static func listed(_ words: [String]) -> String {
        words.map { "\"\($0)\"" }.joined(separator: " or ")
    }
}

extension Settings {
    /// Config/survivorship.toml: the built-in rule of every field, with those it may have in its place.
    ///
    /// It is a good configuration that sets what is so without it.
    public static let survivorshipExample: String = {
        let trust = Survivorship.standardTrust.map { "\"\($0)\"" }.joined(separator: ", ")
        var text = """
            # Which value of a field survives where several records are merged: the built-in rules, one line a field.
            # Lines may be copied into ibid.toml, changed. sources = ["pubmed"] in a line, beside its rule, puts sources before
            # those of trust for that field. `ibid config check Config/survivorship.toml` checks this file, too.
            #
            # most complete   the first in the order of trust, unless a later one says the same more fully: a title that is not
            #                 cut off, not in capitals; a container's title that is not abbreviated; a range of pages with the
            #                 same first page; a date with month and day; an abstract that is not cut off, or half as long
            #                 again; authors completed by each other's given names, ORCIDs and affiliations
            # most trusted    the first in the order of trust
            # longest         the one with the most letters
            # newest          that of the record that its source touched last
            # earliest        of dates
            # largest         of numbers
            # union           all of them
            # any             set where any source sets it
            # with the title  that of the record whose title won
            #
            # Of one source's record the newest state counts, and of two records of one source the newer comes first. Values are
            # never taken from the one and finished by the other, but for authors.

            trust = [

            """
        text += wrapped(trust) + "]\n\n[survivorship]\n"
        for field in Field.allCases {
            let rules = Survivorship.rules(for: field)
            let others = rules.dropFirst().map(\.rawValue).joined(separator: ", ")
            text += "\(field.rawValue) = { rule = \"\(rules[0].rawValue)\" }"
            text += others.isEmpty ? "\n" : "  # or \(others)\n"
        }
        return text
    }()

    private static func wrapped(_ list: String) -> String {
        var lines: [String] = []
        for word in list.split(separator: " ") {
            if let last = lines.last, last.count + word.count < 90 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append("  " + word)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
