internal import Catalog
internal import DedupEngine
internal import Formats
internal import Records

extension House {
    /// Why two records are one, or are not, and what would have turned the verdict.
    public struct Explanation: Sendable {
        var a: RecordKey
        var b: RecordKey
        var canonicalIds: (a: Int64, b: Int64)
        var scored: ScoredPair
        var evidence: [FieldEvidence]
        /// Rules whose blocking keys the two share.
        var keys: [String]
        /// Whether they were worth comparing: they share a key, and something beside it.
        var isCandidate: Bool
        var weightsVersion: String
        var profile: MatchingPolicy.Profile
        /// Under each profile, versions linked: where it begins to say same and unsure, and what it says of the pair.
        var profiles: [(profile: MatchingPolicy.Profile, thresholds: WeightTable.Thresholds, verdict: Verdict)] = []
        /// Where versions count as duplicates.
        var merging: Verdict
        var turns: [VerdictTurn]

        public var areMerged: Bool { canonicalIds.a == canonicalIds.b }
    }

    /// - Throws: `Ending` where one of the two is not in the catalog.
    public func explain(_ first: String, _ second: String) throws -> Explanation {
        var missing = first
        let explanation: Explanation? = try reading { reader, blobs in
            guard let x = try member(first, reader) else { return nil }
            var y = try member(second, reader)
            // Two identifiers of one canonical record, or one given twice: take another member.
            if y?.key == x.key, let identifier = Self.identifier(second) {
                y = try reader.members(with: identifier).first { $0.key != x.key } ?? y
            }
            guard let y else {
                missing = second
                return nil
            }
            let matching = try CatalogMatching(reader)
            var table = PortraitTable(frequencies: matching.weights.frequencies)
            table.append(try blobs.record(x.body))
            table.append(try blobs.record(y.body))
            let pair = CandidatePair(0, 1)
            func comparator(_ policy: MatchingPolicy) -> Comparator {
                Comparator(table: table, weights: matching.weights, policy: policy)
            }
            let chosen = comparator(matching.policy)
            let (scored, evidence) = chosen.explain(pair)
            var merging = matching.policy
            merging.versions = .merge
            var explanation = Explanation(
                a: x.key, b: y.key, canonicalIds: (x.canonicalId, y.canonicalId), scored: scored, evidence: evidence,
                keys: table.rules(sharedBy: pair).map(\.name), isCandidate: table.isCandidate(pair),
                weightsVersion: matching.weights.version,
                profile: matching.profile,
                merging: comparator(merging).explain(pair).scored.verdict, turns: chosen.turns(of: pair))
            explanation.profiles = MatchingPolicy.Profile.allCases.map { profile in
                let policy = MatchingPolicy(versions: .link, profile: profile)
                return (
                    profile, matching.weights.thresholds(of: profile), comparator(policy).explain(pair).scored.verdict
                )
            }
            return explanation
        }
        guard let explanation else { throw unknown(missing) }
        return explanation
    }
}

extension House.Explanation {
    private static let mostTurns = 5

    public var lines: [String] {
        var lines = ["\(a)  and  \(b)", "found by: \(finding)"]
        for entry in evidence {
            lines.append(
                "  \(Self.aligned(entry.bits))  \(entry.field)\(entry.level.isEmpty ? "" : ": \(entry.level)")")
        }
        let thresholds = chosen
        lines.append(
            "  \(Self.aligned(scored.weight.bits))  in all; same from \(Self.bits(thresholds.same)), unsure from \(Self.bits(thresholds.unsure)) (profile \(profile.rawValue), weights version \(weightsVersion))"
        )
        if let veto = scored.veto { lines.append("  veto: \(veto)") }
        lines.append("verdict: \(scored.verdict.rawValue)")
        lines.append(
            areMerged
                ? "merged: both are canonical \(canonicalIds.a)"
                : "not merged: canonical \(canonicalIds.a) and \(canonicalIds.b)")
        lines.append("what would have changed the verdict:")
        if keys.isEmpty {
            lines.append("  a blocking key in common: without one they are never compared")
        } else if !isCandidate {
            lines.append(
                "  words, authors, page, volume or year that agree: with no more than a key they are never compared")
        }
        for (verdict, distance) in distances {
            lines.append("  \(Self.bits(distance)) bits: \(verdict.rawValue)")
        }
        if scored.veto != nil {
            lines.append("  no veto: \(verdictByWeight.rawValue) (\(Self.bits(scored.weight.bits)) bits)")
        }
        for turn in turns.prefix(Self.mostTurns) {
            lines.append("  \(turn.text): \(turn.verdict.rawValue) (\(Self.reason(turn)))")
        }
        if turns.isEmpty { lines.append("  no change of one field, or of two") }
        if turns.count > Self.mostTurns { lines.append("  and \(turns.count - Self.mostTurns) more with --json") }
        for entry in profiles where entry.profile != profile {
            lines.append(
                "  profile \(entry.profile.rawValue): \(entry.verdict.rawValue) (same from \(Self.bits(entry.thresholds.same)), unsure from \(Self.bits(entry.thresholds.unsure)))"
            )
        }
        lines.append("  versions counted as duplicates: \(merging.rawValue)")
        return lines
    }

