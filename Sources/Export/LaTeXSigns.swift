/// Letters and signs that TeX has commands for. Greek and mathematics go through math mode, which needs no package; in braces, since BibTeX
/// would change the case of `\Delta`.
enum LaTeXSigns {
    /// What a scalar is in ASCII; nil where it has no form there, or needs none.
    static func command(for scalar: Unicode.Scalar) -> String? { commands[scalar] }

    private static let commands: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for (scalar, command) in text { table[scalar] = command }
        for (scalar, name) in mathematics { table[scalar] = "{$\(name)$}" }
        for (signs, sign) in [(raised, "^"), (lowered, "_")] {
            var scalars = signs.unicodeScalars.makeIterator()
            while let scalar = scalars.next(), let plain = scalars.next() { table[scalar] = "{$\(sign){\(plain)}$}" }
        }
        return table
    }()

    private static let raised = "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-⁼=⁽(⁾)ⁿnⁱi"
    private static let lowered = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-₌=₍(₎)"

    private static let text: [(Unicode.Scalar, String)] = [
        ("ß", "{\\ss}"), ("æ", "{\\ae}"), ("Æ", "{\\AE}"), ("œ", "{\\oe}"), ("Œ", "{\\OE}"), ("ø", "{\\o}"),
        ("Ø", "{\\O}"), ("ł", "{\\l}"), ("Ł", "{\\L}"), ("ı", "{\\i}"), ("ȷ", "{\\j}"), ("đ", "{\\dj}"),
        ("Đ", "{\\DJ}"), ("ð", "{\\dh}"), ("Ð", "{\\DH}"), ("þ", "{\\th}"), ("Þ", "{\\TH}"), ("ŋ", "{\\ng}"),
        ("Ŋ", "{\\NG}"), ("\u{A0}", "~"), ("\u{202F}", "~"), ("\u{2009}", "\\,"), ("\u{200A}", "\\,"),
        ("\u{2002}", " "), ("\u{2003}", " "), ("\u{2010}", "-"), ("\u{2011}", "-"), ("\u{2012}", "--"),
        ("–", "--"), ("—", "---"), ("―", "---"), ("‘", "`"), ("’", "'"), ("‚", ","), ("“", "``"), ("”", "''"),
        ("„", ",,"), ("…", "\\ldots{}"), ("•", "\\textbullet{}"), ("©", "\\textcopyright{}"),
        ("®", "\\textregistered{}"), ("™", "\\texttrademark{}"), ("°", "\\textdegree{}"), ("§", "{\\S}"),
        ("¶", "{\\P}"), ("£", "\\pounds{}"), ("€", "\\texteuro{}"), ("¥", "\\textyen{}"), ("¢", "\\textcent{}"),
        ("¡", "!`"), ("¿", "?`"), ("«", "\\guillemotleft{}"), ("»", "\\guillemotright{}"),
        ("‹", "\\guilsinglleft{}"), ("›", "\\guilsinglright{}"), ("ª", "\\textordfeminine{}"),
        ("º", "\\textordmasculine{}"), ("½", "\\textonehalf{}"), ("¼", "\\textonequarter{}"),
        ("¾", "\\textthreequarters{}"), ("<", "\\textless{}"), (">", "\\textgreater{}"), ("|", "\\textbar{}"),
        ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ο", "o"), ("Α", "A"), ("Β", "B"), ("Ε", "E"), ("Ζ", "Z"),
        ("Η", "H"), ("Ι", "I"), ("Κ", "K"), ("Μ", "M"), ("Ν", "N"), ("Ο", "O"), ("Ρ", "P"), ("Τ", "T"), ("Χ", "X"),
    ]

    private static let mathematics: [(Unicode.Scalar, String)] = [
        ("α", "\\alpha"), ("β", "\\beta"), ("γ", "\\gamma"), ("δ", "\\delta"), ("ε", "\\epsilon"), ("ζ", "\\zeta"),
        ("η", "\\eta"), ("θ", "\\theta"), ("ι", "\\iota"), ("κ", "\\kappa"), ("λ", "\\lambda"), ("μ", "\\mu"),
        ("ν", "\\nu"), ("ξ", "\\xi"), ("π", "\\pi"), ("ρ", "\\rho"), ("ς", "\\varsigma"), ("σ", "\\sigma"),
        ("τ", "\\tau"), ("υ", "\\upsilon"), ("φ", "\\varphi"), ("χ", "\\chi"), ("ψ", "\\psi"), ("ω", "\\omega"),
        ("Γ", "\\Gamma"), ("Δ", "\\Delta"), ("Θ", "\\Theta"), ("Λ", "\\Lambda"), ("Ξ", "\\Xi"), ("Π", "\\Pi"),
        ("Σ", "\\Sigma"), ("Υ", "\\Upsilon"), ("Φ", "\\Phi"), ("Ψ", "\\Psi"), ("Ω", "\\Omega"),
        ("ϑ", "\\vartheta"), ("ϕ", "\\phi"), ("ϵ", "\\epsilon"), ("µ", "\\mu"), ("±", "\\pm"), ("×", "\\times"),
        ("÷", "\\div"), ("¬", "\\neg"), ("·", "\\cdot"), ("−", "-"), ("∓", "\\mp"), ("∗", "\\ast"),
        ("∘", "\\circ"), ("∙", "\\bullet"), ("√", "\\surd"), ("∝", "\\propto"), ("∞", "\\infty"), ("∈", "\\in"),
        ("∉", "\\notin"), ("∑", "\\sum"), ("∏", "\\prod"), ("∫", "\\int"), ("∂", "\\partial"), ("∇", "\\nabla"),
        ("∀", "\\forall"), ("∃", "\\exists"), ("∅", "\\emptyset"), ("∧", "\\wedge"), ("∨", "\\vee"),
        ("∩", "\\cap"), ("∪", "\\cup"), ("⊂", "\\subset"), ("⊆", "\\subseteq"), ("⊃", "\\supset"),
        ("⊇", "\\supseteq"), ("⊕", "\\oplus"), ("⊗", "\\otimes"), ("≈", "\\approx"), ("≃", "\\simeq"),
        ("≅", "\\cong"), ("∼", "\\sim"), ("≠", "\\neq"), ("≡", "\\equiv"), ("≤", "\\leq"), ("≥", "\\geq"),
        ("⩽", "\\leq"), ("⩾", "\\geq"), ("≪", "\\ll"), ("≫", "\\gg"), ("←", "\\leftarrow"), ("→", "\\rightarrow"),
        ("↑", "\\uparrow"), ("↓", "\\downarrow"), ("↔", "\\leftrightarrow"), ("⇐", "\\Leftarrow"),
        ("⇒", "\\Rightarrow"), ("⇔", "\\Leftrightarrow"), ("′", "'"), ("″", "''"), ("ℓ", "\\ell"),
        ("⟨", "\\langle"), ("⟩", "\\rangle"), ("∥", "\\parallel"), ("⊥", "\\perp"), ("†", "\\dagger"),
        ("‡", "\\ddagger"),
    ]
}
