internal import Fetchers
internal import Formats

/// What a file is, told by its first bytes and never by its name.
enum FileDetection {
    /// - Parameters:
    ///   - start: The text from its first byte that is not blank.
    ///   - isWhole: Whether that is all of the file.
    /// - Returns: Nil where nobody reads it.
    static func shape(of start: ArraySlice<UInt8>, isWhole: Bool) -> FileShape? {
        guard let byte = start.first else { return nil }
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { return json(start, isWhole: isWhole) }
        // Ovid's records begin with `<1>`, whatever format they are in, and no element does.
        if byte == UInt8(ascii: "<"), start.dropFirst().first.map({ $0 &- 0x30 < 10 }) != true {
            return HTMLPage.looksLikeOne(start) ? .page : .xml
        }
        // BibTeX is known by less than others, by one `@word{`; where it comes first, nothing behind it says otherwise.
        let bibtex = BibTeX()
        if byte == UInt8(ascii: "@"), start.prefix(256).withUnsafeBufferPointer(bibtex.recognizes) {
            return .text(bibtex)
        }
        let format = start.withUnsafeBufferPointer { head in FileFormats.text.first { $0.recognizes(head) } }
        // An abstract in a table may hold lines of RIS: where the first line is a header, it tells.
        if let format, !(format is BibTeX), !TableCutter.recognizes(firstLineOf: start) { return .text(format) }
        if TableCutter.recognizes(start) { return .table }
        if let format { return .text(format) }
        if start.withUnsafeBufferPointer(YAMLText.recognizes) { return .yaml }
        // A line too long to look at as a whole is named, and those behind it are read.
        if !isWhole, !start.contains(0), !start.contains(UInt8(ascii: "\n")), !start.contains(UInt8(ascii: "\r")) {
            return .jsonLines
        }
        return SourceRegistry.source(of: Array(start)) == nil ? nil : .page
    }

    private static func json(_ start: ArraySlice<UInt8>, isWhole: Bool) -> FileShape {
        let isObject = start.first == UInt8(ascii: "{")
        let lines = start.split(maxSplits: 2, whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        let firstLine = Array(lines[0])
        let second = lines.count > 1 ? lines[1].drop { $0 <= 0x20 }.first : nil
        let holdsFirstLine = lines.count > 1 || isWhole
        let isGood = (try? JSONParser().parse(firstLine) { $0.kind == .object || $0.kind == .array }) ?? false
        if holdsFirstLine, isGood {
            // An object, then words: the page of an aggregator, pasted.
            if let second, second != UInt8(ascii: "{"), second != UInt8(ascii: "["),
                Aggregator.object(in: firstLine) != nil
            {
                return .page
            }
            return isObject ? .jsonLines : .json
        }
        // A first line that is broken, but followed by others that begin an object each: JSON Lines all the same.
        if isObject, firstLine.count > 2, second == UInt8(ascii: "{"), lines[0].contains(UInt8(ascii: ":")) {
            return .jsonLines
        }
        if !holdsFirstLine { return isObject ? .jsonLines : .json }
        if isWhole, Aggregator.object(in: Array(start)) != nil, (try? JSONParser().parse(Array(start)) { _ in }) == nil
        {
            return .page
        }
        return .json
    }

    /// What an unreadable file is, for people.
    static func kind(of start: ArraySlice<UInt8>, head: ArraySlice<UInt8>) -> String {
        if start.isEmpty { return head.contains(0) ? "binary" : "empty" }
        return start.prefix(1000).contains(0) ? "binary" : "plain text"
    }

    /// Whether XML that begins so is Zotero's RDF.
    static func isZoteroRDF(_ start: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: start, as: UTF8.self)
        return text.contains(":RDF") && text.contains("http://www.zotero.org/namespaces/export#")
    }

    /// Elements that hold a record in one of the formats or replies that are read.
    static func isRecordElement(_ name: String) -> Bool { recordElements.contains(name) }

    private static let recordElements: Set<String> = [
        "PubmedArticle", "PubmedBookArticle", "record", "RECORD", "mods", "doi_record", "crossref", "query", "resource",
        "entry",
        "article", "result", "Trial", "dc", "DocumentSummary", "dataset", "Description",
    ]
}
