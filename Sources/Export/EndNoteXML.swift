internal import Records

/// EndNote's XML: elements in the order of its document type, each text in a `style`.
enum EndNoteXML {
    static let head = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<xml><records>\n"
    static let tail = "</records></xml>\n"

    /// - Parameter number: The record's place in the file, from 1.
    static func entry(_ record: Record, number: Int, note: String? = nil) -> [UInt8] {
        var element = Element()
        let kept = KeptFields(record, of: "endnote-xml")
        element.writer.begin("record")
        element.writer.begin("database", [("name", "ibid"), ("path", "ibid")])
        element.writer.text("ibid")
        element.writer.end("database")
        element.writer.begin("source-app", [("name", "ibid")])
        element.writer.text("ibid")
        element.writer.end("source-app")
        element.plain("rec-number", String(number))
        let hasAuthors = record.contributors.contains { $0.role == .author }
        var type = TypeTable.endNote.word(for: record.type, kept: kept["ref-type"])
        // Its authors are editors.
        if type == "Edited Book", hasAuthors { type = "Book" }
        element.writer.begin("ref-type", [("name", type)])
        element.writer.text(String(TypeTable.endNoteNumbers[type] ?? 13))
        element.writer.end("ref-type")
        addPeople(record, type: type, hasAuthors: hasAuthors, to: &element)
        element.add("auth-address", record.authors.flatMap(\.affiliations).joined(separator: "; "))
        element.group("titles") { element in
            element.add("title", record.wholeTitle)
            // What stands there of a book is its series.
            let isWhole = record.type == .book || record.type == .thesis
            element.add("secondary-title", isWhole ? nil : record.container.title)
            element.add("tertiary-title", record.series)
            element.add("alt-title", record.container.shortTitle)
            // One element for all, a title a line.
            element.add("translated-title", record.otherTitles.joined(separator: "\r"))
            element.add(kept, of: "titles")
        }
        element.group("periodical") { element in
            element.add("full-title", record.container.title)
            element.add("abbr-1", record.container.shortTitle)
        }
        element.group("alt-periodical") { $0.add(kept, of: "periodical") }
        element.add("pages", record.pages)
        element.add("volume", record.volume)
        // Of these it is their own, and elsewhere that of an issue.
        let isNumbered = record.type == .report || record.type == .patent || record.type == .standard
        element.add("number", isNumbered ? record.articleNumber : record.type == .thesis ? nil : record.issue)
        element.add("issue", isNumbered || record.type == .thesis ? record.issue : nil)
        let hasVersion = record.type == .software || record.type == .dataset
        element.add("edition", hasVersion ? record.version : record.edition ?? onlineDay(record))
        element.group("keywords") { element in for word in record.keywords { element.add("keyword", word) } }
        addDates(record, kept, to: &element)
        element.add("pub-location", record.place)
        element.add("publisher", record.publisher)
        // One element for both, a number a line.
        element.add("isbn", (record.container.issns + record.isbns).joined(separator: "\r"))
        element.add("accession-num", kept["accession-num"] ?? record.identifier(.pmid))
        if kept["accession-num"] == nil, record.identifier(.pmid) != nil {
            element.add("remote-database-name", kept["remote-database-name"] ?? "PubMed")
        }
        element.add("electronic-resource-num", record.doi)
        element.add("abstract", record.abstract)
        element.add(
            "notes",
            ([record.isRetracted ? "Retracted" : nil, note].compactMap { $0 } + kept.all("notes")).joined(
                separator: "; "))
        addAddresses(record, kept, to: &element)
        element.add("work-type", kept["work-type"] ?? TypeTable.typesOfWork[record.type])
        element.add("custom2", record.identifier(.pmcid))
        if record.type == .paperConference { element.add("custom3", record.event) }
        element.add("custom7", isNumbered ? nil : record.articleNumber)
        element.add("language", record.languages.first)
        let typed = element.names.union(ofFile)
        for (name, value) in kept.fields where XMLWriter.isName(name) && !typed.contains(name) {
            element.add(name, value)
        }
        element.writer.end("record")
        return element.writer.bytes + [UInt8(ascii: "\n")]
    }

    /// Kept elements that tell of the file that a record is from.
    private static let ofFile: Set<String> = ["ref-type", "database", "source-app", "rec-number"]

