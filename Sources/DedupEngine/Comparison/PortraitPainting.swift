public import Records
internal import TextKernels

extension PortraitTable {
    /// Adds a record; its place in the table is the count before.
    public mutating func append(_ record: Record) {
        var portrait = Portrait()
        portrait.identity = hash(record.key.description, 11)
        portrait.source = hash(record.key.source, 12)
        portrait.kind = Kind(record.type)
        paintTitle(of: record, into: &portrait)
        paintAuthors(of: record, into: &portrait)
        paintPlace(of: record, into: &portrait)
        paintIdentifiers(of: record, into: &portrait)
        if let abstract = record.abstract {
            let folded = Folding.folded(beginning: 400, of: abstract)
            if folded.count >= 80 {
                portrait.abstract = folded.prefix(160).withUnsafeBufferPointer { Hashing.hash64($0, seed: 13) }
            }
        }
        portraits.append(portrait)
    }

    private mutating func paintTitle(of record: Record, into portrait: inout Portrait) {
        guard let title = record.title else { return }
        var text = TitleNotes.withoutTrailingNotes(title)
        if let subtitle = record.subtitle { text += " " + subtitle }
        var folded = Folding.folded(text)
        if folded.count > 600 { folded.removeSubrange(600...) }
        portrait.titleRole = TitleNotes.role(of: folded)
        portrait.title = append(folded)
        var words: [UInt64] = []
        words.reserveCapacity(24)
        var numbers: [UInt64] = []
        var start = 0
        var wordIndex = 0
        for end in 0...folded.count where end == folded.count || folded[end] == UInt8(ascii: " ") {
            if end > start {
                let word = folded[start..<end]
                words.append(word.withUnsafeBufferPointer { Hashing.hash64($0, seed: 1) })
                if let number = TitleNotes.romanNumeral(word), wordIndex > 0 { numbers.append(number) }
                wordIndex += 1
            }
            start = end + 1
        }
        numbers.append(contentsOf: TitleNotes.digitRuns(folded))
        // Glued and split words agree where spaces do not count.
        let letters = folded.filter { $0 != UInt8(ascii: " ") }
        portrait.titleHash = letters.isEmpty ? 0 : letters.withUnsafeBufferPointer { Hashing.hash64($0, seed: 2) }
        words.sort()
        portrait.words = append(uniqued(words))
        portrait.numbers = append(numbers.sorted())
    }

    private mutating func paintAuthors(of record: Record, into portrait: inout Portrait) {
        var contributors = record.contributors.filter { $0.role == .author }
        if contributors.isEmpty { contributors = record.contributors.filter { $0.role == .editor } }
        let start = UInt32(authorMarks.count)
        for contributor in contributors.prefix(40) {
            let name = contributor.name
            guard let family = name.family ?? name.literal else { continue }
            var bare = family[...]
            if let particle = name.particle, bare.lowercased().hasPrefix(particle.lowercased() + " ") {
                bare = bare.dropFirst(particle.count + 1)
            }
            let foldedFamily =
                bare.endIndex == family.endIndex && bare.startIndex == family.startIndex
                ? Folding.folded(family) : Folding.folded(String(bare))
            guard !foldedFamily.isEmpty else { continue }
            let foldedGiven = name.given.map(Folding.folded) ?? []
            let longestFamily = longestWord(foldedFamily)
            let longestGiven = longestWord(foldedGiven)
            let a = longestFamily.withUnsafeBufferPointer { Hashing.hash64($0, seed: 3) }
            let b = longestGiven.count > 1 ? longestGiven.withUnsafeBufferPointer { Hashing.hash64($0, seed: 3) } : 0
            authorMarks.append(
                AuthorMark(
                    family: longestFamily.count == foldedFamily.count
                        ? a
                        : foldedFamily.filter { $0 != UInt8(ascii: " ") }
                            .withUnsafeBufferPointer { Hashing.hash64($0, seed: 3) },
                    unordered: b == 0 ? 0 : min(a, b) &+ max(a, b) &* 3,
                    initial: foldedGiven.first ?? 0))
        }
        portrait.authors = Stretch(start: start, count: UInt32(authorMarks.count) - start)
    }

