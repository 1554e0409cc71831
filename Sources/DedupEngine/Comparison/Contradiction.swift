/// Why two records cannot be one version whatever agrees.
enum Contradiction: Sendable {
    case role, oneSourceTwoDOIs, twoDOIs, twoArticles, preprint, kinds, editions, numbers, versions

    var text: String {
        switch self {
        case .role: "one is a notice, reply, comment or supplement"
        case .oneSourceTwoDOIs: "one source gives them two DOIs"
        case .twoDOIs: "two DOIs, and no page says that they are one"
        case .twoArticles: "two DOIs of one publisher and two first pages"
        case .preprint: "one is a preprint"
        case .kinds: "different types of work"
        case .editions: "different editions"
        case .numbers: "titles carry different numbers"
        case .versions: "two versions of one DOI"
        }
    }
}

extension Comparator {
    func contradiction(_ x: Portrait, _ y: Portrait, _ levels: LevelVector) -> Contradiction? {
        let page = pageLevel(x, y)
        if let plain = plainContradiction(x, y, page) { return plain }
        let isOneDOI = x.doi != 0 && x.doi == y.doi
        if !isOneDOI, levels[.numbers] == NumberLevel.bothSides.rawValue * 2,
            page == .differs || page == .missing || page == .forms
        {
            return .numbers
        }
        return nil
    }

    /// What needs no look at the words of the titles.
    func plainContradiction(_ x: Portrait, _ y: Portrait, _ page: PageLevel) -> Contradiction? {
        let isOneDOI = x.doi != 0 && x.doi == y.doi
        if x.titleRole != y.titleRole, x.title.count > 0, y.title.count > 0 { return .role }
        if x.doi != 0, y.doi != 0, !isOneDOI {
            if policy.versions == .link {
                if x.source == y.source, x.source != 0 { return .oneSourceTwoDOIs }
                if x.doiStem == y.doiStem { return .versions }
                if page != .range && page != .first { return .twoDOIs }
            }
            if x.doiPrefix == y.doiPrefix, page == .differs, x.kind != .preprint, y.kind != .preprint {
                return .twoArticles
            }
        }
        if policy.versions == .link, !isOneDOI, (x.kind == .preprint) != (y.kind == .preprint), x.kind != .unknown,
            y.kind != .unknown
        {
            return .preprint
        }
        if !isOneDOI {
            if x.kind != y.kind, x.kind.standsApart || y.kind.standsApart, x.kind != .unknown, y.kind != .unknown {
                return .kinds
            }
            if x.kind == .chapter && y.kind == .book || x.kind == .book && y.kind == .chapter { return .kinds }
        }
        if x.edition != 0, y.edition != 0, x.edition != y.edition, x.kind == .book, y.kind == .book { return .editions }
        return nil
    }
}
