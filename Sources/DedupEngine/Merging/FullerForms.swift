internal import Records
internal import TextKernels

/// A title with what tells whether another says the same more fully.
struct TitleForm {
    var title: String
    var subtitle: String?
    /// Set where the normalizer made it of capitals: those are kept as given.
    var wasCapitals: Bool

    /// Nil where the record has no title.
    init?(_ record: Record) {
        guard let title = record.title else { return nil }
        self.title = title
        subtitle = record.subtitle
        wasCapitals = record.kept.contains { $0.name == "title" && Self.hasOneCase($0.value) }
    }

    /// Why this title is better than one that is trusted more; nil where it is not.
    func fuller(than old: TitleForm) -> String? {
        if title == old.title, subtitle == old.subtitle { return nil }
        let (a, b) = (old.folded, folded)
        let (oldIsFlat, newIsFlat) = (old.isFlat, isFlat)
        if FullerText.isDamaged(old.title) != FullerText.isDamaged(title) {
            return FullerText.isDamaged(old.title) && FullerText.isAlike(a, b) ? "not damaged" : nil
        }
        if a == b { return oldIsFlat && !newIsFlat ? "not in capitals" : nil }
        if FullerText.isCut(a, of: old.title, from: b) { return "not cut off" }
        if lacksSubtitle(a, of: self, b), oldIsFlat || !newIsFlat { return "not cut off" }
        if FullerText.isCut(b, of: title, from: a) || lacksSubtitle(b, of: old, a) { return nil }
        return oldIsFlat && !newIsFlat && FullerText.isAlike(a, b) ? "not in capitals" : nil
    }

    private var folded: [UInt8] {
        var bytes = Folding.folded(title)
        if let subtitle { bytes += [UInt8(ascii: " ")] + Folding.folded(subtitle) }
        return bytes
    }

    private var isFlat: Bool { wasCapitals || Self.hasOneCase(title) }

    /// More than ten letters of an alphabet with two cases, and all of one.
    static func hasOneCase(_ text: String) -> Bool {
        var (upper, lower) = (0, 0)
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                if scalar.value >= 65, scalar.value <= 90 { upper += 1 }
                if scalar.value >= 97, scalar.value <= 122 { lower += 1 }
            } else {
                if scalar.properties.isUppercase { upper += 1 }
                if scalar.properties.isLowercase { lower += 1 }
            }
            if upper > 0, lower > 0 { return false }
        }
        return upper + lower > 10
    }

    /// Whether the longer title begins with the shorter one and goes on with two words or more that are not notes in
    /// brackets, as `[Review] [16 refs]`.
    private func lacksSubtitle(_ short: [UInt8], of form: TitleForm, _ long: [UInt8]) -> Bool {
        let space = UInt8(ascii: " ")
        guard !short.isEmpty, long.count >= short.count + 5, long[short.count] == space, long.starts(with: short)
        else { return false }
        var end = long.count
        if form.subtitle == nil {
            var title = form.title[...]
            while let opening = Self.trailingNote(of: title) {
                title = title[..<opening]
                end = Folding.folded(String(title)).count
            }
        }
        return end > short.count + 1 && long[(short.count + 1)..<end].contains(space)
    }

    /// Where a note in brackets begins that ends the text; nil where none does.
    private static func trailingNote(of text: Substring) -> Substring.Index? {
        guard let last = text.lastIndex(where: { $0 != " " && $0 != "." }), text[last] == ")" || text[last] == "]"
        else { return nil }
        return text[..<last].lastIndex { $0 == "(" || $0 == "[" }
    }

    /// Why a container's title is better than one that is trusted more; nil where it is not.
    static func fullerContainer(_ new: String, than old: String) -> String? {
        if new == old { return nil }
        let (a, b) = (Folding.folded(old), Folding.folded(new))
        if FullerText.isDamaged(old) != FullerText.isDamaged(new) {
            return FullerText.isDamaged(old) && FullerText.isAlike(a, b) ? "not damaged" : nil
        }
        if a == b { return hasOneCase(old) && !hasOneCase(new) ? "not in capitals" : nil }
        if FullerText.isCut(a, of: old, from: b) { return "not cut off" }
        return ShortenedTitle.shortens(a, b) ? "not abbreviated" : nil
    }
}

