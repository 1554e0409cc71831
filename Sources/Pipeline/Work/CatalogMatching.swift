internal import Catalog
internal import DedupEngine
internal import Records

/// By what a catalog's records are matched, whichever command runs.
struct CatalogMatching: Sendable {
    /// The catalog's own, else the table that ships.
    var weights: WeightTable
    var profile: MatchingPolicy.Profile
    var isShipped: Bool

    static let shipped = CatalogMatching(weights: .shipped, profile: .balanced, isShipped: true)

    /// Catalogs link versions: `Studies` ties them.
    var policy: MatchingPolicy { MatchingPolicy(versions: .link, profile: profile) }

    /// All that verdicts depend on besides the records: another ibid may judge otherwise by the same weights.
    var stamp: String {
        "ibid \(ibidVersion), blocking \(Blocking.version), rules \(Comparator.version), weights \(weights.version), profile \(profile.rawValue)"
    }

    init(weights: WeightTable, profile: MatchingPolicy.Profile, isShipped: Bool) {
        self.weights = weights
        self.profile = profile
        self.isShipped = isShipped
    }

    /// - Throws: `Problem` of reach `run` where the catalog's table is gone or damaged.
    init(_ reader: CatalogReader) throws {
        self.init(
            weights: .shipped, profile: try reader.setting(.profile).flatMap { .init(rawValue: $0) } ?? .balanced,
            isShipped: true)
        guard let version = try reader.setting(.weights) else { return }
        isShipped = false
        func unreadable(_ what: String) -> Problem {
            Problem(
                "catalog: the table of weights \(version) cannot be read: \(what)", place: "catalog",
                kept: "records, clusters and decisions", remedy: "`ibid retrain --shipped`, or `ibid retrain`",
                reach: .run)
        }
        guard let body = try reader.weightTable(version) else { throw unreadable("it is not here") }
        do {
            weights = try WeightTable(text: String(decoding: try Blobs().plain(body), as: UTF8.self))
        } catch {
            throw unreadable((error as? Problem)?.what ?? "\(error)")
        }
        guard weights.version == version else { throw unreadable("its text is not the one that was stored") }
    }
}
