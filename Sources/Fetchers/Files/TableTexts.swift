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
    static func parts(of text: String) -> [String] {
        let signs = Array(text)
        let seams = signs.indices.dropFirst().filter { isSeam(signs, $0) }
        var parts: [String] = []
        var start = 0
        for (index, seam) in seams.enumerated() {
            let end = index + 1 < seams.count ? seams[index + 1] : signs.count
            guard words(signs[start..<seam]) > 1, words(signs[seam..<end]) > 1 else { continue }
            parts.append(String(String(signs[start..<seam])[...].trimmed))
            start = seam
        }
        parts.append(String(String(signs[start...])[...].trimmed))
        return parts
    }

    private static func words(_ signs: ArraySlice<Character>) -> Int { signs.split(separator: " ").count }

    private static func isSeam(_ signs: [Character], _ index: Int) -> Bool {
        guard signs[index].isUppercase else { return false }
        let before = signs[index - 1]
        // Behind a stop a word must follow: `J.A. Roe`.
        if before == "." { return index + 1 < signs.count && signs[index + 1].isLowercase }
        guard before.isLowercase else { return false }
        let front = signs[..<index].suffix(8).reversed().prefix { $0.isLetter }.reversed()
        return !particles.contains(String(front))
    }

    /// What a capital follows within one name.
    private static let particles: Set<String> = [
        "Mc", "Mac", "De", "Del", "Della", "Di", "Da", "Du", "La", "Le", "Van", "Von", "Ver", "Vander", "Fitz", "El",
        "Al", "Ben", "San", "St", "d", "al", "el", "de", "van", "von", "la", "le", "t",
    ]
}
