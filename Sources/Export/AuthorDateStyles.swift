internal import Records

/// `Carmack, S. A., & Keeley, R. J. (2019). Title. Journal, 129(6), 2480–2484. https://doi.org/10.5555/1`.
enum APAReference {
    static func text(_ work: ReferenceWork) -> StyledText {
        var text = StyledText()
        let names = work.people.map { inverted($0.name) }.filter { !$0.isEmpty }
        if names.count > 20 {
            text.add(names.prefix(19).joined(separator: ", ") + ", … " + (names.last ?? ""))
        } else {
            text.add(ReferenceWork.list(names, and: "&", serialComma: true, commaOfTwo: true).nonEmpty)
        }
        if work.areEditors { text.add(work.people.count > 1 ? " (Eds.)" : " (Ed.)") }
        let hasNames = !text.isEmpty
        if hasNames {
            text.stop()
            text.addPart("(\(date(work))).")
        }
        let isWhole = work.kind != .article && work.kind != .part
        text.addPart(work.title, italic: isWhole)
        if isWhole { addDetails(work, to: &text) }
        text.stop()
        // Without anyone named the title goes first.
        if !hasNames { text.addPart("(\(date(work))).") }
        switch work.kind {
        case .article:
            text.addPart(work.container ?? work.publisher, italic: true)
            if let volume = work.volume { text.addPart(volume, italic: true, after: ", ") }
            if let issue = work.issue { text.add(work.volume == nil ? ", (\(issue))" : "(\(issue))") }
            let isPlaced = (work.outlet ?? work.volume ?? work.issue) != nil
            text.addPart(
                work.pages ?? work.articleNumber.map { "Article " + $0 }, after: isPlaced ? ", " : " ")
        case .part:
            let editors = ReferenceWork.list(
                work.editors.map { ReferenceWork.natural($0, given: Initials.dotted($0.given)) }, and: "&",
                serialComma: true)
            if let container = work.container {
                text.addPart("In ")
                if !editors.isEmpty { text.add("\(editors) (\(work.editors.count > 1 ? "Eds." : "Ed.")), ") }
                text.add(container, italic: true)
                let inside = [
                    work.edition.map { $0 + " ed." }, work.volume.map { "Vol. " + $0 },
                    work.pages.map { (work.hasRange ? "pp. " : "p. ") + $0 },
                ].compactMap { $0 }.joined(separator: ", ")
                if !inside.isEmpty { text.add(" (\(inside))") }
                text.stop()
            }
            text.addPart(work.publisher)
        case .thesis: break
        default: text.addPart(work.outlet)
        }
        text.stop()
        text.addPart(work.kind == .article || work.kind == .whole ? work.doiLink : work.link)
        return text
    }

    private static func addDetails(_ work: ReferenceWork, to text: inout StyledText) {
        let inside = [
            work.edition.map { $0 + " ed." }, work.kind == .whole ? work.volume.map { "Vol. " + $0 } : nil,
            work.kind == .report ? work.articleNumber.map { "No. " + $0 } : nil,
            work.record.version?.nonEmpty.map { "Version " + $0 },
        ].compactMap { $0 }.joined(separator: ", ")
        if !inside.isEmpty { text.add(" (\(inside))") }
        switch work.kind {
        case .dataset: text.add(" [Data set]")
        case .software: text.add(" [Computer software]")
        case .thesis: text.add(" [" + (["Thesis"] + [work.publisher].compactMap { $0 }).joined(separator: ", ") + "]")
        case .preprint: text.add(" [Preprint]")
        default: break
        }
    }

    private static func inverted(_ name: Name) -> String {
        ReferenceWork.inverted(name, initials: Initials.dotted(name.given))
    }

