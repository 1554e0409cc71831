/// What is true of one work, before databases describe it.
struct Work {
    var cluster: Int
    var title: [String]
    var subtitle: [String] = []
    /// The title in the work's own language, where that is not English.
    var vernacular: String?
    var language = "en"
    var people: [Person]
    /// Nil for a congress.
    var journal: Int
    /// What a congress paper stands in, in place of the journal.
    var proceedings: String?
    var year: Int
    var month: Int
    var volume: Int
    var issue: String
    var firstPage: Int
    var lastPage: Int
    var pageForm: Journal.PageForm
    /// Before the page: `S` of supplements.
    var pageMark = ""
    var doi: String?
    var pmid: Int?
    /// Words of the abstract; see `Work.Token`.
    var abstract: [UInt32] = []
    /// Titles that thousands share, notices, parts: what tells such a record from its like must not be damaged away.
    var isDelicate = false
    /// A DOI that a whole supplement has in common is no key.
    var sharesDOI = false
}

/// How the second work of some pairs of works resembles the first, and is another all the same.
enum HardNegative {
    case parts, erratum, reply, comment, annualReport, supplement, congressPaper
}

/// Makes works: each a function of the seed and its number alone.
struct WorkMaker: Sendable {
    let seed: UInt64
    let count: Int
    let vocabulary = Vocabulary()
    let people: People
    let journals: Journals
    private let authorCounts = WeightedDraw([18, 18, 18, 15, 11, 8, 5, 4, 2, 1])
    private let columnDraw = WeightedDraw(zipf: WorkMaker.columns.count, exponent: 1, flattening: 1)

    init(seed: UInt64, count: Int) {
        self.seed = seed
        self.count = count
        people = People(seed: seed)
        journals = Journals(seed: seed)
    }

    func work(_ number: Int) -> Work {
        var pair = SplitMix(seed: seed, purpose: .pair, item: number / 2)
        guard pair.chance(0.07), number | 1 < count else { return ordinary(number) }
        let kind: HardNegative =
            switch pair.unit() {
            case ..<0.25: .parts
            case ..<0.42: .erratum
            case ..<0.52: .reply
            case ..<0.62: .comment
            case ..<0.78: .annualReport
            case ..<0.86: .supplement
            default: .congressPaper
            }
        return paired(kind, number: number, &pair)
    }

    private func paired(_ kind: HardNegative, number: Int, _ pair: inout SplitMix) -> Work {
        let isSecond = number & 1 == 1
        var work = ordinary(number & ~1, mayBeColumn: false)
        let second = isSecond ? ordinary(number, mayBeColumn: false) : work
        work.isDelicate = true
        if isSecond {
            work.cluster = number
            work.doi = second.doi.map { _ in doi(of: number, journal: work.journal, year: work.year) }
            work.pmid = second.pmid
            work.abstract = second.abstract
        }
        switch kind {
        case .parts:
            let style = pair.below(3)
            let mark = [[["I"], ["II"]], [["Part", "1"], ["Part", "2"]], [["Part", "A"], ["Part", "B"]]][style]
            work.subtitle = mark[isSecond ? 1 : 0] + (pair.chance(0.5) ? ["–"] + second.title.prefix(4) : [])
            if isSecond { movePages(of: &work, by: 1) }
        case .erratum:
            if isSecond {
                work.title = [pair.pick(["Erratum to:", "Correction:", "Corrigendum to", "Retraction:"])] + work.title
                moveAway(&work, pages: 1, &pair)
                work.abstract = []
            }
        case .reply, .comment:
            if isSecond {
                work.title = kind == .reply ? ["Reply", "to"] + work.title : ["Comment", "on"] + work.title
                if kind == .comment { work.people = second.people }
                moveAway(&work, pages: 2, &pair)
                work.abstract = []
            }
        case .annualReport:
            let society = journals.all[work.journal].title
            work.title = ["Annual", "report", "of", "the", "editors", "of", society]
            work.subtitle = []
            work.vernacular = nil
            work.abstract = []
            if pair.chance(0.5) { work.people = [] }
            if isSecond {
                work.year += 1
                work.volume += 1
                work.firstPage = second.firstPage
                work.lastPage = second.firstPage + 3
            }
            if pair.chance(0.5) { work.title += ["for", String(work.year - 1)] }
        case .supplement:
            work.issue = "Suppl 1"
            work.pageMark = "S"
            work.doi = doi(of: number & ~1, journal: work.journal, year: work.year)
            work.sharesDOI = true
            work.lastPage = work.firstPage
            if isSecond {
                work.title = second.title
                work.subtitle = second.subtitle
                work.vernacular = nil
                work.people = second.people
                work.firstPage += 1 + pair.below(3)
                work.lastPage = work.firstPage
            }
        case .congressPaper:
            if isSecond {
                work.proceedings =
                    "Proceedings of the \(pair.within(3...42))th International Conference on "
                    + (work.title.last.map { $0.prefix(1).uppercased() + $0.dropFirst() } ?? "Science")
                work.year -= 1
                work.firstPage = second.firstPage
                work.lastPage = second.firstPage + 7
                work.doi = work.doi.map { "10.1145/\($0.split(separator: "/").last ?? "")" }
                work.issue = ""
                work.volume = 0
            }
        }
        return work
    }

