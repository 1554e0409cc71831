public import Records
internal import TextKernels

/// Whether a reference, as somebody wrote it, means a record: what speaks for and against, in bits.
public struct ReferenceMatch: Sendable {
    public struct Evidence: Sendable, Equatable {
        /// `title`, `first author`, `year` …
        public var field: String
        /// What was found: `whole`, `cut`, `off by one`, `missing`, `differs` …
        public var level: String
        public var bits: Double
    }

    /// Bits at which a reference is taken to mean the record.
    public static let threshold = 20.0

    public private(set) var evidence: [Evidence] = []
    /// What forbids the match however much agrees; nil where nothing does.
    public private(set) var veto: String?

    public var bits: Double { evidence.reduce(0) { $0 + $1.bits } }
    public var isConvincing: Bool { veto == nil && bits >= Self.threshold }

    /// Compares field by field what the record says with what stands in the reference, and then what of the reference no
    /// field of the record explains: a near miss by the same authors shares most, and leaves words and numbers over.
    public init(_ reference: ReferenceText, _ record: Record) {
        var comparison = Comparison(words: reference.words, record: record)
        comparison.run()
        evidence = comparison.evidence
        veto = comparison.veto
    }

    private struct Comparison {
        let words: [ReferenceText.Word]
        let record: Record
        var evidence: [Evidence] = []
        var veto: String?
        /// Which words of the reference a field of the record explains.
        private var explained: [Bool]

        init(words: [ReferenceText.Word], record: Record) {
            self.words = words
            self.record = record
            explained = Array(repeating: false, count: words.count)
        }

        private mutating func say(_ field: String, _ level: String, _ bits: Double) {
            evidence.append(Evidence(field: field, level: level, bits: bits))
        }

        mutating func run() {
            guard !words.isEmpty else { return }
            let title = ReferenceText.words([record.title, record.subtitle].compactMap { $0 }.joined(separator: " "))
            let head = ReferenceText.words(record.title ?? "")
            let alignment = TitleAlignment(of: Array(title.prefix(80)), in: words)
            // A title that was cut is its beginning.
            let isBeginning = alignment.matched.first == true && alignment.found >= 10 && alignment.foreign < 4
            let hasTitle = alignment.found >= 8 && alignment.coverage >= (isBeginning ? 0.25 : 0.45)
            if hasTitle { for index in alignment.range { explained[index] = true } }
            authors(before: hasTitle ? alignment.range.lowerBound : words.count)
            let numbersAgree = numbers(outside: hasTitle ? alignment.range : 0..<0)
            container(outside: hasTitle ? alignment.range : 0..<0)
            for index in words.indices where ReferenceText.furniture.contains(words[index].bytes) {
                explained[index] = true
            }
            judge(alignment, title, headCount: head.count, hasTitle: hasTitle, numbersAgree: numbersAgree)
        }

        // MARK: Title

        private mutating func judge(
            _ alignment: TitleAlignment, _ title: [ReferenceText.Word], headCount: Int, hasTitle: Bool,
            numbersAgree: Int
        ) {
            // Words of the reference that nothing explains, of three letters or more.
            func loose(_ range: Range<Int>) -> Double {
                range.reduce(0) {
                    explained[$1] || words[$1].bytes.count < 3 || words[$1].isNumber ? $0 : $0 + words[$1].weight
                }
            }
            let informative = min(1, alignment.found / 24)
            guard hasTitle else {
                let others = loose(0..<words.count)
                // Chemists' references have no title: the numbers must do.
                if others < 25 {
                    say("title", "not in the reference", numbersAgree >= 3 ? 4 : 0)
                    if numbersAgree < 2 { veto = "neither title nor numbers agree" }
                } else {
                    say("title", "differs", -20)
                }
                return
            }
            let after = loose(alignment.range.upperBound..<words.count)
            let near = loose(
                alignment.range.upperBound..<min(words.count, alignment.range.upperBound + 6))
            let own = alignment.found + alignment.foreign + near
            let ownCoverage = alignment.found / max(own, 1)
            let headFound = alignment.matched.prefix(headCount).allSatisfy { $0 }
            let isPrefix = alignment.matched.first == true
            switch alignment.coverage {
            case 0.9...: say("title", "whole", 22 * informative)
            case _ where headFound && ownCoverage > 0.85: say("title", "without its subtitle", 19 * informative)
            case _ where isPrefix && ownCoverage > 0.85:
                say("title", "cut", (alignment.coverage >= 0.5 ? 16 : 10) * informative)
            case 0.75...: say("title", "nearly whole", 14 * informative)
            case 0.6...: say("title", "in part", 4 * informative)
            default: say("title", "differs", -6)
            }
            // Another title of the same people in the same issue: neither words nor numbers agree wholly.
            if alignment.coverage < 0.9, evidence.contains(where: { $0.level == "differs" && $0.field != "title" }),
                evidence.contains(where: { $0.field == "title" && ["nearly whole", "in part"].contains($0.level) })
            {
                veto = "neither the title nor the numbers agree wholly"
            }
            if alignment.foreign > 0.12 * alignment.total {
                say("title", "with foreign words", -min(12, 30 * alignment.foreign / alignment.total))
            }
            // What follows the title and is neither journal nor number belongs to another title.
            if near > 6 {
                say("rest", "words that the record does not know", record.container.isEmpty ? -3 : -min(12, near / 3))
            } else if after > 40, !record.container.isEmpty {
                say("rest", "words that the record does not know", -4)
            }
            // "Part II" is another paper than "Part I".
            let last = alignment.matched.lastIndex(of: true) ?? 0
            for index in title.indices.prefix(last)
            where !alignment.matched[index] && title[index].hasDigit && title[index].bytes.count < 3 {
                if alignment.coverage > 0.6, index < headCount { veto = "the title's number is not in the reference" }
            }
        }