    /// The year; of what comes out by the day, the day.
    private static func date(_ work: ReferenceWork) -> String {
        guard let year = work.year else { return "n.d." }
        let isDaily = [.articleNewspaper, .articleMagazine, .post, .postWeblog, .webpage].contains(work.record.type)
        guard isDaily, let date = work.record.issued?.value, let month = date.month,
            (1...12).contains(month)
        else { return year }
        let word = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ][month - 1]
        return "\(year), \(word)" + (date.day.map { " \($0)" } ?? "")
    }
}

/// `Carmack, Stephanie A., and Robin J. Keeley. 2019. “Title.” Journal 129 (6): 2480–84. https://doi.org/10.5555/1.`.
enum ChicagoReference {
    static func text(_ work: ReferenceWork) -> StyledText {
        var text = StyledText()
        var names: [String] = []
        for (index, person) in work.people.enumerated() {
            names.append(
                index == 0
                    ? ReferenceWork.inverted(person.name, initials: person.name.given)
                    : ReferenceWork.natural(person.name, given: person.name.given))
        }
        names = names.filter { !$0.isEmpty }
        if names.count > 10 {
            text.add(names.prefix(7).joined(separator: ", ") + ", et al.")
        } else {
            text.add(ReferenceWork.list(names, and: "and", serialComma: true, commaOfTwo: true).nonEmpty)
        }
        if work.areEditors { text.add(work.people.count > 1 ? ", eds." : ", ed.") }
        text.stop()
        let year = work.year ?? "n.d."
        let hasNames = !text.isEmpty
        if hasNames {
            text.addPart(year)
            text.stop()
        }
        if let title = work.title {
            if work.kind == .article || work.kind == .part || work.kind == .page || work.kind == .preprint
                || work.kind == .thesis
            {
                let end = title.unicodeScalars.last.map { "?!.".unicodeScalars.contains($0) } ?? false
                text.addPart("“\(title)\(end ? "" : ".")”")
            } else {
                text.addPart(title, italic: true)
                text.stop()
            }
        }
        if !hasNames {
            text.addPart(year)
            text.stop()
        }
        switch work.kind {
        case .article:
            text.addPart(work.container ?? work.publisher, italic: true)
            text.addPart(work.volume)
            if let issue = work.issue {
                text.addPart(work.volume == nil ? "no. " + issue : "(\(issue))", after: work.volume == nil ? ", " : " ")
            }
            let mark = work.volume == nil && work.issue == nil ? (work.outlet == nil ? " " : ", ") : ": "
            text.addPart(pages(work) ?? work.articleNumber, after: mark)
            text.stop()
        case .part:
            if let container = work.container {
                text.addPart("In ")
                text.add(container, italic: true)
                text.addPart(work.edition.map { $0 + " ed." }, after: ", ")
                let editors = ReferenceWork.list(
                    work.editors.map { ReferenceWork.natural($0, given: $0.given) }, and: "and", serialComma: true)
                text.addPart(editors.nonEmpty.map { "edited by " + $0 }, after: ", ")
                text.addPart(pages(work), after: ", ")
                text.stop()
            }
            text.addPart(work.imprint)
            text.stop()
        default:
            text.addPart(work.edition.map { $0 + " ed." })
            text.addPart(work.record.version?.nonEmpty.map { "Version \($0)." })
            let kind: String? =
                switch work.kind {
                case .dataset: "Dataset."
                case .thesis: "Thesis, " + (work.publisher ?? "") + "."
                case .preprint: "Preprint, " + (work.outlet ?? "") + "."
                default: nil
                }
            text.addPart(kind?.replacing(", .", with: "."))
            if work.kind != .thesis && work.kind != .preprint { text.addPart(work.imprint ?? work.container) }
            text.stop()
        }
        let link = work.kind == .article || work.kind == .whole ? work.doiLink : work.link
        text.addPart(link)
        if link != nil { text.add(".") }
        return text
    }

