internal import DedupEngine
internal import Export
internal import Foundation
internal import Records

/// Which record of each cluster is kept, and what each of the others is a duplicate of.
///
/// Kept is the record whose values a merge asks for first: of the most trusted source, as `trust` orders them, of its records
/// the one it touched last, then the one with the smaller source and key; of equal ones the first of the input.
struct DedupRemoval: Sendable {
    /// For each record, the place of the one that is kept: its own where it stays.
    private(set) var kept: [Int]
    /// For each record of a cluster of several, its best match within the cluster.
    private var links: [Int: Link] = [:]

    private struct Link {
        var other: Int
        var bits: Double
    }

    init(clusters: [[Int]], records: [Record], pairs: [ScoredPair], survivorship: Survivorship) {
        kept = Array(records.indices)
        var cluster = Array(repeating: -1, count: records.count)
        for (number, members) in clusters.enumerated() where members.count > 1 {
            let leader = members[survivorship.leader(of: members.map { records[$0] })]
            for member in members {
                kept[member] = leader
                cluster[member] = number
            }
        }
        // Pairs ascend: of equal matches the first of the input is named.
        for scored in pairs where scored.verdict == .same {
            let (a, b) = (Int(scored.pair.a), Int(scored.pair.b))
            guard cluster[a] >= 0, cluster[a] == cluster[b] else { continue }
            for (one, other) in [(a, b), (b, a)] where scored.weight.bits > links[one]?.bits ?? -.infinity {
                links[one] = Link(other: other, bits: scored.weight.bits)
            }
        }
    }

    /// Calls `body` with every record that is removed, in the order of the input.
    func forEach(_ records: [Record], _ body: (RemovedRecord) -> Void) {
        for (place, keeper) in kept.enumerated() where keeper != place {
            let link = links[place]
            body(
                RemovedRecord(
                    record: records[place], kept: records[keeper].key, link: link.map { records[$0.other].key },
                    bits: link?.bits))
        }
    }
}

extension DedupOutcome {
    /// Writes the records that were folded into others in the format that the file's ending names.
    public func writeRemoved(to path: String, _ house: House, _ writing: Writing = Writing()) throws(Ending) {
        var exporter = Exporter(
            format: try house.format(writing, output: path), listsRemoved: true, choices: try house.choices(writing))
        var out = exporter.head()
        removal?.forEach(records) { out += exporter.entry($0) }
        try Self.write(out + exporter.tail(), to: path)
    }

    static func format(of path: String) throws(Ending) -> ExportFormat {
        if let format = ExportFormat(fileExtension: (path as NSString).pathExtension) { return format }
        throw Ending(
            .usage,
            Problem(
                "\"\(path)\" has no ending that names a format", place: "command line",
                remedy:
                    "end it with .ris, .bib, .json, .jsonl, .csv, .nbib, .xml, .md or .txt, or name the format with --format",
                reach: .run))
    }

    /// - Throws: `Ending` where the file's ending names no format: before any work is done.
    public static func checkEnding(of path: String?) throws(Ending) {
        if let path { _ = try format(of: path) }
    }
}
