/// DOIs out of whatever they are written in.
extension IdentifierParser {
    /// A DOI in lower case from any form: bare, `doi:`, `https://doi.org/`, a landing page that holds one,
    /// percent-encoded, HTML-escaped. SICI DOIs keep their brackets.
    public static func doi(_ text: String) -> String? { plainDOI(text) ?? repairedDOI(text) }

    /// A DOI that stands bare or behind its resolver's address, with nothing to undo but capitals; nil for all others.
    private static func plainDOI(_ text: String) -> String? {
        let found = text.utf8.withContiguousStorageIfAvailable { bytes -> (start: Int, hasCapitals: Bool)? in
            var start = 0
            for resolver: StaticString in ["https://doi.org/", "http://dx.doi.org/", "http://doi.org/"]
            where bytes.first == UInt8(ascii: "h") && resolver.withUTF8Buffer({ bytes.starts(with: $0) }) {
                start = resolver.utf8CodeUnitCount
            }
            let isURL = start > 0
            guard bytes.count > start + 8, bytes[start] == UInt8(ascii: "1"), bytes[start + 1] == UInt8(ascii: "0"),
                bytes[start + 2] == UInt8(ascii: ".")
            else { return nil }
            var slash = start + 3
            while slash < bytes.count, isDigit(bytes[slash]) || bytes[slash] == UInt8(ascii: ".") { slash += 1 }
            guard slash >= start + 7, slash + 1 < bytes.count, bytes[slash] == UInt8(ascii: "/") else { return nil }
            var hasCapitals = false
            for byte in bytes[slash...] {
                switch byte {
                case 0x41...0x5A: hasCapitals = true
                case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "&"): return nil
                case UInt8(ascii: "?"), UInt8(ascii: "#"): if isURL { return nil }
                default: break
                }
            }
            guard let last = bytes.last, isDigit(last) || (0x61...0x7A).contains(last | 0x20),
                !isURL || !mayHavePageTail(bytes[slash...])
            else { return nil }
            if isURL {
                for publisher: StaticString in ["10.1101/", "10.64898/"]
                where publisher.withUTF8Buffer({ bytes[start...].starts(with: $0) }) { return nil }
            }
            return (start, hasCapitals)
        }
        guard case let (start, hasCapitals)?? = found else { return nil }
        if start == 0, !hasCapitals { return text }
        return String(unsafeUninitializedCapacity: text.utf8.count - start) { out in
            var count = 0
            for byte in text.utf8.dropFirst(start) {
                out[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }

    /// Whether the last part of a DOI, behind a slash or a full stop, is a word that pages' addresses have behind a DOI.
    private static func mayHavePageTail(_ suffix: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let sign = suffix.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }) else {
            return false
        }
        let part = suffix[(sign + 1)...]
        return pageTails.contains { tail in
            tail.utf8CodeUnitCount == part.count && tail.withUTF8Buffer { part.elementsEqual($0) }
        }
    }

    private static let pageTails: [StaticString] = [
        "full", "abstract", "pdf", "epdf", "meta", "html", "summary",
    ]

    /// As `doi(_:)`, the long way.
    static func repairedDOI(_ text: String) -> String? {
        // A URL's query and fragment are not part of the DOI, unless it stands within them; a bare DOI may hold both signs,
        // and so may one whose signs are escaped: `…3.0.CO;2-%23`.
        let isURL = text.utf8.starts(with: "http".utf8) || text.utf8.starts(with: "www.".utf8)
        var candidate = text
        if isURL, let end = text.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            let path = String(text[..<end])
            let rest = text[text.index(after: end)...]
            candidate =
                doiStart(Array(percentDecoded(path).utf8)) != nil
                ? path
                : rest.split(separator: "&").map(String.init).first { doiStart(Array(percentDecoded($0).utf8)) != nil }
                    ?? path
        }
        if candidate.utf8.contains(UInt8(ascii: "%")) { candidate = percentDecoded(candidate) }
        if candidate.utf8.contains(UInt8(ascii: "&")) { candidate = Markup.entitiesDecoded(candidate) }
        let bytes = Array(candidate.utf8)
        guard let start = doiStart(bytes) else { return nil }
        var end = start
        while end < bytes.count, bytes[end] > 0x20, bytes[end] != 0x7F {
            if bytes[end] == UInt8(ascii: "\"") { break }
            end += 1
        }
        var doi = Array(bytes[start..<end])
        if isURL {
            for tail in [
                "/full", "/abstract", "/pdf", "/epdf", "/full.pdf", ".full", ".full.pdf", ".pdf", ".abstract", "/meta",
                "/html", "/summary", "/v1.full",
            ]
            where doi.count > tail.utf8.count + 8 && doi.suffix(tail.utf8.count).elementsEqual(tail.utf8) {
                doi.removeLast(tail.utf8.count)
            }
            dropPreprintVersion(&doi)
        }
        trimTrailingPunctuation(&doi)
        for index in doi.indices where doi[index] >= 65 && doi[index] <= 90 { doi[index] |= 0x20 }
        guard let slash = doi.firstIndex(of: UInt8(ascii: "/")), slash + 1 < doi.count else { return nil }
        return String(decoding: doi, as: UTF8.self)
    }

    /// bioRxiv and medRxiv put a version behind the DOI in their URLs: `10.1101/2020.02.29.123456v2`.
    private static func dropPreprintVersion(_ doi: inout [UInt8]) {
        guard doi.starts(with: "10.1101/".utf8) || doi.starts(with: "10.64898/".utf8),
            let v = doi.lastIndex(of: UInt8(ascii: "v")), v + 1 < doi.count, doi[(v + 1)...].allSatisfy(isDigit),
            isDigit(doi[v - 1])
        else { return }
        doi.removeSubrange(v...)
    }

    /// Where `10.NNNN/` begins, not within a longer number.
    private static func doiStart(_ bytes: [UInt8]) -> Int? {
        var index = 0
        while index + 7 < bytes.count {
            defer { index += 1 }
            guard bytes[index] == UInt8(ascii: "1"), bytes[index + 1] == UInt8(ascii: "0"),
                bytes[index + 2] == UInt8(ascii: ".")
            else { continue }
            if index > 0, isDigit(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: ".") { continue }
            var cursor = index + 3
            let registrant = cursor
            while cursor < bytes.count, isDigit(bytes[cursor]) || bytes[cursor] == UInt8(ascii: ".") { cursor += 1 }
            if cursor - registrant >= 4, cursor < bytes.count, bytes[cursor] == UInt8(ascii: "/") { return index }
        }
        return nil
    }

    private static func trimTrailingPunctuation(_ doi: inout [UInt8]) {
        while let last = doi.last {
            switch last {
            case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "'"):
                doi.removeLast()
            case UInt8(ascii: "/") where doi.filter({ $0 == UInt8(ascii: "/") }).count > 1: doi.removeLast()
            case UInt8(ascii: ")") where count(doi, "(") < count(doi, ")"): doi.removeLast()
            case UInt8(ascii: "]") where count(doi, "[") < count(doi, "]"): doi.removeLast()
            case UInt8(ascii: "}") where count(doi, "{") < count(doi, "}"): doi.removeLast()
            case UInt8(ascii: ">") where count(doi, "<") < count(doi, ">"): doi.removeLast()
            default: return
            }
        }
    }

    private static func count(_ bytes: [UInt8], _ character: Unicode.Scalar) -> Int {
        bytes.reduce(0) { $0 + ($1 == UInt8(ascii: character) ? 1 : 0) }
    }
}
