public import Formats
internal import Records

/// All sources, in the order in which they are asked and in which detection tries them.
public enum SourceRegistry {
    public static let all: [any Source] = [
        Crossref(),
        DataCite(),
        BioStudies(),
        Aggregator(),
        DOINegotiation(),
    ]

    /// The source called `id`, `crossref`; nil where there is none.
    public static func source(_ id: String) -> (any Source)? { all.first { $0.card.id == id } }

    /// The source whose record a JSON value looks like; nil where it looks like none's.
    public static func source(recognizing value: JSONValue) -> (any Source)? { all.first { $0.recognizes(value) } }

    /// Calls `body` for each record in a JSON text: the text itself, the elements of an array, or what a service's reply
    /// wraps (`message`, `message.items`, `data`, `hits`, `submissions`).
    ///
    /// - Parameters:
    ///   - source: The source that all records are of; nil lets each tell.
    ///   - body: A record, its source and its place; source nil where nobody recognizes it.
    public static func forEachRecord(
        in value: JSONValue, source: (any Source)?, place: String, _ body: (JSONValue, (any Source)?, String) -> Void
    ) {
        func hand(_ value: JSONValue, _ place: String) {
            if let known = source ?? self.source(recognizing: value) {
                body(value, known, place)
            } else {
                body(value, nil, place)
            }
        }
        func list(_ value: JSONValue, _ path: String) {
            var index = 0
            for element in value.elements {
                hand(element, "\(place) \(path)[\(index)]")
                index += 1
            }
        }
        if value.kind == .array { return list(value, "$") }
        if self.source(recognizing: value) != nil { return hand(value, place) }
        if value["message-type"] != nil, let message = value["message"] {
            if let items = message["items"] { return list(items, "$.message.items") }
            return hand(message, place + " $.message")
        }
        if let data = value["data"], data.kind != .string {
            return data.kind == .array ? list(data, "$.data") : hand(data, place + " $.data")
        }
        for (name, wrapped) in [
            ("hits", value["hits"]), ("submissions", value["submissions"]), ("items", value["items"]),
        ] {
            if let wrapped, wrapped.kind == .array { return list(wrapped, "$.\(name)") }
        }
        hand(value, place)
    }
}
