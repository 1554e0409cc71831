import Corpus
import Foundation

/// `corpus-generator SIZE OUT.jsonl [--truth F] [--damage F] [--table F] [--seed N] [--jobs N]`: writes a corpus of JSON
/// Lines, which record is of which cluster, what was done to each, and the same records as a table.
@main
enum CorpusGenerator {
    /// Records a task makes at once; the bytes written do not depend on it.
    private static let chunk = 4000

    /// What one task made.
    private struct Piece: Sendable {
        var index: Int
        var lines: [UInt8] = []
        var truth: [UInt8] = []
        var damage: [UInt8] = []
        var table: [UInt8] = []
    }

    static func main() async throws {
        var places: [String] = []
        var options: [String: String] = [:]
        var rest = CommandLine.arguments.dropFirst()
        while let word = rest.popFirst() {
            if word.hasPrefix("--") { options[word] = rest.popFirst() } else { places.append(word) }
        }
        guard places.count == 2, let size = Int(places[0]), (1...1_000_000_000).contains(size),
            let seed = UInt64(options["--seed"] ?? "20261121"),
            let jobs = Int(options["--jobs"] ?? String(ProcessInfo.processInfo.activeProcessorCount)), jobs > 0,
            Set(options.keys).isSubset(of: ["--truth", "--damage", "--table", "--seed", "--jobs"])
        else {
            FileHandle.standardError.write(
                Data(
                    "usage: corpus-generator SIZE OUT.jsonl [--truth F] [--damage F] [--table F] [--seed N] [--jobs N]\n"
                        .utf8))
            exit(64)
        }
        let corpus = Corpus(size: size, seed: seed)
        let lines = try file(places[1])
        let truth = try options["--truth"].map(file)
        let damage = try options["--damage"].map(file)
        let table = try options["--table"].map(file)
        try truth?.write(contentsOf: Data("id,cluster\n".utf8))
        try damage?.write(contentsOf: Data("id,damage\n".utf8))
        try table?.write(contentsOf: Data(Corpus.header.utf8))
        let wantsTable = table != nil
        let chunks = (size + chunk - 1) / chunk
        var next = 0
        while next < chunks {
            let batch = next..<min(next + jobs * 4, chunks)
            next = batch.upperBound
            let pieces = await withTaskGroup(of: Piece.self) { group in
                for index in batch { group.addTask { piece(index, of: corpus, wantsTable: wantsTable) } }
                var made: [Piece] = []
                for await piece in group { made.append(piece) }
                return made.sorted { $0.index < $1.index }
            }
            for piece in pieces {
                try lines.write(contentsOf: Data(piece.lines))
                try truth?.write(contentsOf: Data(piece.truth))
                try damage?.write(contentsOf: Data(piece.damage))
                try table?.write(contentsOf: Data(piece.table))
            }
        }
        let bytes = try lines.offset()
        print("\(size) records of \(corpus.workCount) works, \(bytes / UInt64(size)) bytes on average, seed \(seed)")
    }

    private static func piece(_ index: Int, of corpus: Corpus, wantsTable: Bool) -> Piece {
        var piece = Piece(index: index)
        piece.lines.reserveCapacity(chunk * 1100)
        for slot in index * chunk..<min((index + 1) * chunk, corpus.size) {
            let record = corpus.record(at: slot)
            corpus.write(record, to: &piece.lines)
            piece.truth.append(contentsOf: "\(record.key),\(record.cluster)\n".utf8)
            piece.damage.append(contentsOf: "\(record.key),\(record.damages.list.joined(separator: " "))\n".utf8)
            if wantsTable { corpus.writeRow(record, to: &piece.table) }
        }
        return piece
    }

    private static func file(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }
}
