import DedupEngine
import Records
import TestSupport
import Testing

@Suite("A reference")
struct ReferenceMatchTests {
    private static let record: Record = {
        var record = Record.made(
            "a", title: "Heroin addiction engages negative emotional learning brain circuits in rats",
            authors: ["Carmack, Stephanie A", "Keeley, Robin J", "Vendruscolo, Janaina C M", "Koob, George F"],
            year: 2019, journal: "The Journal of Clinical Investigation", volume: "129", issue: "6", pages: "2480-2484",
            doi: "10.1172/jci125534")
        record.container.shortTitle = "J. Clin. Invest."
        return record
    }()

    static let meant: [(String, String)] = [
        (
            "Vancouver",
            "Carmack SA, Keeley RJ, Vendruscolo JCM, et al. Heroin addiction engages negative emotional learning brain circuits in rats. J Clin Invest. 2019;129(6):2480-4."
        ),
        (
            "APA",
            "Carmack, S. A., Keeley, R. J., & Koob, G. F. (2019). Heroin addiction engages negative emotional learning brain circuits in rats. The Journal of Clinical Investigation, 129(6), 2480–2484."
        ),
        ("no title", "Carmack, S. A.; Keeley, R. J.; Koob, G. F. J. Clin. Invest. 2019, 129, 2480."),
        ("title cut", "Carmack SA. Heroin addiction engages negative emotional learning. J Clin Invest 2019;129:2480"),
        ("no numbers", "Carmack S. Heroin addiction engages negative emotional learning brain circuits in rats. 2019"),
        (
            "a year off, no pages",
            "Carmack, S.A., 2018. Heroin addiction engages negative emotional learning brain circuits in rats. JCI."
        ),
        (
            "words cut in two and glued",
            "Carmack SA. Heroin addic- tion engages negativeemotional learning brain circuits in rats. J Clin Invest 2019; 129: 2480"
        ),
        (
            "all lower case, a typo",
            "carmack sa, keeley rj. heroin adiction engages negative emotional learnign brain circuits in rats. j clin invest 2019"
        ),
    ]

    @Test("means the record however it is written", arguments: meant)
    func means(name: String, reference: String) {
        let match = ReferenceMatch(ReferenceText(reference), Self.record)
        #expect(match.isConvincing, "\(match.bits) \(match.evidence) \(match.veto ?? "")")
    }

    static let others: [(String, String)] = [
        (
            "the same people's other paper in the same issue",
            "Carmack SA, Keeley RJ, Koob GF. Heroin withdrawal engages positive motor learning brain circuits in mice. J Clin Invest. 2019;129(6):2491-5."
        ),
        (
            "a second part with numbers of its own",
            "Carmack SA, Keeley RJ, Koob GF. Heroin addiction engages negative emotional learning brain circuits in rats: part 2, long-term outcomes in humans. J Clin Invest. 2022;132(4):1101-9."
        ),
        (
            "a letter about it by others",
            "Simonsen CZ, Andersen G. Letter regarding article, \"Heroin addiction engages negative emotional learning brain circuits in rats\". J Clin Invest. 2019;129(9):e85."
        ),
        (
            "another paper by other people in that journal",
            "Levi LA, Inbar K, Kupchik YM. Neuronal ensembles of the ventral pallidum. J Clin Invest. 2019;129(6):2480."
        ),
        ("the journal and its numbers alone", "J Clin Invest 2019;129(6)"),
        ("the first author alone", "Carmack SA, unpublished observations, personal communication, Bethesda"),
        ("nothing", ""),
        ("signs alone", "!!! ... ???"),
    ]

    @Test("does not mean a record that is near", arguments: others)
    func doesNotMean(name: String, reference: String) {
        let match = ReferenceMatch(ReferenceText(reference), Self.record)
        #expect(!match.isConvincing, "\(match.bits) \(match.evidence)")
    }

    @Test("of any words costs bounded time and gives finite bits")
    func random() {
        var random = SeededGenerator(seed: 11)
        let words = ["heroin", "2019", "129", "carmack", "in", "é", "\u{0}", "(", "🧪", "rats", "J.", "10.1172/x", "-"]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                words.randomElement(using: &random) ?? ""
            }.joined(separator: Bool.random(using: &random) ? " " : "")
            let match = ReferenceMatch(ReferenceText(text), Self.record)
            #expect(match.bits.isFinite)
            #expect(match.bits == ReferenceMatch(ReferenceText(text), Self.record).bits)
        }
        let endless = String(repeating: "heroin addiction ", count: 100_000)
        #expect(!ReferenceMatch(ReferenceText(endless), Self.record).isConvincing)
    }

    @Test("and a record without fields are no match", arguments: meant)
    func bare(name: String, reference: String) {
        #expect(!ReferenceMatch(ReferenceText(reference), Record(key: RecordKey(source: "x", key: "1"))).isConvincing)
    }
}
