internal import Catalog
internal import Records
internal import TextKernels

/// Which canonical records an export writes, in which order. Holds ids and what they are sorted by, never records.
struct ExportPlan {
    enum Order: String, CaseIterable { case id, author, year, title, key }

    struct Item {
        var id: Int64
        var studyId: Int64
        /// Bytes that sort as the order asks; empty where that is the id.
        var rank: [UInt8] = []
    }

    /// Nil where every canonical record is written, in order of id.
    private(set) var items: [Item]?
    /// Studies of which nothing is written, since they hold notices alone.
    private(set) var studiesOfNotices = 0

    /// - Parameter ids: Those to choose from, ascending; nil for all.
    init(_ reader: CatalogReader, blobs: Blobs, ids: [Int64]?, perStudy: Bool, order: Order) throws {
        if ids == nil, !perStudy, order == .id { return }
        var items: [Item] = []
        func take(_ head: CatalogReader.CanonicalHead) {
            items.append(Item(id: head.id, studyId: head.studyId, rank: Self.rank(head, order)))
        }
        if perStudy {
            try chooseOfStudies(reader, blobs, ids, take)
        } else if let ids {
            for id in ids { if let head = try reader.canonicalHead(id) { take(head) } }
        } else {
            try reader.forEachCanonicalHead(take)
        }
        self.items = items
        if order != .key { sort() }
    }

    private mutating func sort() {
        items?.sort { a, b in
            a.rank == b.rank ? a.id < b.id : a.rank.lexicographicallyPrecedes(b.rank)
        }
    }

    /// Sorts by keys; case decides where nothing else does.
    mutating func sort(byKeys key: (Item) throws -> String?) rethrows {
        guard var sorted = items else { return }
        for index in sorted.indices {
            let key = try key(sorted[index]) ?? ""
            sorted[index].rank = Array(key.lowercased().utf8) + [0] + Array(key.utf8)
        }
        items = sorted
        sort()
    }

    /// Without case and marks; what is missing comes last.
    private static func rank(_ head: CatalogReader.CanonicalHead, _ order: Order) -> [UInt8] {
        func text(_ value: String?) -> [UInt8] { value.map { Folding.folded($0) + [0] } ?? [0xFF] }
        func year(_ value: Int?) -> [UInt8] {
            value.map { [UInt8(clamping: $0 >> 8), UInt8(truncatingIfNeeded: $0)] } ?? [0xFF, 0xFF]
        }
        return switch order {
        case .id, .key: []
        case .author: text(head.authors) + year(head.year) + text(head.title)
        case .year: year(head.year) + text(head.authors) + text(head.title)
        case .title: text(head.title) + year(head.year)
        }
    }

    // MARK: One citation a study

    /// What of a study is cited; the lowest comes first. Notices never are.
    private static func standing(_ type: WorkType?) -> UInt8? {
        switch type {
        case .notice: nil
        case .articleJournal, .book, .chapter, .collection, .entry, .entryDictionary, .entryEncyclopedia, .reviewBook: 0
        case .paperConference, .report, .thesis, .standard, .patent, .legislation, .periodical: 1
        case .manuscript: acceptedManuscript
        case .article: 3
        case .webpage, .post, .postWeblog, .articleNewspaper, .articleMagazine: 5
        case .peerReview, .component, .figure, .graphic, .map: 6
        case .dataset, .software: 7
        default: 4
        }
    }

    private static let acceptedManuscript: UInt8 = 2

    private struct Candidate {
        var studyId: Int64
        var id: Int64
        var standing: UInt8
        /// Day of issue as `yyyymmdd`; 0 where it is not known.
        var day: Int32
    }

    private mutating func chooseOfStudies(
        _ reader: CatalogReader, _ blobs: Blobs, _ ids: [Int64]?, _ take: (CatalogReader.CanonicalHead) -> Void
    ) throws {
        var candidates: [Candidate] = []
        var studies = 0
        func consider(_ head: CatalogReader.CanonicalHead) {
            guard let standing = Self.standing(head.type) else { return }
            candidates.append(
                Candidate(studyId: head.studyId, id: head.id, standing: standing, day: Self.day(head.issued)))
        }
        if let ids {
            var seen: Set<Int64> = []
            for id in ids {
                guard let head = try reader.canonicalHead(id), seen.insert(head.studyId).inserted else { continue }
                for member in try reader.studyMembers(head.studyId) {
                    if let head = try reader.canonicalHead(member) { consider(head) }
                }
            }
            studies = seen.count
        } else {
            studies = try reader.studyCount()
            try reader.forEachCanonicalHead(consider)
        }
        candidates.sort { ($0.studyId, $0.standing, -$0.day, $0.id) < ($1.studyId, $1.standing, -$1.day, $1.id) }
        var chosen: [Int64] = []
        var start = 0
        while start < candidates.count {
            var end = start + 1
            while end < candidates.count, candidates[end].studyId == candidates[start].studyId { end += 1 }
            chosen.append(try Self.choice(of: Array(candidates[start..<end]), reader, blobs))
            start = end
        }
        studiesOfNotices = studies - chosen.count
        for id in chosen.sorted() { if let head = try reader.canonicalHead(id) { take(head) } }
    }

    /// The first of a study's candidates, sorted; an article that says it is a manuscript of another stands behind others.
    private static func choice(of candidates: [Candidate], _ reader: CatalogReader, _ blobs: Blobs) throws -> Int64 {
        for candidate in candidates where candidate.standing < acceptedManuscript {
            if candidates.count == 1 { break }
            guard let stored = try reader.canonical(candidate.id) else { continue }
            let relations = try blobs.canonical(stored).record.relations
            if !relations.contains(where: { $0.type == .isManuscriptOf }) { return candidate.id }
        }
        return candidates[0].id
    }

    private static func day(_ issued: String?) -> Int32 {
        let parts = (issued ?? "").split(separator: " ").first?.split(separator: "-").compactMap { Int32($0) } ?? []
        guard let year = parts.first, (0...9999).contains(year) else { return 0 }
        return year * 10_000 + (parts.count > 1 ? parts[1] * 100 : 0) + (parts.count > 2 ? parts[2] : 0)
    }
}
