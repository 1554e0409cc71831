/// What databases do to a record, by name; one record can have several.
public struct Damage: OptionSet, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: UInt64) { rawValue = 1 << bit }

    public static let initials = Damage(bit: 0)
    public static let droppedParticle = Damage(bit: 1)
    public static let swappedNames = Damage(bit: 2)
    public static let transliteration = Damage(bit: 3)
    public static let cutAuthors = Damage(bit: 4)
    public static let missingAuthors = Damage(bit: 5)
    public static let abbreviatedJournal = Damage(bit: 6)
    public static let translatedJournal = Damage(bit: 7)
    public static let missingJournal = Damage(bit: 8)
    public static let issnSibling = Damage(bit: 9)
    public static let missingISSN = Damage(bit: 10)
    public static let shortPages = Damage(bit: 11)
    public static let electronicPage = Damage(bit: 12)
    public static let firstPageOnly = Damage(bit: 13)
    public static let missingPages = Damage(bit: 14)
    public static let translatedTitle = Damage(bit: 15)
    public static let vernacularTitle = Damage(bit: 16)
    public static let cutSubtitle = Damage(bit: 17)
    public static let trailingNote = Damage(bit: 18)
    public static let gluedWords = Damage(bit: 19)
    public static let markup = Damage(bit: 20)
    public static let typo = Damage(bit: 21)
    public static let wordOrder = Damage(bit: 22)
    public static let cutTitle = Damage(bit: 23)
    public static let letterCase = Damage(bit: 24)
    public static let spelling = Damage(bit: 25)
    public static let yearOffByOne = Damage(bit: 26)
    public static let missingYear = Damage(bit: 27)
    public static let missingVolume = Damage(bit: 28)
    public static let missingIssue = Damage(bit: 29)
    public static let missingDOI = Damage(bit: 30)
    public static let otherDOI = Damage(bit: 31)

    /// In the order of their bits.
    public static let names = [
        "initials", "droppedParticle", "swappedNames", "transliteration", "cutAuthors", "missingAuthors",
        "abbreviatedJournal", "translatedJournal", "missingJournal", "issnSibling", "missingISSN", "shortPages",
        "electronicPage", "firstPageOnly", "missingPages", "translatedTitle", "vernacularTitle", "cutSubtitle",
        "trailingNote", "gluedWords", "markup", "typo", "wordOrder", "cutTitle", "letterCase", "spelling",
        "yearOffByOne", "missingYear", "missingVolume", "missingIssue", "missingDOI", "otherDOI",
    ]

    public var list: [String] { Self.names.indices.filter { rawValue >> UInt64($0) & 1 == 1 }.map { Self.names[$0] } }
}

extension CorpusRecord {
    /// Damages what a further database says of a work. Shares are of further records, each kind for itself.
    mutating func damage(_ work: Work, _ journal: Journal, _ random: inout SplitMix) {
        func strikes(_ kind: Damage, _ share: Double) -> Bool {
            guard random.chance(share) else { return false }
            damages.insert(kind)
            return true
        }
        damagePeople(work, &random)
        if work.proceedings == nil {
            if strikes(.missingJournal, work.isDelicate ? 0 : 0.03) {
                container = nil
                shortContainer = nil
            } else if journal.translation != nil, strikes(.translatedJournal, 0.5) {
                container = journal.translation
            } else if strikes(.abbreviatedJournal, 0.25) {
                container =
                    random.chance(0.3) ? replacing(".", in: journal.abbreviation, with: "") : journal.abbreviation
            }
            if strikes(.missingISSN, 0.25) {
                issns = []
            } else if strikes(.issnSibling, 0.3) {
                issns = [random.chance(0.5) ? journal.printISSN : journal.electronicISSN]
            }
        }
        damagePages(work, &random)
        if random.chance(0.08), !work.isDelicate, let year {
            self.year = year + (random.chance(0.5) ? 1 : -1)
            damages.insert(.yearOffByOne)
        }
        if !work.isDelicate, strikes(.missingYear, 0.01) { year = nil }
        if !work.isDelicate, strikes(.missingVolume, 0.06) { volume = nil }
        if strikes(.missingIssue, 0.2) { issue = nil }
        if source != .crossref, doi != nil, strikes(.missingDOI, work.isDelicate ? 0.15 : 0.3) { doi = nil }
        damageTitle(work, &random)
    }

