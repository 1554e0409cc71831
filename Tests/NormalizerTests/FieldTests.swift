import Normalizer
import Records
import Testing

@Suite("Pages")
struct PageTests {
    static let pages: [Said<String, String?>] = [
        Said("123-130", "123-130"), Said("123–130", "123-130"), Said("123 — 130", "123-130"),
        Said("123--130", "123-130"),
        Said("1123-8", "1123-1128"), Said("1123-30", "1123-1130"), Said("S12-5", "S12-S15"), Said("e12-e15", "e12-e15"),
        Said("pp. 3–9", "3-9"), Said("p. 3", "3"), Said("pages 3-9", "3-9"), Said("S. 3-9", "3-9"),
        Said("123-123", "123"), Said("123", "123"), Said("e12345", "e12345"), Said("iv-xii", "iv-xii"),
        Said("\n   487-488\n  ", "487-488"), Said("487-488.", "487-488"), Said("&nbsp;487&ndash;488", "487-488"),
        Said("12-", "12"), Said("123+", "123"),
        // A last page that is smaller and no short form stays.
        Said("130-12", "130-12"), Said("200-199", "200-199"),
        Said("3-9, 12", "3-9, 12"), Said("3-9, 12 .", "3-9, 12"), Said("1-2-3", "1-2-3"),
        Said("Suppl 2:S3-S9", "Suppl 2:S3-S9"),
        Said("", nil), Said("n/a", nil), Said("-", nil), Said("no.pagination", nil), Said("NA", nil), Said("0", nil),
    ]

    @Test("are full numbers and a plain hyphen", arguments: pages)
    func parse(_ said: Said<String, String?>) {
        #expect(saying { $0.pages = said.given }.normalized.pages == said.expected)
    }

    @Test("in that form stay as they are", arguments: pages.compactMap(\.expected))
    func idempotent(_ pages: String) {
        #expect(saying { $0.pages = pages }.normalized.pages == pages)
    }

    @Test(
        "that a spreadsheet took for a date are kept as given, and told of", arguments: ["01-Sep", "Sep-01", "12-mar"])
    func spreadsheet(_ pages: String) {
        let said = saying { $0.pages = pages }
        #expect(said.normalized.pages == nil)
        #expect(said.normalized.kept("pages") == [pages])
        #expect(said.problems.map(\.reach) == [.field])
    }

    @Test("and the article number stand side by side")
    func articleNumber() {
        let record = saying {
            $0.pages = "1-12"
            $0.articleNumber = " e0<i>123</i> "
        }.normalized
        #expect(record.pages == "1-12")
        #expect(record.articleNumber == "e0123")
    }
}

@Suite("Volume and issue")
struct VolumeTests {
    @Test(
        "printed in one are parted, where both are numbers and there is no issue",
        arguments: [
            (Said("11 30", nil as String?), "11", "30" as String?), (Said("78 1", nil), "78", "1"),
            (Said("11 30", "2"), "11 30", "2"), (Said("11 Suppl", nil), "11 Suppl", nil), (Said("11", nil), "11", nil),
            (Said(" A<sub>4</sub> ", nil), "A4", nil),
        ])
    func parted(_ said: Said<String, String?>, volume: String, issue: String?) {
        let record = saying("aggregator") {
            $0.volume = said.given
            $0.issue = said.expected
        }.normalized
        #expect(record.volume == volume)
        #expect(record.issue == issue)
    }
}

@Suite("A container")
struct ContainerTests {
    @Test("has plain titles and sorted ISSNs whose check digit is right; others are kept and told of")
    func issns() {
        let said = saying {
            $0.containerTitles = ["The Journal of Sleep &amp; Dreams", "J Sleep"]
            $0.shortContainerTitles = ["J. Sleep"]
            $0.issns = ["1558-8238", "0021-9738", "00219738", "0021-9739", " "]
        }
        let container = said.normalized.container
        #expect(container.title == "The Journal of Sleep & Dreams")
        #expect(container.shortTitle == "J. Sleep")
        #expect(container.issns == ["0021-9738", "1558-8238"])
        #expect(said.normalized.kept("issn") == ["0021-9739"])
        #expect(said.problems.map(\.what) == ["crossref 10.5555/test: ISSN \"0021-9739\" breaks its check digit"])
    }

