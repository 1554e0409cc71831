import Normalizer
import Records
import TestSupport
import Testing

@Suite("An identifier")
struct IdentifierTests {
    static let dois: [Said<String, String>] = [
        Said("10.1172/JCI125534", "10.1172/jci125534"),
        Said("  10.1172/jci125534\n", "10.1172/jci125534"),
        Said("doi:10.1172/JCI125534", "10.1172/jci125534"),
        Said("DOI: 10.1172/jci125534", "10.1172/jci125534"),
        Said("doi: https://doi.org/10.1172/jci125534", "10.1172/jci125534"),
        Said("https://doi.org/10.1172/JCI125534", "10.1172/jci125534"),
        Said("http://dx.doi.org/10.1172/jci125534", "10.1172/jci125534"),
        Said("https://www.doi.org/10.1172/jci125534", "10.1172/jci125534"),
        Said("doi.org/10.1172/jci125534", "10.1172/jci125534"),
        Said("HTTPS://DOI.ORG/10.1172/JCI125534", "10.1172/jci125534"),
        Said("https://doi.org/10.1172%2FJCI125534", "10.1172/jci125534"),
        Said("10.1172%2fjci125534", "10.1172/jci125534"),
        Said("10.1000/100%25", "10.1000/100%"),
        Said("https://api.crossref.org/works/10.1172%2Fjci125534", "10.1172/jci125534"),
        Said("https://api.datacite.org/dois/10.5281/zenodo.1000001?affiliation=true", "10.5281/zenodo.1000001"),
        Said("https://www.pnas.org/doi/10.1073/pnas.0910705106#abstract", "10.1073/pnas.0910705106"),
        Said("https://onlinelibrary.wiley.com/doi/full/10.5555/ibid.2018", "10.5555/ibid.2018"),
        Said("https://journals.example.org/doi/10.5555/ibid.2018/full", "10.5555/ibid.2018"),
        Said("https://link.springer.com/content/pdf/10.1007/s00120-007-1345-2.pdf", "10.1007/s00120-007-1345-2"),
        Said("https://www.biorxiv.org/content/10.1101/2020.02.29.123456v2.full", "10.1101/2020.02.29.123456"),
        Said("https://www.medrxiv.org/content/10.64898/2026.01.02.26343210v1", "10.64898/2026.01.02.26343210"),
        Said("https://www.nature.com/articles/s41598-024-66600-1#Abs1", "10.1038/s41598-024-66600-1"),
        Said("https://www.nature.com/articles/d41586-019-00001-1.pdf", "10.1038/d41586-019-00001-1"),
        // SICI names hold brackets of all sorts.
        Said(
            "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
            "10.1175/1520-0469(1963)020<0130:dnf>2.0.co;2"),
        Said(
            "https://doi.org/10.1175/1520-0469(1963)020%3C0130:DNF%3E2.0.CO;2",
            "10.1175/1520-0469(1963)020<0130:dnf>2.0.co;2"),
        Said(
            "10.1175/1520-0469(1963)020&lt;0130:DNF&gt;2.0.CO;2",
            "10.1175/1520-0469(1963)020<0130:dnf>2.0.co;2"),
        Said(
            "10.1002/(SICI)1097-4679(199911)55:11<1339::AID-JCLP2>3.0.CO;2-K",
            "10.1002/(sici)1097-4679(199911)55:11<1339::aid-jclp2>3.0.co;2-k"),
        Said("10.1016/S0140-6736(05)67889-0", "10.1016/s0140-6736(05)67889-0"),
        Said(
            "https://doi.org/10.1002/(SICI)1521-3773(19980420)37:7%3C944::AID-ANIE944%3E3.0.CO;2-%23",
            "10.1002/(sici)1521-3773(19980420)37:7<944::aid-anie944>3.0.co;2-#"),
        Said(
            "https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0000308&type=printable",
            "10.1371/journal.pone.0000308"),
        // What a sentence leaves behind the name.
        Said("10.1000/xyz.", "10.1000/xyz"), Said("10.1000/xyz;", "10.1000/xyz"), Said("10.1000/xyz,", "10.1000/xyz"),
        Said("(10.1000/xyz)", "10.1000/xyz"), Said("(10.1000/xyz).", "10.1000/xyz"),
        Said("[10.1000/xyz]", "10.1000/xyz"), Said("<10.1000/xyz>", "10.1000/xyz"),
        Said("<https://doi.org/10.1000/xyz>", "10.1000/xyz"), Said("\"10.1000/xyz\"", "10.1000/xyz"),
        Said("https://doi.org/10.1000/xyz/", "10.1000/xyz"),
        // A DOI with two slashes is what its publisher registered.
        Said("10.1037//0002-9432.72.1.50", "10.1037//0002-9432.72.1.50"),
        // Semantic Scholar keeps the capitals.
        Said("10.1093/MIND/LIX.236.433", "10.1093/mind/lix.236.433"),
        Said("10.48550/arXiv.2104.12255", "10.48550/arxiv.2104.12255"),
        Said("10.1002.1/xyz", "10.1002.1/xyz"),
    ]

