internal import Records

/// Types of every source in one vocabulary.
enum Types {
    /// - Parameters:
    ///   - type: The source's word.
    ///   - subtype: Crossref's subtype, DataCite's resourceType.
    static func type(_ type: String?, subtype: String?) -> WorkType? {
        if let subtype, case let word = key(subtype), word == "preprint" || word == "postedcontent" { return .article }
        guard let type else { return nil }
        // What most records are.
        if subtype == nil, isWord(type, "journal-article") || isWord(type, "JournalArticle") { return .articleJournal }
        if type.utf8.contains(UInt8(ascii: ";")) { return foremost(type) }
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

    /// `arXiv.org`, `bioRxiv (Cold Spring Harbor Laboratory)`: a container that holds preprints alone.
    static func isPreprintServer(_ container: String) -> Bool {
        // Each of the names below has "xiv" where it first has an "x".
        guard container.utf8.withContiguousStorageIfAvailable(hasServerEnding) ?? true else { return false }
        let name = container.prefix { $0 != "(" && $0 != ":" }.lowercased()
        return preprintServers.contains(trimming(name))
    }

    private static func hasServerEnding(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let x = name.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "x") }), x + 2 < name.count else {
            return false
        }
        return name[x + 1] | 0x20 == UInt8(ascii: "i") && name[x + 2] | 0x20 == UInt8(ascii: "v")
    }

    private static let preprintServers: Set<String> = [
        "arxiv", "arxiv.org", "arxiv e-prints", "arxiv preprint", "biorxiv", "medrxiv", "chemrxiv", "psyarxiv",
        "socarxiv",
        "eartharxiv", "techrxiv", "engrxiv", "edarxiv",
    ]
    /// Of several types in one, `Comment; Journal Article`, the one that says most of what the work is.
    private static func foremost(_ list: String) -> WorkType? {
        var best: WorkType?
        for word in list.split(separator: ";") {
            guard let found = words[key(String(word))] ?? WorkType(rawValue: trimming(word.lowercased())) else {
                continue
            }
            if best.map({ rank(found) > rank($0) }) ?? true { best = found }
        }
        return best
    }

    /// A report or an interview in a journal is an article; a correction, a preprint or a review of a book is more than one.
    private static func rank(_ type: WorkType) -> Int {
        switch type {
        case .notice: 5
        case .article: 4
        case .reviewBook: 3
        case .articleJournal: 2
        case .document: 0
        default: 1
        }
    }

    /// Whether one of the types says that the work was retracted.
    static func saysRetracted(_ type: String) -> Bool {
        // The shorter of the two has sixteen letters.
        guard type.utf8.count >= 16 else { return false }
        return type.split(separator: ";").contains {
            ["retractedpublication", "retractedarticle"].contains(key(String($0)))
        }
    }

    private static func key(_ word: String) -> String {
        String(unsafeUninitializedCapacity: word.utf8.count) { out in
            var count = 0
            for byte in word.utf8 where (97...122).contains(byte | 0x20) {
                out[count] = byte | 0x20
                count += 1
            }
            return count
        }
    }

    private static let words: [String: WorkType] = [
        // Tables of ProQuest, ERIC and IEEE.
        "scholarlyjournals": .articleJournal, "journalarticles": .articleJournal, "ieeejournals": .articleJournal,
        "ieeeearlyaccessarticles": .articleJournal, "ieeemagazines": .articleMagazine,
        "ieeeconferences": .paperConference, "ieeestandards": .standard, "trialregistration": .report,
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
        "interview": .interview,
        "conference": .paperConference,
        "paratext": .document, "libguides": .document,
        "supplementarymaterials": .component,
        // Publication types of MEDLINE and article types of JATS, as PubMed and Europe PMC give them.
        "expressionofconcern": .notice, "retractionnotice": .notice, "retractedpublication": .articleJournal,
        "retractedarticle": .articleJournal, "correctedandrepublishedarticle": .articleJournal,
        "casereports": .articleJournal, "casestudy": .articleJournal, "comment": .articleJournal,
        "articlecommentary": .articleJournal, "briefreport": .articleJournal, "rapidcommunication": .articleJournal,
        "systematicreview": .articleJournal, "scopingreview": .articleJournal, "metaanalysis": .articleJournal,
        "clinicaltrial": .articleJournal, "clinicaltrialphasei": .articleJournal,
        "clinicaltrialphaseii": .articleJournal, "clinicaltrialphaseiii": .articleJournal,
        "clinicaltrialphaseiv": .articleJournal, "clinicaltrialprotocol": .articleJournal,
        "randomizedcontrolledtrial": .articleJournal, "observationalstudy": .articleJournal,
        "multicenterstudy": .articleJournal, "comparativestudy": .articleJournal, "evaluationstudy": .articleJournal,
        "evaluationstudies": .articleJournal, "validationstudy": .articleJournal,
        "validationstudies": .articleJournal, "guideline": .articleJournal, "practiceguideline": .articleJournal,
        "historicalarticle": .articleJournal, "biography": .articleJournal, "personalnarrative": .articleJournal,
        "introductoryjournalarticle": .articleJournal, "introduction": .articleJournal, "news": .articleJournal,
        "abstract": .articleJournal, "congress": .articleJournal, "consensusdevelopmentconference": .articleJournal,
        "bibliography": .articleJournal, "technicalreport": .report, "academicdissertation": .thesis,
        "scholarlyarticle": .articleJournal, "medicalscholarlyarticle": .articleJournal,
        "originalpaper": .articleJournal, "reviewpaper": .articleJournal, "briefcommunication": .articleJournal,
        "textserialjournal": .articleJournal, "videoaudiomedia": .motionPicture, "webcast": .webpage,
        "imagemoving": .motionPicture, "movingimage": .motionPicture,
        "stillimage": .graphic, "doctoralthesis": .thesis, "masterthesis": .thesis, "bachelorthesis": .thesis,
        "infoeureposemanticsarticle": .articleJournal, "infoeureposemanticspreprint": .article,
        "infoeureposemanticsdoctoralthesis": .thesis, "infoeureposemanticsmasterthesis": .thesis,
        "infoeureposemanticsbachelorthesis": .thesis, "infoeureposemanticsbook": .book,
        "infoeureposemanticsbookpart": .chapter, "infoeureposemanticsreport": .report,
        "infoeureposemanticsconferenceobject": .paperConference, "infoeureposemanticsother": .document,
        "infoeureposemanticsdataset": .dataset, "conferenceobject": .paperConference,
    ]
}