        // MARK: Authors

        private mutating func authors(before end: Int) {
            let authors = record.authors
            guard !authors.isEmpty else { return }
            func find(_ contributor: Contributor) -> Bool {
                let name = contributor.name
                let family = ReferenceText.words(name.family ?? name.literal ?? "")
                guard let key = family.max(by: { $0.bytes.count < $1.bytes.count }) else { return false }
                var isFound = false
                for index in words.indices where !isFound || index < end {
                    guard words[index].resembles(key), !explained[index] || index < end else { continue }
                    isFound = true
                    explained[index] = true
                    // The other words of a compound name, and initials beside it.
                    for near in max(0, index - 4)..<min(words.count, index + 5) where !explained[near] {
                        if family.contains(words[near]) || words[near].bytes.count <= 2 && !words[near].isNumber {
                            explained[near] = true
                        }
                    }
                }
                if isFound {
                    let given = ReferenceText.words(name.given ?? "")
                    for index in words.indices where index < end && given.contains(where: { $0 == words[index] }) {
                        explained[index] = true
                    }
                }
                return isFound
            }
            let isFirst = find(authors[0])
            let others = authors.dropFirst().prefix(20).count { find($0) }
            if isFirst {
                say("first author", "found", 6)
            } else if others > 0, authors.count > 1 {
                say("first author", "missing", -6)
            } else {
                say("first author", "missing", -10)
            }
            if others > 0 { say("authors", "\(others) more", Double(min(others, 4))) }
            let strangers = (0..<min(end, words.count)).filter {
                !explained[$0] && words[$0].bytes.count > 2 && !words[$0].isNumber
                    && !ReferenceText.furniture.contains(words[$0].bytes)
            }.count
            let known = (isFirst ? 1 : 0) + others
            // Of long lists a record or a reference may give but some.
            if !isFirst, others == 0, strangers >= 2 { veto = "none of its authors is in the reference" }
            if end < words.count, strangers > known + 2, authors.count <= 12 {
                say("authors", "\(strangers) strangers", -Double(min(8, strangers - known)))
            }
        }

        // MARK: Numbers

