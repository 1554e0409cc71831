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
        portrait.volume = tag(record.volume, 4)
        portrait.issue = issue(record.issue)
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
        }
        let firstISSN = hashes.count
        for issn in record.container.issns { hashes.append(hash(issn, 7)) }
        portrait.issns = sortHashes(from: firstISSN)
        portrait.isbn = (record.container.isbns.first ?? record.identifier(.isbn)).map { short(hash($0, 8)) } ?? 0
        portrait.edition = tag(record.edition, 9)
    }

    /// Hash of the folded text without spaces and leading zeros; 0 for nothing.
    private mutating func tag(_ text: String?, _ seed: UInt64) -> UInt32 {
        guard var text else { return 0 }
        folded.removeAll(keepingCapacity: true)
        text.withUTF8 { Folding.fold(UnsafeBufferPointer(rebasing: $0.prefix(60)), into: &folded) }
        if folded.contains(UInt8(ascii: " ")) { folded.removeAll { $0 == UInt8(ascii: " ") } }
        return folded.withUnsafeBufferPointer { bytes in
            let bare = UnsafeBufferPointer(rebasing: bytes.drop { $0 == UInt8(ascii: "0") })
            return bare.isEmpty ? 0 : short(hash(bare, seed))
        }
    }

    /// As `tag`: `Suppl 2`, `Supplement 2` and `S2` are one; a supplement without a number may be any.
    private mutating func issue(_ text: String?) -> UInt32 {
        guard let text else { return 0 }
        if text.utf8.count < 4 { return tag(text, 5) }
        let plain = text.lowercased()
        guard let first = plain.firstRange(of: "supp") else { return tag(text, 5) }
        let digits = plain[first.upperBound...].filter { ("0"..."9").contains($0) }
        return digits.isEmpty ? 0 : tag("s" + digits, 5)
    }

    private mutating func page(_ text: Substring) -> PageMark {
        var mark = PageMark()
        mark.hash = tag(String(text), 6)
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