    @Test("takes its short title for the title where it has no other")
    func shortTitle() {
        let container = saying { $0.shortContainerTitles = ["J. Sleep"] }.normalized.container
        #expect(container == Container(title: "J. Sleep"))
    }

    @Test("has ISBNs of thirteen digits; of a book they are its identifiers, too")
    func isbns() {
        func record(_ type: String) -> Record {
            saying {
                $0.type = type
                $0.isbns = ["0-306-40615-2", "9780306406157", "123"]
            }.normalized
        }
        #expect(record("book-chapter").container.isbns == ["9780306406157"])
        #expect(record("book-chapter").identifiers.isEmpty)
        #expect(record("book-chapter").kept("isbn") == ["123"])
        #expect(record("monograph").identifiers == [Identifier(.isbn, "9780306406157")])
    }

    @Test("that says nothing is empty")
    func empty() {
        #expect(
            saying {
                $0.containerTitles = ["", "<i> </i>"]
                $0.issns = [""]
            }.normalized.container.isEmpty)
    }
}

@Suite("A language")
struct LanguageTests {
    @Test(
        "is a code of ISO 639",
        arguments: [
            Said("en", "en"), Said("eng", "en"), Said("en-US", "en"), Said("EN_us", "en"), Said("English", "en"),
            Said(" Deutsch ", "de"), Said("ger", "de"), Said("fre", "fr"), Said("zh-Hans", "zh"), Said("日本語", "ja"),
            Said("grc", "grc"), Said("th", "th"),
        ])
    func code(_ said: Said<String, String>) {
        #expect(saying { $0.languages = [said.given] }.normalized.languages == [said.expected])
        #expect(saying { $0.languages = [said.expected] }.normalized.languages == [said.expected])
    }

    @Test("that is none is kept as given", arguments: ["und", "mul", "Klingonese speech", "e", "1"])
    func none(_ text: String) {
        let record = saying { $0.languages = [text] }.normalized
        #expect(record.languages.isEmpty)
        #expect(record.kept("language") == [text])
    }

    @Test("is listed once, the first said first")
    func order() {
        #expect(saying { $0.languages = ["ger", "en", "German", ""] }.normalized.languages == ["de", "en"])
    }
}

@Suite("A type")
struct TypeTests {
    static let types: [(String, String?, WorkType)] = [
        // Crossref's words.
        ("journal-article", nil, .articleJournal), ("posted-content", "preprint", .article), ("book", nil, .book),
        ("monograph", nil, .book), ("edited-book", nil, .book), ("reference-book", nil, .book),
        ("book-chapter", nil, .chapter), ("book-section", nil, .chapter), ("reference-entry", nil, .entry),
        ("proceedings-article", nil, .paperConference), ("proceedings", nil, .book), ("dissertation", nil, .thesis),
        ("report", nil, .report), ("standard", nil, .standard), ("dataset", nil, .dataset), ("database", nil, .dataset),
        ("component", nil, .component), ("peer-review", nil, .peerReview), ("journal", nil, .periodical),
        ("journal-issue", nil, .periodical), ("other", nil, .document),
        // DataCite's.
        ("Dataset", nil, .dataset), ("Software", nil, .software), ("Text", nil, .document),
        ("Text", "Journal article", .articleJournal), ("Text", "Thesis", .thesis),
        ("Text", "Article", .articleJournal), ("JournalArticle", "Article", .articleJournal),
        ("Preprint", "Article", .article),
        ("Text", "Academic thesis", .thesis), ("Text", "nobody knows", .document), ("Text", "Preprint", .article),
        ("JournalArticle", nil, .articleJournal), ("ConferencePaper", nil, .paperConference),
        ("Preprint", nil, .article), ("DataPaper", nil, .articleJournal), ("Image", nil, .graphic),
        ("Audiovisual", nil, .motionPicture), ("Collection", nil, .collection), ("PhysicalObject", nil, .document),
        ("InteractiveResource", nil, .webpage), ("Dataset", "Survey", .dataset),
        // BioStudies, aggregators, CSL itself.
        ("Study", nil, .dataset), ("Journal Article", nil, .articleJournal), ("article-journal", nil, .articleJournal),
        ("paper-conference", nil, .paperConference), ("motion_picture", nil, .motionPicture),
        ("review", nil, .articleJournal),
        ("Published Erratum", nil, .notice), ("entry-encyclopedia", nil, .entryEncyclopedia),
    ]

