/// What two lists of authors share.
struct AuthorComparison {
    private(set) var level: AuthorLevel
    /// 0 common ... 2 rare.
    private(set) var rarity = 0

    init(_ x: borrowing Portrait, _ y: borrowing Portrait, _ table: borrowing PortraitTable) {
        let (a, b) = (x.authors, y.authors)
        let (countA, countB) = (Int(x.authorCount), Int(y.authorCount))
        if a.isEmpty || b.isEmpty {
            level = a.isEmpty && b.isEmpty ? .bothMissing : .missing
            return
        }
        let (level, quarters) = table.authorMarks.withUnsafeBufferPointer { marks in
            Self.compare(
                UnsafeBufferPointer(rebasing: marks[a.range]), UnsafeBufferPointer(rebasing: marks[b.range]), countA,
                countB)
        }
        self.level = level
        rarity = quarters < 32 ? 0 : quarters < 80 ? 1 : 2
    }

    private enum Match { case none, initialsDiffer, swapped, yes }

    private static func compare(
        _ a: UnsafeBufferPointer<AuthorMark>, _ b: UnsafeBufferPointer<AuthorMark>, _ countA: Int, _ countB: Int
    ) -> (AuthorLevel, Int) {
        let (few, many) = a.count <= b.count ? (a, b) : (b, a)
        var agreed = 0
        var swapped = 0
        var conflicts = 0
        var quarters = 0
        var used: UInt32 = 0
        var isFirst = false
        for (index, mark) in few.enumerated() {
            var best = Match.none
            var place = 0
            for j in many.indices where used & (1 << UInt32(j)) == 0 {
                let match = Self.match(mark, many[j])
                if match == .yes {
                    best = .yes
                    place = j
                    break
                }
                if match != .none, best == .none {
                    best = match
                    place = j
                }
            }
            switch best {
            case .none: continue
            case .yes: agreed += 1
            case .swapped: swapped += 1
            case .initialsDiffer: conflicts += 1
            }
            used |= 1 << UInt32(place)
            quarters += Int(min(mark.rarity, many[place].rarity))
            if index == 0, place == 0, best != .initialsDiffer { isFirst = true }
        }
        let matched = agreed + swapped
        let fewer = few.count
        if matched == 0 { return (conflicts > 0 ? .initials : .differs, quarters) }
        if swapped > agreed { return (.swapped, quarters) }
        if fewer == 1 {
            if max(countA, countB) == 1 {
                return (few[0].isOrganization && many[0].isOrganization ? .organization : .single, quarters)
            }
            return (isFirst ? .oneOfMany : .some, quarters)
        }
        if matched == fewer { return (many.count == fewer ? .equal : .subset, quarters) }
        if matched * 10 >= fewer * 6 { return (.most, quarters) }
        if matched + conflicts == fewer, conflicts * 2 >= fewer { return (.initials, quarters) }
        return (isFirst ? .first : .some, quarters)
    }

    private static func match(_ x: AuthorMark, _ y: AuthorMark) -> Match {
        // `Committee F04` and `Committee F37`: what organizations are called ends and begins alike.
        let isPerson = !x.isOrganization || !y.isOrganization
        let isFamily =
            x.family == y.family || isPerson && (x.tail == y.tail || x.head == y.head) || x.family == y.tail
            || y.family == x.tail || x.family == y.head || y.family == x.head
        if isFamily {
            if x.initial == 0 || y.initial == 0 || x.initial == y.initial { return .yes }
            // Given names in another order, or a family name whose given name begins with the other's.
            return x.family == y.family ? .initialsDiffer : .none
        }
        if x.unordered != 0, x.unordered == y.unordered { return .swapped }
        // `Xiaoguang, Wang` and `Wang, X.`
        if x.family == y.given && x.initial == y.familyInitial || y.family == x.given && y.initial == x.familyInitial {
            return .swapped
        }
        if x.skeleton != 0, x.skeleton == y.skeleton, x.initial != 0, x.initial == y.initial { return .yes }
        return .none
    }
}
