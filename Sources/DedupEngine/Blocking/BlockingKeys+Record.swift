public import Records

/// Blocking keys of single records, for a store that finds neighbours by key.
public enum BlockingKeys {
    /// The blocking keys of one record, ascending and distinct: the same that `PortraitTable.blockingKeys` gives.
    public static func of(_ record: Record) -> [BlockingKey] {
        var table = PortraitTable()
        table.append(record)
        return table.blockingKeys(at: 0)
    }
}
