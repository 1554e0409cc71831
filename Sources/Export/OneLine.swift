extension String {
    var nonEmpty: String? { isEmpty ? nil : self }

    /// Without line breaks and control characters: each run of them becomes a blank, at either end nothing. Scalar by scalar,
    /// since a combining mark behind a line break would hide it.
    var oneLine: String {
        guard unicodeScalars.contains(where: Self.isBreak) else { return self }
        return unicodeScalars.split(whereSeparator: Self.isBreak).map { String($0) }.joined(separator: " ")
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }
}
