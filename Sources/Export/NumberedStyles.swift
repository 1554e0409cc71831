internal import Records

/// `Carmack SA, Keeley RJ. Title. J Imag Res. 2019;129(6):2480-2484. doi:10.5555/1`.
enum VancouverReference {
    private static let mostNames = 6

    static func text(_ work: ReferenceWork) -> StyledText {
        var text = StyledText()
        func sentence(_ part: String?) {
            guard let part = part?.oneLine, !part.isEmpty else { return }
            text.addPart(part)
            text.stop()
        }
        var names = work.people.prefix(mostNames).map { ReferenceWork.vancouver($0.name) }.filter { !$0.isEmpty }
        if work.people.count > mostNames { names.append("et al") }
        let role = work.areEditors ? (work.people.count > 1 ? ", editors" : ", editor") : ""
        if !names.isEmpty { sentence(names.joined(separator: ", ") + role) }
        let kind =
            switch work.kind {
            case .preprint: " [preprint]"
            case .dataset: " [dataset]"
            case .software: " [software]"
            case .thesis: " [thesis]"
            case .page: " [Internet]"
            default: ""
            }
        sentence(work.title.map { $0 + kind })
        let pages = work.record.pages?.nonEmpty ?? work.articleNumber
        switch work.kind {
        case .article:
            sentence(work.abbreviatedContainer ?? work.publisher)
            var place = work.year ?? ""
            if let volume = work.volume { place += (place.isEmpty ? "" : ";") + volume }
            if let issue = work.issue { place += (work.volume == nil && !place.isEmpty ? ";" : "") + "(\(issue))" }
            if let pages { place += (place.isEmpty ? "" : ":") + pages }
            sentence(place)
        case .part:
            if let container = work.container {
                let editors = work.editors.map { ReferenceWork.vancouver($0) }
                if editors.isEmpty {
                    sentence("In: " + container)
                } else {
                    sentence("In: \(editors.joined(separator: ", ")), editor\(editors.count > 1 ? "s" : "")")
                    sentence(container)
                }
            }
            sentence(work.edition.map { $0 + " ed" })
            sentence([work.imprint, work.year].compactMap { $0 }.joined(separator: "; "))
            sentence(pages.map { "p. " + $0 })
        default:
            sentence(work.edition.map { $0 + " ed" })
            sentence(work.record.version?.nonEmpty.map { "Version " + $0 })
            sentence([work.imprint ?? work.container, work.year].compactMap { $0 }.joined(separator: "; "))
            if work.kind == .report {
                sentence(work.articleNumber.map { "Report No.: " + $0 })
            } else {
                sentence(pages)
            }
        }
        if let doi = work.record.doi {
            text.addPart("doi:")
            text.add(doi, link: work.doiLink)
        } else if let other = work.otherIdentifier {
            text.addPart(other)
        } else if let url = work.link, work.kind != .article {
            text.addPart("Available from: ")
            text.add(url)
        }
        return text
    }
}

/// `S. A. Carmack and R. J. Keeley, “Title,” J. Imag. Res., vol. 129, no. 6, pp. 2480–2484, Jun. 2019, doi: 10.5555/1.`.
enum IEEEReference {
    private static let mostNames = 6

    static func text(_ work: ReferenceWork) -> StyledText {
        var text = StyledText()
        let names = work.people.map { natural($0.name) }.filter { !$0.isEmpty }
        if names.count > mostNames {
            text.add(names[0])
            text.add(" et al.", italic: false)
        } else {
            text.add(ReferenceWork.list(names, and: "and", serialComma: true).nonEmpty)
        }
        if work.areEditors { text.add(work.people.count > 1 ? ", Eds." : ", Ed.") }
        let goesOn = [.article, .part, .thesis, .report].contains(work.kind)
        var mark = ", "
        func part(_ string: String?, italic: Bool = false) {
            guard let string = string?.nonEmpty else { return }
            text.addPart(string, italic: italic, after: mark)
            mark = ", "
        }
        if let title = work.title {
            let end = title.unicodeScalars.last.map { "?!.".unicodeScalars.contains($0) } ?? false
            if work.kind == .whole {
                part(title, italic: true)
                if work.edition == nil {
                    text.stop()
                    mark = " "
                }
            } else {
                // The comma or the point stands within the marks of quotation.
                part("“\(title)\(end ? "" : (goesOn ? "," : "."))”")
                mark = " "
            }
        }
        switch work.kind {
        case .article:
            part(work.shortContainer ?? work.publisher, italic: true)
            part(work.volume.map { "vol. " + $0 })
            part(work.issue.map { "no. " + $0 })
        case .part:
            if let container = work.container {
                part("in ")
                text.add(container, italic: true)
            }
            part(work.edition.map { $0 + " ed." })
            part(
                ReferenceWork.list(work.editors.map(natural), and: "and", serialComma: true).nonEmpty.map {
                    $0 + (work.editors.count > 1 ? ", Eds." : ", Ed.")
                })
            if text.endsSentence { mark = " " }
            part(work.imprint)
            part(dateText(work))
        default:
            part(work.edition.map { $0 + " ed." })
            if work.edition != nil { mark = " " }
            part(work.kind == .report ? work.articleNumber.map { "Rep. " + $0 } : nil)
            part(work.record.version?.nonEmpty.map { "version " + $0 })
            part(work.imprint ?? work.container)
        }
        if let pages = work.pages {
            part((work.hasRange ? "pp. " : "p. ") + pages)
        } else if work.kind != .report {
            part(work.articleNumber.map { "Art. no. " + $0 })
        }
        if work.kind != .part { part(dateText(work)) }
        if let doi = work.record.doi {
            if work.kind != .article {
                text.stop()
                mark = " "
            }
            part("doi: ")
            text.add(doi, link: work.doiLink)
        } else if let url = work.record.url?.nonEmpty, work.kind != .article {
            text.stop()
            text.addPart("[Online]. Available: ")
            text.add(url)
            return text
        }
        text.closeTitle()
        text.stop()
        return text
    }

    private static func natural(_ name: Name) -> String {
        ReferenceWork.natural(name, given: Initials.dotted(name.given))
    }

    private static func dateText(_ work: ReferenceWork) -> String? {
        guard case .value(let date)? = work.record.issued, let month = date.month, let word = Months.short(month),
            work.kind != .part && work.kind != .whole && work.kind != .thesis
        else { return work.year }
        return (word == "May" ? word : word + ".") + " \(date.year)"
    }
}
