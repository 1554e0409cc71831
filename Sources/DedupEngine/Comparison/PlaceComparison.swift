/// What two records say of their place in a container: volume, issue, pages.
struct PlaceComparison {
    /// One place, not known, two places.
    enum Summary: Int { case one, unknown, two }

    private(set) var volume: Agreement
    private(set) var issue: Agreement
    private(set) var page: PageLevel

    init(_ x: Portrait, _ y: Portrait) {
        volume = .of(x.volume, y.volume)
        issue = .of(x.issue, y.issue)
        page = Self.page(x, y)
        // Some write the year where others write a number, or the month of an issue.
        if volume == .differs, x.isVolumeYear != y.isVolumeYear { volume = .missing }
        if issue == .differs, x.isIssueMonth != y.isIssueMonth { issue = .missing }
        if volume == .missing { shift(x, y) }
    }

    /// Exports slip: the volume stands as issue, the issue as page.
    private mutating func shift(_ x: Portrait, _ y: Portrait) {
        for (slipped, sound) in [(x, y), (y, x)]
        where slipped.volume == 0 && slipped.issue != 0 && slipped.issue == sound.volume {
            volume = .equal
            issue = .missing
            if slipped.firstPage.hash != 0, slipped.firstPage.hash == sound.issue {
                issue = .equal
                page = .missing
            }
            return
        }
    }

    var summary: Summary {
        switch page {
        case .range, .first: volume == .differs || volume == .equal && issue == .differs ? .unknown : .one
        case .within: volume == .equal ? .one : volume == .differs ? .two : .unknown
        case .differs: .two
        case .forms, .missing: volume == .differs || issue == .differs ? .two : .unknown
        }
    }

    static func page(_ x: Portrait, _ y: Portrait) -> PageLevel {
        let a = x.firstPage
        let b = y.firstPage
        guard a.hash != 0, b.hash != 0 else { return .missing }
        let isFirst = a.hash == b.hash || (a.number != 0 && a.number == b.number)
        if isFirst {
            return x.lastPage.hash != 0 && x.lastPage.hash == y.lastPage.hash ? .range : .first
        }
        if within(a, y) || within(b, x) { return .within }
        // Publishers number articles `e17` and count their pages from 1.
        if a.isLettered != b.isLettered || (x.lastPage.hash == 0) != (y.lastPage.hash == 0) {
            if a.number == 1 || b.number == 1 { return .forms }
        }
        return .differs
    }

    private static func within(_ page: PageMark, _ range: Portrait) -> Bool {
        page.number != 0 && range.firstPage.number != 0 && range.lastPage.number > range.firstPage.number
            && page.number > range.firstPage.number && page.number <= range.lastPage.number
            && range.lastPage.number - range.firstPage.number < 100
    }
}