    @Test("is in one vocabulary", arguments: types)
    func type(_ type: String, subtype: String?, expected: WorkType) {
        let record = saying {
            $0.type = type
            $0.subtype = subtype
        }.normalized
        #expect(record.type == expected)
    }

    @Test("that nobody knows is none and is kept as given", arguments: ["hologram", "x"])
    func unknown(_ type: String) {
        let record = saying { $0.type = type }.normalized
        #expect(record.type == nil)
        #expect(record.kept("type") == [type])
    }
}

@Suite("A relation")
struct RelationTests {
    static let relations: [(SourceRelation, String?)] = [
        (SourceRelation(type: "is-preprint-of", scheme: "doi", target: "10.5555/B"), "isPreprintOf doi:10.5555/b"),
        (
            SourceRelation(type: "has-preprint", scheme: "doi", target: "https://doi.org/10.5555/B"),
            "hasPreprint doi:10.5555/b"
        ),
        (SourceRelation(type: "IsSupplementTo", scheme: "DOI", target: "10.5555/b"), "isSupplementTo doi:10.5555/b"),
        (
            SourceRelation(type: "is-supplemented-by", scheme: "accession", target: "S-BSST744"),
            "isSupplementedBy biostudies:S-BSST744"
        ),
        (SourceRelation(type: "IsVersionOf", scheme: "DOI", target: "10.5555/b"), "isVersionOf doi:10.5555/b"),
        (SourceRelation(type: "IsNewVersionOf", scheme: "DOI", target: "10.5555/b"), "isNewVersionOf doi:10.5555/b"),
        (SourceRelation(type: "IsIdenticalTo", scheme: "DOI", target: "10.5555/b"), "isIdenticalTo doi:10.5555/b"),
        (
            SourceRelation(type: "IsVariantFormOf", scheme: "arXiv", target: "arXiv:2104.12255"),
            "isIdenticalTo arxiv:2104.12255"
        ),
        (SourceRelation(type: "IsPartOf", scheme: "ISSN", target: "0021-9738"), "isPartOf issn:0021-9738"),
        (SourceRelation(type: "IsPublishedIn", scheme: "DOI", target: "10.5555/b"), "isPartOf doi:10.5555/b"),
        (SourceRelation(type: "Cites", scheme: "URL", target: "https://doi.org/10.5555/b"), "cites doi:10.5555/b"),
        (
            SourceRelation(type: "References", scheme: "URL", target: "https://example.org/x"),
            "references url:https://example.org/x"
        ),
        (SourceRelation(type: "S-EPMC", scheme: "pmcid", target: "PMC6546476"), "isSupplementTo pmcid:PMC6546476"),
        (
            SourceRelation(
                type: "Publication", scheme: "doi", target: "https://www.nature.com/articles/s41598-024-66600-1#Abs1"),
            "isSupplementTo doi:10.1038/s41598-024-66600-1"
        ),
        (SourceRelation(type: "update-to:correction", scheme: "doi", target: "10.5555/b"), "corrects doi:10.5555/b"),
        (SourceRelation(type: "update-to:erratum", scheme: "doi", target: "10.5555/b"), "corrects doi:10.5555/b"),
        (SourceRelation(type: "update-to:retraction", scheme: "doi", target: "10.5555/b"), "retracts doi:10.5555/b"),
        (SourceRelation(type: "update-to:withdrawal", scheme: "doi", target: "10.5555/b"), "retracts doi:10.5555/b"),
        (
            SourceRelation(type: "update-to:expression_of_concern", scheme: "doi", target: "10.5555/b"),
            "expressesConcernAbout doi:10.5555/b"
        ),
        (
            SourceRelation(type: "update-to:new_version", scheme: "doi", target: "10.5555/b"),
            "isNewVersionOf doi:10.5555/b"
        ),
        (
            SourceRelation(type: "updated-by:correction", scheme: "doi", target: "10.5555/b"),
            "isCorrectedBy doi:10.5555/b"
        ),
        (
            SourceRelation(type: "updated-by:retraction", scheme: "doi", target: "10.5555/b"),
            "isRetractedBy doi:10.5555/b"
        ),
        (SourceRelation(type: "is-admired-by", scheme: "doi", target: "10.5555/b"), nil),
        (SourceRelation(type: "is-preprint-of", scheme: "doi", target: "forthcoming"), nil),
        (SourceRelation(type: "is-component-of", scheme: "doi", target: "10.5555/b"), "isPartOf doi:10.5555/b"),
        (SourceRelation(type: "HasMetadata", scheme: "URL", target: "https://example.org/x"), nil),
    ]