    private mutating func paintPlace(of record: Record, into portrait: inout Portrait) {
        let years = [record.year, record.publishedPrint?.year, record.publishedOnline?.year].compactMap { $0 }
        if let first = years.first {
            portrait.year = Int16(clamping: first)
            portrait.otherYear = Int16(clamping: years.first { $0 != first } ?? 0)
        }
        portrait.volume = tag(record.volume, 4)
        portrait.issue = tag(record.issue, 5)
        if let pages = record.pages ?? record.articleNumber {
            if let dash = pages.utf8.firstIndex(of: UInt8(ascii: "-")), dash > pages.startIndex {
                portrait.firstPage = tag(String(pages[..<dash]), 6)
                portrait.lastPage = tag(String(pages[pages.utf8.index(after: dash)...]), 6)
            } else {
                portrait.firstPage = tag(pages.utf8.first == UInt8(ascii: "-") ? String(pages.dropFirst()) : pages, 6)
            }
        }
        if let container = record.container.title ?? record.container.shortTitle {
            var folded = Folding.folded(container)
            if folded.count > 200 { folded.removeSubrange(200...) }
            portrait.container = append(folded)
        }
        portrait.issns = append(record.container.issns.map { hash($0, 7) }.sorted())
        portrait.isbn = record.container.isbns.first.map { hash($0, 8) } ?? tag(record.identifier(.isbn), 8)
        portrait.edition = tag(record.edition, 9)
    }

    private mutating func paintIdentifiers(of record: Record, into portrait: inout Portrait) {
        var others: [UInt64] = []
        for identifier in record.identifiers {
            switch identifier.scheme {
            case .doi where portrait.doi == 0:
                portrait.doi = hash(identifier.value, 10)
                portrait.doiPrefix = hash(Array(identifier.value.utf8.prefix { $0 != UInt8(ascii: "/") }), 10)
            case .pmid where portrait.pmid == 0: portrait.pmid = hash(identifier.value, 10)
            case .isbn, .issn, .url: break
            default: others.append(hash(identifier.description, 10))
            }
        }
        portrait.identifiers = append(others.sorted())
    }

    private mutating func append(_ new: [UInt8]) -> Stretch {
        defer { bytes.append(contentsOf: new) }
        return Stretch(start: UInt32(bytes.count), count: UInt32(new.count))
    }

    private mutating func append(_ new: [UInt64]) -> Stretch {
        defer { hashes.append(contentsOf: new) }
        return Stretch(start: UInt32(hashes.count), count: UInt32(new.count))
    }
}

func hash(_ text: String, _ seed: UInt64) -> UInt64 {
    var text = text
    return text.withUTF8 { max(1, Hashing.hash64($0, seed: seed)) }
}

private func hash(_ bytes: [UInt8], _ seed: UInt64) -> UInt64 {
    bytes.withUnsafeBufferPointer { max(1, Hashing.hash64($0, seed: seed)) }
}

/// Hash of the folded text without leading zeros; 0 for nothing.
private func tag(_ text: String?, _ seed: UInt64) -> UInt64 {
    guard let text else { return 0 }
    var folded = Folding.folded(text)
    if folded.contains(UInt8(ascii: " ")) { folded.removeAll { $0 == UInt8(ascii: " ") } }
    let bare = folded.drop { $0 == UInt8(ascii: "0") }
    return bare.isEmpty ? 0 : max(1, bare.withUnsafeBufferPointer { Hashing.hash64($0, seed: seed) })
}

private func uniqued(_ sorted: [UInt64]) -> [UInt64] {
    var result: [UInt64] = []
    result.reserveCapacity(sorted.count)
    for value in sorted where value != result.last { result.append(value) }
    return result
}

private func longestWord(_ folded: [UInt8]) -> ArraySlice<UInt8> {
    var longest = folded[0..<0]
    var start = 0
    for end in 0...folded.count where end == folded.count || folded[end] == UInt8(ascii: " ") {
        if end - start > longest.count { longest = folded[start..<end] }
        start = end + 1
    }
    return longest
}
