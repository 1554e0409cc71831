internal import Catalog
internal import Formats
public import Records

/// What a person's action led to.
public struct ActionOutcome: Sendable {
    /// Its number in the history; nil where there was nothing to do.
    public var number: Int64?
    /// `merge`, `split`, `review` …
    public var kind: String
    /// Ids of the canonical records that it is about, before and after; ascending.
    public var before: [Int64] = []
    public var after: [Int64] = []
    /// Decisions written or taken back.
    public var decisions = 0
    /// The action that was taken back.
    public var undoes: Int64?
    /// Canonical id of the records that were named; several where they are not one.
    public var named: [Int64] = []
    public var problems: [Problem] = []

    /// One JSON object.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("number", number.map(Int.init))
        writer.member("kind", kind)
        writer.member("undoes", undoes.map(Int.init))
        for (name, ids) in [("before", before), ("after", after), ("named", named)] {
            writer.key(name)
            writer.beginArray()
            for id in ids { writer.int(Int(id)) }
            writer.endArray()
        }
        writer.member("decisions", decisions)
        writer.member("problems", problems.count)
        writer.endObject()
        return writer.bytes
    }
}

/// What a person names on the command line: one source's record, or a whole canonical record.
///
/// A record key, `crossref:10.1172/jci125534`, means that record. A canonical id, or an identifier, means the canonical
/// record that `show` shows for it: where a decision needs two records, it is taken between the first of each by source and
/// key, where it must hold for the wholes, between all.
struct Named {
    var canonicalId: Int64
    /// By source and key; never empty.
    var records: [RecordKey]
    /// All records of the canonical record.
    var companions: [RecordKey]
    var isRecord: Bool
}

extension House {
    func named(_ text: String, in reader: CatalogReader) throws -> Named {
        if let id = Int64(text), let canonicalId = try reader.canonicalId(following: id) {
            let members = try reader.members(of: canonicalId).map(\.key)
            if !members.isEmpty {
                return Named(canonicalId: canonicalId, records: members, companions: members, isRecord: false)
            }
        }
        guard let member = try member(text, reader) else { throw unknown(text) }
        let members = try reader.members(of: member.canonicalId).map(\.key)
        let isRecord = text == member.key.description
        return Named(
            canonicalId: member.canonicalId, records: isRecord ? [member.key] : members, companions: members,
            isRecord: isRecord)
    }

    /// Joins canonical records.
    ///
    /// `same` between the first record of each, and in place of every `different` that parts the records of one from those of
    /// another.
    ///
    /// - Throws: `Ending` where one is not here, or the catalog cannot be written.
    public func merge(_ texts: [String], note: String? = nil) throws -> ActionOutcome {
        try act(.merge) { action throws in
            let named = try texts.map { try self.named($0, in: action.writer.reader) }
            action.regard(named.flatMap(\.records))
            for (place, one) in named.enumerated() {
                for other in named[..<place] where other.canonicalId != one.canonicalId {
                    action.joinWholes(one, other, note)
                }
                if let first = named.first, first.canonicalId != one.canonicalId,
                    !named[..<place].contains(where: { $0.canonicalId == one.canonicalId })
                {
                    action.decide(first.records[0], one.records[0], .same, note)
                }
            }
        }
    }

    /// Says of two records that they are one, or are not.
    ///
    /// `same` does what `merge` does; `different` is said of every record that A names and every one that B names.
    public func review(_ a: String, _ b: String, _ ruling: PersonDecision.Ruling, note: String? = nil) throws
        -> ActionOutcome
    {
        try act(.review) { action throws in
            let (x, y) = (try named(a, in: action.writer.reader), try named(b, in: action.writer.reader))
            action.regard(x.records + y.records)
            if x.records == y.records || (x.canonicalId == y.canonicalId && !(x.isRecord && y.isRecord)) {
                if ruling == .same { return }
                throw Ending(
                    .usage,
                    Problem(
                        "\"\(a)\" and \"\(b)\" are canonical record \(x.canonicalId)", place: "command line",
                        remedy: "name records of it as source:key, or `ibid split \(x.canonicalId) KEY`", reach: .record
                    ))
            }
            switch ruling {
            case .same:
                if x.canonicalId != y.canonicalId { action.joinWholes(x, y, note) }
                action.decide(x.records[0], y.records[0], .same, note)
            case .different:
                for one in x.records { for other in y.records { action.decide(one, other, .different, note) } }
            }
        }
    }

    /// Takes records out of a canonical record, together.
    ///
    /// `different` between each of them and each that stays, `same` among them. Where those that stay would fall apart without
    /// them, `same` among these, too.
    ///
    /// - Parameter keys: Record keys, or identifiers of members.
    public func split(_ text: String, _ keys: [String], note: String? = nil) throws -> ActionOutcome {
        try act(.split) { action throws in
            let reader = action.writer.reader
            let whole = try named(text, in: reader)
            var leaving: Set<RecordKey> = []
            for key in keys {
                let found = try members(key, of: whole.companions, in: reader)
                guard !found.isEmpty else {
                    throw Ending(
                        .noUsableInput,
                        Problem(
                            "\"\(key)\" is no record of canonical record \(whole.canonicalId)", place: places.catalog,
                            remedy: "`ibid show \(whole.canonicalId)` lists its records", reach: .record))
                }
                leaving.formUnion(found)
            }
            let staying = whole.companions.filter { !leaving.contains($0) }
            guard !staying.isEmpty else {
                throw Ending(
                    .usage,
                    Problem(
                        "no record would stay in canonical record \(whole.canonicalId)", place: "command line",
                        remedy: "leave out at least one record that `ibid show \(whole.canonicalId)` lists",
                        reach: .record))
            }
            action.regard(leaving.sorted())
            for one in leaving { for other in staying { action.decide(one, other, .different, note) } }
            action.tie(leaving.sorted(), note)
            action.staying = staying
            action.note = note
        }
    }

    private func members(_ text: String, of keys: [RecordKey], in reader: CatalogReader) throws -> [RecordKey] {
        if let key = keys.first(where: { $0.description == text }) { return [key] }
        guard let identifier = Self.identifier(text) else { return [] }
        let bearers = Set(try reader.members(with: identifier).map(\.key))
        return keys.filter(bearers.contains)
    }

    /// Takes back an action, or brings back one that was taken back where `number` is that of an `undo`.
    ///
    /// On each pair, what the last action says that is not taken back holds again: also where it came after the one that is.
    ///
    /// - Parameter number: That of the history; nil takes the last action that is not taken back.
    public func undo(_ number: Int64?) throws -> ActionOutcome {
        try act(.undo) { action throws in
            let reader = action.writer.reader
            guard let entry = try number.map(reader.historyEntry) ?? reader.lastAction(),
                entry.undoneBy == nil, entry.isAction || (entry.isPerson && entry.kind == .undo)
            else {
                throw Ending(
                    .usage,
                    Problem(
                        number.map { "number \($0) of the history is no action that can be taken back" }
                            ?? "there is no action to take back", place: "command line",
                        remedy: "`ibid history` lists the actions", reach: .record))
            }
            action.takesBack = entry
        }
    }
}
