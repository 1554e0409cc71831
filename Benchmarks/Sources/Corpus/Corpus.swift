/// Where a record comes from, as ibid names it.
public enum CorpusSource: String, Sendable {
    case crossref, openalex, europepmc, semanticscholar
}

/// One database's description of a work, ready to be written.
public struct CorpusRecord: Sendable {
    public var source: CorpusSource
    /// The key under which ibid reads the record.
    public var key = ""
    public var cluster: Int
    public var damages: Damage = []
    var title: [String]
    var subtitle: [String]
    var vernacular: String?
    var isBracketed = false
    var note: String?
    var language: String
    var people: [Person]
    var hasInitials = false
    var container: String?
    var shortContainer: String?
    var issns: [String]
    var isProceedings: Bool
    var year: Int?
    var month: Int
    var volume: String?
    var issue: String?
    var pages: String?
    var doi: String?
    var pmid: Int?
    var abstract: [UInt32]
    /// Numbers what no other record numbers.
    var slot: Int
    /// Bytes of the line to reach, where the fields leave room.
    var targetLength: Int

    var fullTitle: String {
        var text = title.joined(separator: " ")
        if !subtitle.isEmpty { text += ": " + subtitle.joined(separator: " ") }
        if isBracketed { text = "[\(text)]" }
        if let note { text += " " + note }
        return text
    }
}

/// Records of any number, three in ten of them duplicates: each is a function of seed, size and place.
public struct Corpus: Sendable {
    public let size: Int
    public let seed: UInt64
    /// Works that the records describe.
    public let workCount: Int
    /// The work of each record, records of one work together; `order` scatters them.
    private let works: [UInt32]
    private let order: Permutation
    let maker: WorkMaker

    /// Works with several records, and how the numbers of those fall off: most 2 or 3, the largest 50.
    private static let severalShare = 0.2535
    private static let severalExponent = 3.5
    static let largestCluster = 50

    public init(size: Int, seed: UInt64) {
        self.size = size
        self.seed = seed
        let draw = WeightedDraw((2...Self.largestCluster).map { power(Double($0), -Self.severalExponent) })
        var works: [UInt32] = []
        works.reserveCapacity(size)
        var work = 0
        while works.count < size {
            var random = SplitMix(seed: seed, purpose: .clusters, item: work)
            let count = random.chance(Self.severalShare) ? draw.draw(&random) + 2 : 1
            for _ in 0..<min(count, size - works.count) { works.append(UInt32(work)) }
            work += 1
        }
        self.works = works
        workCount = work
        order = Permutation(count: size, seed: seed)
        maker = WorkMaker(seed: seed, count: work)
    }

    /// The record at a place of the file.
    ///
    /// - Parameter slot: 0..<size.
    public func record(at slot: Int) -> CorpusRecord {
        let ordinal = order(slot)
        let number = Int(works[ordinal])
        var copy = 0
        while copy < ordinal, works[ordinal - copy - 1] == works[ordinal] { copy += 1 }
        let work = maker.work(number)
        let journal = maker.journals.all[work.journal]
        let source = self.source(of: work, number: number, copy: copy)
        var record = plain(work, journal, source: source, slot: slot)
        var random = SplitMix(seed: seed, purpose: .damage, item: number, part: copy)
        record.targetLength = random.within(860...1190)
        natural(&record, journal, &random)
        if copy > 0 { record.damage(work, journal, &random) }
        identify(&record, work, number: number, copy: copy, &random)
        return record
    }

    private func plain(_ work: Work, _ journal: Journal, source: CorpusSource, slot: Int) -> CorpusRecord {
        var pages: String?
        switch work.pageForm {
        case .electronic where work.proceedings == nil: pages = "e\(work.firstPage)"
        case .number where work.proceedings == nil: pages = String(work.firstPage)
        default:
            let mark = work.pageMark
            pages =
                work.lastPage > work.firstPage
                ? "\(mark)\(work.firstPage)-\(mark)\(work.lastPage)" : "\(mark)\(work.firstPage)"
        }
        let isJournal = work.proceedings == nil
        return CorpusRecord(
            source: source, cluster: work.cluster, title: work.title, subtitle: work.subtitle,
            vernacular: work.vernacular, language: work.language, people: work.people,
            container: work.proceedings ?? journal.title, shortContainer: isJournal ? journal.abbreviation : nil,
            issns: isJournal ? [journal.printISSN, journal.electronicISSN] : [], isProceedings: !isJournal,
            year: work.year, month: work.month, volume: work.volume > 0 ? String(work.volume) : nil,
            issue: work.issue.isEmpty ? nil : work.issue, pages: pages, doi: work.doi, pmid: work.pmid,
            abstract: work.abstract, slot: slot, targetLength: 0)
    }

