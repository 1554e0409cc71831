internal import Formats
internal import Records

/// Word's sources, `Sources.xml`, which JabRef and others write, too.
///
/// Documentation: ECMA-376, part 1, 22.6, "Bibliography".
struct MSBib: XMLReading {
    let id = FileSource.msbib.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool { element.is("Source") && element["SourceType"] != nil }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var said = SourceRecord(source: id, key: element["Tag"]?.text ?? "")
        let type = element["SourceType"]?.text ?? ""
        said.type = Self.types[type] ?? type.nonEmpty
        if Self.types[type] == nil || type == "DocumentFromInternetSite" { said.keep(id, "SourceType", type) }
        for child in element.children { Self.take(child, &said) }
        said.add(
            DateElements.date("issued", year: element["Year"], month: element["Month"], day: element["Day"]))
        said.add(
            DateElements.date(
                "accessed", year: element["YearAccessed"], month: element["MonthAccessed"], day: element["DayAccessed"])
        )
        guard !said.saysNothingOfAWork else {
            throw .unusable(
                "a source that says nothing but its type", format: id, place: place,
                remedy: "give it a title in Word, or leave it out")
        }
        return said
    }

    private static func take(_ child: XMLTreeElement, _ said: inout SourceRecord) {
        let format = FileSource.msbib.rawValue
        guard let text = child.text else { return }
        switch child.name {
        case "Tag", "SourceType", "Year", "Month", "Day", "YearAccessed", "MonthAccessed", "DayAccessed": break
        case "Author": people(child, &said)
        case "Title": if said.titles.isEmpty { said.titles = [text] } else { said.keep(format, child) }
        case "JournalName", "PeriodicalTitle", "BookTitle", "InternetSiteTitle", "AlbumTitle", "PublicationTitle":
            if !said.containerTitles.contains(text) { said.containerTitles.append(text) }
        case "ConferenceName": said.fill(\.event, format, child)
        case "Volume": said.fill(\.volume, format, child)
        case "Issue": said.fill(\.issue, format, child)
        case "Pages": said.fill(\.pages, format, child)
        case "Edition": said.fill(\.edition, format, child)
        case "Version": said.fill(\.version, format, child)
        case "Publisher", "Institution", "ProductionCompany", "Distributor": said.fill(\.publisher, format, child)
        case "City": said.fill(\.place, format, child)
        case "URL": said.fill(\.url, format, child)
        case "DOI": said.identify("doi", text)
        case "StandardNumber":
            let numbers = SerialNumbers.parse(text)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { said.keep(format, child) }
        // What JabRef has no other place for.
        case "BIBTEX_Abstract": said.abstracts.append(text)
        case "BIBTEX_KeyWords":
            for word in text.split(whereSeparator: { $0 == "," || $0 == ";" }) { said.addKeyword(String(word.trimmed)) }
        default: said.keep(format, child)
        }
    }

    /// `Author` holds lists of people by their roles, `Author` among them.
    private static func people(_ lists: XMLTreeElement, _ said: inout SourceRecord) {
        for list in lists.children {
            let role = roles[list.name] ?? list.name.lowercased()
            if let group = list["Corporate"]?.text {
                said.contributors.append(SourceContributor(role: role, name: group, isGroup: true))
            }
            for names in list.children("NameList") {
                for person in names.children {
                    let given = [person["First"]?.text, person["Middle"]?.text].compactMap { $0 }
                    var contributor = SourceContributor(role: role)
                    contributor.given = given.isEmpty ? nil : given.joined(separator: " ")
                    contributor.family = person["Last"]?.text
                    if contributor.family == nil {
                        contributor.name = contributor.given
                        contributor.given = nil
                    }
                    if contributor.family != nil || contributor.name != nil { said.contributors.append(contributor) }
                }
            }
        }
    }

    private static let roles = [
        "Author": "author", "Artist": "author", "Inventor": "author", "Writer": "author", "Performer": "author",
        "Interviewee": "author", "BookAuthor": "container-author", "ProducerName": "producer",
    ]

    private static let types = [
        "JournalArticle": "journal-article", "ArticleInAPeriodical": "magazine-article", "Book": "book",
        "BookSection": "book-chapter", "ConferenceProceedings": "conference-paper", "Report": "report",
        "InternetSite": "webpage", "DocumentFromInternetSite": "webpage", "ElectronicSource": "document",
        "Art": "graphic", "SoundRecording": "song", "Performance": "performance", "Film": "motion_picture",
        "Interview": "interview", "Patent": "patent", "Case": "legal_case", "Misc": "document",
    ]
}
