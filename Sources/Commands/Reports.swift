internal import Pipeline
internal import Records

/// Prints run reports.
enum Reports {
    /// Prints a report and gives the exit code it deserves.
    static func finish(_ report: RunReport, json: Bool, quiet: Bool) -> Exit {
        Talk.problems(report.problems, total: report.problemCount, most: quiet ? 3 : 10, areStored: true)
        if json {
            Talk.data(report.json() + [UInt8(ascii: "\n")])
        } else if !quiet {
            for line in lines(report) { Talk.say(line) }
        }
        let usable = report.counts.values.reduce(0) { $0 + $1.read - $1.rejected }
        if usable == 0, report.lostRecords {
            return report.problems.contains { $0.reach == .source } && report.kind == "harvest"
                ? .sourceUnavailable : .noUsableInput
        }
        return report.lostRecords ? .someFailed : .complete
    }

    static func lines(_ report: RunReport) -> [String] {
        var lines: [String] = []
        for (name, counts) in report.counts.sorted(by: { $0.key < $1.key }) {
            var parts = [
                "\(counts.read) read", "\(counts.new) new", "\(counts.changed) changed",
                "\(counts.unchanged) unchanged",
            ]
            if counts.deleted > 0 { parts.append("\(counts.deleted) deleted") }
            if counts.rejected > 0 { parts.append("\(counts.rejected) rejected") }
            if counts.requests > 0 { parts.append("\(counts.requests) requests, \(counts.cacheHits) from the cache") }
            lines.append("\(name): " + parts.joined(separator: ", "))
        }
        lines.append(
            "\(report.canonical) canonical records; this run merged \(report.merges), \(report.unsurePairs) pairs are unsure, "
                + "\(report.problemCount) problems")
        if report.isAnew {
            lines.append(
                "all records were matched anew, since other weights, another profile or another ibid matched them before"
            )
        }
        if report.pairsToReview > 0 { lines.append("\(report.pairsToReview) pairs wait for `ibid review list`") }
        return lines
    }
}
