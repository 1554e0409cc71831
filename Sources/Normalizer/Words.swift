/// The parts of a text between a sign of ASCII, told on its bytes; empty ones are left out.
func cut(_ text: String, at sign: Unicode.Scalar) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: sign)).map { Substring($0) }
}

/// The text without its last byte, which is a sign of ASCII.
func withoutLastSign(_ text: String) -> String { String(Substring(text.utf8.dropLast())) }