    /// EndNote calls an article's edition the day that it appeared online.
    private static func onlineDay(_ record: Record) -> String? {
        guard record.type == .articleJournal, let date = record.publishedOnline, date.day != nil else { return nil }
        return date.description.split(separator: "-").joined(separator: "/")
    }

    private static func addAddresses(_ record: Record, _ kept: KeptFields, to element: inout Element) {
        let arxiv = record.identifier(.arxiv).map { "https://arxiv.org/abs/" + $0 }
        let addresses = [record.url, arxiv].compactMap { $0 }
        element.group("urls") { element in
            element.group("related-urls") { element in
                for address in addresses { element.add("url", address) }
                for address in kept.all("urls/related-urls") where !addresses.contains(address) {
                    element.add("url", address)
                }
            }
            for list in ["pdf-urls", "text-urls", "image-urls", "web-urls"] {
                element.group(list) { element in for url in kept.all("urls/" + list) { element.add("url", url) } }
            }
        }
    }

    /// Of a book with authors the editors come third, and those of its series second; of all else it is the other way round.
    private static func addPeople(_ record: Record, type: String, hasAuthors: Bool, to element: inout Element) {
        let isEdited = type == "Edited Book"
        let isBook = record.type == .book && hasAuthors
        let groups: [(String, (Role) -> Bool)] = [
            ("authors", { $0 == (isEdited ? .editor : .author) }),
            ("secondary-authors", { isBook || isEdited ? isOther($0) : $0 == .editor }),
            ("tertiary-authors", { isBook ? $0 == .editor : !isEdited && isOther($0) }),
            ("subsidiary-authors", { $0 == .translator }),
        ]
        func isOther(_ role: Role) -> Bool { role != .author && role != .editor && role != .translator }
        element.group("contributors") { element in
            for (name, holds) in groups {
                element.group(name) { element in
                    for person in record.contributors where holds(person.role) {
                        // EndNote takes a name that ends in a comma for one that has no parts.
                        element.add(
                            "author",
                            person.name.sortForm
                                + (person.name.literal.map { person.isGroup || $0.contains(" ") } == true ? "," : ""))
                    }
                }
            }
        }
    }

    private static func addDates(_ record: Record, _ kept: KeptFields, to element: inout Element) {
        element.group("dates") { element in
            switch record.issued {
            case .asGiven(let text): element.add("year", text)
            case .value(let date):
                element.add("year", String(date.year))
                var words: String?
                if let month = date.month {
                    words = Months.short(month)
                } else if let season = date.season,
                    (1...4).contains(season)
                {
                    words = ["Spring", "Summer", "Autumn", "Winter"][season - 1]
                }
                if let day = date.day, let word = words { words = "\(word) \(day)" }
                element.group("pub-dates") { element in
                    element.add("date", words)
                    for text in kept.all("dates/pub-dates") where text != words { element.add("date", text) }
                }
            case nil: break
            }
            for (name, value) in kept.inner("dates") where !["year", "pub-dates"].contains(name) {
                element.group(name) { $0.add("date", value) }
            }
        }
    }

    /// Elements under way; those that would be empty are not written.
    private struct Element {
        var writer = XMLWriter()
        private(set) var names: Set<String> = []

        /// Kept children of an element.
        mutating func add(_ kept: KeptFields, of group: String) {
            for (name, value) in kept.inner(group) { add(name, value) }
        }

        mutating func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            names.insert(name)
            writer.begin(name)
            writer.begin("style", [("face", "normal"), ("font", "default"), ("size", "100%")])
            writer.text(value)
            writer.end("style")
            writer.end(name)
        }

        mutating func plain(_ name: String, _ value: String) {
            names.insert(name)
            writer.begin(name)
            writer.text(value)
            writer.end(name)
        }

        mutating func group(_ name: String, _ body: (inout Element) -> Void) {
            var inner = Element()
            body(&inner)
            guard !inner.writer.bytes.isEmpty else { return }
            names.formUnion(inner.names)
            names.insert(name)
            writer.begin(name)
            writer.raw(String(decoding: inner.writer.bytes, as: UTF8.self))
            writer.end(name)
        }
    }
}
