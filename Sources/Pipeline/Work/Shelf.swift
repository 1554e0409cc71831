internal import Catalog
internal import Export
internal import Fetchers
internal import Formats
internal import Foundation
internal import Normalizer
public import Records
internal import Transfer

/// Looking into the catalog.
extension House {
    func unknown(_ text: String) -> Ending {
        Ending(
            .noUsableInput,
            Problem(
                "\"\(text)\" is not in the catalog", place: places.catalog,
                remedy: "find it with `ibid search WORDS`, or bring it in with `ibid import` or `ibid harvest`",
                reach: .record))
    }

    /// Runs a reading and turns problems into endings.
    func reading<T>(_ body: (CatalogReader, Blobs) throws -> T) throws -> T {
        let blobs = Blobs()
        let catalog = try openCatalog(.readOnly)
        do throws(Problem) {
            return try catalog.read { try body($0, blobs) }
        } catch {
            throw Ending(.cannotWrite, error)
        }
    }

    /// The canonical id that a person means by a number, an identifier, a record key or a citation key; nil where it is not
    /// here.
    func find(_ text: String, _ reader: CatalogReader) throws -> Int64? {
        if let number = Int64(text), let id = try reader.canonicalId(following: number) { return id }
        if let member = try member(text, reader) { return member.canonicalId }
        return try reader.canonicalId(withCitationKey: text)
    }

    func member(_ text: String, _ reader: CatalogReader) throws -> StoredMember? {
        if let colon = text.firstIndex(of: ":") {
            let key = RecordKey(source: String(text[..<colon]), key: String(text[text.index(after: colon)...]))
            if let member = try reader.member(key) { return member }
        }
        guard let identifier = Self.identifier(text) else { return nil }
        return try reader.members(with: identifier).first
    }

    /// Lines about one canonical record: what it is, its members, its study; with provenance where asked.
    public func describe(_ text: String, provenance: Bool) throws -> [String] {
        let lines: [String]? = try reading { reader, blobs in
            guard let id = try find(text, reader), let stored = try reader.canonical(id) else { return nil }
            let canonical = try blobs.canonical(stored)
            var lines = [
                "canonical           \(id), merged from \(canonical.members.map(\.description).joined(separator: ", "))"
            ]
            if let key = try reader.citationKey(of: id) { lines.append("citation key        \(key)") }
            let family = try reader.studyMembers(stored.studyId).filter { $0 != id }
            lines.append(
                "study               \(stored.studyId)"
                    + (family.isEmpty ? "" : ", with canonical \(family.map(String.init).joined(separator: ", "))"))
            return lines + (provenance ? Description.provenance(canonical) : Description.lines(canonical))
        }
        guard let lines else { throw unknown(text) }
        return lines
    }

    /// The canonical record as one JSON object.
    public func recordJSON(_ text: String) throws -> [UInt8] {
        let json: [UInt8]? = try reading { reader, blobs in
            guard let id = try find(text, reader), let stored = try reader.canonical(id) else { return nil }
            var writer = JSONWriter()
            RecordJSON.write(try blobs.canonical(stored), to: &writer)
            writer.newline()
            return writer.bytes
        }
        guard let json else { throw unknown(text) }
        return json
    }

    /// What each source said of a canonical record, all versions, as received.
    public func rawRecords(of text: String) throws -> [[UInt8]] {
        let bodies: [[UInt8]]? = try reading { reader, blobs in
            guard let id = try find(text, reader) else { return nil }
            return try reader.members(of: id).flatMap {
                try reader.sourceBodies(of: $0.key).map { try blobs.plain($0) }
            }
        }
        guard let bodies else { throw unknown(text) }
        return bodies
    }

    /// Canonical ids that words find, best first; an ORCID finds an author's works, an ISSN a journal's.
    func find(_ words: String, limit: Int, in reader: CatalogReader) throws -> [Int64] {
        if let orcid = IdentifierParser.orcid(words) {
            return Array(try reader.canonicalIds(ofAuthor: orcid).prefix(limit))
        }
        if words.contains("-"), let issn = IdentifierParser.issn(words) {
            return Array(try reader.canonicalIds(inJournal: issn).prefix(limit))
        }
        return try reader.search(words, limit: limit)
    }

