internal import Records

/// What a record kept of one format, for that format to write back: `ris:C1` is the field `C1` of RIS.
struct KeptFields {
    /// In the record's order, names without the format.
    private(set) var fields: [(name: String, value: String)]

    init(_ record: Record, of format: String) {
        let prefix = format + ":"
        fields = record.kept.compactMap { field in
            field.name.hasPrefix(prefix) && !field.value.isEmpty
                ? (String(field.name.dropFirst(prefix.count)), field.value) : nil
        }
    }

    /// The first value of a field.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
}
