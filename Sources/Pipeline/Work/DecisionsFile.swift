internal import Catalog
internal import Formats
internal import Foundation
internal import Records

/// People's decisions as a file: CSV with the columns `a,b,ruling,decided,note`.
extension House {
    static let decisionColumns = ["a", "b", "ruling", "decided", "note"]
    /// Rows of one file that are read.
    static let mostDecisions = 1_000_000
    /// Bytes of a record key; longer ones are refused.
    private static let longestKey = 4096

    /// Every decision in force, also on records that are not here, by keys.
    public func decisionsCSV() throws -> [UInt8] {
        try reading { reader, _ in
            try reader.storedDecisions().reduce(into: CSVWriter.row(Self.decisionColumns)) { out, stored in
                let dated = stored.dated
                out += CSVWriter.row([
                    dated.decision.a.description, dated.decision.b.description, dated.decision.ruling.rawValue,
                    dated.decided.iso8601, dated.note ?? "",
                ])
            }
        }
    }

    /// Writes the decisions to a file; `-` is stdout.
    public func exportDecisions(to path: String) throws { try DedupOutcome.write(try decisionsCSV(), to: path) }

    /// What `importDecisions` did.
    public struct DecisionsReport: Sendable {
        public var outcome: ActionOutcome
        public var read = 0
        public var rejected = 0
        /// Decisions of which a record is not here; they apply when it comes.
        public var waiting = 0
    }

    /// Reads decisions; on each pair the newer holds. Importing a file twice changes nothing.
    ///
    /// A row that cannot be read is a problem of the report, and the others hold. A date that is missing is now, unless that
    /// ruling is here.
    ///
    /// - Throws: `Ending` where the file is no such table, or the catalog cannot be written.
    public func importDecisions(_ path: String) throws -> DecisionsReport {
        var (decisions, problems, read) = try Self.readDecisions(path)
        guard !decisions.isEmpty || problems.isEmpty else {
            throw Ending(.noUsableInput, problems.removeFirst(), others: problems)
        }
        let rejected = problems.count
        var waiting = 0
        let outcome = try act(.decisions, mayMakeCatalog: true) { action throws in
            action.problems = problems
            for (dated, place) in decisions {
                let known = action.decisions[dated.pair] ?? action.former[dated.pair]
                let ruling = dated.decision.ruling
                guard let decided = dated.decided ?? (known?.decision.ruling == ruling ? nil : action.at) else {
                    continue
                }
                let new = DatedDecision(dated.decision, decided: decided, note: dated.note)
                if let known, known.decision.ruling != ruling {
                    action.problems.append(Self.contradiction(known, new, place: place))
                }
                if known.map({ new.supersedes($0) }) ?? true { action.put(new) }
            }
            for dated in action.decisions.values {
                let keys = [dated.decision.a, dated.decision.b]
                if try action.writer.canonicalIds(ofRecords: keys).count < 2 { waiting += 1 }
            }
        }
        return DecisionsReport(outcome: outcome, read: read, rejected: rejected, waiting: waiting)
    }

    private static func contradiction(_ known: DatedDecision, _ new: DatedDecision, place: String) -> Problem {
        let kept = new.supersedes(known) ? new : known
        return Problem(
            "decisions: \(new.decision.a) and \(new.decision.b) are both the same and different", place: place,
            kept: "the newer, \(kept.decision.ruling.rawValue) of \(kept.decided.iso8601)",
            remedy: "`ibid review same` or `ibid review different` where it is wrong", reach: .field)
    }

    /// A row as read; nil where it says no time.
    struct DecisionRow {
        var decision: PersonDecision
        var decided: Timestamp?
        var note: String?
        var pair: RecordPair { RecordPair(decision.a, decision.b) }
    }

    private static func readDecisions(_ path: String) throws(Ending) -> (
        decisions: [(DecisionRow, place: String)], problems: [Problem], read: Int
    ) {
        var decisions: [(DecisionRow, place: String)] = []
        var problems: [Problem] = []
        var read = 0
        func place(_ row: CSVRow) -> String { "\(path):\(row.line)" }
        do {
            let reader = CSVReader(try openByteStream(path: path))
            let header = try reader.row()?.fields.map { $0.lowercased() } ?? []
            guard let a = header.firstIndex(of: "a"), let b = header.firstIndex(of: "b"),
                let ruling = header.firstIndex(of: "ruling")
            else {
                throw SyntaxError("no table of decisions: the header lacks a, b or ruling")
            }
            let (decided, note) = (header.firstIndex(of: "decided"), header.firstIndex(of: "note"))
            while let row = try reader.row() {
                read += 1
                guard read <= mostDecisions else { throw SyntaxError("more than \(mostDecisions) decisions") }
                func field(_ column: Int?) -> String? {
                    guard let column, column < row.fields.count, !row.fields[column].isEmpty else { return nil }
                    return row.fields[column]
                }
                do throws(Problem) {
                    decisions.append(
                        (
                            try decision(
                                field(a), field(b), field(ruling), field(decided), field(note), at: place(row)),
                            place(row)
                        ))
                } catch {
                    problems.append(error)
                }
            }
        } catch {
            let what = (error as? SyntaxError)?.what ?? error.localizedDescription
            problems.append(
                Problem(
                    "decisions: \(what)", place: path, kept: decisions.isEmpty ? nil : "\(decisions.count) before it",
                    remedy: "give a file that `ibid decisions export` wrote", reach: .source))
        }
        return (decisions, problems, read)
    }

    private static func decision(
        _ a: String?, _ b: String?, _ ruling: String?, _ decided: String?, _ note: String?, at place: String
    ) throws(Problem) -> DecisionRow {
        func problem(_ what: String, _ remedy: String) -> Problem {
            Problem("decisions: \(what)", place: place, kept: "the other rows", remedy: remedy, reach: .record)
        }
        func key(_ text: String?) throws(Problem) -> RecordKey {
            let text = text ?? ""
            guard text.utf8.count <= longestKey, let colon = text.firstIndex(of: ":"), colon != text.startIndex,
                text.index(after: colon) != text.endIndex
            else { throw problem("\"\(text.prefix(100))\" is no record key", "write it as source:key") }
            return RecordKey(source: String(text[..<colon]), key: String(text[text.index(after: colon)...]))
        }
        let (x, y) = (try key(a), try key(b))
        guard x != y else { throw problem("\(x) is paired with itself", "name two records") }
        guard let ruled = ruling.flatMap({ PersonDecision.Ruling(rawValue: $0.lowercased()) }) else {
            throw problem("\"\((ruling ?? "").prefix(100))\" is no ruling", "write same or different")
        }
        var time: Timestamp?
        if let decided {
            time = Timestamp(iso8601: decided)
            guard time != nil else {
                throw problem(
                    "\"\(decided.prefix(100))\" is no time", "write it as 2026-11-21T10:00:00Z, or leave it empty")
            }
        }
        return DecisionRow(
            decision: PersonDecision(x, y, ruled), decided: time, note: note.map { String($0.prefix(2000)) })
    }
}