        /// - Returns: How many of year, volume, pages and issue agree.
        private mutating func numbers(outside title: Range<Int>) -> Int {
            let places = words.indices.filter { !title.contains($0) && words[$0].hasDigit }
            var agreeing = 0
            func mark(_ wanted: ReferenceText.Word) -> Bool {
                guard
                    let place = places.first(where: { words[$0] == wanted && !explained[$0] })
                        ?? places.first(where: { words[$0] == wanted })
                else { return false }
                explained[place] = true
                return true
            }
            let years = [record.issued?.value, record.publishedOnline, record.publishedPrint].compactMap { $0?.year }
            let said = places.compactMap { words[$0].bytes.count == 4 ? words[$0].number : nil }.filter {
                (1600...2100).contains($0)
            }
            if !years.isEmpty, !said.isEmpty {
                if years.contains(where: { year in mark(ReferenceText.Word(bytes: Array(String(year).utf8))) }) {
                    say("year", "equal", 4)
                    agreeing += 1
                } else if let near = said.first(where: { year in years.contains { abs($0 - year) == 1 } }) {
                    _ = mark(ReferenceText.Word(bytes: Array(String(near).utf8)))
                    say("year", "off by one", 0)
                } else {
                    say("year", "differs", -8)
                }
            }
            let pages = ReferenceText.words(record.pages ?? record.articleNumber ?? "")
            let volume = ReferenceText.words(record.volume ?? "")
            let issue = ReferenceText.words(record.issue ?? "")
            let hasFirstPage = pages.first.map { mark($0) } ?? false
            if hasFirstPage {
                if pages.count > 1 { abbreviated(last: pages[pages.count - 1], after: pages[0]) }
                for page in pages.dropFirst() { _ = mark(page) }
                let digits = pages[0].bytes.count
                say("first page", "equal", digits >= 3 ? 7 : digits == 2 ? 5 : 3)
                agreeing += 1
            }
            let hasVolume = volume.last.map { mark($0) } ?? false
            if hasVolume {
                say("volume", "equal", 3)
                agreeing += 1
            }
            if issue.last.map({ mark($0) }) == true {
                say("issue", "equal", 1)
                agreeing += 1
            }
            // Numbers of the reference that no field of the record explains.
            let strange = places.filter { place in
                guard !explained[place], let number = words[place].number else { return false }
                // A list's own numbering comes first, and years were dealt with.
                return place > 0 && !(words[place].bytes.count == 4 && (1600...2100).contains(number))
            }.count
            // Two articles of one issue share everything but their pages.
            if !pages.isEmpty, !hasFirstPage, strange >= 1 {
                say("first page", "differs", hasVolume && !issue.isEmpty ? -9 : -5)
            }
            if !volume.isEmpty, !hasVolume, strange >= (hasFirstPage ? 1 : 2) { say("volume", "differs", -4) }
            return agreeing
        }

        /// `388–97` ends where `388–397` does.
        private mutating func abbreviated(last: ReferenceText.Word, after first: ReferenceText.Word) {
            for index in words.indices.dropFirst() where !explained[index] && words[index - 1] == first {
                if words[index].isNumber, last.bytes.suffix(words[index].bytes.count).elementsEqual(words[index].bytes)
                {
                    explained[index] = true
                }
            }
        }

        // MARK: Container

        private mutating func container(outside title: Range<Int>) {
            let forms = [record.container.title, record.container.shortTitle].compactMap { $0 }
            guard !forms.isEmpty else { return }
            var best: (score: Double, places: [Int]) = (0, [])
            for form in forms {
                let wanted = ReferenceText.words(form).filter { !ReferenceText.small.contains($0.bytes) }
                guard !wanted.isEmpty else { continue }
                // In order, each word whole or cut as ISO 4 does; small words do not count.
                let big = words.indices.filter {
                    !title.contains($0) && !ReferenceText.small.contains(words[$0].bytes)
                }
                for start in big.indices where Self.abbreviates(words[big[start]], wanted[0]) {
                    var places: [Int] = [big[start]]
                    var next = 1
                    var last = start
                    var index = start + 1
                    while index < big.count, next < wanted.count, index - last <= 2 {
                        if let hit = (next..<min(next + 3, wanted.count)).first(where: {
                            Self.abbreviates(words[big[index]], wanted[$0])
                        }) {
                            places.append(big[index])
                            next = hit + 1
                            last = index
                        }
                        index += 1
                    }
                    let score = Double(places.count) / Double(min(wanted.count, 6))
                    if score > best.score { best = (score, places) }
                }
            }
            if best.score >= 0.6 {
                for place in best.places { explained[place] = true }
                for form in forms {
                    for word in ReferenceText.words(form) {
                        for index in words.indices
                        where !title.contains(index) && !explained[index]
                            && index >= (best.places.first ?? 0) && words[index] == word
                        { explained[index] = true }
                    }
                }
                say("container", best.score >= 0.99 ? "found" : "in part", best.score >= 0.99 ? 4 : 3)
            } else {
                say("container", "missing", -3)
            }
        }

        /// Equal, or a beginning or contraction of at least one letter: `neurosci`, `natl`, `j`.
        private static func abbreviates(_ short: ReferenceText.Word, _ long: ReferenceText.Word) -> Bool {
            if short.resembles(long) { return true }
            guard short.bytes.count <= long.bytes.count, short.bytes.first == long.bytes.first, !short.hasDigit else {
                return false
            }
            if long.bytes.starts(with: short.bytes) { return true }
            guard short.bytes.count >= 3 else { return false }
            var index = 0
            for byte in short.bytes {
                while index < long.bytes.count, long.bytes[index] != byte { index += 1 }
                guard index < long.bytes.count else { return false }
                index += 1
            }
            return true
        }
    }
}
