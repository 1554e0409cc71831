internal import Catalog
internal import DedupEngine
internal import Formats
internal import Records

/// Decodes what the catalog holds. One thread's tool.
final class Blobs {
    private let decompressor = BlobDecompressor()

    /// - Throws: `Problem` of reach `run`: the catalog is damaged.
    func record(_ body: UnsafeRawBufferPointer) throws(Problem) -> Record {
        do {
            return try Record(decoding: decompressor.decompress(body))
        } catch {
            throw Self.damaged(error)
        }
    }

    func record(_ body: [UInt8]) throws(Problem) -> Record {
        do {
            return try Record(decoding: decompressor.decompress(body))
        } catch {
            throw Self.damaged(error)
        }
    }

    func canonical(_ stored: StoredCanonicalBody) throws(Problem) -> CanonicalRecord {
        if stored.isSingle {
            let record = try record(stored.body)
            return CanonicalRecord(
                id: stored.id, members: [record.key], record: record, provenance: Merger.soleProvenance(of: record))
        }
        do {
            return try CanonicalRecord(id: stored.id, decoding: decompressor.decompress(stored.body))
        } catch {
            throw Self.damaged(error)
        }
    }

    func plain(_ body: [UInt8]) throws(Problem) -> [UInt8] {
        do {
            return try decompressor.decompress(body)
        } catch {
            throw Self.damaged(error)
        }
    }

    private static func damaged(_ error: any Error) -> Problem {
        let what = (error as? BodyDamage)?.what ?? (error as? SyntaxError)?.what ?? "\(error)"
        return Problem(
            "catalog: a stored body is damaged: \(what)", place: "catalog",
            remedy: "run `ibid check`; restore a backup", reach: .run)
    }
}
