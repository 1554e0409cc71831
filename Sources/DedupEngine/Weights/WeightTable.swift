internal import TextKernels

/// Bits for each level of each group of evidence: frozen, so that the verdict on a pair depends on the two records and
/// this table alone.
///
/// A model of Fellegi and Sunter's form (I. Fellegi, A. Sunter, "A Theory for Record Linkage", 1969) whose fields are
/// grouped where they depend on one another; learned as `WeightTraining` tells.
public struct WeightTable: Sendable, Equatable {
    /// Bits at which a pair counts.
    public struct Thresholds: Sendable, Equatable {
        /// At or above: same.
        public var same: Double
        /// At or above, and below `same`: unsure.
        public var unsure: Double
    }

    /// Changes with every change of a number or of a level's meaning; `explain` prints it.
    public var version: String
    /// log2 of the odds that a candidate pair is a match before any field is looked at.
    public var prior: Double
    /// By slot, groups one after another.
    var slots: [Double]
    public var frequencies: FrequencyTable
    /// Containers that labels showed to be one though their names share nothing.
    public var aliases: ContainerAliases

    init(
        version: String, prior: Double, slots: [Double], frequencies: FrequencyTable,
        aliases: ContainerAliases = ContainerAliases()
    ) {
        self.version = version
        self.prior = prior
        self.slots = slots
        self.frequencies = frequencies
        self.aliases = aliases
    }

    subscript(_ group: LevelGroup, _ slot: Int) -> Double { slots[LevelGroup.offsets[group.rawValue] + slot] }

    func bits(of levels: LevelVector) -> Double {
        var bits = prior
        slots.withUnsafeBufferPointer { slots in
            LevelGroup.offsets.withUnsafeBufferPointer { offsets in
                for group in 0..<(offsets.count - 1) { bits += slots[offsets[group] + levels.slot(group)] }
            }
        }
        return bits
    }

    /// At or below, a pair keeps the clusters of its records apart.
    var contradictionBits: Double { -14 }

    public func thresholds(of profile: MatchingPolicy.Profile) -> Thresholds {
        switch profile {
        case .strict: Thresholds(same: 2, unsure: 0.5)
        case .balanced: Thresholds(same: 0.7, unsure: -0.3)
        case .sensitive: Thresholds(same: -1, unsure: -3)
        }
    }
}

/// What counts as one version, and how much evidence it takes.
public struct MatchingPolicy: Sendable, Hashable {
    /// `link` keeps preprint and article, and other versions, apart; `merge` counts them as duplicates.
    public enum Versions: String, Sendable, CaseIterable { case link, merge }

    /// `strict` would rather keep a copy than lose a work; `sensitive` the other way round.
    public enum Profile: String, Sendable, CaseIterable { case strict, balanced, sensitive }

    public var versions: Versions
    public var profile: Profile

    public init(versions: Versions = .link, profile: Profile = .balanced) {
        self.versions = versions
        self.profile = profile
    }
}
