internal import TextKernels

/// A title parted into its name and what is not: notes that databases append, a translation, words that make it a notice.
struct TitleNotes {
    /// The title without notes.
    private(set) var title: String
    /// The title in another language that stood beside it.
    private(set) var translation: String?
    /// What the notes and the title's own beginning and end make of the record.
    private(set) var role = TitleRole.own
    /// A year of publication that stood before the title; 0 for none.
    private(set) var year: Int16 = 0

    init(of whole: String) {
        title = whole
        let signs = Signs(in: whole)
        if signs.contains("[") || signs.contains("(") {
            takeLeadingYear()
            takeTrailingNotes()
            dropInnerNote()
        }
        if signs.contains("/") || signs.contains("=") { partTranslation() }
        if role == .own, signs.contains(":") { role = Self.rawRole(of: title) }
        if role == .own, signs.contains(":") || signs.contains("-") || signs.contains(",") { dropHeading() }
    }

    /// The signs and capitals of ASCII that a text holds: most titles hold none of those that part them.
    private struct Signs {
        /// A bit for each of U+0020…U+005F.
        private var held: UInt64 = 0

        init(in text: String) {
            var text = text
            held = text.withUTF8 { bytes in
                bytes.reduce(0) { $1 &- 0x20 < 64 ? $0 | 1 << UInt64($1 &- 0x20) : $0 }
            }
        }

        func contains(_ sign: Unicode.Scalar) -> Bool { held >> UInt64(sign.value - 0x20) & 1 == 1 }
    }

    // MARK: Notes

