internal import Export
internal import Fetchers
internal import Formats
internal import Foundation
public import Records
internal import Transfer

/// What one file is and holds.
public struct Inspection: Sendable {
    public var file: String
    public var format: String
    public var encoding: String
    public var records = 0
    /// Records by their source: `crossref`, or the format that a file's records are in.
    public var sources: [String: Int] = [:]
    public var problemCount = 0
    public var rejects = 0
    /// Why nothing of the file can be used; nil where something can.
    public var error: String?
    /// The first problems.
    public var problems: [Problem] = []

    mutating func add(_ problem: Problem) {
        problemCount += 1
        if problems.count < 100 { problems.append(problem) }
    }

    public var line: String {
        "\(file): \(format), \(encoding), \(records) records\(ofSources), \(problemCount) problems, \(rejects) rejects"
            + (error.map { "; \($0)" } ?? "")
    }

    /// ` of endnote-xml`, ` of crossref 12, doi 3`; empty where the format tells as much.
    private var ofSources: String {
        let names = sources.keys.sorted()
        if names.isEmpty || names == [format] || names == [FileSource.table.rawValue] { return "" }
        return " of "
            + (names.count == 1 ? names[0] : names.map { "\($0) \(sources[$0, default: 0])" }.joined(separator: ", "))
    }

    /// One JSON object and a newline.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("file", file)
        writer.member("format", format)
        writer.member("encoding", encoding)
        writer.member("records", records)
        writer.key("sources")
        writer.beginObject()
        for (source, count) in sources.sorted(by: { $0.key < $1.key }) { writer.member(source, count) }
        writer.endObject()
        writer.member("problems", problemCount)
        writer.member("rejects", rejects)
        writer.key("error")
        if let error { writer.string(error) } else { writer.null() }
        writer.endObject()
        writer.newline()
        return writer.bytes
    }
}

extension House {
    /// Reads files as `import` would, one after another.
    ///
    /// - Parameters:
    ///   - arguments: Files, folders, patterns; `-` is stdin.
    ///   - rejectsFile: Where records go that cannot be used; nil lets them be.
    ///   - records: Handed one JSON object a line for each record; nil prints none.
    ///   - take: Handed what each file is, in order.
    /// - Throws: `Ending` where the rejects cannot be written.
    public func inspect(
        _ arguments: [String], as hint: IntakeHint, rejectsFile: String? = nil, records: (([UInt8]) -> Void)?,
        take: (Inspection) -> Void
    ) throws {
        let rejects = try RejectsFile(path: rejectsFile)
        let (paths, problems) = InputFiles.expand(arguments)
        for problem in problems {
            var inspection = Inspection(file: problem.place, format: "unknown", encoding: "unknown")
            inspection.error = problem.what
            inspection.add(problem)
            take(inspection)
        }
        for path in paths { take(try inspect(path, as: hint, rejects: rejects, records: records)) }
        try rejects?.finish()
    }

    /// Reads a file as `import` would, or, where the source is named, as that source's reply.
    ///
    /// - Parameter records: Handed one JSON object a line for each record; nil prints none.
    func inspect(
        _ path: String, as hint: IntakeHint, rejects: RejectsFile?, records: (([UInt8]) -> Void)?
    ) throws(Ending) -> Inspection {
        var inspection = Inspection(file: path, format: "unknown", encoding: "unknown")
        let preparer = Preparer()
        // Counted apart: `inspection` is lent to the reading that hands records over.
        var count = 0
        var sources: [String: Int] = [:]
        func hand(_ record: Record) {
            count += 1
            // A table may name any number of them.
            if sources.count < 100 || sources[record.key.source] != nil { sources[record.key.source, default: 0] += 1 }
            guard let records else { return }
            var writer = JSONWriter()
            RecordJSON.write(record, to: &writer)
            writer.newline()
            records(writer.bytes)
        }
        do {
            let intake = try FileIntake(path: path, as: hint, namesRows: true)
            inspection.format = intake.shape.title
            inspection.encoding = intake.encoding
            if let source = hint.source, !intake.shape.isTable,
                try inspectReply(path, source, preparer, &inspection, hand)
            {
                inspection.records = count
                inspection.sources = sources
                if count == 0, inspection.rejects > 0 {
                    inspection.error = inspection.error ?? inspection.problems.first?.what
                }
                if count == 0, inspection.problemCount == 0 {
                    inspection.add(
                        Problem(
                            "\(source.card.id): the reply lists no records: nothing was found", place: path,
                            remedy: "ask for something else", reach: .record))
                }
                return inspection
            }
            while let portion = try intake.next() {
                let outcome = preparer.read(portion, path: path, as: hint) { _, _, record in record }
                for record in outcome.items { hand(record) }
                for problem in outcome.problems { inspection.add(problem) }
                inspection.rejects += outcome.rejected
                try rejects?.write(outcome.rejects)
            }
        } catch let ending as Ending {
            throw ending
        } catch let problem as Problem {
            inspection.error = problem.what
            inspection.add(problem)
        } catch {
            inspection.error = "\(error)"
        }
        inspection.records = count
        inspection.sources = sources
        if count == 0, inspection.error == nil {
            inspection.error = inspection.problems.first?.what ?? "no records"
        }
        return inspection
    }

    /// Reads the file as one reply of the source.
    ///
    /// - Returns: False where it is no single reply (JSON Lines, a large file): it is then read record by record.
    private func inspectReply(
        _ path: String, _ source: any Source, _ preparer: Preparer, _ inspection: inout Inspection,
        _ hand: (Record) -> Void
    ) throws -> Bool {
        guard let data = FileManager.default.contents(atPath: path), data.count < 64 << 20 else { return false }
        let body = [UInt8](data)
        var isList = false
        if let first = body.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            guard let kind = try? preparer.reader.json.parse(body, { $0.kind }) else { return false }
            isList = kind == .array
        }
        do throws(Problem) {
            let page = try source.page(from: Reply(to: Request(path), status: 200, body: body))
            for problem in page.problems { inspection.add(problem) }
            for raw in page.records {
                do throws(Problem) {
                    let said = try preparer.reader.read(raw, of: source)
                    let (record, problems) = preparer.normalize(said)
                    for problem in problems { inspection.add(problem) }
                    hand(record)
                } catch {
                    inspection.rejects += 1
                    inspection.add(error)
                }
            }
        } catch {
            // A bare list of records is no reply of most sources.
            if isList, error.reach >= .source { return false }
            inspection.error = error.what
            inspection.add(error)
        }
        return true
    }
}
