internal import TextKernels

/// A bibliographic reference as somebody wrote it, cut into folded words.
public struct ReferenceText: Sendable {
    struct Word: Sendable, Equatable {
        /// Folded UTF-8.
        var bytes: [UInt8]

        var isNumber: Bool { bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
        var hasDigit: Bool { bytes.contains { $0 >= 0x30 && $0 <= 0x39 } }
        /// What agreeing on the word tells, in characters: function words tell little, long words not without end.
        var weight: Double {
            if ReferenceText.small.contains(bytes) { return 0.5 }
            return Double(min(bytes.count, 10))
        }
        var number: Int? { isNumber && bytes.count < 10 ? Int(String(decoding: bytes, as: UTF8.self)) : nil }
    }

    let words: [Word]

    /// Most words read: a reference has fewer.
    static let mostWords = 400

    public init(_ text: String) {
        words = Array(Self.words(String(text.prefix(8000))).prefix(Self.mostWords))
    }

    /// Whether there are words enough for a reference, some of them letters.
    public var isLikely: Bool { words.count > 4 && words.count { $0.bytes.count > 2 && !$0.hasDigit } > 1 }

    static func words(_ text: String) -> [Word] {
        Folding.folded(text).split(separator: UInt8(ascii: " ")).map { Word(bytes: Array($0)) }
    }

    static let small: Set<[UInt8]> = Set(
        [
            "a", "an", "the", "of", "and", "in", "on", "for", "to", "with", "by", "from", "at", "as", "is", "or", "der",
            "die", "das", "und", "von", "de", "la", "le", "les", "des", "du", "et", "en", "el", "y", "e", "di", "il",
        ].map { Array($0.utf8) })

    /// Words that references hold beside what the record says.
    static let furniture: Set<[UInt8]> = Set(
        [
            "vol", "volume", "no", "nr", "issue", "number", "pp", "p", "pages", "page", "art", "article", "et", "al",
            "eds", "ed", "in", "doi", "org", "https", "http", "www", "dx", "pmid", "pmcid", "pubmed", "google",
            "scholar",
            "crossref", "available", "online", "accessed", "retrieved", "epub", "ahead", "print", "press", "preprint",
            "journal", "proceedings", "conference", "published", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
            "sep", "oct", "nov", "dec", "january", "february", "march", "april", "june", "july", "august", "september",
            "october", "november", "december", "s", "v", "and", "the", "of",
        ].map { Array($0.utf8) })
}

extension ReferenceText.Word {
    /// Equal, or one slip of the pen apart in a word long enough.
    func resembles(_ other: Self) -> Bool {
        if bytes == other.bytes { return true }
        let shorter = min(bytes.count, other.bytes.count)
        guard shorter >= 4, abs(bytes.count - other.bytes.count) <= 2, !hasDigit, !other.hasDigit else { return false }
        return bytes.withUnsafeBufferPointer { a in
            other.bytes.withUnsafeBufferPointer { b in Similarity.indelRatio(a, b, cutoff: 0.8) > 0 }
        }
    }
}
