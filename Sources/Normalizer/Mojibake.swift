/// UTF-8 that somebody read as Windows-1252 and wrote as UTF-8 again: `MÃ¼ller`, `donâ€™t`.
///
/// Only what nobody would write is mended: a letter `Ã` and the like before a sign that follows no letter. An accented
/// capital before a closing quote, `CAFÉ”`, is left alone unless the same text has something that leaves no doubt.
enum Mojibake {
    /// The text with what is surely mojibake mended; nil where there is none.
    static func repaired(_ text: String) -> String? {
        let scalars = Array(text.unicodeScalars)
        var found: [(range: Range<Int>, scalar: Unicode.Scalar)] = []
        var isProven = false
        var index = 0
        while index < scalars.count {
            guard let sequence = sequence(scalars, index) else {
                index += 1
                continue
            }
            found.append((index..<(index + sequence.length), sequence.scalar))
            if sequence.isProof { isProven = true }
            index += sequence.length
        }
        guard isProven else { return nil }
        var out = String.UnicodeScalarView()
        var next = 0
        for (range, scalar) in found {
            out.append(contentsOf: scalars[next..<range.lowerBound])
            out.append(scalar)
            next = range.upperBound
        }
        out.append(contentsOf: scalars[next...])
        let mended = String(out)
        // Some texts went through it twice.
        return repaired(mended) ?? mended
    }

    private static func sequence(
        _ scalars: [Unicode.Scalar], _ index: Int
    ) -> (length: Int, scalar: Unicode.Scalar, isProof: Bool)? {
        guard let lead = byte(scalars[index]), lead >= 0xC2, lead <= 0xF4 else { return nil }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard index + length <= scalars.count else { return nil }
        var value = UInt32(lead) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        var hasControl = false
        for offset in 1..<length {
            guard let byte = byte(scalars[index + offset]), byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
            hasControl = hasControl || (0x80...0x9F).contains(scalars[index + offset].value)
        }
        guard value >= [0, 0, 0x80, 0x800, 0x10000][length], let scalar = Unicode.Scalar(value) else { return nil }
        return (length, scalar, hasControl || isProof(lead, scalars[index + 1], scalar))
    }

    private static func isProof(_ lead: UInt8, _ second: Unicode.Scalar, _ scalar: Unicode.Scalar) -> Bool {
        switch lead {
        // Â Ã Ä Å before what may stand behind a word prove nothing.
        case 0xC2...0xC5: !mayFollowWord.contains(second)
        // Quotes, dashes and signs of mathematics.
        case 0xE2: second == "€" || second == "„" || second == "ˆ"
        // Ligatures, and the byte order mark.
        case 0xEF: second == "¬" || second == "»" && scalar == "\u{FEFF}"
        default: false
        }
    }

    private static let mayFollowWord: Set<Unicode.Scalar> = [
        "‘", "’", "“", "”", "•", "–", "—", "…", "»", "›", "\u{A0}", "®", "™", "°", "²", "³", "¹", "·", "†", "‡", "„",
        "‚",
    ]

    /// The byte that Windows-1252 has for a scalar beyond ASCII; Latin-1's controls stand for themselves.
    private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if (0x80...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
        return scalar.value < 0x100 ? nil : windows[scalar]
    }

    private static let windows: [Unicode.Scalar: UInt8] = [
        "€": 0x80, "‚": 0x82, "ƒ": 0x83, "„": 0x84, "…": 0x85, "†": 0x86, "‡": 0x87, "ˆ": 0x88, "‰": 0x89, "Š": 0x8A,
        "‹": 0x8B, "Œ": 0x8C, "Ž": 0x8E, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "•": 0x95, "–": 0x96, "—": 0x97,
        "˜": 0x98, "™": 0x99, "š": 0x9A, "›": 0x9B, "œ": 0x9C, "ž": 0x9E, "Ÿ": 0x9F,
    ]
}
