internal import Formats
internal import Foundation
public import Records
internal import Transfer

/// What there is to tell of Cache/.
extension House {
    public func cacheStats(json: Bool) throws -> [String] {
        let hosts = Cache(folder: places.cache).stats()
        if json {
            return hosts.map { host in
                var writer = JSONWriter()
                writer.beginObject()
                writer.member("host", host.host)
                writer.member("replies", host.replies)
                writer.member("bytes", host.bytes)
                writer.member("oldest", host.oldest.map { Timestamp(seconds: $0).iso8601 })
                writer.member("newest", host.newest.map { Timestamp(seconds: $0).iso8601 })
                writer.endObject()
                return String(decoding: writer.bytes, as: UTF8.self)
            }
        }
        let total = hosts.reduce((0, 0)) { ($0.0 + $1.replies, $0.1 + $1.bytes) }
        return hosts.map { "\($0.replies) replies\t\($0.bytes) bytes\t\($0.host)" } + [
            "\(total.0) replies\t\(total.1) bytes\tin \(places.cache)"
        ]
    }

    /// - Returns: Replies removed.
    public func pruneCache(days: Int) throws -> Int {
        Cache(folder: places.cache).prune(before: Self.now().seconds - Int64(days) * 86_400)
    }

    public func verifyCache() throws -> [Problem] {
        Cache(folder: places.cache).verify().map {
            Problem(
                "cache: a reply cannot be read or is not where its request belongs", place: $0,
                remedy: "remove the file; the reply is fetched again when it is needed", reach: .record)
        }
    }
}