    @Test("that is a DOI is read from any form, in lower case", arguments: dois)
    func doi(_ said: Said<String, String>) {
        #expect(IdentifierParser.parse(said.given) == Identifier(.doi, said.expected))
    }

    @Test("that is a DOI reads the same when it is read again", arguments: dois)
    func doiTwice(_ said: Said<String, String>) {
        #expect(IdentifierParser.doi(said.expected) == said.expected)
        #expect(IdentifierParser.parse("doi:" + said.expected)?.value == said.expected)
    }

    static let others: [Said<String, String>] = [
        Said("pmid:30843875", "pmid:30843875"), Said("PMID: 30843875", "pmid:30843875"),
        Said("30843875", "pmid:30843875"), Said("00123456", "pmid:123456"),
        // Eight digits that would also pass for an ISSN are a PubMed number.
        Said("00219738", "pmid:219738"),
        Said("https://pubmed.ncbi.nlm.nih.gov/30843875/", "pmid:30843875"),
        Said("https://www.ncbi.nlm.nih.gov/pubmed/30843875", "pmid:30843875"),
        Said("https://europepmc.org/article/MED/30843875", "pmid:30843875"),
        Said("PMC6546476", "pmcid:PMC6546476"), Said("pmc6546476", "pmcid:PMC6546476"),
        Said("PMC6546476.1", "pmcid:PMC6546476"), Said("pmcid:6546476", "pmcid:PMC6546476"),
        Said("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6546476/", "pmcid:PMC6546476"),
        Said("https://pmc.ncbi.nlm.nih.gov/articles/PMC6546476/pdf/x.pdf", "pmcid:PMC6546476"),
        Said("https://europepmc.org/articles/PMC6546476?pdf=render", "pmcid:PMC6546476"),
        Said("arXiv:2104.12255", "arxiv:2104.12255"), Said("2104.12255v2", "arxiv:2104.12255"),
        Said("0704.0001", "arxiv:0704.0001"), Said("https://arxiv.org/abs/2104.12255v1", "arxiv:2104.12255"),
        Said("http://arxiv.org/pdf/2104.12255.pdf", "arxiv:2104.12255"),
        Said("hep-th/9901001", "arxiv:hep-th/9901001"), Said("arXiv:hep-th/9901001v3", "arxiv:hep-th/9901001"),
        Said("math.GT/0309136", "arxiv:math/0309136"),
        Said("http://arxiv.org/abs/math.GT/0309136v2", "arxiv:math/0309136"),
        Said("649DEF34F8BE52C8B66281AF98AE884C09AEF38B", "s2:649def34f8be52c8b66281af98ae884c09aef38b"),
        Said(
            "https://www.semanticscholar.org/paper/A-title/649def34f8be52c8b66281af98ae884c09aef38b",
            "s2:649def34f8be52c8b66281af98ae884c09aef38b"),
        Said("CorpusId:37220927", "corpusid:37220927"), Said("mag:2741809807", "mag:2741809807"),
        Said("W2741809807", "openalex:W2741809807"), Said("openalex:w2741809807", "openalex:W2741809807"),
        Said("https://openalex.org/W2741809807", "openalex:W2741809807"),
        Said("https://api.openalex.org/works/W2741809807", "openalex:W2741809807"),
        Said("S-EPMC6546476", "biostudies:S-EPMC6546476"), Said("s-bsst744", "biostudies:S-BSST744"),
        Said("S-ECPF-GEOD-21166", "biostudies:S-ECPF-GEOD-21166"),
        Said("https://www.ebi.ac.uk/biostudies/BioImages/studies/S-BIAD1043", "biostudies:S-BIAD1043"),
        Said("https://www.omicsdi.org/dataset/biostudies/S-EPMC6546476", "biostudies:S-EPMC6546476"),
        Said("GSE13624", "geo:GSE13624"), Said("PRJNA12345", "bioproject:PRJNA12345"),
        Said("pxd000001", "pride:PXD000001"),
        Said("E-MTAB-90001", "arrayexpress:E-MTAB-90001"), Said("e-geod-21166", "arrayexpress:E-GEOD-21166"),
        Said("0021-9738", "issn:0021-9738"), Said("2434-561x", "issn:2434-561X"),
        Said("issn:00219738", "issn:0021-9738"),
        Said("0-306-40615-2", "isbn:9780306406157"), Said("978-0-306-40615-7", "isbn:9780306406157"),
        Said("080442957X", "isbn:9780804429573"), Said("ISBN: 0-306-40615-2", "isbn:9780306406157"),
        Said("979-10-90636-07-1", "isbn:9791090636071"),
        Said("https://hdl.handle.net/2027/mdp.39015", "handle:2027/mdp.39015"),
        Said("https://example.org/a?b=c", "url:https://example.org/a?b=c"),
    ]