    /// Writes what words find, best first.
    ///
    /// - Returns: Records found.
    public func search(
        _ words: String, limit: Int, writing: Writing, numbered: Bool, write: ([UInt8]) -> Void
    ) throws -> Int {
        let format = try format(writing, output: nil)
        var exporter = Exporter(format: format, choices: try choices(writing))
        return try reading { reader, blobs in
            let ids = try find(words, limit: limit, in: reader)
            write(exporter.head())
            for id in ids {
                guard let stored = try reader.canonical(id) else { continue }
                // Looking gives no keys: those that are given are shown, the others hold for this output.
                let key = format.hasCitationKeys ? try reader.citationKey(of: id) : nil
                let entry = exporter.entry(try blobs.canonical(stored), key: key)
                write(numbered ? Array("\(id)\t".utf8) + entry : entry)
            }
            write(exporter.tail())
            return ids.count
        }
    }

    public func stats() throws -> [(name: String, value: Int)] { try reading { reader, _ in try reader.counts() } }

    /// Counts as one JSON object.
    public static func json(_ counts: [(name: String, value: Int)]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in counts { writer.member(name, value) }
        writer.endObject()
        return writer.bytes
    }

    /// One line a past run, newest first.
    public func runs(limit: Int, json: Bool) throws -> [String] {
        try reading { reader, _ in
            try reader.runs(limit: limit).map { run in
                json
                    ? run.report
                    : "\(run.id)\t\(run.kind)\t\(run.started.iso8601)\t\(run.finished.seconds - run.started.seconds) s\t\(run.report)"
            }
        }
    }

    public func problemsOfLastRun() throws -> [Problem] {
        try reading { reader, _ in
            guard let run = try reader.runs(limit: 1).first else { return [] }
            return try reader.problems(ofRun: run.id)
        }
    }

    /// What is wrong with the catalog; empty where it is sound.
    public func check() throws -> [Problem] {
        try reading { reader, blobs in
            var problems = try reader.check(path: places.catalog)
            do { _ = try CatalogMatching(reader) } catch let problem as Problem { problems.append(problem) }
            try reader.forEachCanonical { stored in
                do throws(Problem) { _ = try blobs.canonical(stored) } catch {
                    if problems.count < 100 { problems.append(error) }
                }
            }
            return problems
        }
    }

    /// Prints the whole content as JSON Lines. `canonical` leaves out numbers, run times and history.
    public func dump(canonical: Bool, write: ([UInt8]) -> Void) throws {
        try reading { reader, blobs in
            var writer = JSONWriter()
            func flush() {
                writer.newline()
                write(writer.bytes)
                writer.removeAll()
            }
            func begin(_ kind: String) {
                writer.beginObject()
                writer.member("kind", kind)
            }
            try reader.forEachCanonicalByMember { stored in
                begin("canonical")
                writer.key("record")
                RecordJSON.write(try blobs.canonical(stored), withID: !canonical, to: &writer)
                writer.endObject()
                flush()
            }
            if !canonical {
                try reader.forEachCitationKey { key, id, standsForStudy in
                    begin("citationKey")
                    writer.member("key", key)
                    writer.member("id", Int(id))
                    writer.key("standsForStudy")
                    writer.bool(standsForStudy)
                    writer.endObject()
                    flush()
                }
            }
            for decision in try reader.decisions() {
                begin("decision")
                writer.member("a", decision.a.description)
                writer.member("b", decision.b.description)
                writer.member("ruling", decision.ruling.rawValue)
                writer.endObject()
                flush()
            }
            try reader.forEachSourceRecord { key, hash, updated, isCurrent, isDeleted in
                begin("sourceRecord")
                writer.member("record", key.description)
                writer.member("contentHash", hash)
                writer.member("updated", updated?.iso8601)
                writer.key("isCurrent")
                writer.bool(isCurrent)
                if isDeleted {
                    writer.key("isDeleted")
                    writer.bool(true)
                }
                writer.endObject()
                flush()
            }
            try reader.forEachStudyGroup { members in
                begin("study")
                writer.member("members", members)
                writer.endObject()
                flush()
            }
            try reader.forEachUnsurePair { a, b, weight in
                begin("unsurePair")
                writer.member("a", a.description)
                writer.member("b", b.description)
                writer.key("matchWeightBits")
                writer.double((weight.bits * 1000).rounded() / 1000)
                writer.endObject()
                flush()
            }
            if !canonical {
                for run in try reader.runs(limit: .max) {
                    begin("run")
                    writer.member("started", run.started.iso8601)
                    writer.key("report")
                    writer.raw(Array(run.report.utf8))
                    writer.endObject()
                    flush()
                }
                try reader.forEachHistoryEntry { entry in
                    begin("history")
                    let decisions = entry.isAction ? try reader.decisions(ofAction: entry.id) : []
                    Self.write(entry, decisions, to: &writer)
                    writer.endObject()
                    flush()
                }
            }
        }
    }
}
