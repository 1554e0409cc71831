internal import Records

/// People in a list with semicolons between them, where braces hold together what a sign of the list's would part.
enum BracedNames {
    /// One in braces as a whole is a group's name, `{Rats; Mice, Inc.}`; a person has a comma outside them: `Berg, {J;K}`.
    ///
    /// - Returns: Nil where no name, and no part of one, stands in braces.
    static func people(_ text: String, role: String = "author") -> [SourceContributor]? {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return nil }
        var text = text
        return text.withUTF8 { bytes in
            func string(_ span: Range<Int>) -> String {
                String(decoding: UnsafeBufferPointer(rebasing: bytes[span]), as: UTF8.self)
            }
            var people: [SourceContributor] = []
            var hasBraces = false
            for piece in bytes.pieces(of: 0..<bytes.count, at: { $0 == UInt8(ascii: ";") }) where !piece.isEmpty {
                if let inner = bytes.braced(piece) {
                    people.append(SourceContributor(role: role, name: string(inner), isGroup: true))
                    hasBraces = true
                    continue
                }
                let parts = bytes.pieces(of: piece) { $0 == UInt8(ascii: ",") }
                guard parts.count <= 3, parts.contains(where: { bytes.braced($0) != nil }) else {
                    people.append(SourceContributor(role: role, name: string(piece)))
                    continue
                }
                hasBraces = true
                let words = parts.map { string(bytes.braced($0) ?? $0) }
                var person = SourceContributor(role: role)
                if words.count == 1 || words.dropFirst().allSatisfy(\.isEmpty) {
                    person.name = words[0]
                } else {
                    person.family = words[0]
                    person.given = words[1]
                    person.suffix = words.count > 2 ? words[2] : nil
                }
                people.append(person)
            }
            return hasBraces ? people : nil
        }
    }
}