    private func movePages(of work: inout Work, by gap: Int) {
        let length = work.lastPage - work.firstPage
        work.firstPage = work.lastPage + gap
        work.lastPage = work.firstPage + length
    }

    /// Into a later issue.
    private func moveAway(_ work: inout Work, pages: Int, _ random: inout SplitMix) {
        work.firstPage = work.lastPage + random.within(20...300)
        work.lastPage = work.firstPage + pages - 1
        work.issue = Int(work.issue).map { String($0 + 1) } ?? work.issue
        if random.chance(0.4) {
            work.year += 1
            work.volume += 1
        }
    }

    private func ordinary(_ number: Int, mayBeColumn: Bool = true) -> Work {
        var random = SplitMix(seed: seed, purpose: .work, item: number)
        // Productive people are few: the square makes low numbers frequent.
        let place = random.unit()
        let lead = Int(place * place * Double(max(100, count / 2)))
        var home = SplitMix(seed: seed, purpose: .topic, item: lead / 12)
        let topic = random.chance(0.8) ? home.below(Journals.topics) : random.below(Journals.topics)
        let journalNumber = journals.number(topic: topic, &random)
        let journal = journals.all[journalNumber]
        let year = 2025 - Int(Double(min(2025 - journal.firstYear, 60)) * power(random.unit(), 2))
        let issue = random.within(1...journal.issuesAYear)
        let yearPages = 200 * journal.issuesAYear
        let isColumn = mayBeColumn && random.chance(0.045)
        let length = isColumn ? random.within(1...3) : random.within(3...18)
        var first = random.within(1...yearPages)
        switch journal.pageForm {
        case .perIssue: first = first % 200 + 1
        case .electronic, .number: first = random.within(1000...999_999)
        case .continuous: break
        }
        var names = (0..<(authorCounts.draw(&random) + 1)).map { _ in
            random.chance(0.7) ? lead / 12 * 12 + random.below(12) : random.below(max(100, count / 2))
        }
        names[0] = lead
        var seen: Set<Int> = []
        names = names.filter { seen.insert($0).inserted }
        var work = Work(
            cluster: number, title: [], people: names.map(people.person), journal: journalNumber, year: year,
            month: min(12, 1 + (issue - 1) * 12 / journal.issuesAYear), volume: year - journal.firstYear + 1,
            issue: String(issue), firstPage: first, lastPage: first + length - 1, pageForm: journal.pageForm)
        if random.chance(0.92) { work.doi = doi(of: number, journal: journalNumber, year: year) }
        if random.chance(0.65) { work.pmid = 8_000_000 + number * 3 + random.below(3) }
        if isColumn {
            work.title = Self.columns[columnDraw.draw(&random)].split(separator: " ").map(String.init)
            work.people = random.chance(0.55) ? [work.people[0]] : []
            work.isDelicate = true
            return work
        }
        title(of: &work, topic: topic, language: journal.language, &random)
        if random.chance(0.6) { work.abstract = abstract(topic: topic, &random) }
        return work
    }

    private func doi(of number: Int, journal number2: Int, year: Int) -> String {
        let journal = journals.all[number2]
        let serial = String(number + 4096, radix: 36)
        return switch journal.doiForm {
        case 0: "\(journal.doiPrefix)/j.\(journal.code.prefix(6)).\(year).\(serial)"
        case 1: "\(journal.doiPrefix)/s\(journal.printISSN.prefix(4))-0\(year % 100)-\(serial)-\(number % 9)"
        case 2: "\(journal.doiPrefix)/journal.\(journal.code).\(number + 1_000_000)"
        default: "\(journal.doiPrefix)/\(journal.code)/\(year)/\(serial)"
        }
    }

