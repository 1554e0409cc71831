internal import Records

/// Styles of reference lists. Raw values are the words after `--style`.
public enum ReferenceStyle: String, Sendable, CaseIterable {
    /// National Library of Medicine, "Citing Medicine"; six authors, journals by their short names.
    case vancouver
    /// American Psychological Association, 7th edition.
    case apa
    /// "Chicago Manual of Style", 17th edition, author and date.
    case chicago = "chicago-author-date"
    /// "Cite Them Right", author and date.
    case harvard
    /// "IEEE Reference Guide"; numbered.
    case ieee

    /// Whether references are called by number.
    var isNumbered: Bool { self == .vancouver || self == .ieee }

    /// One reference on one line.
    func reference(_ record: Record) -> StyledText {
        let work = ReferenceWork(record)
        if work.people.isEmpty, work.title == nil, work.outlet == nil {
            // Nothing to print but what names it.
            var text = StyledText(record.identifiers.first?.description ?? record.key.description)
            if let doi = record.doi {
                text = StyledText("doi:")
                text.add(doi, link: work.doiLink)
            }
            return text
        }
        let text =
            switch self {
            case .vancouver: VancouverReference.text(work)
            case .apa: APAReference.text(work)
            case .chicago: ChicagoReference.text(work)
            case .harvard: HarvardReference.text(work)
            case .ieee: IEEEReference.text(work)
            }
        return text
    }
}

/// Text of which some is in italics.
struct StyledText: Sendable {
    struct Run: Sendable {
        var text: String
        var isItalic = false
        /// Where a link on it leads.
        var link: String?
    }

    private(set) var runs: [Run] = []

    init(_ text: String = "") { add(text) }

    var isEmpty: Bool { runs.allSatisfy { $0.text.isEmpty } }

    mutating func add(_ text: String?, italic: Bool = false, link: String? = nil) {
        guard let text = text?.oneLine, !text.isEmpty else { return }
        runs.append(Run(text: text, isItalic: italic, link: link))
    }

    /// Adds a part behind a blank, which begins the text where there is none before.
    mutating func addPart(_ text: String?, italic: Bool = false, after mark: String = " ") {
        guard let text = text?.oneLine, !text.isEmpty else { return }
        if !isEmpty { runs.append(Run(text: mark)) }
        runs.append(Run(text: text, isItalic: italic))
    }

    /// Turns the comma of a title that is the last of a reference into a point.
    mutating func closeTitle() {
        guard let last = runs.last?.text, last.hasSuffix(",”") else { return }
        runs[runs.count - 1].text = last.dropLast(2) + ".”"
    }

    /// Ends a sentence, unless it has an end.
    mutating func stop() {
        guard let last = runs.last?.text.unicodeScalars.last(where: { !"”’\"".unicodeScalars.contains($0) }) else {
            return
        }
        if !".?!".unicodeScalars.contains(last) { runs.append(Run(text: ".")) }
    }

    /// What the text ends in, without marks of quotation.
    var endsSentence: Bool {
        guard let last = runs.last?.text.unicodeScalars.last else { return false }
        return ".?!".unicodeScalars.contains(last)
    }

    var plain: String { runs.map(\.text).joined() }

    /// CommonMark. Addresses become links.
    var markdown: String {
        var out = ""
        for run in runs {
            let isAddress = run.text.hasPrefix("https://") || run.text.hasPrefix("http://")
            if isAddress, !run.text.contains(where: { " <>".contains($0) }) {
                out += "<\(run.text)>"
                continue
            }
            let escaped = Self.escaped(run.text, atStart: out.isEmpty)
            // Emphasis may not begin or end with a blank.
            let isBare = escaped.first == " " || escaped.last == " "
            if let link = run.link {
                out += "[\(escaped)](<\(link)>)"
            } else {
                out += run.isItalic && !isBare ? "*\(escaped)*" : escaped
            }
        }
        return out
    }

    private static func escaped(_ text: String, atStart: Bool) -> String {
        var out = String.UnicodeScalarView()
        var isLeadingNumber = atStart
        for (index, scalar) in text.unicodeScalars.enumerated() {
            let isDigit = ("0"..."9").contains(scalar)
            let opensBlock =
                atStart && index == 0 && "#+-=:".unicodeScalars.contains(scalar)
                || isLeadingNumber && (scalar == "." || scalar == ")")
            if !isDigit { isLeadingNumber = false }
            if opensBlock || "\\`*_[]<>$~^|&@{}".unicodeScalars.contains(scalar) { out.append("\\") }
            out.append(scalar)
        }
        return String(out)
    }
}
