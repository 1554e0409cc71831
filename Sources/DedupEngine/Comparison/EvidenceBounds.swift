/// The most that fields not yet compared can add, so that comparing ends where nothing can turn the verdict any more.
///
/// Candidate pairs that are different by far are the rule; their years, pages or authors tell without a look at the words
/// of their titles.
struct EvidenceBounds: Sendable {
    /// By year and place: authors, title and container still to come.
    private var beforeAuthors: [Double] = []
    /// By year, place and class of authors: title and container still to come.
    private var beforeTitle: [Double] = []
    /// By year and class of venue: the most that a container of this class says.
    private var venues: [Double] = []
    /// By level of DOI: the most that it says beside any title.
    private var dois: [Double] = []
    /// By slot.
    private var together: [Double] = []

    init(_ weights: WeightTable) {
        let years = YearLevel.allCases
        func most(_ values: some Sequence<Double>) -> Double { values.max() ?? 0 }
        func slots(_ group: LevelGroup, _ range: Range<Int>) -> [Double] { range.map { weights[group, $0] } }
        together = slots(.together, 0..<LevelGroup.together.slotCount)
        dois = DOILevel.allCases.map { most(slots(.doi, $0.rawValue * 4..<$0.rawValue * 4 + 4)) }
        var titles = Array(repeating: -Double.infinity, count: Self.titles)
        for level in TitleLevel.allCases {
            for rarity in 0..<Rarity.count {
                let title = Self.title(level, rarity)
                titles[title] = max(titles[title], weights[.title, level.rawValue * Rarity.count + rarity])
            }
        }
        let numbers = most(slots(.numbers, 0..<LevelGroup.numbers.slotCount))
        var authors = Array(repeating: -Double.infinity, count: Self.authors)
        for level in AuthorLevel.allCases {
            let own = most(slots(.authors, level.rawValue * 3..<level.rawValue * 3 + 3))
            authors[Self.authors(level)] = max(authors[Self.authors(level)], own)
        }
        venues = Array(repeating: -Double.infinity, count: years.count * Self.venues)
        for year in years {
            for container in ContainerLevel.allCases {
                let slot = year.rawValue * Self.venues + Self.venue(container, year)
                venues[slot] = max(venues[slot], weights[.venue, container.rawValue * years.count + year.rawValue])
            }
        }
        for year in years {
            for place in [PlaceComparison.Summary.one, .unknown, .two] {
                var all = -Double.infinity
                for author in 0..<Self.authors {
                    var rest = -Double.infinity
                    for title in 0..<Self.titles {
                        for venue in 0..<Self.venues {
                            let slot = Self.together(title: title, authors: author, venue: venue, place: place)
                            rest = max(
                                rest,
                                titles[title] + together[slot] + venues[year.rawValue * Self.venues + venue])
                        }
                    }
                    beforeTitle.append(rest + numbers)
                    all = max(all, rest + numbers + authors[author])
                }
                beforeAuthors.append(all)
            }
        }
    }

    // MARK: Bounds, in bits

    func ofDOI(_ level: DOILevel) -> Double { dois[level.rawValue] }

    func beforeAuthors(_ year: YearLevel, _ place: PlaceComparison.Summary) -> Double {
        beforeAuthors[year.rawValue * Self.places + place.rawValue]
    }

    func beforeTitle(_ year: YearLevel, _ place: PlaceComparison.Summary, authors: Int) -> Double {
        beforeTitle[(year.rawValue * Self.places + place.rawValue) * Self.authors + authors]
    }

    func beforeContainer(_ year: YearLevel, _ place: PlaceComparison.Summary, title: Int, authors: Int) -> Double {
        var most = -Double.infinity
        for venue in 0..<Self.venues {
            let slot = Self.together(title: title, authors: authors, venue: venue, place: place)
            most = max(most, together[slot] + venues[year.rawValue * Self.venues + venue])
        }
        return most
    }

    // MARK: Classes that `together` sees

    /// One class of authors more than `together` has.
    private static let (titles, authors, venues, places) = (6, 5, 3, 3)
    private static let commonTitle = 1
    private static let onlyAuthor = 4

    static func together(title: Int, authors: Int, venue: Int, place: PlaceComparison.Summary) -> Int {
        var authors = authors
        // Columns have columnists; what three people sign they sign once.
        if authors == onlyAuthor { authors = title == commonTitle ? 1 : 0 }
        return ((title * (Self.authors - 1) + authors) * Self.venues + venue) * places + place.rawValue
    }

    static func title(_ level: TitleLevel, _ rarity: Int) -> Int {
        switch level {
        case .exact, .spelling, .translated: rarity == 0 ? commonTitle : 0
        case .begins, .extra: 2
        case .exchanged, .within, .partial: 3
        case .differs: 4
        case .missing, .foreign: 5
        }
    }

    static func authors(_ level: AuthorLevel) -> Int {
        switch level {
        case .equal, .subset, .most: 0
        case .single: onlyAuthor
        case .first, .some, .swapped, .initials, .oneOfMany: 1
        case .missing, .bothMissing, .organization: 2
        case .differs: 3
        }
    }

    static func venue(_ container: ContainerLevel, _ year: YearLevel) -> Int {
        if container.rawValue <= ContainerLevel.close.rawValue, year.rawValue <= YearLevel.oneApart.rawValue {
            return 0
        }
        let isElsewhere = container == .differs || container == .kindsDiffer
        return isElsewhere || year == .twoApart || year == .fewApart || year == .farApart ? 2 : 1
    }
}