    /// References that were cut badly: `(1995) On the complexity of teaching`, `Seung (1995). Learning from …`.
    private mutating func takeLeadingYear() {
        guard
            let length = title.withUTF8({ bytes -> Int? in
                guard
                    let open = bytes.prefix(32).firstIndex(where: { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[") }
                    ),
                    bytes.count > open + 24
                else { return nil }
                var next = open + 1
                var value: Int16 = 0
                while next < open + 5, (48...57).contains(bytes[next]) {
                    value = value * 10 + Int16(bytes[next] - 48)
                    next += 1
                }
                guard next == open + 5, (1800...2039).contains(value) else { return nil }
                // `(1995a)`
                if (97...102).contains(bytes[next]) { next += 1 }
                guard bytes[next] == UInt8(ascii: ")") || bytes[next] == UInt8(ascii: "]") else { return nil }
                next += 1
                let isEnd = bytes[next] == UInt8(ascii: ".") || bytes[next] == UInt8(ascii: ",")
                // Before it stands nothing, or an author's name.
                if open > 0 {
                    guard isEnd, bytes[..<open].split(separator: UInt8(ascii: " ")).count <= 2 else { return nil }
                }
                if isEnd { next += 1 }
                guard bytes[next] == UInt8(ascii: " ") else { return nil }
                year = value
                return next + 1
            })
        else { return }
        title = String(decoding: title.utf8.dropFirst(length), as: UTF8.self)
    }

    private mutating func takeTrailingNotes() {
        var bytes = Array(title.utf8)
        // Notes on errata nest and are cut; nothing of the title comes after.
        for index in bytes.indices.dropFirst(12) where bytes[index] == UInt8(ascii: "[") {
            let head = String(decoding: bytes[(index + 1)..<min(bytes.count, index + 24)], as: UTF8.self).lowercased()
            if Self.errataNotes.contains(where: { head.hasPrefix($0) }) {
                bytes.removeSubrange(index...)
                break
            }
        }
        while true {
            while let last = bytes.last, last == UInt8(ascii: " ") || last == UInt8(ascii: ".") { bytes.removeLast() }
            guard let last = bytes.last, last == UInt8(ascii: "]") || last == UInt8(ascii: ")") else { break }
            guard let start = Self.opening(of: last, in: bytes), start >= 12 else { break }
            let inside = String(decoding: bytes[(start + 1)..<(bytes.count - 1)], as: UTF8.self)
            let folded = Folding.folded(inside)
            if last == UInt8(ascii: "]") {
                if translation == nil, folded.count >= 16, folded.contains(UInt8(ascii: " ")),
                    !Self.begins(folded, Self.bracketedNotes)
                {
                    translation = inside
                }
            } else if Self.isPlaceOfOriginal(inside, folded) {
                role = .notice
            } else if !Self.begins(folded, Self.parenthesizedNotes) {
                break
            }
            bytes.removeSubrange(start...)
        }
        if bytes.count < title.utf8.count { title = String(decoding: bytes, as: UTF8.self) }
    }

    /// `SAP R/3 (tutorial): a database application system`.
    private mutating func dropInnerNote() {
        let bytes = Array(title.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), open >= 6,
            let close = bytes[open...].firstIndex(of: UInt8(ascii: ")")), close - open <= 32, close + 1 < bytes.count,
            bytes[close + 1] == UInt8(ascii: ":")
        else { return }
        let folded = Folding.folded(String(decoding: bytes[(open + 1)..<close], as: UTF8.self))
        guard Self.begins(folded, Self.parenthesizedNotes) else { return }
        var kept = bytes[..<open]
        while kept.last == UInt8(ascii: " ") { kept.removeLast() }
        title = String(decoding: kept + bytes[(close + 1)...], as: UTF8.self)
    }

    /// `Vivienda y ciudad / Housing and town`.
    private mutating func partTranslation() {
        guard let place = Self.place(of: " / ", in: title) ?? Self.place(of: " = ", in: title),
            place >= 12, title.utf8.count - place - 3 >= 12
        else { return }
        let right = title.utf8.dropFirst(place + 3)
        // `Publish / Subscribe: …` goes on with its subtitle.
        guard right.contains(UInt8(ascii: " ")),
            !right.contains(UInt8(ascii: ":")) || title.utf8.prefix(place).contains(58)
        else { return }
        translation = translation ?? String(decoding: right, as: UTF8.self)
        title = String(decoding: title.utf8.prefix(place), as: UTF8.self)
    }

    /// Drops the heading of a column before or behind a title: `Editor's comments: …`, `… - Book review`.
    private mutating func dropHeading() {
        let count = title.utf8.count
        if let place = Self.place(of: ": ", in: title), place <= 40, count - place >= 16 {
            if keep(title.utf8.dropFirst(place + 2), insteadOf: title.utf8.prefix(place)) { return }
        }
        if let place = Self.place(of: " - ", in: title), place <= 40, count - place >= 17 {
            if keep(title.utf8.dropFirst(place + 3), insteadOf: title.utf8.prefix(place)) { return }
        }
        for mark in [" - ", ", "] as [StaticString] {
            guard let place = Self.place(of: mark, in: title, fromEnd: true), place >= 14,
                count - place - mark.utf8CodeUnitCount <= 40
            else { continue }
            if keep(title.utf8.prefix(place), insteadOf: title.utf8.dropFirst(place + mark.utf8CodeUnitCount)) {
                return
            }
        }
    }

    /// Makes `rest` the title where the other part is a heading.
    private mutating func keep(_ rest: Substring.UTF8View, insteadOf heading: Substring.UTF8View) -> Bool {
        guard rest.contains(UInt8(ascii: " ")), Self.isHeading(String(decoding: heading, as: UTF8.self)[...]) else {
            return false
        }
        title = String(decoding: rest, as: UTF8.self)
        return true
    }

    /// Offset in bytes of the first or last place where `mark` stands.
    static func place(of mark: StaticString, in text: String, fromEnd: Bool = false) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            mark.withUTF8Buffer { mark in
                guard bytes.count >= mark.count, let first = mark.first else { return nil }
                let last = bytes.count - mark.count
                var start = fromEnd ? last : 0
                let step = fromEnd ? -1 : 1
                while start >= 0, start <= last {
                    if bytes[start] == first,
                        UnsafeBufferPointer(rebasing: bytes[start..<start + mark.count]).elementsEqual(mark)
                    {
                        return start
                    }
                    start += step
                }
                return nil
            }
        }
    }

