/// Character references of HTML that occur in bibliographic text.
enum Entities {
    /// What `&name;` stands for; nil where the name is unknown.
    static func scalars(_ name: String) -> String? {
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let number =
                digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let number else { return nil }
            // 128…159 are Windows-1252 in what browsers, and so authors, take for numbers.
            if (128...159).contains(number) { return windows1252[Int(number) - 128].map { String($0) } }
            return Unicode.Scalar(number).map { String($0) }
        }
        if let known = named[name] { return known }
        guard let first = name.unicodeScalars.first, first.isASCII, let accent = accents[String(name.dropFirst())]
        else { return nil }
        return Markup.composed(String(first) + String(accent))
    }

    private static let windows1252: [Character?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil, nil, "‘", "’", "“", "”", "•",
        "–", "—",
        "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    /// `eacute` is `e` and the mark named `acute`.
    private static let accents: [String: Unicode.Scalar] = [
        "acute": "\u{301}", "grave": "\u{300}", "circ": "\u{302}", "uml": "\u{308}", "tilde": "\u{303}",
        "ring": "\u{30A}",
        "cedil": "\u{327}", "caron": "\u{30C}", "ogon": "\u{328}", "macr": "\u{304}", "breve": "\u{306}",
        "dot": "\u{307}",
    ]

    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ensp": " ", "emsp": " ",
        "thinsp": " ",
        "ndash": "–", "mdash": "—", "hyphen": "‐", "minus": "−", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
        "sbquo": "‚", "bdquo": "„", "laquo": "«", "raquo": "»", "hellip": "…", "bull": "•", "middot": "·", "deg": "°",
        "plusmn": "±", "times": "×", "divide": "÷", "le": "≤", "ge": "≥", "ne": "≠", "asymp": "≈", "sim": "∼",
        "infin": "∞",
        "rarr": "→", "larr": "←", "harr": "↔", "uarr": "↑", "darr": "↓", "radic": "√", "sum": "∑", "part": "∂",
        "nabla": "∇",
        "isin": "∈", "cap": "∩", "cup": "∪", "sub": "⊂", "prime": "′", "Prime": "″", "micro": "µ", "para": "¶",
        "sect": "§",
        "copy": "©", "reg": "®", "trade": "™", "dagger": "†", "Dagger": "‡", "frac12": "½", "frac14": "¼",
        "frac34": "¾",
        "sup1": "¹", "sup2": "²", "sup3": "³", "ordf": "ª", "ordm": "º", "iexcl": "¡", "iquest": "¿", "euro": "€",
        "pound": "£",
        "yen": "¥", "cent": "¢", "not": "¬", "shy": "", "zwj": "", "zwnj": "", "szlig": "ß", "aelig": "æ", "AElig": "Æ",
        "oelig": "œ", "OElig": "Œ", "oslash": "ø", "Oslash": "Ø", "aring": "å", "Aring": "Å", "eth": "ð", "ETH": "Ð",
        "thorn": "þ", "THORN": "Þ", "lstrok": "ł", "Lstrok": "Ł", "dstrok": "đ", "Dstrok": "Đ", "inodot": "ı",
        "alpha": "α",
        "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "epsi": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
        "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π",
        "rho": "ρ",
        "sigma": "σ", "sigmaf": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
        "Alpha": "Α",
        "Beta": "Β", "Gamma": "Γ", "Delta": "Δ", "Epsilon": "Ε", "Zeta": "Ζ", "Eta": "Η", "Theta": "Θ", "Kappa": "Κ",
        "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Rho": "Ρ", "Sigma": "Σ", "Tau": "Τ", "Phi": "Φ", "Chi": "Χ", "Psi": "Ψ",
        "Omega": "Ω", "lowbar": "_", "lsqb": "[", "rsqb": "]", "lpar": "(", "rpar": ")", "comma": ",", "colon": ":",
        "semi": ";",
        "period": ".", "sol": "/", "num": "#", "percnt": "%", "dollar": "$", "plus": "+", "equals": "=", "ast": "*",
    ]
}
