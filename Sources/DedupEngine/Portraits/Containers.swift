internal import TextKernels

/// What kind of place a title names, as far as its words tell.
enum ContainerKind: UInt8, Sendable { case unknown, journal, conference, repository, book }

/// A journal, proceedings, book or repository, reduced to what comparison reads.
struct ContainerMark: Sendable {
    /// Hash of the folded title; 0 for the container of records that name none.
    var hash: UInt64 = 0
    /// Folded title.
    var title = Stretch()
    /// Words without articles, numbers, years and the furniture of proceedings, in the title's order.
    var words = Stretch()
    /// Hash of the initials of `words`, and of all words but articles and prepositions; 0 below three words.
    var acronym: UInt32 = 0
    var longAcronym: UInt32 = 0
    var kind = ContainerKind.unknown
    /// Whether it holds manuscripts alone, as arXiv does and Zenodo does not.
    var isPreprintServer = false
    /// Whether it is a series of papers that come before articles.
    var isPaperSeries = false
    /// What tells sections and series apart: `part b`, `series ii`; 0 for none.
    var section: UInt32 = 0
    /// What its spellings share for the most part: its initials, or of one word that word.
    var key: UInt64 = 0
}

/// A word of a container's title.
struct ContainerWord: Sendable {
    var hash: UInt32
    var start: UInt32
    var length: UInt8
    /// Quarters of a bit.
    var rarity: UInt8
}

/// The distinct containers of a table: records share few.
struct ContainerTable: Sendable {
    private(set) var marks: [ContainerMark] = [ContainerMark()]
    private(set) var bytes: [UInt8] = []
    private(set) var words: [ContainerWord] = []
    private var places: [UInt64: UInt32] = [:]

    var count: Int { marks.count }

    /// The container's place in the table, painted when it is new.
    ///
    /// - Parameter folded: Folded title.
    mutating func place(of folded: [UInt8], frequencies: FrequencyTable) -> UInt32 {
        guard !folded.isEmpty else { return 0 }
        let hash = Hashing.hash64(folded, seed: 14)
        if let known = places[hash] { return known }
        let place = UInt32(marks.count)
        places[hash] = place
        marks.append(mark(of: folded, hash: hash, frequencies: frequencies))
        return place
    }

    /// Where the containers of another table stand in this one; those that are new are added.
    mutating func places(of other: ContainerTable) -> [UInt32] {
        other.marks.map { mark in
            if mark.hash == 0 { return 0 }
            if let known = places[mark.hash] { return known }
            let place = UInt32(marks.count)
            places[mark.hash] = place
            var mark = mark
            let shift = UInt32(bytes.count) &- mark.title.start
            bytes.append(contentsOf: other.bytes[mark.title.range])
            let wordsBefore = UInt32(words.count)
            for word in other.words[mark.words.range] {
                var word = word
                word.start = word.start &+ shift
                words.append(word)
            }
            mark.title.start = mark.title.start &+ shift
            mark.words.start = wordsBefore
            marks.append(mark)
            return place
        }
    }

    private mutating func mark(of folded: [UInt8], hash: UInt64, frequencies: FrequencyTable) -> ContainerMark {
        var mark = ContainerMark(hash: hash)
        let start = UInt32(bytes.count)
        bytes.append(contentsOf: folded)
        mark.title = Stretch(start: start, count: UInt32(folded.count))
        let firstWord = UInt32(words.count)
        var initials: [UInt8] = []
        var allInitials: [UInt8] = []
        var isProceedings = false
        folded.withUnsafeBufferPointer { folded in
            var previous = UnsafeBufferPointer<UInt8>(rebasing: folded[..<0])
            for word in FoldedWords(folded) {
                defer { previous = word }
                if Self.sectionHeads.contains(previous), word.count <= 4 {
                    mark.section = UInt32(truncatingIfNeeded: Hashing.hash64(word, seed: 21))
                }
                if let kind = Self.kind(of: word), mark.kind == .unknown || kind == .conference { mark.kind = kind }
                if Self.proceedings.contains(word) { isProceedings = true }
                if isProceedings, Self.learned.contains(word) { mark.kind = .journal }
                let isSmall = Self.small.contains(word)
                if let first = word.first, first > 57, !isSmall { allInitials.append(first) }
                if isSmall || Self.furniture.contains(word) || word.allSatisfy({ $0 < 58 }) || Self.isOrdinal(word) {
                    continue
                }
                let hash = Hashing.hash64(word, seed: 1)
                var offset = 0
                if let base = folded.baseAddress, let address = word.baseAddress { offset = address - base }
                words.append(
                    ContainerWord(
                        hash: UInt32(truncatingIfNeeded: hash), start: start + UInt32(offset),
                        length: UInt8(clamping: word.count), rarity: frequencies.wordRarity(hash: hash, bytes: word)))
                if let first = word.first { initials.append(first) }
            }
        }
        if isProceedings, mark.kind == .unknown { mark.kind = .conference }
        folded.withUnsafeBufferPointer { folded in
            guard mark.kind == .repository || mark.kind == .unknown else { return }
            mark.isPreprintServer =
                FoldedWords(folded).contains { Self.preprintWords.contains($0) }
                || Self.preprintServers.contains { folded.elementsEqual($0) }
            mark.isPaperSeries = Self.isPaperSeries(folded)
        }
        if mark.isPreprintServer || mark.isPaperSeries { mark.kind = .repository }
        mark.words = Stretch(start: firstWord, count: UInt32(words.count) - firstWord)
        if allInitials.count >= 3 {
            mark.longAcronym = UInt32(truncatingIfNeeded: Hashing.hash64(allInitials, seed: 1))
        }
        if allInitials.count >= 2 {
            mark.key = Hashing.hash64(allInitials, seed: 1)
        } else if words.count > Int(firstWord) {
            mark.key = UInt64(words[Int(firstWord)].hash)
        }
        if initials.count >= 3 {
            mark.acronym = UInt32(truncatingIfNeeded: Hashing.hash64(initials, seed: 1))
        }
        return mark
    }

