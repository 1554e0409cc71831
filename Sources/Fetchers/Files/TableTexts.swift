internal import Records

/// Identifiers in a text for whatever has no field: `PMID: 35319117 PMCID: PMC9151451`.
enum ExtraText {
    static func identify(_ text: String, in said: inout SourceRecord) {
        for (label, scheme) in [("PMID:", "pmid"), ("PMCID:", "pmcid"), ("DOI:", "doi"), ("arXiv:", "arxiv")] {
            guard let range = text.firstRange(of: label) else { continue }
            let value = text[range.upperBound...].drop { $0 == " " }.prefix {
                !$0.isWhitespace && $0 != ";" && $0 != ","
            }
            if !value.isEmpty { said.identify(scheme, String(value)) }
        }
    }
}

/// Embase's one line for where a work lies: `Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014`.
enum EmbaseCitation {
    static func read(_ text: String, into said: inout SourceRecord, year: inout String?) {
        var rest = text[...]
        while let open = rest.firstIndex(of: "(") {
            let inner = rest[rest.index(after: open)...].prefix { $0 != ")" }
            guard inner.utf8.count == 4, inner.utf8.allSatisfy({ $0 &- 0x30 < 10 }), inner.endIndex < text.endIndex
            else {
                rest = rest[rest.index(after: open)...]
                continue
            }
            let journal = text[..<open].trimmed
            if said.containerTitles.isEmpty, !journal.isEmpty { said.containerTitles = [String(journal)] }
            year = year ?? String(inner)
            var behind = text[text.index(after: inner.endIndex)...]
            if let stop = behind.firstRange(of: ". ") { behind = behind[..<stop.lowerBound] }
            var numbers = behind.trimmed
            if let bracket = behind.firstIndex(of: "(") {
                let pages = behind[behind.index(after: bracket)...].prefix { $0 != ")" }
                if said.pages == nil, !pages.isEmpty { said.pages = String(pages) }
                numbers = behind[..<bracket].trimmed
            }
            let parts = numbers.split(separator: ":", maxSplits: 1).map { String($0.trimmed) }
            if let volume = parts.first, said.volume == nil, volume.utf8.first.map({ $0 &- 0x30 < 10 }) == true {
                said.volume = volume
                if parts.count > 1, said.issue == nil { said.issue = parts[1] }
            }
            return
        }
    }
}

/// A list of a table with semicolons between its parts, of which those in braces are whole: `Adler, M.; {Birds, Owls; Co.}`.
enum BracedList {
    /// - Returns: Nil where nothing stands in braces.
    static func parts(of text: String) -> [(text: String, isBraced: Bool)]? {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return nil }
        var text = text
        return text.withUTF8 { bytes in
            let pieces = bytes.pieces(of: 0..<bytes.count) { $0 == UInt8(ascii: ";") }
            var parts: [(text: String, isBraced: Bool)] = []
            for piece in pieces where !piece.isEmpty {
                let inner = bytes.braced(piece)
                let part = String(decoding: UnsafeBufferPointer(rebasing: bytes[inner ?? piece]), as: UTF8.self)
                parts.append((part, inner != nil))
            }
            return parts.contains { $0.isBraced } ? parts : nil
        }
    }
}

/// Names that follow one another without a sign between them, as SpringerLink's tables have them.
enum GluedNames {
    /// Parts where a small letter, or the stop of an initial, is followed at once by a capital, and both sides have two words
    /// or more: `Jane DoeAdam B. Roe` is two names, `Adam McDonald` and `J.A. Roe` are one.
    ///
    /// - Returns: Nil where a word has several such places, `Adam BronYuLin Roe`, so that nothing tells where the second name
    ///   begins.
    /// - Complexity: Linear.
    static func parts(of text: String) -> [String]? {
        let signs = Array(text)
        let words = signs.indices.split { signs[$0] == " " }
        var parts: [String] = []
        var start = 0
        // The word that the name under way begins in.
        var first = 0
        for (index, word) in words.enumerated() where index > first && index < words.count - 1 {
            let (seams, hasDoubtful) = seams(signs, word)
            if seams.count > 1 || seams.isEmpty && hasDoubtful { return nil }
            guard let seam = seams.first else { continue }
            parts.append(String(String(signs[start..<seam])[...].trimmed))
            start = seam
            first = index
        }
        parts.append(String(String(signs[start...])[...].trimmed))
        return parts
    }

    /// Where names may begin within a word; and whether one may behind a particle that is a name, too: `Anh LeAdam Roe`.
    private static func seams(_ signs: [Character], _ word: Range<Int>) -> (seams: [Int], hasDoubtful: Bool) {
        var seams: [Int] = []
        var hasDoubtful = false
        // Where the part that is looked at begins: `Le` and `Ann` of `RoeLeAnn`.
        var part = word.lowerBound
        for index in word.dropFirst() where signs[index].isUppercase {
            let before = signs[index - 1]
            if before == "." {
                // Behind a stop a word must follow: `J.A. Roe`.
                if index + 1 < word.upperBound, signs[index + 1].isLowercase { seams.append(index) }
            } else if before.isLowercase {
                let front = index - part > 8 ? "" : String(signs[part..<index])
                if names.contains(front) {
                    hasDoubtful = true
                } else if !particles.contains(front) {
                    seams.append(index)
                }
            }
            part = index
        }
        return (seams, hasDoubtful)
    }

    /// What a capital follows within one name.
    private static let particles: Set<String> = [
        "Mc", "Mac", "Della", "Von", "Ver", "Vander", "Fitz", "St", "d", "al", "el", "de", "van", "von", "la", "le",
        "t",
    ]

    /// What does, and is a name of its own, too.
    private static let names: Set<String> = [
        "De", "Del", "Di", "Da", "Du", "La", "Le", "Van", "El", "Al", "Ben", "San",
    ]
}
