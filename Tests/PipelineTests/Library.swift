import Catalog
import Dispatch
import Foundation
import Records
import TestSupport

@testable import Pipeline

/// A house with a catalog of a few made-up works, each told of by several sources.
struct Library {
    let folder: String
    let house: House

    static func with<T>(_ rows: [String] = rows, _ body: (Library) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let library = Library(folder: folder, house: house(folder, "ibid.sqlite"))
        return try await withTaskExecutorPreference(Aside.executor) {
            if !rows.isEmpty { try await library.bring(rows) }
            return try await body(library)
        }
    }

    private static func house(_ folder: String, _ catalog: String) -> House {
        House(
            settings: Settings(),
            places: Places(
                catalog: "\(folder)/\(catalog)", cache: "\(folder)/cache", state: "\(folder)/state", environment: [:],
                folder: folder))
    }

    /// Another catalog in the same folder.
    func other(_ name: String) -> Library { Library(folder: folder, house: Self.house(folder, name)) }

    private static let header = "id,source,type,title,authors,year,journal,volume,pages,doi"

    /// Five works: `rat` of four records, `owl` of three, `bee` of two, and two of one, of which `fly` may be `bee`.
    static let rows: [String] = {
        let rat = "Heroin withdrawal rewires emotional learning circuits in the rat,\"Carmack, S.; Keeley, R.\",2019"
        let owl = "Sound localization by the barn owl under dim light conditions,\"Meyer, A.; Dubois, C.\",2004"
        let bee = "Waggle dances of the honey bee,\"Chen, L.\",2011"
        return ["crossref", "embase", "scopus", "wos"].map {
            "rat,\($0),article,\(rat),J Imaginary Results,3,10-19,10.5555/rat"
        }
            + ["crossref", "embase", "scopus"].map {
                "owl,\($0),article,\(owl),J Imaginary Results,7,201-219,10.5555/owl"
            }
            + ["crossref", "embase"].map { "bee,\($0),article,\(bee),Insects of Utopia,2,33-41,10.5555/bee" }
            + [
                "fly,wos,article,Waggle dances of the honey bee and others,\"Chen, Q.\",2012,Insects of Utopia,2,,",
                "fox,wos,article,Urban foxes at night and their neighbours,\"Adler, B.\",1999,Utopian Mammals,4,1-8,10.5555/fox",
            ]
    }()

    @discardableResult
    func bring(_ rows: [String]) async throws -> RunReport {
        let path = "\(folder)/\(UUID().uuidString).csv"
        try Data(([Self.header] + rows).map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
        return try await house.importFiles([path], as: IntakeHint(), jobs: 1)
    }

    func dump() throws -> String {
        var bytes: [UInt8] = []
        try house.dump(canonical: true) { bytes += $0 }
        let problems = try house.check()
        if !problems.isEmpty { bytes += Array("\(problems)".utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The canonical id of every record, by key.
    func ids() throws -> [String: Int64] {
        try house.reading { reader, _ in
            var found: [String: Int64] = [:]
            try reader.forEachSourceRecord { key, _, _, _, _ in
                found[key.description] = try reader.member(key)?.canonicalId
            }
            return found
        }
    }

    /// Keys of the records of each canonical record, both sorted.
    func clusters() throws -> [[String]] {
        Dictionary(grouping: try ids(), by: \.value).values.map { $0.map(\.key).sorted() }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    func id(_ key: String) throws -> Int64 { try ids()[key] ?? 0 }

    func led(_ id: Int64) throws -> Int64? { try house.reading { reader, _ in try reader.canonicalId(following: id) } }

    func history() throws -> [HistoryEntry] { try house.reading { reader, _ in try reader.history(limit: .max) } }

    func decisions() throws -> [String] {
        try house.reading { reader, _ in try reader.decisions().map { "\($0.a) \($0.ruling.rawValue) \($0.b)" } }
    }

    @discardableResult
    func bringDecisions(_ rows: [String]) throws -> House.DecisionsReport {
        let path = "\(folder)/\(UUID().uuidString).csv"
        try Data((["a,b,ruling,decided,note"] + rows).map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
        return try house.importDecisions(path)
    }
}

/// Threads beside those that all tests share: what computes for seconds, or waits for the disk, keeps no replica of another
/// test waiting.
private final class Aside: TaskExecutor {
    static let executor = Aside()
    private let queue = DispatchQueue(label: "ibid tests", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