    @Test("of any other scheme is read from any form", arguments: others)
    func other(_ said: Said<String, String>) {
        #expect(IdentifierParser.parse(said.given)?.description == said.expected)
    }

    @Test("of any other scheme reads the same when it is printed and read again", arguments: others)
    func otherTwice(_ said: Said<String, String>) {
        #expect(IdentifierParser.parse(said.expected)?.description == said.expected)
    }

    @Test(
        "is not read into text that is none",
        arguments: [
            "", " ", ":(unav)", "10.10/xyz", "10.1000/", "110.1000/xyz", "10.1000", "2113.12345", "1234567890",
            "S-nitrosylation", "openalex:A5023888391", "W", "E-government", "PMCX", "PMC", "a title of many words",
            "978-0-306-40615-8", "doi:",
            "\u{0}", "https://",
        ])
    func none(_ text: String) {
        #expect(IdentifierParser.parse(text) == nil)
    }

    /// Numbers that end in a check digit: valid, and what reads them.
    static let checked: [Said<String, @Sendable (String) -> String?>] = [
        Said("0021-9738", { IdentifierParser.issn($0) }), Said("2434-561X", { IdentifierParser.issn($0) }),
        Said("0306406152", { IdentifierParser.isbn($0) }), Said("080442957X", { IdentifierParser.isbn($0) }),
        Said("9780306406157", { IdentifierParser.isbn($0) }),
        Said("0000-0002-1825-0097", { IdentifierParser.orcid($0) }),
        Said("0000-0002-1694-233X", { IdentifierParser.orcid($0) }),
    ]

    @Test("with a check digit fails when any one digit is another", arguments: checked)
    func checkDigit(_ said: Said<String, @Sendable (String) -> String?>) {
        #expect(said.expected(said.given) != nil)
        let characters = Array(said.given)
        for index in characters.indices where characters[index].isNumber {
            for digit in "0123456789" where digit != characters[index] {
                var changed = characters
                changed[index] = digit
                #expect(said.expected(String(changed)) == nil, "\(String(changed))")
            }
        }
    }

    @Test(
        "of a person is read bare or as a URL, http or https",
        arguments: [
            "0000-0002-1825-0097", "http://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097",
            "https://orcid.org/0000-0002-1825-0097/", "0000000218250097", "orcid.org/0000-0002-1825-0097",
        ])
    func orcid(_ text: String) {
        #expect(IdentifierParser.orcid(text) == "0000-0002-1825-0097")
        let record = saying { $0.contributors = [SourceContributor(given: "Ada", family: "Doe", orcid: text)] }
            .normalized
        #expect(record.contributors.first?.orcid == "0000-0002-1825-0097")
    }