    private mutating func damagePeople(_ work: Work, _ random: inout SplitMix) {
        guard !people.isEmpty else { return }
        if people.contains(where: { $0.particle != nil }), random.chance(0.35) {
            for index in people.indices { people[index].particle = nil }
            damages.insert(.droppedParticle)
        }
        if random.chance(0.4) {
            var changed = false
            for index in people.indices { if Spelling.transliterate(&people[index], &random) { changed = true } }
            if changed { damages.insert(.transliteration) }
        }
        if random.chance(0.04) {
            for index in people.indices where people[index].given[0].utf8.count > 2 {
                let family = people[index].family
                people[index].family = people[index].given.joined(separator: " ")
                people[index].given = [family]
            }
            damages.insert(.swappedNames)
        } else if random.chance(0.3) {
            hasInitials = true
            damages.insert(.initials)
        }
        if people.count > 3, random.chance(0.06) {
            people = Array(people.prefix(random.chance(0.5) ? 1 : 3))
            damages.insert(.cutAuthors)
        } else if !work.isDelicate, random.chance(0.02) {
            people = []
            damages.insert(.missingAuthors)
        }
    }

    private mutating func damagePages(_ work: Work, _ random: inout SplitMix) {
        guard let pages else { return }
        let first = work.firstPage
        let last = work.lastPage
        switch random.unit() {
        case ..<0.22 where last > first && work.pageMark.isEmpty && pages.contains("-"):
            // 1123-8
            let a = Array(String(first))
            let b = Array(String(last))
            if a.count == b.count, let differs = a.indices.first(where: { a[$0] != b[$0] }) {
                self.pages = "\(first)-\(String(b[differs...]))"
                damages.insert(.shortPages)
            }
        case ..<0.3:
            self.pages = pages.split(separator: "-").first.map(String.init)
            damages.insert(.firstPageOnly)
        case ..<0.36 where work.pageForm == .electronic || work.pageForm == .number:
            self.pages = pages.hasPrefix("e") ? String(pages.dropFirst()) : "e" + pages
            damages.insert(.electronicPage)
        case ..<0.4: self.pages = pages.split(separator: "-").joined(separator: "\u{2010}")
        case ..<0.48 where !work.isDelicate:
            self.pages = nil
            damages.insert(.missingPages)
        default: break
        }
    }

    private mutating func damageTitle(_ work: Work, _ random: inout SplitMix) {
        func strikes(_ kind: Damage, _ share: Double) -> Bool {
            guard random.chance(share) else { return false }
            damages.insert(kind)
            return true
        }
        if let foreign = work.vernacular {
            if strikes(.translatedTitle, 0.4) {
                isBracketed = true
            } else if strikes(.vernacularTitle, 0.3) {
                title = foreign.split(separator: " ").map(String.init)
                subtitle = []
                // Brackets are for translations.
                isBracketed = false
                return
            }
        }
        if !subtitle.isEmpty, !work.isDelicate, strikes(.cutSubtitle, 0.15) { subtitle = [] }
        if strikes(.trailingNote, 0.07) { note = random.pick(Spelling.notes) }
        if strikes(.letterCase, 0.2) {
            let isUpper = random.chance(0.4)
            title = title.map { isUpper ? $0.uppercased() : Spelling.capitalized($0) }
        }
        if random.chance(0.25), Spelling.respell(&title) { damages.insert(.spelling) }
        guard !work.isDelicate, title.count > 3 else { return }
        if strikes(.cutTitle, 0.015), title.count > 6 {
            title.removeLast(title.count / 4)
            subtitle = []
        }
        if strikes(.wordOrder, 0.02) { title.swapAt(title.count / 2, title.count / 2 - 1) }
        if strikes(.gluedWords, 0.05) {
            let place = random.below(title.count - 1)
            title[place] += title.remove(at: place + 1)
        }
        if strikes(.typo, 0.12) {
            let place = title.indices.max { title[$0].utf8.count < title[$1].utf8.count } ?? 0
            title[random.chance(0.5) ? place : random.below(title.count)].mistype(&random)
        }
        if strikes(.markup, 0.08) {
            let place = random.below(title.count)
            switch random.below(5) {
            case 0: title[place] = "<i>\(title[place])</i>"
            case 1: title[place] = "$\\alpha$-\(title[place])"
            case 2: title[place] = "\\textit{\(title[place])}"
            case 3: title.insert("&amp;amp;", at: place)
            default: title[place] = "<jats:italic>\(title[place])</jats:italic>"
            }
        }
    }
}

extension String {
    /// A letter left out, doubled, changed, or exchanged with the next.
    fileprivate mutating func mistype(_ random: inout SplitMix) {
        var letters = Array(unicodeScalars)
        guard letters.count > 3 else { return }
        let place = random.within(1...letters.count - 2)
        switch random.below(4) {
        case 0: letters.remove(at: place)
        case 1: letters.insert(letters[place], at: place)
        case 2: letters[place] = random.pick(Array("aeiorstn".unicodeScalars))
        default: letters.swapAt(place, place + 1)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: letters)
        self = String(text)
    }
}
