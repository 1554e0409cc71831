extension String {
    /// Whether a text says nothing: white space alone, or nothing at all.
    var isBlank: Bool {
        // Most begin with a sign of ASCII: told without a look at characters.
        if let first = utf8.first, (0x21..<0x7F).contains(first) { return false }
        return allSatisfy(\.isWhitespace)
    }
}
