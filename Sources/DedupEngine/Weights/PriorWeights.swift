/// What levels weigh before anything is learned: published weights of bibliographic fields and judgement. Learning moves
/// a weight away from here only as far as the labels insist.
enum PriorWeights {
    static let prior = -6.0

    static let slots: [Double] = LevelGroup.allCases.flatMap { group in
        (0..<group.slotCount).map { slot in bits(group, group.indexes(of: slot)) }
    }

    private static func bits(_ group: LevelGroup, _ at: [Int]) -> Double {
        switch group {
        case .title: title(TitleLevel(rawValue: at[0]) ?? .missing, rarity: at[1])
        case .numbers: [0, -2.5, -6, -6][at[0]]
        case .authors: authors(AuthorLevel(rawValue: at[0]) ?? .missing, rarity: at[1])
        case .venue:
            venue(ContainerLevel(rawValue: at[0]) ?? .missing, YearLevel(rawValue: at[1]) ?? .missing)
        case .locator:
            locator(
                Agreement(rawValue: at[0]) ?? .missing, Agreement(rawValue: at[1]) ?? .missing,
                PageLevel(rawValue: at[2]) ?? .missing)
        case .doi: at[0] == 0 ? [12, 9, 2, 12][at[1]] : [12, 1, -4.5, -2, 0, 0][at[0]]
        case .pmid: [12, -7, 0][at[0]]
        case .identifier: at[0] == 1 ? 10 : 0
        case .isbn: [2, -2, 0][at[0]]
        case .abstract: [4, 2.5, -3, 0][at[0]]
        case .kind: [0.3, -0.3, -3, 0][at[0]]
        case .together: together(title: at[0], authors: at[1], venue: at[2], place: at[3])
        }
    }

    private static func title(_ level: TitleLevel, rarity: Int) -> Double {
        switch level {
        case .exact: [2, 7, 9, 10][rarity]
        case .spelling: [1, 6, 8.5, 9.5][rarity]
        case .begins: [0, 3, 5.5, 7][rarity]
        case .extra: [-2, 1, 4, 5.5][rarity]
        case .exchanged: [-5, -3, 0, 2][rarity]
        case .within: [-5, -3, -1, 1][rarity]
        case .partial: [-7, -5, -3, -1][rarity]
        case .differs: [-9, -9, -8, -7][rarity]
        case .translated: [2, 6, 8, 9][rarity]
        case .missing, .foreign: -2
        }
    }

    private static func authors(_ level: AuthorLevel, rarity: Int) -> Double {
        switch level {
        case .equal: [4, 6, 7.5][rarity]
        case .subset: [3, 5, 6][rarity]
        case .most: [2, 4, 5][rarity]
        case .first: [0, 1.5, 2][rarity]
        case .some: [-2, -0.5, 0][rarity]
        case .single: [3, 4.5, 5][rarity]
        case .oneOfMany: [0.5, 2, 2.5][rarity]
        case .initials: [-2.5, -1, 0][rarity]
        case .swapped: [2, 4, 5][rarity]
        case .differs: -6
        case .missing: -1
        case .bothMissing: 0
        // What an organization signs, it signs by the hundred.
        case .organization: [0.5, 1, 1][rarity]
        }
    }

    private static func container(_ level: ContainerLevel) -> Double {
        switch level {
        case .same: 2.5
        case .abbreviated: 2.5
        case .close: 2
        case .overlaps: 0.5
        case .differs: -1.5
        case .kindsDiffer: -3.5
        case .missing: 0
        }
    }

    private static func together(title: Int, authors: Int, venue: Int, place: Int) -> Double {
        // Columns: only their place tells them apart.
        // Only their place tells columns apart; what several people sign they seldom sign twice a year.
        if title == 1 {
            let isSigned = authors == 0 && venue == 0 && place == 1
            return [0, -1, -3][venue] + [0, -2.5, -4][place] + (isSigned ? 2 : 0)
        }
        // Where only titles are compared, the longer one may be another work's.
        if title == 2 || title == 3, authors == 2, venue == 1, place == 1 { return -1 }
        // One place in one volume by the same people is one work, whatever language its title is in.
        guard authors == 0, place == 0 else { return 0 }
        return [0, 0, 0, 2, 5, 4][title]
    }

    private static func venue(_ level: ContainerLevel, _ years: YearLevel) -> Double {
        // Another place and another year: the conference paper and the article.
        let isElsewhere = level == .differs || level == .kindsDiffer || level == .overlaps
        return container(level) + year(years) - (isElsewhere && years != .equal && years != .missing ? 1.5 : 0)
    }

    private static func year(_ level: YearLevel) -> Double {
        switch level {
        case .equal: 2
        case .oneApart: -0.5
        case .twoApart: -3
        case .fewApart: -4
        case .farApart: -5.5
        case .missing: 0
        }
    }

    private static func locator(_ volume: Agreement, _ issue: Agreement, _ page: PageLevel) -> Double {
        var bits = 0.0
        switch volume {
        case .equal: bits += 2
        case .differs: bits -= 3
        case .missing: break
        }
        switch issue {
        case .equal: bits += 0.7
        case .differs: bits -= volume == .equal && page != .range ? 4 : 1.5
        case .missing: break
        }
        switch page {
        case .range: bits += 5.5
        case .first: bits += 4.5
        case .within: bits += 1
        case .forms: bits -= 0.5
        case .differs: bits -= 4.5
        case .missing: break
        }
        return bits
    }
}

extension WeightTable {
    /// The table of judgement alone.
    public static let unlearned = WeightTable(
        version: "0", prior: PriorWeights.prior, slots: PriorWeights.slots, frequencies: FrequencyTable())
}