    @Test("of a person that breaks its check digit is kept as given, and told of")
    func brokenORCID() {
        let said = saying {
            $0.contributors = [SourceContributor(given: "Ada", family: "Doe", orcid: "0000-0002-1825-0098")]
        }
        #expect(said.normalized.contributors.first?.orcid == nil)
        #expect(said.normalized.kept("orcid") == ["0000-0002-1825-0098"])
        #expect(said.problems.map(\.reach) == [.field])
        #expect(said.problems.first?.what.contains("\"0000-0002-1825-0098\"") == true)
    }

    @Test("that its scheme does not fit is kept as given")
    func kept() {
        let record = saying {
            $0.identifiers = [
                SourceIdentifier(scheme: "pmid", value: "not assigned"), SourceIdentifier(scheme: "PMC", value: "none"),
                SourceIdentifier(scheme: "doi", value: "forthcoming"), SourceIdentifier(scheme: "doi", value: ""),
                SourceIdentifier(scheme: "DOI", value: "https://doi.org/10.5555/ABC"),
            ]
        }.normalized
        #expect(record.identifiers == [Identifier(.doi, "10.5555/abc")])
        #expect(
            record.kept == [
                KeptField("pmid", "not assigned"), KeptField("PMC", "none"), KeptField("doi", "forthcoming"),
            ])
    }

    @Test(
        "in a scheme that nobody knows is read only where it tells its scheme itself",
        arguments: [
            ("CCDC", "674542", nil), ("Local ID", "19028803", nil), ("ppn", "747124779", nil),
            ("contract", "00219738", nil), ("GBIF", "0004617-150922153815467", nil), ("x", "9780306406157", nil),
            ("sha1", "649def34f8be52c8b66281af98ae884c09aef38b", nil), ("version", "2104.12255", nil),
            ("citation", "Doe, A. A book. https://doi.org/10.5555/b", nil),
            ("publisherId", "10.5555/B", "doi:10.5555/b"), ("repository", "GSE13624", "geo:GSE13624"),
            ("source", "PMID:30843875", "pmid:30843875"),
            ("landing page", "https://arxiv.org/abs/2104.12255", "arxiv:2104.12255"),
        ] as [(String, String, String?)])
    func unknownScheme(scheme: String, value: String, expected: String?) {
        let record = saying { $0.identifiers = [SourceIdentifier(scheme: scheme, value: value)] }.normalized
        #expect(record.identifiers.map(\.description) == (expected.map { [$0] } ?? []))
        #expect(record.kept(scheme) == (expected == nil ? [value] : []))
    }

    @Test("of no scheme at all belongs to its source alone")
    func local() {
        let record = saying("datacite") { $0.identifiers = [SourceIdentifier(scheme: "Other", value: "1")] }.normalized
        #expect(record.identifiers.map(\.description) == ["local:datacite/1"])
    }

    @Test("is listed once however often and in whatever form it is said, in order of scheme")
    func distinct() {
        let record = saying {
            $0.identifiers = [
                SourceIdentifier(scheme: "pmcid", value: "PMC6546476"),
                SourceIdentifier(scheme: "pmc", value: "6546476"),
                SourceIdentifier(scheme: "pubmed", value: "30843875"),
                SourceIdentifier(scheme: "DOI", value: "10.1172/JCI125534"),
                SourceIdentifier(scheme: "doi", value: "https://doi.org/10.1172/jci125534"),
            ]
        }.normalized
        #expect(
            record.identifiers.map(\.description) == ["doi:10.1172/jci125534", "pmid:30843875", "pmcid:PMC6546476"])
    }

    @Test("of arXiv is told by the DOI that DataCite registered for it")
    func arxivDOI() {
        let record = saying("datacite") {
            $0.identifiers = [SourceIdentifier(scheme: "doi", value: "10.48550/arXiv.2104.12255")]
        }.normalized
        #expect(record.identifiers.map(\.description) == ["doi:10.48550/arxiv.2104.12255", "arxiv:2104.12255"])
    }
}