    /// `2480–84`: of a second number above 100 the part that changes, two figures at least.
    private static func pages(_ work: ReferenceWork) -> String? {
        guard let pages = work.record.pages?.nonEmpty else { return nil }
        let parts = pages.split(separator: "-").map(String.init)
        guard parts.count == 2, parts[0].utf8.count == parts[1].utf8.count, let first = Int(parts[0]),
            Int(parts[1]) != nil,
            first > 100, first % 100 != 0
        else { return work.pages }
        let (a, b) = (Array(parts[0]), Array(parts[1]))
        var same = 0
        while same < a.count, a[same] == b[same] { same += 1 }
        let least = first % 100 < 10 ? 1 : 2
        return parts[0] + "–" + String(b[min(same, b.count - least)...])
    }
}

/// `Carmack, S.A. and Keeley, R.J. (2019) ‘Title’, Journal, 129(6), pp. 2480–2484. Available at: https://doi.org/10.5555/1.`.
enum HarvardReference {
    static func text(_ work: ReferenceWork) -> StyledText {
        var text = StyledText()
        let names = work.people.map { inverted($0.name) }.filter { !$0.isEmpty }
        if names.count > 3 {
            text.add(names[0] + " ")
            text.add("et al.", italic: true)
        } else {
            text.add(ReferenceWork.list(names, and: "and", serialComma: false).nonEmpty)
        }
        if work.areEditors { text.add(work.people.count > 1 ? " (eds)" : " (ed.)") }
        let year = "(\(work.year ?? "no date"))"
        let hasNames = !text.isEmpty
        text.addPart(hasNames ? year : nil)
        let isWhole = work.kind != .article && work.kind != .part
        if let title = work.title { text.addPart(isWhole ? title : "‘\(title)’", italic: isWhole) }
        if !hasNames { text.addPart(year) }
        switch work.kind {
        case .article:
            text.addPart(work.container ?? work.publisher, italic: true, after: ", ")
            if let volume = work.volume {
                text.addPart(volume + (work.issue.map { "(\($0))" } ?? ""), after: ", ")
            } else {
                text.addPart(work.issue.map { "(\($0))" }, after: ", ")
            }
            addPages(work, to: &text)
        case .part:
            if let container = work.container {
                text.addPart("in ", after: ", ")
                let editors = ReferenceWork.list(
                    work.editors.map { ReferenceWork.natural($0, given: initials($0)) }, and: "and", serialComma: false)
                if !editors.isEmpty { text.add("\(editors) (\(work.editors.count > 1 ? "eds" : "ed.")) ") }
                text.add(container, italic: true)
            }
            text.stop()
            text.addPart(work.edition.map { $0 + " edn." })
            text.addPart(work.imprint)
            addPages(work, to: &text)
        default:
            switch work.kind {
            case .dataset: text.addPart("[Dataset]")
            case .software: text.addPart("[Computer program]")
            case .preprint: text.addPart("[Preprint]")
            case .thesis: text.addPart("[Thesis]")
            default: break
            }
            text.stop()
            text.addPart(work.edition.map { $0 + " edn." })
            text.addPart(work.record.version?.nonEmpty.map { "Version \($0)." })
            text.addPart(work.imprint ?? work.container)
        }
        text.stop()
        if let link = work.kind == .article || work.kind == .whole ? work.doiLink : work.link {
            text.addPart("Available at: ")
            text.add(link)
            text.add(".")
        }
        return text
    }

    private static func addPages(_ work: ReferenceWork, to text: inout StyledText) {
        text.addPart(
            work.pages.map { (work.hasRange ? "pp. " : "p. ") + $0 } ?? work.articleNumber.map { "article " + $0 },
            after: text.endsSentence ? " " : ", ")
    }

    private static func initials(_ name: Name) -> String? { Initials.dotted(name.given)?.replacing(" ", with: "") }

    private static func inverted(_ name: Name) -> String {
        ReferenceWork.inverted(name, initials: initials(name), suffixMark: " ")
    }
}