    /// Whether a title names a series of papers that come before articles: `NBER working papers`, `Tech. Rep. 94-33`. The
    /// technical report series of organizations are what their reports appear in.
    private static func isPaperSeries(_ folded: UnsafeBufferPointer<UInt8>) -> Bool {
        var before = UnsafeBufferPointer<UInt8>(rebasing: folded[..<0])
        var isReport = false
        for word in FoldedWords(folded) {
            if paperKinds.contains(before), papers.contains(word) { return true }
            if isReport, series.contains(word) { return false }
            if reportKinds.contains(before), reports.contains(word) { isReport = true }
            before = word
        }
        return isReport
    }

    private static func isOrdinal(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = word.first, (48...57).contains(first), word.count <= 6 else {
            return ordinals.contains(word)
        }
        return ordinalEndings.contains(UnsafeBufferPointer(rebasing: word.drop { (48...57).contains($0) }))
    }

    /// What a word of a title says of the kind of place; nil for most.
    private static func kind(of word: UnsafeBufferPointer<UInt8>) -> ContainerKind? {
        if journals.contains(word) { return .journal }
        if conferences.contains(word) { return .conference }
        if repositories.contains(word) { return .repository }
        return books.contains(word) ? .book : nil
    }

    private static let ordinals = WordList(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            + "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty thirtieth thirty fortieth forty "
            + "fiftieth annual annu biennial")
    private static let ordinalEndings = WordList("st nd rd th")

    /// Articles and prepositions.
    private static let small = WordList(
        "the of and in for on a an der die das de und la le les et des du del e i y o fur zur zum el los las da do dos "
            + "di to at with by")

    /// What proceedings call themselves; those of academies and societies are journals.
    private static let proceedings = WordList("proceedings proc procs")
    private static let learned = WordList("academy acad society soc royal institution inst association assoc")

    /// What proceedings say beside their name.
    private static let furniture = WordList(
        "proceedings proc conf conference international intl int procs abstracts vols vol meeting online")

    private static let sectionHeads = WordList("part section series ser sect")

    private static let journals = WordList(
        "journal j jl journals zeitschrift revue revista rivista letters letter transactions trans annals annales "
            + "archives archiv archivos bulletin magazine quarterly review reviews record gazette acta tidsskrift "
            + "zhurnal newsletter chronicle monthly weekly")
    private static let conferences = WordList(
        "conference conf symposium symp sympos workshop worksh congress meeting colloquium kongress congreso "
            + "convention summit seminar konferenz tagung")
    private static let repositories = WordList(
        "arxiv biorxiv medrxiv ssrn zenodo figshare preprints chemrxiv psyarxiv socarxiv preprint repository osf "
            + "eprint")
    private static let preprintWords = WordList(
        "arxiv biorxiv medrxiv ssrn chemrxiv psyarxiv socarxiv eartharxiv techrxiv engrxiv edarxiv ecoevorxiv")
    private static let paperKinds = WordList("working discussion")
    private static let papers = WordList("paper papers")
    private static let reportKinds = WordList("technical tech")
    private static let reports = WordList("report reports rep reps rept")
    private static let series = WordList("series ser")
    /// By their whole names: "CoRR" is what computer science calls arXiv.
    private static let preprintServers = ["corr", "research square", "preprints", "preprints org", "osf preprints"]
        .map { Array($0.utf8) }
    private static let books = WordList("handbook encyclopedia encyclopaedia book textbook")
}

/// The words of a folded text.
struct FoldedWords: Sequence, IteratorProtocol {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    @inline(__always)
    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        while position < text.count, text[position] == UInt8(ascii: " ") { position += 1 }
        guard position < text.count else { return nil }
        let start = position
        while position < text.count, text[position] != UInt8(ascii: " ") { position += 1 }
        return UnsafeBufferPointer(rebasing: text[start..<position])
    }
}
