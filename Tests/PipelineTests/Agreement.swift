import Foundation
import Pipeline

/// How far sources agree on one work: what each says of a field after normalization, compared in pairs of sources.
struct Agreement {
    /// What one source says of one work.
    struct Saying {
        var source: String
        var fields: [String: Any]

        func text(_ name: String) -> String? { (fields[name] as? String).flatMap { $0.isEmpty ? nil : $0 } }
        var issns: Set<String> { Set(fields["issns"] as? [String] ?? []) }
        var firstAuthor: String? {
            let people = fields["contributors"] as? [[String: Any]] ?? []
            let first = people.first { ($0["role"] as? String ?? "author") == "author" }
            return first.flatMap { $0["family"] as? String ?? $0["literal"] as? String ?? $0["name"] as? String }
        }
        var firstPage: String? {
            (text("pages") ?? text("articleNumber")).map { String($0.prefix { $0 != "-" && $0 != "," }) }
        }
    }

    struct Row {
        var compared = 0
        var agreeing = 0
        /// Class of a disagreement → how often, and the first works.
        var classes: [String: (count: Int, examples: [String])] = [:]
    }

    static let fieldNames = ["title", "first author", "year", "journal", "volume", "first page"]
    private(set) var rows = Dictionary(uniqueKeysWithValues: fieldNames.map { ($0, Row()) })
    private(set) var works = 0
    private(set) var pairs = 0

    init(_ sayings: [String: [Saying]]) {
        for (doi, all) in sayings.sorted(by: { $0.key < $1.key }) {
            // One saying a source: the last recorded.
            let bySource = Dictionary(all.map { ($0.source, $0) }, uniquingKeysWith: { $1 })
            let sources = bySource.keys.sorted()
            guard sources.count > 1 else { continue }
            works += 1
            for (index, a) in sources.enumerated() {
                for b in sources[(index + 1)...] {
                    guard let one = bySource[a], let other = bySource[b] else { continue }
                    pairs += 1
                    compare(one, other, doi)
                }
            }
        }
    }

    private mutating func compare(_ a: Saying, _ b: Saying, _ doi: String) {
        func note(_ field: String, _ values: (String, String)?, _ classify: (String, String) -> String?) {
            guard let (x, y) = values else { return }
            rows[field, default: Row()].compared += 1
            guard let kind = classify(x, y) else {
                rows[field, default: Row()].agreeing += 1
                return
            }
            var entry = rows[field, default: Row()].classes[kind] ?? (0, [])
            entry.count += 1
            entry.examples.append("\(doi) \(a.source) \"\(x)\" \(b.source) \"\(y)\"")
            rows[field, default: Row()].classes[kind] = entry
        }
        func both(_ name: String) -> (String, String)? {
            a.text(name).flatMap { x in b.text(name).map { (x, $0) } }
        }
        note("title", both("title")) { x, y in
            let forms = [a, b].map { saying in
                let title = saying.text("title") ?? ""
                return [title, title + " " + (saying.text("subtitle") ?? "")].map(Self.folded)
            }
            if forms[0].contains(where: { forms[1].contains($0) }) { return nil }
            let (p, q) = (Self.folded(x), Self.folded(y))
            if p.hasPrefix(q) || q.hasPrefix(p) { return "one goes on: a subtitle, or a note behind it" }
            if p.hasSuffix(q) || q.hasSuffix(p) { return "one has a heading before it" }
            return Self.similarity(p, q) > 0.85 ? "spelling: signs, formulas, slips" : "another title, or language"
        }
        note("first author", a.firstAuthor.flatMap { x in b.firstAuthor.map { (x, $0) } }) { x, y in
            let (p, q) = (Self.folded(x), Self.folded(y))
            if p == q { return nil }
            if p.contains(q) || q.contains(p) { return "parts of a compound name, or a whole name for a family name" }
            return Self.similarity(p, q) > 0.7 ? "spelling" : "another person first"
        }
        let years = (a.fields["year"] as? Int).flatMap { x in (b.fields["year"] as? Int).map { (String(x), String($0)) }
        }
        note("year", years) { x, y in
            if x == y { return nil }
            return abs((Int(x) ?? 0) - (Int(y) ?? 0)) == 1 ? "one apart: online and in print" : "further apart"
        }
        note("journal", both("containerTitle")) { x, y in
            let forms = [a, b].map { saying in
                Set(
                    [saying.text("containerTitle"), saying.text("containerShortTitle")].compactMap { $0 }.map(
                        Self.folded))
            }
            if !forms[0].isDisjoint(with: forms[1]) || !a.issns.isDisjoint(with: b.issns) { return nil }
            let (p, q) = (Self.folded(x), Self.folded(y))
            if Self.abbreviates(p, q) || Self.abbreviates(q, p) { return "abbreviated, without an ISSN in common" }
            if p.contains(q) || q.contains(p) { return "one goes on: place, section, former title" }
            return "another title"
        }
        note("volume", both("volume")) { x, y in Self.folded(x) == Self.folded(y) ? nil : "another volume" }
        note("first page", a.firstPage.flatMap { x in b.firstPage.map { (x, $0) } }) { x, y in
            let (p, q) = (Self.folded(x), Self.folded(y))
            if p == q || p.drop(while: { $0 == "0" }) == q.drop(while: { $0 == "0" }) { return nil }
            if p.hasSuffix(q) || q.hasSuffix(p) { return "a prefix: `e`, `S`, the volume" }
            return "a page, and an article number"
        }
    }

    static func folded(_ text: String) -> String {
        var out = ""
        var gap = false
        for scalar in text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .unicodeScalars
        {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if gap, !out.isEmpty { out.append(" ") }
                gap = false
                out.unicodeScalars.append(scalar)
            } else {
                gap = true
            }
        }
        return out
    }

    /// Share of words in common, 0...1.
    private static func similarity(_ a: String, _ b: String) -> Double {
        let x = Array(a)
        let y = Array(b)
        guard !x.isEmpty, !y.isEmpty else { return 0 }
        var row = [Int](repeating: 0, count: y.count + 1)
        for i in x.indices {
            var diagonal = 0
            for j in y.indices {
                let above = row[j + 1]
                row[j + 1] = x[i] == y[j] ? diagonal + 1 : max(above, row[j])
                diagonal = above
            }
        }
        return 2 * Double(row[y.count]) / Double(x.count + y.count)
    }

    private static func abbreviates(_ short: String, _ long: String) -> Bool {
        let small: Set<Substring> = ["of", "the", "and", "in", "for", "on", "a", "de", "la"]
        var rest = long.split(separator: " ").filter { !small.contains($0) }[...]
        for word in short.split(separator: " ") where !small.contains(word) {
            guard let found = rest.firstIndex(where: { $0.hasPrefix(word) || $0.first == word.first }) else {
                return false
            }
            rest = rest[(found + 1)...]
        }
        return true
    }

    /// The table that `Docs/sources.md` shows.
    var table: String {
        var lines = [
            "", "\(works) works, \(pairs) pairs of sources.", "",
            "| field | compared | agree | share | disagreements |", "|---|---:|---:|---:|---|",
        ]
        for name in Self.fieldNames {
            guard let row = rows[name] else { continue }
            let share = row.compared > 0 ? (Double(row.agreeing) / Double(row.compared) * 1000).rounded() / 10 : 0
            let classes = row.classes.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
                .map { "\($0.key): \($0.value.count)" }
            lines.append(
                "| \(name) | \(row.compared) | \(row.agreeing) | \(share) % | \(classes.joined(separator: "; ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
