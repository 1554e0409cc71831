internal import DedupEngine
internal import Fetchers
internal import Normalizer
internal import Records

/// Finds what references mean: asks a source that ranks its records for a few candidates, compares each with the
/// reference, and takes the best one only where the comparison is convincing.
struct ReferenceSearch: Sendable {
    let asking: Asking

    /// Sources that are searched, in this order, until a candidate convinces.
    private static let order = ["crossref", "europepmc", "openalex"]
    /// Candidates that are compared a source.
    private static let rows = 20
    /// Bits by which the best candidate must be ahead of another work.
    private static let lead = 3.0
    /// Characters of a reference that are read.
    private static let longest = 4000
    /// References that are searched for at a time.
    private static let atOnce = 6

    /// Sets the identifiers of those wishes that are references.
    func find(_ wishes: inout [Wish]) async {
        let due = wishes.indices.filter { wishes[$0].reference != nil }
        guard !due.isEmpty else { return }
        let texts = wishes
        let searched = await withTaskGroup(of: (Int, Wish).self) { group in
            var next = 0
            var done: [Int: Wish] = [:]
            while next < min(due.count, Self.atOnce) {
                let index = due[next]
                group.addTask { (index, await search(for: texts[index])) }
                next += 1
            }
            for await (index, wish) in group {
                done[index] = wish
                if next < due.count {
                    let index = due[next]
                    group.addTask { (index, await search(for: texts[index])) }
                    next += 1
                }
            }
            return done
        }
        for (index, wish) in searched { wishes[index] = wish }
    }

    private func search(for wish: Wish) async -> Wish {
        var wish = wish
        guard let reference = wish.reference else { return wish }
        let text = String(wish.text.prefix(Self.longest))
        // A reference that carries its identifier needs no search.
        if let identifier = Self.identifier(in: text) {
            wish.ask(for: identifier)
            wish.notes.append("found by \(identifier) in the reference")
            return wish
        }
        let sources = Self.order.compactMap { id in asking.sources.first { $0.card.id == id } }
        var nearest: (match: ReferenceMatch, record: Record)?
        for source in sources {
            guard
                let request = source.request(
                    matching: text, title: Self.likelyTitle(of: text), rows: Self.rows)
            else { continue }
            let found = await asking.records(from: source, request)
            wish.problems += found.problems.filter { $0.reach >= .source }
            let ranked = found.records.map { (match: ReferenceMatch(reference, $0), record: $0) }.sorted { a, b in
                a.match.bits != b.match.bits ? a.match.bits > b.match.bits : a.record.key < b.record.key
            }
            guard let best = ranked.first else { continue }
            if nearest.map({ $0.match.bits < best.match.bits }) ?? true { nearest = best }
            let rival = ranked.dropFirst().first {
                $0.match.isConvincing && $0.record.identifiers != best.record.identifiers
            }
            guard best.match.isConvincing, rival.map({ best.match.bits - $0.match.bits >= Self.lead }) ?? true,
                let identifier = best.record.identifiers.first
            else { continue }
            wish.ask(for: identifier)
            wish.found = (source.card.id, best.record)
            wish.notes.append(Self.line(best.match, best.record))
            return wish
        }
        wish.problems.append(
            Problem(
                "no record means \"\(wish.text.prefix(120))\"", place: "command line",
                kept: nearest.map { Self.line($0.match, $0.record) },
                remedy: sources.isEmpty
                    ? "ask crossref, europepmc or openalex" : "check the reference, or give an identifier",
                reach: .record))
        return wish
    }

    /// `nearest crossref:10.1000/xyz, 31.0 bits: title whole +22.0, …`.
    private static func line(_ match: ReferenceMatch, _ record: Record) -> String {
        func number(_ bits: Double) -> String { String((bits * 10).rounded() / 10) }
        let parts = match.evidence.map { "\($0.field) \($0.level) \($0.bits < 0 ? "" : "+")\(number($0.bits))" }
        return "nearest \(record.key), \(number(match.bits)) bits of \(number(ReferenceMatch.threshold)): "
            + (parts + [match.veto].compactMap { $0 }).joined(separator: ", ")
    }

    /// A DOI, PMID, PMCID or arXiv number that stands in the text with its name.
    static func identifier(in text: String) -> Identifier? {
        let words = text.split { $0.isWhitespace || $0 == "<" || $0 == ">" }.map(String.init)
        for (index, word) in words.enumerated() {
            let bare = word.trimmingPunctuation
            let lower = bare.lowercased()
            if lower.hasPrefix("10.") || lower.hasPrefix("doi:") || lower.contains("doi.org/") {
                if let found = IdentifierParser.parse(bare), found.scheme == .doi { return found }
            }
            for name in ["pmid", "pmcid", "arxiv", "doi"] where lower == name || lower == name + ":" {
                if index + 1 < words.count,
                    let found = IdentifierParser.parse(words[index + 1].trimmingPunctuation, scheme: name)
                {
                    return found
                }
            }
            for name in ["pmid:", "pmcid:", "arxiv:", "pmc"] where lower.hasPrefix(name) && lower.count > name.count + 3
            {
                if let found = IdentifierParser.parse(bare), [.pmid, .pmcid, .arxiv].contains(found.scheme) {
                    return found
                }
            }
        }
        return nil
    }

    /// What is most likely the title: what stands in quotation marks, else the longest stretch between full stops.
    static func likelyTitle(of text: String) -> String {
        if let open = text.firstIndex(where: { "“\"„«".contains($0) }) {
            let rest = text[text.index(after: open)...]
            if let close = rest.firstIndex(where: { "”\"“»".contains($0) }), rest[..<close].count > 15 {
                return String(rest[..<close]).trimmingPunctuation
            }
        }
        var pieces: [Substring] = []
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            if ".?!)".contains(text[index]), next == text.endIndex || text[next] == " " || text[index] == ")" {
                // A full stop behind one letter is an initial's.
                let word = text[start..<index].split(separator: " ").last ?? ""
                if word.count > 1 || text[index] != "." {
                    pieces.append(text[start..<index])
                    start = next
                }
            }
            index = next
        }
        pieces.append(text[start...])
        func weight(_ piece: Substring) -> Int {
            piece.split(separator: " ").count { $0.count > 3 && $0.contains { $0.isLetter } }
        }
        let best = pieces.max { weight($0) < weight($1) }
        return String(best ?? text[...]).trimmingPunctuation
    }
}

extension String {
    /// Without punctuation at its ends that a sentence leaves there.
    fileprivate var trimmingPunctuation: String {
        let edge: Set<Character> = [".", ",", ";", ")", "]", "(", "[", "\"", "”", "“", "'", " ", ":", "<", ">"]
        var text = self[...]
        while let last = text.last, edge.contains(last) {
            // A DOI may end with a bracket that it opened.
            if last == ")", text.contains("("), text.hasPrefix("10.") || text.contains("/10.") { break }
            text = text.dropLast()
        }
        return String(text.drop { edge.contains($0) })
    }
}
