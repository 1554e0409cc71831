internal import Export
internal import Fetchers
internal import Records

/// What arguments can be chosen from; a command line offers it.
extension House {
    /// In the order in which they are asked.
    public static var sourceIDs: [String] { SourceRegistry.all.map(\.card.id) }
    /// After `--format`.
    public static var outputFormats: [String] { ExportFormat.allCases.map(\.rawValue) }
    /// After `--style`.
    public static var referenceStyles: [String] { ReferenceStyle.allCases.map(\.rawValue) }
    /// After `--sort`.
    public static var exportOrders: [String] { ExportPlan.Order.allCases.map(\.rawValue) }
    /// Endings of files that `dedup --output` writes.
    public static var outputEndings: [String] {
        ["ris", "bib", "json", "jsonl", "csv", "nbib", "xml", "md", "txt"].filter {
            ExportFormat(fileExtension: $0) != nil
        }
    }
    /// After `--from`.
    public static var inputFormats: [String] { House.inputFormatNames }
}