/// Which of two texts says the same more fully.
enum FullerText {
    /// Holds U+FFFD, which stands for a character that somebody lost.
    static func isDamaged(_ text: String) -> Bool {
        // EF BF BD in UTF-8.
        text.utf8.contains(0xEF) && text.unicodeScalars.contains("\u{FFFD}")
    }

    /// Nine letters of ten are shared, in order.
    static func isAlike(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in Similarity.indelRatio(a, b, cutoff: 0.9) >= 0.9 }
        }
    }

    static func endsInEllipsis(_ text: String) -> Bool {
        var end = text[...]
        while let last = end.last, last == " " || last == "]" || last == ")" { end.removeLast() }
        return end.hasSuffix("\u{2026}") || end.hasSuffix("...")
    }

    /// Whether a text is another's beginning, and either says that it was cut or ends within a word.
    ///
    /// - Parameters: `short`, `long`: folded. `text`: what `short` was folded from.
    static func isCut(_ short: [UInt8], of text: String, from long: [UInt8]) -> Bool {
        guard !short.isEmpty, short.count < long.count, long.starts(with: short) else { return false }
        return endsInEllipsis(text) || short.count >= 12 && long[short.count] != UInt8(ascii: " ")
    }
}

/// Abstracts that a database cut.
enum AbstractForm {
    private static let marks = [
        "abstract from author", "abstract truncated", "truncated abstract", "abstract shortened",
    ].map { Array($0.utf8) }

    /// Says itself that it is not the whole.
    static func isCut(_ text: String) -> Bool {
        if FullerText.endsInEllipsis(text) { return true }
        // The marks stand at the end; some are followed by a notice of copyright.
        let end = text.utf8.suffix(900).map { $0 &- 65 < 26 ? $0 | 0x20 : $0 }
        return end.indices.contains { start in
            marks.contains { $0[0] == end[start] && end[start...].starts(with: $0) }
        }
    }

    /// Why an abstract is better than one that is trusted more; nil where it is not.
    ///
    /// A whole one beats a cut one, unless it is less than half as long: then it is a stub. Among equals, one that goes on
    /// where the other ends, or that is half as long again.
    static func fuller(_ new: String, than old: String) -> String? {
        if new == old { return nil }
        let (n, o) = (new.utf8.count, old.utf8.count)
        let (newIsCut, oldIsCut) = (isCut(new), isCut(old))
        if newIsCut != oldIsCut {
            if oldIsCut { return n * 2 >= o ? "not cut off" : nil }
            return o * 2 < n ? "longest" : nil
        }
        if FullerText.isDamaged(old) != FullerText.isDamaged(new) {
            return FullerText.isDamaged(old) && n * 4 >= o * 3 ? "not damaged" : nil
        }
        if n * 2 > o * 3 { return "longest" }
        guard n > o, Folding.folded(new).starts(with: Folding.folded(old)) else { return nil }
        return "longest"
    }
}

enum PageForm {
    /// Why pages are better than those that are trusted more: the same first page with the last, or pages where a
    /// spreadsheet made a date of them.
    static func fuller(_ new: String, than old: String) -> String? {
        if isSpreadsheetDate(old) { return isSpreadsheetDate(new) ? nil : "not a date" }
        let dash = UInt8(ascii: "-")
        guard !old.utf8.contains(dash), let at = new.utf8.firstIndex(of: dash), at != new.startIndex,
            new.utf8.index(after: at) != new.endIndex
        else { return nil }
        return bare(old[...]).elementsEqual(bare(new[..<at])) ? "range of pages" : nil
    }

    /// Lower case without zeros in front.
    private static func bare(_ text: Substring) -> [UInt8] {
        Array(text.utf8.drop { $0 == UInt8(ascii: "0") }.map { (65...90).contains($0) ? $0 | 0x20 : $0 })
    }

    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `01-Sep`, `Sep-01`.
    private static func isSpreadsheetDate(_ text: String) -> Bool {
        guard text.utf8.count <= 9, text.utf8.contains(where: { $0 >= 65 }) else { return false }
        let sides = text.split(separator: "-")
        return sides.count == 2 && sides.contains { months.contains($0.lowercased()) }
            && sides.contains { $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}

extension PartialDate {
    /// Whether it says the same as another as far as that one goes, and more.
    func refines(_ other: PartialDate) -> Bool {
        guard year == other.year, precision > other.precision else { return false }
        if let month = other.month { return month == self.month }
        guard let season = other.season, let month else { return true }
        // Spring is March to May; what is south of the equator is not told.
        return month % 12 / 3 == season % 4
    }
}