    private var finding: String {
        if keys.isEmpty { return "no blocking key" }
        let keys = keys.joined(separator: ", ")
        return isCandidate ? keys : "\(keys), but not compared: too little else agrees"
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", a.description)
        writer.member("b", b.description)
        writer.member("verdict", scored.verdict.rawValue)
        write(Self.rounded(scored.weight.bits), "matchWeightBits", to: &writer)
        writer.member("veto", scored.veto)
        writer.key("merged")
        writer.bool(areMerged)
        writer.member("blockingKeys", keys)
        writer.key("compared")
        writer.bool(isCandidate)
        writer.member("weights", weightsVersion)
        writer.member("profile", profile.rawValue)
        writer.key("evidence")
        writer.beginArray()
        for entry in evidence {
            writer.beginObject()
            writer.member("field", entry.field)
            writer.member("level", entry.level)
            write(entry.bits, "bits", to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("wouldChange")
        writer.beginObject()
        writer.key("bits")
        writer.beginObject()
        for (verdict, distance) in distances { write(Self.rounded(distance), verdict.rawValue, to: &writer) }
        writer.endObject()
        if scored.veto != nil { writer.member("withoutVeto", verdictByWeight.rawValue) }
        writer.key("fields")
        writer.beginArray()
        for turn in turns {
            writer.beginObject()
            writer.key("changes")
            writer.beginArray()
            for step in turn.steps {
                writer.beginObject()
                writer.member("field", step.part.rawValue)
                writer.member("change", step.change.rawValue)
                writer.endObject()
            }
            writer.endArray()
            writer.member("verdict", turn.verdict.rawValue)
            write(Self.rounded(turn.bits), "matchWeightBits", to: &writer)
            writer.member("veto", turn.veto)
            writer.endObject()
        }
        writer.endArray()
        writer.key("profiles")
        writer.beginObject()
        for entry in profiles {
            writer.key(entry.profile.rawValue)
            writer.beginObject()
            write(entry.thresholds.same, "sameFrom", to: &writer)
            write(entry.thresholds.unsure, "unsureFrom", to: &writer)
            writer.member("verdict", entry.verdict.rawValue)
            writer.endObject()
        }
        writer.endObject()
        writer.member("versionsMerged", merging.rawValue)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    private var chosen: WeightTable.Thresholds {
        profiles.first { $0.profile == profile }?.thresholds ?? WeightTable.shipped.thresholds(of: profile)
    }

    private var verdictByWeight: Verdict {
        scored.weight.bits >= chosen.same ? .same : scored.weight.bits >= chosen.unsure ? .unsure : .different
    }

    /// Bits that the weight lacks for each other verdict, the nearer first: below 0 where it has too many. A veto stands
    /// whatever the weight.
    private var distances: [(verdict: Verdict, bits: Double)] {
        if scored.veto != nil { return [] }
        let bits = scored.weight.bits
        let toSame: (Verdict, Double) = (.same, chosen.same - bits)
        let toUnsure: (Verdict, Double) = (.unsure, (bits < chosen.unsure ? chosen.unsure : chosen.same) - bits)
        let toDifferent: (Verdict, Double) = (.different, chosen.unsure - bits)
        switch scored.verdict {
        case .same: return [toUnsure, toDifferent]
        case .unsure:
            return abs(toSame.1) <= abs(toDifferent.1) ? [toSame, toDifferent] : [toDifferent, toSame]
        case .different: return [toUnsure, toSame]
        }
    }

    private func write(_ value: Double, _ name: String, to writer: inout JSONWriter) {
        writer.key(name)
        writer.double(value)
    }

    private static func reason(_ turn: VerdictTurn) -> String { turn.veto ?? "\(bits(turn.bits)) bits" }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    private static func bits(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        return "\(value < 0 ? "-" : "+")\(tenths / 10).\(tenths % 10)"
    }

    private static func aligned(_ value: Double) -> String {
        let text = bits(value)
        return String(repeating: " ", count: max(0, 5 - text.count)) + text
    }
}
