import Normalizer
import Records

/// A case of a table: what a source says and what is to become of it.
struct Said<Given: Sendable, Expected: Sendable>: Sendable {
    var given: Given
    var expected: Expected

    init(_ given: Given, _ expected: Expected) {
        self.given = given
        self.expected = expected
    }
}

/// What a source says, as far as the test cares.
func saying(_ source: String = "crossref", _ fill: (inout SourceRecord) -> Void) -> SourceRecord {
    var said = SourceRecord(source: source, key: "10.5555/test")
    fill(&said)
    return said
}

extension SourceRecord {
    var normalized: Record { Normalizer().record(from: self).record }
    var problems: [Problem] { Normalizer().record(from: self).problems }
}

extension Record {
    /// Values kept as given under a name.
    func kept(_ name: String) -> [String] { kept.filter { $0.name == name }.map(\.value) }
}
