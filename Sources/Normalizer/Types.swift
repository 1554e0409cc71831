internal import Records

/// Types of every source in one vocabulary.
enum Types {
    /// - Parameters:
    ///   - type: The source's word.
    ///   - subtype: Crossref's subtype, DataCite's resourceType.
    static func type(_ type: String?, subtype: String?) -> WorkType? {
        if let subtype, ["preprint", "postedcontent"].contains(key(subtype)) { return .article }
        guard let type else { return nil }
        let plain = key(type)
        if let known = words[plain] {
            // DataCite's "Text" says little: its resourceType may say more.
            if known == .document, let subtype, let better = words[key(subtype)] {
                return better == .article ? .articleJournal : better
            }
            return known
        }
        return WorkType(rawValue: type.lowercased())
    }

    private static func key(_ word: String) -> String {
        String(decoding: word.utf8.lazy.filter { (97...122).contains($0 | 0x20) }.map { $0 | 0x20 }, as: UTF8.self)
    }

    private static let words: [String: WorkType] = [
        "journalarticle": .articleJournal, "articlejournal": .articleJournal, "researcharticle": .articleJournal,
        "journal": .periodical,
        "journalissue": .periodical, "journalvolume": .periodical, "magazinearticle": .articleMagazine,
        "newspaperarticle": .articleNewspaper,
        "articlenewspaper": .articleNewspaper, "articlemagazine": .articleMagazine, "preprint": .article,
        "postedcontent": .article, "article": .article,
        "book": .book, "monograph": .book, "editedbook": .book, "referencebook": .book, "bookset": .book,
        "bookseries": .collection, "inbook": .chapter,
        "incollection": .chapter, "bookchapter": .chapter, "booksection": .chapter, "bookpart": .chapter,
        "booktrack": .chapter, "chapter": .chapter,
        "referenceentry": .entry, "proceedings": .book, "proceedingsarticle": .paperConference,
        "conferencepaper": .paperConference,
        "conferenceproceeding": .paperConference, "paperconference": .paperConference,
        "inproceedings": .paperConference, "conferenceabstract": .paperConference, "proceedingsseries": .collection,
        "dissertation": .thesis, "thesis": .thesis, "academicthesis": .thesis, "phdthesis": .thesis,
        "mastersthesis": .thesis, "report": .report,
        "techreport": .report, "reportcomponent": .report,
        "reportseries": .collection, "workingpaper": .report, "standard": .standard, "standardseries": .standard,
        "dataset": .dataset, "database": .dataset,
        "study": .dataset, "datapaper": .articleJournal, "collection": .collection, "component": .component,
        "peerreview": .peerReview, "review": .articleJournal, "reviewarticle": .articleJournal,
        "text": .document, "other": .document, "misc": .document, "software": .software,
        "computationalnotebook": .software, "workflow": .software,
        "audiovisual": .motionPicture, "film": .motionPicture, "image": .graphic, "figure": .figure, "sound": .song,
        "interactiveresource": .webpage,
        "webpage": .webpage, "website": .webpage, "blogposting": .postWeblog, "blogpost": .postWeblog, "event": .event,
        "physicalobject": .document, "model": .software,
        "outputmanagementplan": .document, "grant": .document, "patent": .patent, "manuscript": .manuscript,
        "map": .map, "bookreview": .reviewBook,
        "erratum": .notice, "correction": .notice, "retraction": .notice, "corrigendum": .notice,
        "publishederratum": .notice,
        "retractionofpublication": .notice, "casereport": .articleJournal, "lettersandcomments": .articleJournal,
        "letter": .articleJournal, "editorial": .articleJournal, "newsarticle": .articleNewspaper,
        "speech": .speech, "presentation": .speech, "poster": .speech, "lecture": .speech, "legislation": .legislation,
        "interview": .interview, "scholarlyarticle": .articleJournal, "medicalscholarlyarticle": .articleJournal,
        "originalpaper": .articleJournal, "reviewpaper": .articleJournal, "briefcommunication": .articleJournal,
        "textserialjournal": .articleJournal, "imagemoving": .motionPicture, "movingimage": .motionPicture,
        "stillimage": .graphic, "doctoralthesis": .thesis, "masterthesis": .thesis, "bachelorthesis": .thesis,
        "infoeureposemanticsarticle": .articleJournal, "infoeureposemanticspreprint": .article,
        "infoeureposemanticsdoctoralthesis": .thesis, "infoeureposemanticsmasterthesis": .thesis,
        "infoeureposemanticsbachelorthesis": .thesis, "infoeureposemanticsbook": .book,
        "infoeureposemanticsbookpart": .chapter, "infoeureposemanticsreport": .report,
        "infoeureposemanticsconferenceobject": .paperConference, "infoeureposemanticsother": .document,
        "infoeureposemanticsdataset": .dataset, "conferenceobject": .paperConference,
    ]
}