    @Test("is in one vocabulary, or kept as given", arguments: relations)
    func relation(_ said: SourceRelation, expected: String?) {
        let record = saying { $0.relations = [said] }.normalized
        #expect(record.relations.map { "\($0.type.rawValue) \($0.target)" } == (expected.map { [$0] } ?? []))
        #expect(record.kept("relation " + said.type) == (expected == nil ? [said.target] : []))
    }

    @Test("of a record to itself is none", arguments: ["update-to:correction", "IsIdenticalTo", "cites"])
    func itself(_ type: String) {
        let record = saying {
            $0.type = "journal-article"
            $0.identifiers = [SourceIdentifier(scheme: "doi", value: "10.5555/Test")]
            $0.relations = [SourceRelation(type: type, scheme: "doi", target: "10.5555/TEST")]
        }.normalized
        #expect(record.relations.isEmpty)
        #expect(record.type == .articleJournal)
    }

    @Test("said twice counts once")
    func twice() {
        let record = saying {
            $0.relations = [
                SourceRelation(type: "IsSupplementTo", scheme: "DOI", target: "10.5555/B"),
                SourceRelation(type: "is-supplement-to", scheme: "doi", target: "https://doi.org/10.5555/b"),
            ]
        }.normalized
        #expect(record.relations == [Relation(.isSupplementTo, Identifier(.doi, "10.5555/b"))])
    }

    @Test("that corrects or retracts makes its article a notice; being retracted marks the record")
    func notices() {
        func record(_ type: String) -> Record {
            saying {
                $0.type = "journal-article"
                $0.relations = [SourceRelation(type: type, scheme: "doi", target: "10.5555/b")]
            }.normalized
        }
        #expect(record("update-to:retraction").type == .notice)
        #expect(record("update-to:new_version").type == .articleJournal)
        #expect(record("updated-by:retraction").isRetracted)
        #expect(!record("updated-by:correction").isRetracted)
    }
}

@Suite("What is left")
struct RestTests {
    @Test("is plain, sorted and without doubles")
    func lists() {
        let record = saying {
            $0.keywords = ["sleep", "cats &amp; dogs", "sleep", " "]
            $0.funders = ["NIH", "  NIH ", "DFG"]
            $0.licenses = [" https://creativecommons.org/licenses/by/4.0/ ", "CC0"]
            $0.publisher = ":(unav)"
            $0.url = " https://example.org/ "
            $0.others = [
                SourceIdentifier(scheme: "platform", value: "x"), SourceIdentifier(scheme: "platform", value: ""),
            ]
        }.normalized
        #expect(record.keywords == ["cats & dogs", "sleep"])
        #expect(record.funders == ["DFG", "NIH"])
        #expect(record.licenses == ["CC0", "https://creativecommons.org/licenses/by/4.0/"])
        #expect(record.publisher == nil)
        #expect(record.url == "https://example.org/")
        #expect(record.kept == [KeptField("platform", "x")])
    }

    @Test("has its key, its counts and its time from the source")
    func key() {
        let record = saying("datacite") {
            $0.updated = Timestamp(seconds: 7)
            $0.citationCount = 3
            $0.referenceCount = 4
        }.normalized
        #expect(record.key == RecordKey(source: "datacite", key: "10.5555/test"))
        #expect(record.updated == Timestamp(seconds: 7))
        #expect(record.citationCount == 3)
        #expect(record.referenceCount == 4)
    }
}