    private static func isHeading(_ text: Substring) -> Bool {
        let folded = Folding.folded(String(text))
        var count = 0
        var isHeading = false
        folded.withUnsafeBufferPointer { folded in
            for word in FoldedWords(folded) {
                count += 1
                if headingWords.contains(word) { isHeading = true }
            }
        }
        return isHeading && count <= 5
    }

    private static let headingWords = WordList(
        "editorial editor editors foreword preface tutorial panel keynote opinions review column introduction "
            + "commentary")

    private static func opening(of closing: UInt8, in bytes: [UInt8]) -> Int? {
        let opening = closing == UInt8(ascii: "]") ? UInt8(ascii: "[") : UInt8(ascii: "(")
        var depth = 0
        for index in bytes.indices.reversed() {
            if bytes[index] == closing { depth += 1 }
            if bytes[index] == opening { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// Whether a note tells where the corrected article stands, as databases title errata: `(vol 360, pg 542, 2009)`,
    /// `(New England Journal of Medicine (2009) 360 (542-544))`.
    private static func isPlaceOfOriginal(_ inside: String, _ folded: [UInt8]) -> Bool {
        if folded.starts(with: "vol ".utf8) || folded.starts(with: "pg ".utf8) { return true }
        guard let open = inside.firstIndex(of: "("), inside.utf8.first.map({ $0 > 57 }) ?? false else { return false }
        let year = inside[inside.index(after: open)...].prefix { $0.isNumber }
        return year.count == 4 && TitleNotes.digitRuns(folded[...]).count >= 3
    }

    private static func begins(_ folded: [UInt8], _ heads: [[UInt8]]) -> Bool {
        heads.contains { folded.starts(with: $0) }
    }

    private static func list(_ phrases: String...) -> [[UInt8]] { phrases.map { Array($0.utf8) } }

    private static let errataNotes = [
        "erratum appears", "errata appear", "comment in", "see comment", "retraction in", "republished",
        "corrected and",
        "published erratum", "update in", "retracted and",
    ]

    private static let bracketedNotes = list(
        "erratum", "corrigendum", "correction", "retract", "see comment", "comment", "published", "review", "letter",
        "abstract", "editorial", "reprint", "article in", "in ", "author s transl", "summary", "withdrawn",
        "republished",
        "update")

    private static let parenthesizedNotes = list(
        "reprinted", "review", "author s transl", "meeting abstract", "retracted", "withdrawn", "published", "panel",
        "abstract", "in ", "tutorial", "experience paper", "demo", "extended abstract", "keynote", "poster", "invited",
        "short paper", "book review", "letter", "industrial", "proceedings", "with discussion")

    // MARK: Roles

    /// What marks of punctuation tell, which folding takes away: `Re: …`, `Correction: …`.
    private static func rawRole(of title: String) -> TitleRole {
        guard let first = title.utf8.first, "rcwaREWCAe".utf8.contains(first) else { return .own }
        let head = title.prefix(24).lowercased()
        for (opening, role) in markedOpenings where head.hasPrefix(opening) { return role }
        return .own
    }

    private static let markedOpenings: [(String, TitleRole)] = [
        ("re:", .comment), ("re: ", .comment), ("correction:", .notice), ("correction to:", .notice),
        ("retraction:", .notice), ("withdrawal:", .notice), ("reply:", .reply), ("response:", .reply),
        ("response to:", .reply), ("comment:", .comment), ("addendum:", .notice), ("expression of concern:", .notice),
    ]

    /// What a folded title's first and last words make of it.
    static func role(of folded: [UInt8]) -> TitleRole {
        if let place = openingPhrases.place(ofBeginning: folded) { return openings[place].1 }
        // No ending below has another last letter.
        guard let last = folded.last, "yselk".utf8.contains(last) else { return .own }
        for ending in replyEndings
        where folded.count > ending.count + 8 && folded.suffix(ending.count).elementsEqual(ending) {
            return .reply
        }
        if companionEndings.contains(where: { folded.count > $0.count + 8 && folded.suffix($0.count).elementsEqual($0) }
        ) {
            return .supplement
        }
        return .own
    }

    private static let openingPhrases = PhraseList(openings.map(\.0))

    private static let openings: [(String, TitleRole)] = [
        ("erratum", TitleRole.notice), ("errata ", .notice), ("corrigend", .notice), ("correction to ", .notice),
        ("author correction", .notice), ("publisher correction", .notice), ("publisher s correction", .notice),
        ("correction notice", .notice), ("retraction note", .notice), ("retraction notice", .notice),
        ("retracted article", .own), ("expression of concern", .notice), ("notice of retraction", .notice),
        ("notice of withdrawal", .notice), ("withdrawal notice", .notice), ("addendum to ", .notice),
        ("retraction statement", .notice), ("editorial expression of concern", .notice), ("fe de errata", .notice),
        ("reply to ", .reply), ("author reply", .reply), ("authors reply", .reply), ("author s reply", .reply),
        ("authors response", .reply), ("author s response", .reply), ("author response", .reply), ("in reply", .reply),
        ("the authors reply", .reply), ("rejoinder", .reply), ("comment on ", .comment), ("comments on ", .comment),
        ("commentary on ", .comment), ("letter to the editor re", .comment), ("invited commentary", .comment),
        ("additional file ", .supplement), ("supplementary ", .supplement), ("supplemental ", .supplement),
        ("supporting information", .supplement), ("moesm", .supplement), ("data from ", .supplement),
        ("dataset for ", .supplement),
    ]

    private static let replyEndings = list(
        " authors reply", " author reply", " author s reply", " the authors reply", " the author replies",
        " authors response", " author response", " author s response")

    /// What a textbook's companions are called.
    private static let companionEndings = list(
        " workbook", " workbook and solutions", " solutions manual", " solution manual", " study guide",
        " instructor s manual", " teacher s guide", " teacher s manual", " answer key", " laboratory manual")

    // MARK: Parts

    /// Bytes of a title before its subtitle; all of it where there is none.
    static func mainTitleLength(of title: String) -> Int {
        var title = title
        return title.withUTF8 { bytes in
            for index in bytes.indices.dropFirst(8) {
                // Letters and digits end no title.
                if bytes[index] >= UInt8(ascii: "@") || (48...57).contains(bytes[index]) { continue }
                let next = index + 1 < bytes.count ? bytes[index + 1] : 0
                if bytes[index] == UInt8(ascii: ":"), next == UInt8(ascii: " ") { return index }
                let endsSentence =
                    bytes[index] == UInt8(ascii: "?") || bytes[index] == UInt8(ascii: ".")
                    || bytes[index] == UInt8(ascii: "!")
                if endsSentence, next == UInt8(ascii: " "), index > 16 { return index }
                if bytes[index] == UInt8(ascii: " "), next == UInt8(ascii: "-") || next == 0xE2,
                    index + 2 < bytes.count
                {
                    if next == UInt8(ascii: "-"), bytes[index + 2] == UInt8(ascii: " ") { return index }
                    if next == 0xE2, index + 4 < bytes.count, bytes[index + 2] == 0x80,
                        bytes[index + 4] == UInt8(ascii: " ")
                    {
                        return index
                    }
                }
            }
            // `… of web servers (PAWS-2000, held in conjunction with SIGMETRICS)`
            if bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")), open > 16 {
                return open
            }
            return bytes.count
        }
    }
}