    /// Which database a work's n-th record is from. Crossref has one, where there is a DOI of its own.
    private func source(of work: Work, number: Int, copy: Int) -> CorpusSource {
        if work.doi != nil, !work.sharesDOI {
            var first = SplitMix(seed: seed, purpose: .source, item: number, part: -1)
            let place = first.unit()
            if copy == (place < 0.6 ? 0 : place < 0.75 ? 1 : -1) { return .crossref }
        }
        var random = SplitMix(seed: seed, purpose: .source, item: number, part: copy)
        return switch random.unit() {
        case ..<0.01 where work.doi != nil && !work.sharesDOI && copy > 0: .crossref
        case ..<0.45: .openalex
        case ..<0.75: .europepmc
        default: .semanticscholar
        }
    }

    /// What a database does to every record.
    private func natural(_ record: inout CorpusRecord, _ journal: Journal, _ random: inout SplitMix) {
        switch record.source {
        case .crossref:
            if random.chance(0.15) { record.shortContainer = nil }
            if random.chance(0.15) { record.hasInitials = true }
            if random.chance(0.5) { record.abstract = [] }
        case .europepmc:
            record.hasInitials = record.hasInitials || random.chance(0.6)
            if record.vernacular != nil, random.chance(0.7) { record.isBracketed = true }
            if random.chance(0.2) { record.abstract = [] }
        case .semanticscholar:
            record.issns = []
            if random.chance(0.3) { record.hasInitials = true }
            if random.chance(0.3) { record.container = record.shortContainer ?? record.container }
            if random.chance(0.4) { record.issue = nil }
            if random.chance(0.3) { record.abstract = [] }
        case .openalex:
            if random.chance(0.3) { record.abstract = [] }
        }
    }

    private func identify(
        _ record: inout CorpusRecord, _ work: Work, number: Int, copy: Int, _ random: inout SplitMix
    ) {
        switch record.source {
        case .crossref:
            // An older publisher's DOI, which leads to the same article.
            let isFirst = (0..<copy).allSatisfy { source(of: work, number: number, copy: $0) != .crossref }
            if !isFirst, let doi = record.doi {
                record.doi = "10.\(90_000 + number % 1000)/\(copy).\(doi.split(separator: "/").last ?? "")"
                record.damages.insert(.otherDOI)
            }
            record.key = record.doi ?? ""
            record.pmid = nil
        case .openalex:
            record.key = "W\(2_000_000_000 + record.slot)"
            if !random.chance(0.3) { record.pmid = nil }
        case .europepmc:
            let isFirst = (0..<copy).allSatisfy { source(of: work, number: number, copy: $0) != .europepmc }
            if isFirst, let pmid = record.pmid {
                record.key = "MED/\(pmid)"
            } else {
                record.pmid = nil
                record.key = "\(random.pick(["AGR", "CBA", "CTX"]))/\(100_000 + record.slot)"
            }
        case .semanticscholar:
            var digits = SplitMix(seed: seed, purpose: .key, item: record.slot)
            for _ in 0..<3 {
                let text = String(digits.next(), radix: 16)
                record.key += String(repeating: "0", count: 16 - text.utf8.count) + text
            }
            record.key.removeLast(8)
            if !random.chance(0.25) { record.pmid = nil }
        }
    }

    static func formatted(_ person: Person, initials: Bool) -> (given: String, family: String) {
        let given =
            initials
            ? person.given.flatMap { $0.split(whereSeparator: { $0 == "-" || $0 == " " }) }.map { "\($0.prefix(1))." }
                .joined(separator: " ") : person.given.joined(separator: " ")
        guard let particle = person.particle else { return (given, person.family) }
        let isJoined = particle.hasSuffix("-") || particle.hasSuffix("'")
        return (given, particle + (isJoined ? "" : " ") + person.family)
    }
}
