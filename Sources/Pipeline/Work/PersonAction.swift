internal import Catalog
internal import Records

/// A person's action under way: what is decided, within one transaction.
final class PersonAction {
    let writer: CatalogWriter
    let at: Timestamp
    /// What is to be written, by pair.
    private(set) var decisions: [RecordPair: DatedDecision] = [:]
    /// Records that the action names.
    private(set) var named: [RecordKey] = []
    /// Records that are to stay one, although others leave.
    var staying: [RecordKey] = []
    var note: String?
    /// The action that is taken back, or the `undo` that is.
    var takesBack: HistoryEntry?
    var problems: [Problem] = []
    let former: [RecordPair: DatedDecision]

    init(writer: CatalogWriter, at: Timestamp) throws {
        self.writer = writer
        self.at = at
        former = Dictionary(
            try writer.reader.storedDecisions().map { ($0.dated.pair, $0.dated) }, uniquingKeysWith: { $1 })
    }

    func regard(_ keys: [RecordKey]) { named += keys }

    /// Decides on a pair, now; nothing where that is decided already.
    func decide(_ a: RecordKey, _ b: RecordKey, _ ruling: PersonDecision.Ruling, _ note: String?) {
        let pair = RecordPair(a, b)
        if a == b || (former[pair]?.decision.ruling == ruling && decisions[pair] == nil) { return }
        decisions[pair] = DatedDecision(PersonDecision(a, b, ruling), decided: at, note: note)
    }

    /// A decision that is not made now, over one on the same pair.
    func put(_ dated: DatedDecision) { decisions[dated.pair] = dated }

    /// `same` from each to the next.
    func tie(_ keys: [RecordKey], _ note: String?) {
        for (a, b) in zip(keys, keys.dropFirst()) { decide(a, b, .same, note) }
    }

    /// Says `same` wherever somebody said `different` of a record of the one and a record of the other.
    func joinWholes(_ one: Named, _ other: Named, _ note: String?) {
        for a in one.companions {
            for b in other.companions where former[RecordPair(a, b)]?.decision.ruling == .different {
                decide(a, b, .same, note)
            }
        }
    }
}

extension House {
    /// Runs an action: writes what it decides, deduplicates what that touches, and writes the history. One transaction.
    ///
    /// Where nothing is decided that was not before, nothing is written.
    func act(_ kind: HistoryEntry.Kind, mayMakeCatalog: Bool = false, _ body: (PersonAction) throws -> Void) throws
        -> ActionOutcome
    {
        if !mayMakeCatalog { _ = try openCatalog(.readOnly) }
        let catalog = try openCatalog(.readWrite)
        var ending: Ending?
        do throws(Problem) {
            return try catalog.write { writer in
                let action = try PersonAction(writer: writer, at: Self.now())
                do {
                    try body(action)
                    return try self.carryOut(action, as: kind)
                } catch let error as Ending {
                    ending = error
                    throw error.problem
                }
            }
        } catch {
            throw ending ?? Ending(CatalogFile.isLocked(error) ? .tryAgainLater : .cannotWrite, error)
        }
    }

    private func carryOut(_ action: PersonAction, as kind: HistoryEntry.Kind) throws -> ActionOutcome {
        let writer = action.writer
        let target = action.takesBack
        let kind: HistoryEntry.Kind = target?.kind == .undo ? .redo : kind
        var outcome = ActionOutcome(kind: kind.rawValue, problems: action.problems)
        guard !action.decisions.isEmpty || target != nil else {
            outcome.named = Set(try writer.canonicalIds(ofRecords: action.named).values).sorted()
            return outcome
        }
        let number = try writer.beginAction(kind, at: action.at, undoes: target.map { $0.undoes ?? $0.id })
        var changed = action.decisions.values.sorted { $0.pair < $1.pair }
        var account = DedupStage.Account(at: action.at)
        if let target {
            // The action whose decisions go or come back: of an `undo`, the one that it took back.
            let source = target.undoes ?? target.id
            try writer.setUndone(target.id, by: number)
            if target.undoes != nil { try writer.setUndone(source, by: nil) }
            changed = try writer.reader.decisions(ofAction: source)
            try writer.restoreDecisions(of: source)
            account.wanted = try writer.formerIds(beforeAction: target.id)
            outcome.undoes = source
        } else {
            try writer.putDecisions(changed, action: number)
        }
        let endpoints = Set(changed.flatMap { [$0.decision.a, $0.decision.b] })
        let beforeIds = try writer.canonicalIds(ofRecords: endpoints)
        var formerIds: [Int64: Int64] = [:]
        func deduplicate() throws {
            let now = try writer.reader.storedDecisions().map(\.dated)
            let reach = Rulings.reach(of: changed, among: Array(action.former.values) + now)
            let touched = try writer.canonicalIds(ofRecords: reach).keys
            account.acting.formUnion(try writer.markPending(touched))
            var stage = try DedupStage(writer: writer, jobs: 1, merger: merger, account: account)
            let pass = try stage.run()
            formerIds.merge(pass.formerIds) { first, _ in first }
            outcome.problems += pass.problems.filter { !outcome.problems.contains($0) }
        }
        try deduplicate()
        // Those that stay may have been one by those alone that left.
        let parts = Dictionary(
            grouping: try writer.canonicalIds(ofRecords: action.staying).sorted { $0.key < $1.key }, by: \.value)
        if parts.count > 1 {
            let keys = Dictionary(
                try action.staying.compactMap { key in try writer.reader.member(key).map { ($0.id, key) } },
                uniquingKeysWith: { $1 })
            let heads = parts.values.compactMap(\.first?.key).sorted().compactMap { keys[$0] }
            let known = Set(action.decisions.keys)
            action.tie(heads, action.note)
            let more = action.decisions.filter { !known.contains($0.key) }.values.sorted { $0.pair < $1.pair }
            try writer.putDecisions(more, action: number)
            changed += more
            // The id goes by the parts as they are meant, not as they fell apart.
            account.wanted = formerIds
            try deduplicate()
        }
        outcome.number = number
        outcome.decisions = changed.count
        outcome.before = Set(Array(beforeIds.values) + formerIds.values).sorted()
        outcome.after = Set(
            try writer.canonicalIds(of: Set(Array(beforeIds.keys) + formerIds.keys).sorted()).values
        ).sorted()
        outcome.named = Set(try writer.canonicalIds(ofRecords: action.named).values).sorted()
        try writer.finishAction(number, before: outcome.before, after: outcome.after, former: formerIds)
        return outcome
    }
}
