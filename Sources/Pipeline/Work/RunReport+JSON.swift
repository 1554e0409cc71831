internal import Formats
internal import Records

extension RunReport {
    /// The report as one JSON object.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("kind", kind)
        writer.member("started", started.iso8601)
        writer.member("finished", finished.iso8601)
        writer.key("counts")
        writer.beginObject()
        for (name, counts) in counts.sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            writer.beginObject()
            writer.member("requests", counts.requests)
            writer.member("cacheHits", counts.cacheHits)
            writer.member("read", counts.read)
            writer.member("new", counts.new)
            writer.member("changed", counts.changed)
            writer.member("unchanged", counts.unchanged)
            writer.member("deleted", counts.deleted)
            writer.member("rejected", counts.rejected)
            writer.endObject()
        }
        writer.endObject()
        writer.member("pairsCompared", pairsCompared)
        writer.member("merges", merges)
        writer.member("unsurePairs", unsurePairs)
        writer.member("pairsToReview", pairsToReview)
        writer.member("canonical", canonical)
        if isAnew {
            writer.key("matchedAnew")
            writer.bool(true)
        }
        writer.member("problems", problemCount)
        writer.key("stages")
        writer.beginObject()
        for stage in stages {
            writer.key(stage.name)
            writer.double((stage.seconds * 1000).rounded() / 1000)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
