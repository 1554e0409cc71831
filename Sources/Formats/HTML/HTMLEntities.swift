/// Character references of HTML.
enum HTMLEntities {
    /// The text with references resolved once; those that are not known stay as written.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, index) {
                out += Array(String(Character(scalar)).utf8)
                index = end
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func reference(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (Unicode.Scalar, Int)? {
        let body = bytes[(start + 1)...].prefix(12)
        guard let length = body.firstIndex(of: UInt8(ascii: ";")) else { return bare(body) }
        let name = String(decoding: bytes[(start + 1)..<length], as: UTF8.self)
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let number =
                digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            // Numbers of Windows-1252's quotes and dashes are common; C1 controls are never meant.
            guard let number, number > 8, let scalar = windows1252(number) ?? Unicode.Scalar(number) else { return nil }
            return (scalar, length + 1)
        }
        return named[name].map { ($0, length + 1) } ?? bare(body)
    }

    /// A reference without its semicolon, of the few names that old pages write so: `R&amp D`.
    private static func bare(_ body: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        let word = body.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        let next = body[word.endIndex...].first
        // Behind `&copy=1` and `&lt2` stands the rest of a query.
        guard next.map({ $0 != UInt8(ascii: "=") && !($0 >= 0x30 && $0 <= 0x39) }) ?? true else { return nil }
        let scalar: Unicode.Scalar? =
            switch String(decoding: word, as: UTF8.self) {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "nbsp": "\u{A0}"
            case "copy": "©"
            case "reg": "®"
            default: nil
            }
        return scalar.map { ($0, word.endIndex) }
    }

    /// What browsers, and so authors, take 128…159 for; nil where Windows-1252 has nothing there.
    static func windows1252(_ number: UInt32) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(number) else { return nil }
        let scalar = windows[Int(number - 0x80)]
        return scalar == "\u{0}" ? nil : scalar
    }

    private static let windows: [Unicode.Scalar] = Array(
        "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ".unicodeScalars)

    /// XML's five, Latin-1, and what publishers' pages use besides.
    private static let named: [String: Unicode.Scalar] = {
        var table: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "ndash": "–", "mdash": "—", "lsquo": "‘",
            "rsquo": "’", "ldquo": "“", "rdquo": "”", "sbquo": "‚", "bdquo": "„", "hellip": "…", "bull": "•",
            "prime": "′", "Prime": "″", "euro": "€", "trade": "™", "minus": "−", "le": "≤", "ge": "≥", "ne": "≠",
            "asymp": "≈", "infin": "∞", "larr": "←", "rarr": "→", "harr": "↔", "ensp": "\u{2002}", "emsp": "\u{2003}",
            "thinsp": "\u{2009}", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lsaquo": "‹", "rsaquo": "›", "oelig": "œ",
            "OElig": "Œ", "scaron": "š", "Scaron": "Š", "Yuml": "Ÿ", "fnof": "ƒ", "circ": "ˆ", "tilde": "˜",
            "dagger": "†", "Dagger": "‡", "permil": "‰",
        ]
        let latin1 = [
            "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not",
            "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1",
            "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml",
            "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH",
            "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc",
            "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig",
            "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
            "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml",
            "yacute", "thorn", "yuml",
        ]
        for (offset, name) in latin1.enumerated() { table[name] = Unicode.Scalar(0xA0 + UInt8(offset)) }
        let greek = [
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "omicron", "pi", "rho", "sigmaf", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
        ]
        for (offset, name) in greek.enumerated() {
            table[name] = Unicode.Scalar(UInt32(0x3B1 + offset))
            if name != "sigmaf" {
                table[name.prefix(1).uppercased() + name.dropFirst()] = Unicode.Scalar(UInt32(0x391 + offset))
            }
        }
        return table
    }()
}
