internal import Records

/// All sources, in the order in which they are asked and in which detection tries them.
public enum SourceRegistry {
    public static let all: [any Source] = []

    /// The source called `id`, `crossref`; nil where there is none.
    public static func source(_ id: String) -> (any Source)? { all.first { $0.card.id == id } }
}
