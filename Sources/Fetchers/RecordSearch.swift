public import Formats

/// Finds the records in whole documents: what a service's reply, or a file of them, wraps.
public enum RecordSearch {
    /// Names under which services list their records; a dot leads one level down.
    private static let lists: [[StaticString]] = [
        ["message", "items"], ["data"], ["hits", "hits"], ["hits"], ["submissions"], ["items"], ["results"],
        ["resultList", "result"], ["citationList", "citation"], ["referenceList", "reference"], ["collection"],
        ["datasets"], ["recommendedPapers"], ["records"], ["response", "docs"], ["papers"],
    ]
    /// Names under which an entry of a list holds the record itself.
    private static let wrappers: [StaticString] = [
        "citingPaper", "citedPaper", "paper", "response", "_source", "message",
    ]

    /// Calls `body` for each record in a JSON text: the text itself, the elements of an array, or what a service's reply
    /// wraps.
    ///
    /// - Parameters:
    ///   - source: The source that all records are of; nil lets each tell.
    ///   - body: A record, its source and its place; source nil where nobody recognizes it.
    public static func forEach(
        in value: JSONValue, source: (any JSONReading)?, place: String,
        _ body: (JSONValue, (any JSONReading)?, String) -> Void
    ) {
        func known(_ value: JSONValue) -> (any JSONReading)? {
            source ?? SourceRegistry.reading(of: value)
        }
        func hand(_ value: JSONValue, _ place: String) {
            if SourceRegistry.reading(of: value) == nil {
                for name in wrappers {
                    if let inner = value[name], let found = SourceRegistry.reading(of: inner) {
                        return body(inner, source ?? found, "\(place).\(name)")
                    }
                }
            }
            body(value, known(value), place)
        }
        func list(_ value: JSONValue, _ path: String) {
            var index = 0
            for element in value.elements {
                hand(element, "\(place) \(path)[\(index)]")
                index += 1
            }
        }
        if value.kind == .array { return list(value, "$") }
        if SourceRegistry.reading(of: value) != nil { return hand(value, place) }
        for path in lists {
            var found: JSONValue? = value
            for name in path { found = found?[name] }
            if let found, found.kind == .array {
                return list(found, (["$"] + path.map { "\($0)" }).joined(separator: "."))
            }
        }
        // A single record behind one name; or records by their numbers, as E-utilities has them.
        for name: StaticString in ["message", "data"] {
            if let inner = value[name], inner.kind == .object { return hand(inner, "\(place) $.\(name)") }
        }
        // Unpaywall's lists of DOIs have an object by DOI.
        if let results = value["results"], results.kind == .object {
            for (key, member) in results.fields {
                if member.kind == .object { hand(member, "\(place) $.results.\(key.string)") }
            }
            return
        }
        if let result = value["result"], result["uids"]?.kind == .array {
            for (key, member) in result.fields {
                if member.kind == .object { hand(member, "\(place) $.result.\(key.string)") }
            }
            return
        }
        // Items by their names, as citeproc-js exports them.
        if value.kind == .object, known(value) == nil,
            let first = value.fields.first(where: { _ in true }), first.value.kind == .object,
            SourceRegistry.reading(of: first.value) != nil
        {
            for (key, member) in value.fields { hand(member, "\(place) $.\(key.string)") }
            return
        }
        hand(value, place)
    }

    /// Calls `body` for each record in an XML text; what lies in a record is not looked through.
    ///
    /// - Returns: How many were found.
    @discardableResult
    public static func forEach(
        in root: XMLTreeElement, source: (any XMLReading)?, place: String,
        _ body: (XMLTreeElement, any XMLReading, String) -> Void
    ) -> Int {
        // In Zotero's RDF an item's journal may stand anywhere in the text.
        let zotero = root.is("RDF") ? ZoteroRDF(parts: ZoteroParts(of: root)) : nil
        func reading(_ element: XMLTreeElement) -> (any XMLReading)? {
            let found = source.map { $0.recognizes(element) ? $0 : nil } ?? SourceRegistry.reading(of: element)
            return found is ZoteroRDF ? zotero ?? found : found
        }
        var count = 0
        func walk(_ element: XMLTreeElement, _ depth: Int) {
            if let recognized = reading(element) {
                count += 1
                body(element, recognized, "\(place) <\(element.name)> \(count)")
            } else if depth < 8 {
                for child in element.children { walk(child, depth + 1) }
            }
        }
        walk(root, 0)
        return count
    }
}
