internal import Catalog
internal import Formats
internal import Records

/// What waits for a person, and what happened.
extension House {
    /// Pairs that wait for a person, the likeliest first: three lines each, or with `json` one object.
    public func pairsToReview(limit: Int, json: Bool) throws -> [String] {
        try reading { reader, blobs in
            try reader.pairsToReview(limit: limit).flatMap { pair in
                let sides = [pair.a, pair.b]
                let records = try sides.map { try blobs.record($0.body) }
                guard json else {
                    let tenths = (pair.weight.bits * 10).rounded() / 10
                    return ["\(tenths >= 0 ? "+" : "")\(tenths) bits"]
                        + zip(sides, records).map { "  \($0.canonicalId)\t\($0.key)\t\(Description.line($1))" }
                }
                var writer = JSONWriter()
                writer.beginObject()
                for (name, (side, record)) in zip(["a", "b"], zip(sides, records)) {
                    writer.key(name)
                    writer.beginObject()
                    writer.member("record", side.key.description)
                    writer.member("canonical", Int(side.canonicalId))
                    writer.member("title", record.title)
                    writer.member("author", record.authors.first?.name.sortForm)
                    writer.member("year", record.year)
                    writer.member("container", record.container.title)
                    writer.endObject()
                }
                writer.key("matchWeightBits")
                writer.double((pair.weight.bits * 1000).rounded() / 1000)
                writer.endObject()
                return [String(decoding: writer.bytes, as: UTF8.self)]
            }
        }
    }

    /// What changed, newest first: a line each, or with `json` an object.
    ///
    /// - Parameter text: Only what befell this canonical record, and those that went into it; nil for all.
    public func history(of text: String?, limit: Int, json: Bool) throws -> [String] {
        let lines: [String]? = try reading { reader, _ in
            var wanted: [Int64]?
            if let text {
                guard let id = try find(text, reader) else { return nil }
                wanted = Set(try reader.idsLeading(to: id) + [Int64(text)].compactMap { $0 }).sorted()
            }
            return try reader.history(limit: limit, of: wanted).map { entry in
                let decisions = entry.isPerson ? try reader.decisions(ofAction: entry.undoes ?? entry.id) : []
                return json ? Self.json(entry, decisions) : Self.line(entry, decisions)
            }
        }
        guard let lines else { throw unknown(text ?? "") }
        return lines
    }

    private static func line(_ entry: HistoryEntry, _ decisions: [DatedDecision]) -> String {
        func list(_ ids: [Int64]) -> String {
            ids.prefix(20).map(String.init).joined(separator: " ") + (ids.count > 20 ? " …" : "")
        }
        let who = entry.isPerson ? "person" : entry.runId.map { "run \($0)" } ?? "engine"
        var what = entry.kind.rawValue
        if let undoes = entry.undoes { what += " \(undoes)" }
        if entry.kind == .review, let ruling = decisions.first?.decision.ruling { what += " \(ruling.rawValue)" }
        if let undo = entry.undoneBy { what += " (taken back by \(undo))" }
        let change =
            entry.before == entry.after ? list(entry.after) : "\(list(entry.before)) \u{2192} \(list(entry.after))"
        let told = decisions.prefix(3).map { "\($0.decision.a) \($0.decision.ruling.rawValue) \($0.decision.b)" }
        return [
            "\(entry.id)", entry.at.iso8601, who, what, change,
            told.joined(separator: ", ") + (decisions.count > 3 ? ", … (\(decisions.count))" : ""),
        ].joined(separator: "\t")
    }

    private static func json(_ entry: HistoryEntry, _ decisions: [DatedDecision]) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        write(entry, decisions, to: &writer)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The members of an entry's JSON object.
    static func write(_ entry: HistoryEntry, _ decisions: [DatedDecision], to writer: inout JSONWriter) {
        writer.member("number", Int(entry.id))
        writer.member("when", entry.at.iso8601)
        writer.member("who", entry.isPerson ? "person" : "engine")
        writer.member("run", entry.runId.map(Int.init))
        writer.member("what", entry.kind.rawValue)
        for (name, ids) in [("before", entry.before), ("after", entry.after)] {
            writer.key(name)
            writer.beginArray()
            for id in ids { writer.int(Int(id)) }
            writer.endArray()
        }
        writer.member("undoes", entry.undoes.map(Int.init))
        writer.member("undoneBy", entry.undoneBy.map(Int.init))
        if entry.isPerson {
            writer.key("decisions")
            writer.beginArray()
            for dated in decisions {
                writer.beginObject()
                writer.member("a", dated.decision.a.description)
                writer.member("b", dated.decision.b.description)
                writer.member("ruling", dated.decision.ruling.rawValue)
                writer.member("decided", dated.decided.iso8601)
                writer.member("note", dated.note)
                writer.endObject()
            }
            writer.endArray()
        }
    }
}
