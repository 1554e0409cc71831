internal import TextKernels

/// What in a title is not its name: notes that databases add, numbers of parts, words that make it a notice.
enum TitleNotes {
    /// The title without the bracketed notes that databases append: `[Review] [16 refs]`, `(vol 12, pg 3, 2001)`.
    ///
    /// A title that is bracketed as a whole (a translation) is kept.
    static func withoutTrailingNotes(_ title: String) -> String {
        var bytes = Array(title.utf8)
        while true {
            while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: ".") { bytes.removeLast() }
            guard let last = bytes.last, last == UInt8(ascii: "]") || last == UInt8(ascii: ")") else { break }
            let opening = last == UInt8(ascii: "]") ? UInt8(ascii: "[") : UInt8(ascii: "(")
            var depth = 0
            var start = bytes.count - 1
            while start >= 0 {
                if bytes[start] == last { depth += 1 }
                if bytes[start] == opening { depth -= 1 }
                if depth == 0 { break }
                start -= 1
            }
            guard start >= 12 else { break }
            if last == UInt8(ascii: ")") {
                let inside = Folding.folded(String(decoding: bytes[(start + 1)..<(bytes.count - 1)], as: UTF8.self))
                guard parenthesizedNotes.contains(where: { inside.starts(with: $0) }) else { break }
            }
            bytes.removeSubrange(start...)
        }
        return bytes.count < title.utf8.count ? String(decoding: bytes, as: UTF8.self) : title
    }

    private static let parenthesizedNotes: [[UInt8]] = [
        "vol ", "reprinted", "review", "author s transl", "meeting abstract", "retracted", "withdrawn", "published",
    ].map { Array($0.utf8) }

    /// What a folded title's first words make of it.
    static func role(of folded: [UInt8]) -> TitleRole {
        for (opening, role) in openings where folded.starts(with: opening) { return role }
        return .own
    }

    private static let openings: [([UInt8], TitleRole)] = [
        ("erratum", TitleRole.notice), ("errata ", .notice), ("corrigend", .notice), ("correction ", .notice),
        ("author correction", .notice), ("publisher correction", .notice), ("retraction", .notice),
        ("retracted article", .own), ("expression of concern", .notice), ("notice of retraction", .notice),
        ("withdrawal", .notice), ("addendum", .notice), ("reply ", .reply), ("response to ", .reply),
        ("author reply", .reply), ("authors reply", .reply), ("author s reply", .reply), ("authors response", .reply),
        ("in reply", .reply), ("comment on ", .comment), ("comments on ", .comment), ("commentary on ", .comment),
        ("re ", .comment), ("letter to the editor re", .comment),
    ].map { (Array($0.0.utf8), $0.1) }

    /// Each run of ASCII digits as a number, in order; runs beyond 18 digits are cut.
    static func digitRuns(_ folded: [UInt8]) -> [UInt64] {
        var runs: [UInt64] = []
        var current: UInt64?
        var length = 0
        for byte in folded {
            if byte >= 48, byte <= 57 {
                if length < 18 { current = (current ?? 0) * 10 + UInt64(byte - 48) }
                length += 1
            } else if let run = current {
                runs.append(run)
                current = nil
                length = 0
            }
        }
        if let current { runs.append(current) }
        return runs
    }

    /// The number a word of two or more letters writes in Roman digits, 2...39; single letters are too often
    /// something else.
    static func romanNumeral(_ word: ArraySlice<UInt8>) -> UInt64? {
        guard word.count >= 2, word.count <= 7 else { return nil }
        var total: UInt64 = 0
        var last: UInt64 = 0
        for byte in word.reversed() {
            let value: UInt64
            switch byte {
            case UInt8(ascii: "i"): value = 1
            case UInt8(ascii: "v"): value = 5
            case UInt8(ascii: "x"): value = 10
            default: return nil
            }
            if value < last { total &-= value } else { total += value }
            last = max(last, value)
        }
        return (2...39).contains(total) ? total : nil
    }
}
