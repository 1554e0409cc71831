internal import Records
internal import TextKernels

extension PortraitTable {
    mutating func paintPlace(of record: Record, into portrait: inout Portrait) {
        for year in [record.year, record.publishedPrint?.year, record.publishedOnline?.year] {
            guard let year else { continue }
            let value = Int16(clamping: year)
            if portrait.year == 0 {
                portrait.year = value
            } else if value != portrait.year {
                portrait.otherYear = value
            }
        }
        if record.type == .articleNewspaper, let date = record.issued?.value, let month = date.month, let day = date.day
        {
            portrait.day = UInt16(month * 32 + day)
        }
        portrait.issue = issue(record.issue, into: &portrait)
        paintVolume(record.volume, into: &portrait)
        if let pages = record.pages ?? record.articleNumber {
            if let dash = pages.utf8.firstIndex(of: UInt8(ascii: "-")), dash > pages.startIndex {
                portrait.firstPage = page(pages[..<dash])
                portrait.lastPage = page(pages[pages.utf8.index(after: dash)...])
            } else {
                portrait.firstPage = page(pages.utf8.first == UInt8(ascii: "-") ? pages.dropFirst() : pages[...])
            }
        }
        if var container = record.container.title ?? record.container.shortTitle {
            // Databases put the congress behind the journal that prints its abstracts.
            let congress = TitleNotes.place(of: "Conference:", in: container) ?? 0
            let length = congress > 8 ? congress : 300
            folded.removeAll(keepingCapacity: true)
            container.withUTF8 { Folding.fold(UnsafeBufferPointer(rebasing: $0.prefix(length)), into: &folded) }
            if folded.count > 200 { folded.removeSubrange(200...) }
            portrait.container = containers.place(of: folded, frequencies: frequencies)
            if portrait.year == 0 { portrait.year = Self.year(in: folded) }
        }
        let firstISSN = hashes.count
        for issn in record.container.issns { hashes.append(hash(issn, 7)) }
        portrait.issns = sortHashes(from: firstISSN)
        portrait.isbn = (record.container.isbns.first ?? record.identifier(.isbn)).map { short(hash($0, 8)) } ?? 0
        portrait.edition = tag(record.edition)
    }

    /// The one year that a folded title of a container names: `proceedings of colt 1994`; 0 where it names none or two.
    private static func year(in folded: [UInt8]) -> Int16 {
        var year: Int16 = 0
        for word in folded.split(separator: UInt8(ascii: " ")) where word.count == 4 {
            guard word.allSatisfy({ (48...57).contains($0) }) else { continue }
            let value = word.reduce(0) { $0 * 10 + Int16($1 - 48) }
            guard (1900...2039).contains(value) else { continue }
            if year != 0, year != value { return 0 }
            year = value
        }
        return year
    }

    /// `22(4)` is volume 22, issue 4; `24 Suppl 3` is volume 24, issue `S3`; `vol. 27,` and `74 (1995), 129` are 27 and 74.
    private mutating func paintVolume(_ text: String?, into portrait: inout Portrait) {
        guard let text else { return }
        if let number = plainNumber(text) {
            portrait.volume = number
            portrait.isVolumeYear = portrait.year != 0 && text == String(portrait.year)
            return
        }
        fold(text)
        let words = folded.split(separator: UInt8(ascii: " "), maxSplits: 6)
        let rest = words.drop { Self.volumeWords.contains($0) }
        guard let first = rest.first, let digit = first.first, (48...57).contains(digit) else {
            folded.removeAll { $0 == UInt8(ascii: " ") }
            portrait.volume = tag(folded[...])
            return
        }
        portrait.volume = tag(first)
        portrait.isVolumeYear = portrait.year != 0 && first.elementsEqual(String(portrait.year).utf8)
        guard portrait.issue == 0, let second = rest.dropFirst().first else { return }
        let third = rest.dropFirst(2).first
        if second.starts(with: "sup".utf8) {
            if let third {
                portrait.issue = tag(Array("s".utf8)[...] + third)
                portrait.isSupplement = true
            }
        } else if second.count <= 3, second.allSatisfy({ (48...57).contains($0) }), text.utf8.contains(40) {
            portrait.issue = tag(second)
        }
    }

    private static let volumeWords = WordList("vol volume vols volumes v bd band tom tome t jg jahrgang")

    /// As `tag`, of a text of digits alone; nil for others.
    private func plainNumber(_ text: String) -> UInt32? {
        var text = text
        return text.withUTF8 { bytes in
            guard !bytes.isEmpty, bytes.count < 60, bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
            let bare = UnsafeBufferPointer(rebasing: bytes.drop { $0 == UInt8(ascii: "0") })
            return bare.isEmpty ? 0 : short(hash(bare, 4))
        }
    }

    private mutating func fold(_ text: String) {
        var text = text
        folded.removeAll(keepingCapacity: true)
        text.withUTF8 { Folding.fold(UnsafeBufferPointer(rebasing: $0.prefix(60)), into: &folded) }
    }

    /// Hash of the folded text without spaces and leading zeros; 0 for nothing. Volumes, issues and pages share it: exports
    /// mix them up.
    private mutating func tag(_ text: String?) -> UInt32 {
        guard let text else { return 0 }
        fold(text)
        if folded.contains(UInt8(ascii: " ")) { folded.removeAll { $0 == UInt8(ascii: " ") } }
        return tag(folded[...])
    }

    private func tag(_ folded: ArraySlice<UInt8>) -> UInt32 {
        folded.withUnsafeBufferPointer { bytes in
            let bare = UnsafeBufferPointer(rebasing: bytes.drop { $0 == UInt8(ascii: "0") })
            return bare.isEmpty ? 0 : short(hash(bare, 4))
        }
    }

    /// As `tag`: `Suppl 2`, `Supplement 2` and `S2` are one, a supplement without a number may be any; `May` is 5.
    private mutating func issue(_ text: String?, into portrait: inout Portrait) -> UInt32 {
        guard let text else { return 0 }
        if let number = plainNumber(text) { return number }
        fold(text)
        portrait.isSupplement =
            folded.first == UInt8(ascii: "s") && folded.dropFirst().allSatisfy { (48...57).contains($0) }
        if let first = folded.firstRange(of: "supp".utf8) {
            let digits = folded[first.upperBound...].filter { (48...57).contains($0) }
            portrait.isSupplement = !digits.isEmpty
            return digits.isEmpty ? 0 : tag((Array("s".utf8) + digits)[...])
        }
        if folded.allSatisfy({ $0 > 57 || $0 == UInt8(ascii: " ") }),
            let month = Self.months.firstIndex(where: { folded.starts(with: $0) })
        {
            portrait.isIssueMonth = true
            return tag(String(month + 1))
        }
        folded.removeAll { $0 == UInt8(ascii: " ") }
        return tag(folded[...])
    }

    private static let months: [[UInt8]] = "jan feb mar apr may jun jul aug sep oct nov dec".split(separator: " ")
        .map { Array($0.utf8) }

    private mutating func page(_ text: Substring) -> PageMark {
        var mark = PageMark()
        mark.hash = tag(String(text))
        guard mark.hash != 0 else { return mark }
        var number: UInt32 = 0
        var digits = 0
        for byte in folded {
            if (48...57).contains(byte) {
                digits += 1
                if digits < 9 { number = number * 10 + UInt32(byte - 48) }
            } else {
                mark.isLettered = true
                // Digits before a letter (`33e`) are no page number.
                if digits > 0 { return mark }
            }
        }
        if digits < 9 { mark.number = number }
        return mark
    }
}
