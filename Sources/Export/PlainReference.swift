internal import Records

/// One reference as a line of text, in the manner of Vancouver lists.
enum PlainReference {
    static func text(_ record: Record) -> String {
        var parts: [String] = []
        let authors = record.authors.isEmpty ? record.contributors : record.authors
        if !authors.isEmpty {
            let names = authors.prefix(8).map { short($0.name) }
            parts.append(names.joined(separator: ", ") + (authors.count > 8 ? ", et al" : ""))
        }
        if let title = record.title {
            parts.append(
                (record.isRetracted ? "RETRACTED: " : "")
                    + [title, record.subtitle].compactMap { $0 }.joined(separator: ": "))
        }
        if let container = record.container.title ?? record.publisher { parts.append(container) }
        var place =
            record.issued.map { issued in
                if case .asGiven(let text) = issued { text } else { issued.value.map { String($0.year) } ?? "" }
            } ?? ""
        if let volume = record.volume {
            place += (place.isEmpty ? "" : ";") + volume
            if let issue = record.issue { place += "(\(issue))" }
        }
        if let pages = record.pages ?? record.articleNumber { place += (place.isEmpty ? "" : ":") + pages }
        if !place.isEmpty { parts.append(place) }
        var line = parts.map(oneLine).map {
            $0.hasSuffix(".") || $0.hasSuffix("?") || $0.hasSuffix("!") ? $0 : $0 + "."
        }
        .joined(separator: " ")
        if let doi = record.doi {
            line += (line.isEmpty ? "" : " ") + "doi:\(doi)"
        } else if let first = record.identifiers.first {
            line += (line.isEmpty ? "" : " ") + "\(first)"
        }
        if line.isEmpty { line = record.key.description }
        return oneLine(line)
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func short(_ name: Name) -> String {
        if let literal = name.literal { return literal }
        var initials = ""
        for word in (name.given ?? "").split(whereSeparator: { (character: Character) in " .-".contains(character) }) {
            initials += word.prefix(1)
        }
        return [name.family, initials.nonEmpty, name.suffix].compactMap { $0 }.joined(separator: " ")
    }
}
