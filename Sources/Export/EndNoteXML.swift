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
        let type = TypeTable.endNote.word(for: record.type, kept: kept["ref-type"])
        element.writer.begin("ref-type", [("name", type)])
        element.writer.text(String(TypeTable.endNoteNumbers[type] ?? 13))
        element.writer.end("ref-type")
        addPeople(record, to: &element)
        element.add("auth-address", record.authors.flatMap(\.affiliations).joined(separator: "; "))
        element.group("titles") { element in
            element.add("title", record.wholeTitle)
            // What stands there of a book is its series.
            let isWhole = record.type == .book || record.type == .thesis
            element.add("secondary-title", isWhole ? nil : record.container.title)
            element.add("tertiary-title", record.series ?? record.event)
            element.add("alt-title", record.container.shortTitle)
            element.add("translated-title", record.otherTitles.joined(separator: "; "))
        }
        element.group("periodical") { element in
            element.add("full-title", record.container.title)
            element.add("abbr-1", record.container.shortTitle)
        }
        element.add("pages", record.pages)
        element.add("volume", record.volume)
        element.add("number", record.issue)
        element.add("edition", record.edition ?? record.version)
        element.group("keywords") { element in for word in record.keywords { element.add("keyword", word) } }
        addDates(record, to: &element)
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
            [record.isRetracted ? "Retracted" : nil, note, kept["notes"]].compactMap { $0 }.joined(separator: "; "))
        let addresses = [record.url, record.identifier(.arxiv).map { "https://arxiv.org/abs/" + $0 }].compactMap {
            $0
        }
        element.group("urls") { element in
            element.group("related-urls") { element in for address in addresses { element.add("url", address) } }
        }
        element.add("work-type", kept["work-type"] ?? TypeTable.typesOfWork[record.type])
        element.add("custom2", record.identifier(.pmcid))
        element.add("custom7", record.articleNumber)
        element.add("language", record.languages.first)
        for (name, value) in kept.fields where XMLWriter.isName(name) && name != "ref-type" {
            element.addOnce(name, value)
        }
        element.writer.end("record")
        return element.writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func addPeople(_ record: Record, to element: inout Element) {
        let groups: [(String, (Role) -> Bool)] = [
            ("authors", { $0 == .author }), ("secondary-authors", { $0 == .editor || $0 == .containerAuthor }),
            ("tertiary-authors", { $0 == .collectionEditor || $0 == .compiler }),
            ("subsidiary-authors", { $0 == .translator }),
        ]
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

    private static func addDates(_ record: Record, to element: inout Element) {
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
                element.group("pub-dates") { $0.add("date", words) }
            case nil: break
            }
        }
    }

    /// Elements under way; those that would be empty are not written.
    private struct Element {
        var writer = XMLWriter()
        private var names: Set<String> = []

        mutating func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            names.insert(name)
            writer.begin(name)
            writer.begin("style", [("face", "normal"), ("font", "default"), ("size", "100%")])
            writer.text(value)
            writer.end("style")
            writer.end(name)
        }

        /// What a record kept, unless its element is written.
        mutating func addOnce(_ name: String, _ value: String) {
            if !names.contains(name) { add(name, value) }
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
