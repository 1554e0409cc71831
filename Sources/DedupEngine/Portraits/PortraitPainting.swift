public import Records
internal import TextKernels

extension PortraitTable {
    /// Adds a record; its place in the table is the count before.
    public mutating func append(_ record: Record) {
        var portrait = Portrait()
        portrait.identity = hash(record.key.key, hash(record.key.source, 11))
        // A table of unknown origin may hold what many sources said.
        portrait.source = FileSource.isNobodys(record.key.source) ? 0 : short(hash(record.key.source, 12))
        portrait.kind = Kind(record.type)
        let year = paintTitle(of: record, into: &portrait)
        paintAuthors(of: record, into: &portrait)
        paintPlace(of: record, into: &portrait)
        if portrait.year == 0 { portrait.year = year }
        paintIdentifiers(of: record, into: &portrait)
        // Tables and databases call an article what lies on a preprint server; one with a DOI has it from elsewhere.
        if portrait.doi == 0, containers.marks[Int(portrait.container)].isPreprintServer { portrait.isOnServer = true }
        portrait.settleKind()
        if let abstract = record.abstract { portrait.abstract = sketch(of: abstract) }
        portraits.append(portrait)
    }

    // MARK: Identifiers

    private mutating func paintIdentifiers(of record: Record, into portrait: inout Portrait) {
        let firstOther = hashes.count
        for identifier in record.identifiers {
            switch identifier.scheme {
            case .doi where portrait.doi == 0:
                var value = identifier.value
                value.withUTF8 { bytes in
                    portrait.doi = hash(bytes, 10)
                    portrait.doiStem = hash(UnsafeBufferPointer(rebasing: bytes[..<Self.stemLength(ofDOI: bytes)]), 10)
                    let prefix = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
                    portrait.doiPrefix = short(hash(UnsafeBufferPointer(rebasing: bytes[..<prefix]), 10))
                    paintDOI(bytes, suffix: min(prefix + 1, bytes.count), into: &portrait)
                }
            case .pmid where portrait.pmid == 0: portrait.pmid = hash(identifier.value, 10)
            case .isbn, .issn, .url: break
            default:
                // As `description` spells it.
                folded.removeAll(keepingCapacity: true)
                folded.append(contentsOf: identifier.scheme.rawValue.utf8)
                folded.append(UInt8(ascii: ":"))
                folded.append(contentsOf: identifier.value.utf8)
                hashes.append(folded.withUnsafeBufferPointer { hash($0, 10) })
            }
        }
        portrait.identifiers = sortHashes(from: firstOther)
    }

    /// What a DOI's own form tells: its digits, a number at Zenodo, that it is a preprint server's.
    private func paintDOI(_ doi: UnsafeBufferPointer<UInt8>, suffix: Int, into portrait: inout Portrait) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: doi.count) { digits in
            var count = 0
            for byte in doi[suffix...] where (48...57).contains(byte) {
                digits[count] = byte
                count += 1
            }
            let all = UnsafeBufferPointer(rebasing: digits[..<count])
            if count >= 6 { portrait.doiDigits = short(hash(all, 10)) }
            if count <= 9, doi.starts(with: "10.5281/zenodo.".utf8) {
                portrait.depositNumber = all.reduce(0) { $0 * 10 + UInt32($1 - 48) }
            }
        }
        portrait.isOnServer =
            Self.preprintPrefixes.contains(portrait.doiPrefix)
            // The laboratory has journals, too: `10.1101/gr.…`.
            || doi.starts(with: "10.1101/".utf8) && (suffix < doi.count && (48...57).contains(doi[suffix]))
    }

    /// SSRN, arXiv, Research Square, OSF and its communities, Preprints.org, ChemRxiv, Authorea, TechRxiv, EarthArXiv,
    /// EcoEvoRxiv, EdArXiv, AgEcon Search.
    private static let preprintPrefixes = Set(
        [
            "10.2139", "10.48550", "10.21203", "10.31219", "10.31234", "10.31235", "10.20944", "10.26434", "10.22541",
            "10.36227", "10.31223", "10.32942", "10.35542", "10.22004",
        ].map { short(hash($0, 10)) })

    /// Bytes of a DOI before what numbers a version: `.v1`, `/v2`, `.pub3`, `-v1`.
    private static func stemLength(ofDOI bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = bytes.count
        while end > 0, (48...57).contains(bytes[end - 1]) { end -= 1 }
        guard end < bytes.count, end > 8 else { return bytes.count }
        if bytes[end - 1] == UInt8(ascii: "v"), [46, 47, 45].contains(bytes[end - 2]) { return end - 2 }
        // `.s001`: what a publisher deposits beside the article.
        if bytes[end - 1] == UInt8(ascii: "s"), bytes[end - 2] == 46, bytes.count - end == 3 { return end - 2 }
        if end > 12, bytes[end - 4] == 46, bytes[end - 3] == UInt8(ascii: "p"), bytes[end - 2] == UInt8(ascii: "u"),
            bytes[end - 1] == UInt8(ascii: "b")
        {
            return end - 4
        }
        return bytes.count
    }

    // MARK: Abstract

    /// Which words an abstract begins with, robust to a heading, a typing error, a cut.
    ///
    /// Method: A. Broder, "On the resemblance and containment of documents", 1997.
    private mutating func sketch(of abstract: String) -> SIMD8<UInt16> {
        folded.removeAll(keepingCapacity: true)
        var abstract = abstract
        abstract.withUTF8 { Folding.fold(UnsafeBufferPointer(rebasing: $0.prefix(400)), into: &folded) }
        guard folded.count >= 80 else { return SIMD8() }
        var least = SIMD8<UInt32>(repeating: .max)
        folded.withUnsafeBufferPointer { bytes in
            for word in FoldedWords(bytes) where word.count >= 4 {
                let spread = SIMD8(repeating: short(Hashing.hash64(word, seed: 1))) &* Self.multipliers
                least = least.replacing(with: spread, where: spread .< least)
            }
        }
        var sketch = SIMD8<UInt16>()
        for lane in 0..<8 { sketch[lane] = UInt16(truncatingIfNeeded: least[lane] >> 8) | 1 }
        return sketch
    }

    private static let multipliers = SIMD8<UInt32>(
        0x9E37_79B1, 0x85EB_CA77, 0xC2B2_AE3D, 0x27D4_EB2F, 0x1656_67B1, 0xCC9E_2D51, 0x1B87_3593, 0xE654_6B65)

    // MARK: Arenas

    /// The hashes that were added since, put in ascending order.
    mutating func sortHashes(from first: Int) -> Stretch {
        // A few at most.
        for index in hashes.indices.dropFirst(first + 1) {
            var place = index
            while place > first, hashes[place - 1] > hashes[place] {
                hashes.swapAt(place - 1, place)
                place -= 1
            }
        }
        return Stretch(start: UInt32(first), count: UInt32(hashes.count - first))
    }
}

func hash(_ text: String, _ seed: UInt64) -> UInt64 {
    var text = text
    return text.withUTF8 { hash($0, seed) }
}

/// Never 0, which stands for nothing.
@inline(__always)
func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ seed: UInt64) -> UInt64 { max(1, Hashing.hash64(bytes, seed: seed)) }

/// The lower half of a hash, never 0.
@inline(__always)
func short(_ hash: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: hash)) }
