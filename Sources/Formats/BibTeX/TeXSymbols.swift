internal import Foundation

/// TeX's commands for letters and signs.
enum TeXSymbols {
    static func composed(_ text: String) -> String { text.precomposedStringWithCanonicalMapping }

    /// A mark that stands on nothing: `\^{}`.
    static func spacing(_ mark: Unicode.Scalar) -> String {
        switch mark {
        case "\u{302}": "^"
        case "\u{303}": "~"
        case "\u{300}": "`"
        case "\u{301}": "´"
        case "\u{308}": "¨"
        default: ""
        }
    }

    static let accentSigns: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "'"): "\u{301}", UInt8(ascii: "`"): "\u{300}", UInt8(ascii: "^"): "\u{302}",
        UInt8(ascii: "\""): "\u{308}", UInt8(ascii: "~"): "\u{303}", UInt8(ascii: "="): "\u{304}",
        UInt8(ascii: "."): "\u{307}",
    ]

    static let accentLetters: [String: Unicode.Scalar] = [
        "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}", "k": "\u{328}", "r": "\u{30A}",
        "d": "\u{323}", "b": "\u{331}", "t": "\u{361}", "h": "\u{309}", "G": "\u{30F}",
        // Of formulas.
        "hat": "\u{302}", "tilde": "\u{303}", "bar": "\u{304}", "vec": "\u{20D7}", "dot": "\u{307}", "ddot": "\u{308}",
        "acute": "\u{301}", "grave": "\u{300}", "check": "\u{30C}", "breve": "\u{306}",
    ]

    static let symbols: [String: String] = [
        // Letters
        "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
        "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
        "ng": "ŋ", "NG": "Ŋ", "textschwa": "ə",
        // Signs
        "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
        "textquotedblright": "”", "textquotesingle": "'", "textquotedbl": "\"", "quotedblbase": "„",
        "quotesinglbase": "‚", "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«",
        "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "textellipsis": "…", "ldots": "…",
        "dots": "…", "cdots": "⋯", "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~",
        "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">",
        "less": "<", "greater": ">", "textdollar": "$", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{",
        "rbrace": "}", "textregistered": "®", "textcopyright": "©", "copyright": "©", "texttrademark": "™",
        "textdegree": "°", "degree": "°", "textmu": "µ", "textperiodcentered": "·", "textbullet": "•", "bullet": "•",
        "textexclamdown": "¡", "textquestiondown": "¿", "pounds": "£", "textsterling": "£", "texteuro": "€",
        "euro": "€", "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "textordfeminine": "ª", "textordmasculine": "º",
        "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textsection": "§", "slash": "/",
        "space": " ", "quad": " ", "qquad": " ", "newline": " ", "par": " ", "LaTeX": "LaTeX", "TeX": "TeX",
        "BibTeX": "BibTeX", "textperthousand": "‰", "textnumero": "№", "nobreakspace": " ", "newblock": " ",
        "and": "&",
        // Greek
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
        "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
        "xi": "ξ", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ",
        "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
        "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ",
        "Omega": "Ω", "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textepsilon": "ε",
        "textkappa": "κ", "textlambda": "λ", "textomega": "ω",
        // Mathematics
        "times": "×", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥",
        "geqslant": "≥", "neq": "≠", "ne": "≠", "equiv": "≡", "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅",
        "propto": "∝", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√",
        "cdot": "·", "ast": "∗", "star": "⋆", "circ": "∘", "oplus": "⊕", "otimes": "⊗", "in": "∈", "notin": "∉",
        "subset": "⊂", "subseteq": "⊆", "supset": "⊃", "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀",
        "exists": "∃", "neg": "¬", "wedge": "∧", "vee": "∨", "to": "→", "rightarrow": "→", "leftarrow": "←",
        "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "uparrow": "↑",
        "downarrow": "↓", "mapsto": "↦", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "prime": "′",
        "perp": "⊥", "parallel": "∥", "angle": "∠", "triangle": "△", "ll": "≪", "gg": "≫", "lesssim": "≲",
        "gtrsim": "≳", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
        "vert": "|", "mid": "∣", "log": "log", "ln": "ln", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan",
        "min": "min", "max": "max", "lim": "lim", "sup": "sup", "inf": "inf", "deg": "deg", "dim": "dim", "ker": "ker",
        "odot": "⊙", "sun": "☉", "arcmin": "′", "arcsec": "″", "dagger": "†", "ddagger": "‡",
    ]
}
