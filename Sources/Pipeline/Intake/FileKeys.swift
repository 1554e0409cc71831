internal import Records
internal import TextKernels

/// Keys of records that come from files.
enum FileKeys {
    /// The record with a key that no other record has, unless it says the very same.
    ///
    /// What a file calls its records, `Smith2020` or a number, another file calls others: such a key alone would make the
    /// one a newer version of the other. Made of what the record says, it is the same whenever the file is read again, and
    /// wherever in it the record stands.
    static func keyed(_ said: SourceRecord) -> SourceRecord {
        guard let file = FileSource(rawValue: said.source) else { return said }
        if !said.key.isEmpty, file == .table || file.hasLastingKeys { return said }
        var keyed = said
        let content = said.contentBytes()
        let hash = content.withUnsafeBufferPointer { Hashing.hash128($0, seed: 0) }
        let digits = said.key.isEmpty ? hex(hash.0) : String(hex(hash.0).prefix(12))
        let label = said.key.unicodeScalars.prefix(longestLabel).map { $0.value > 0x20 ? Character($0) : "_" }
        keyed.key = said.key.isEmpty ? digits : String(label) + "~" + digits
        return keyed
    }

    private static let longestLabel = 80

    /// Sixteen digits.
    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