    private func title(of work: inout Work, topic: Int, language: String, _ random: inout SplitMix) {
        let count = random.within(4...10)
        var numbers: [Int] = []
        for place in 0..<count {
            numbers.append(vocabulary.word(topic: topic, &random))
            work.title.append(vocabulary.words[numbers[place]])
            if place < count - 1, random.chance(0.4) {
                work.title.append(Vocabulary.connectors[vocabulary.connector(&random)])
            }
        }
        if random.chance(0.08) { work.title[work.title.count / 2] = random.pick(Self.signs) }
        work.title[0] = work.title[0].prefix(1).uppercased() + work.title[0].dropFirst()
        if random.chance(0.28) {
            work.subtitle =
                random.chance(0.5)
                ? random.pick(Self.subtitles).split(separator: " ").map(String.init)
                : (0..<random.within(3...6)).map { _ in vocabulary.words[vocabulary.word(topic: topic, &random)] }
        }
        if language != "en" {
            work.language = language
            work.vernacular = Self.foreign(numbers.map { vocabulary.words[$0] }, language: language)
        }
    }

    private func abstract(topic: Int, _ random: inout SplitMix) -> [UInt32] {
        var tokens: [UInt32] = []
        var sentence = 0
        var takesConnector = false
        while tokens.count < 90 {
            takesConnector = !takesConnector && sentence > 0 && random.chance(0.4)
            let word =
                takesConnector
                ? Vocabulary.count + vocabulary.connector(&random) : vocabulary.word(topic: topic, &random)
            let ends = !takesConnector && sentence > 8 && random.chance(0.15)
            tokens.append(Token.packed(word: word, beginsSentence: sentence == 0, endsSentence: ends))
            sentence = ends ? 0 : sentence + 1
        }
        return tokens
    }

    /// A word of an abstract in 32 bits.
    enum Token {
        static func packed(word: Int, beginsSentence: Bool, endsSentence: Bool) -> UInt32 {
            UInt32(word) << 2 | (beginsSentence ? 2 : 0) | (endsSentence ? 1 : 0)
        }
    }

    func append(_ token: UInt32, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: vocabulary.bytes(of: Int(token >> 2)))
        if token & 2 != 0 { bytes[start] &= 0xDF }
        if token & 1 != 0 { bytes.append(UInt8(ascii: ".")) }
    }

    /// Words with the endings of another language: enough that no English word of the title is left.
    private static func foreign(_ words: [String], language: String) -> String {
        let (endings, connectors) =
            switch language {
            case "es": (["ción", "idad", "ico", "ía", "ados"], ["de", "la", "en", "y", "del"])
            case "pt": (["ção", "idade", "ico", "ões", "ado"], ["de", "da", "em", "e", "dos"])
            case "de": (["ung", "keit", "isch", "ierung", "e"], ["der", "und", "bei", "von", "zur"])
            case "fr": (["tion", "ité", "ique", "és", "eux"], ["de", "des", "et", "chez", "du"])
            default: (["xing", "zhong", "bing", "hua", "xue"], ["de", "yu", "he", "zai", "ji"])
            }
        var parts: [String] = []
        for (place, word) in words.enumerated() {
            parts.append(String(word.prefix(max(3, word.count - 3))) + endings[word.utf8.count % endings.count])
            if place % 2 == 0, place < words.count - 1 { parts.append(connectors[(word.utf8.count + place) % 5]) }
        }
        let text = parts.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static let signs = [
        "α-synuclein", "TGF-β1", "CO2", "H2O2", "β-lactamase", "CD4+", "p53", "COVID-19", "γ-rays", "Ca2+", "TiO2",
        "NF-κB",
    ]
    private static let subtitles = [
        "a systematic review", "a systematic review and meta-analysis", "a randomised controlled trial",
        "a case report",
        "a cohort study", "a review", "a pilot study", "a case study", "an overview", "a cross-sectional survey",
        "results from a multicentre trial", "a report of two cases and review of the literature", "evidence from China",
        "theory and practice", "what do we know?", "past, present and future", "a qualitative study", "a new approach",
    ]
    static let columns = [
        "Editorial", "Book Reviews", "Introduction", "Reply", "Book Review", "Letter to the Editor", "Preface",
        "In This Issue", "Correspondence", "Editor's Comments", "Guest Editorial", "Authors' Reply", "Commentary",
        "Foreword",
        "Obituary", "News and Notes", "Front Matter", "Response", "From the Editor", "Announcements",
        "Letters to the Editor",
        "Erratum", "Contributors", "Editorial Board", "Abstracts", "In Memoriam", "President's Message", "Correction",
        "Table of Contents", "Discussion", "Index", "Call for Papers", "Conference Report",
        "Introduction to the Special Issue",
    ]
}
