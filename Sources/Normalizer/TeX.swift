/// TeX as it is left over in titles: accents, Greek letters, dollar signs around simple formulas.
enum TeX {
    /// The text with TeX that is understood spelled in Unicode. A `$` that does not enclose a formula (`$4.00`) stays.
    static func decoded(_ text: String) -> String {
        var out = ""
        var index = text.startIndex
        while let next = text.utf8[index...].firstIndex(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "\\") })
        {
            out += text[index..<next]
            index = next
            let character = text[index]
            if character == "$", let close = formulaEnd(text, index) {
                let inner = text[text.index(after: index)..<close]
                out += formula(String(inner))
                index = text.index(after: close)
                if index < text.endIndex, text[index] == "$" { index = text.index(after: index) }
            } else if character == "\\", let (replacement, end) = command(text, index) {
                out += replacement
                index = end
            } else {
                out.unicodeScalars.append(text.unicodeScalars[index])
                index = text.unicodeScalars.index(after: index)
            }
        }
        return out + text[index...]
    }

    /// The closing `$` of a formula that opens at `open`: within 200 characters, the content not beginning or ending
    /// with white space, not a sum of money, and holding a sign of mathematics.
    private static func formulaEnd(_ text: String, _ open: String.Index) -> String.Index? {
        var start = text.index(after: open)
        if start < text.endIndex, text[start] == "$" { start = text.index(after: start) }
        guard start < text.endIndex, !text[start].isWhitespace,
            let close = text[start...].prefix(200).firstIndex(of: "$"), close > start
        else { return nil }
        let inner = text[start..<close]
        guard inner.last?.isWhitespace == false else { return nil }
        return inner.contains { "\\^_={}".contains($0) } || inner.count <= 3 && inner.allSatisfy { $0.isLetter }
            ? close : nil
    }

    private static func formula(_ inner: String) -> String {
        var text = inner[...]
        while text.first == "$" { text = text.dropFirst() }
        return decoded(String(text)).filter { !"{}^_".contains($0) }
    }

    private static func command(_ text: String, _ start: String.Index) -> (String, String.Index)? {
        var cursor = text.index(after: start)
        guard cursor < text.endIndex else { return nil }
        if let mark = accentSigns[text[cursor]] {
            return accented(text, text.index(after: cursor), mark)
        }
        if "&%#_$ {}".contains(text[cursor]) { return (String(text[cursor]), text.index(after: cursor)) }
        let nameStart = cursor
        while cursor < text.endIndex, text[cursor].isASCII, text[cursor].isLetter { cursor = text.index(after: cursor) }
        let name = String(text[nameStart..<cursor])
        if let symbol = symbols[name] {
            if cursor < text.endIndex, text[cursor] == " " { cursor = text.index(after: cursor) }
            return (symbol, cursor)
        }
        if let mark = accentLetters[name] { return accented(text, cursor, mark) }
        if fonts.contains(name) {
            guard cursor < text.endIndex, text[cursor] == "{", let close = closing(text, cursor) else {
                return ("", cursor)
            }
            return (decoded(String(text[text.index(after: cursor)..<close])), text.index(after: close))
        }
        return nil
    }

    /// The brace that closes the one at `open`, no more than 1000 characters on; nil where there is none.
    private static func closing(_ text: String, _ open: String.Index) -> String.Index? {
        var depth = 0
        for (offset, index) in text.indices[open...].prefix(1000).enumerated() {
            if text[index] == "{" { depth += 1 } else if text[index] == "}" { depth -= 1 }
            if depth == 0, offset > 0 { return index }
        }
        return nil
    }

    private static func accented(_ text: String, _ start: String.Index, _ mark: Unicode.Scalar) -> (
        String, String.Index
    )? {
        var cursor = start
        while cursor < text.endIndex, text[cursor] == "{" || text[cursor] == "\\" || text[cursor] == " " {
            cursor = text.index(after: cursor)
        }
        guard cursor < text.endIndex, text[cursor].isLetter else { return nil }
        let base = text[cursor] == "ı" ? "i" : text[cursor]
        cursor = text.index(after: cursor)
        if cursor < text.endIndex, text[cursor] == "}" { cursor = text.index(after: cursor) }
        return (Markup.composed(String(base) + String(mark)), cursor)
    }

    private static let accentSigns: [Character: Unicode.Scalar] = [
        "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "\"": "\u{308}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
    ]
    private static let accentLetters: [String: Unicode.Scalar] = [
        "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "k": "\u{328}", "r": "\u{30A}", "d": "\u{323}",
        "b": "\u{331}",
    ]
    private static let fonts: Set<String> = [
        "textit", "textbf", "emph", "mathrm", "mathbf", "mathit", "mathcal", "mathbb", "rm", "it", "bf", "text", "left",
        "right", "textsubscript", "textsuperscript",
    ]
    private static let symbols: [String: String] = [
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
        "eta": "η",
        "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
        "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
        "Delta": "Δ",
        "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
        "times": "×",
        "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "to": "→", "rightarrow": "→", "infty": "∞",
        "cdot": "·",
        "less": "<", "greater": ">", "sim": "∼", "approx": "≈", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
        "o": "ø",
        "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "textendash": "–", "textemdash": "—", "sqrt": "√",
    ]
}
