public import Records

/// Reads identifiers in any form that sources and people write them.
public enum IdentifierParser {
    /// An identifier in whatever form a person types it: bare, prefixed, or as a URL; nil where it is none.
    public static func parse(_ text: String) -> Identifier? {
        let trimmed = trimming(text)
        guard !trimmed.isEmpty, trimmed.utf8.count <= 2048 else { return nil }
        if let colon = trimmed.firstIndex(of: ":"),
            colon < trimmed.index(trimmed.startIndex, offsetBy: 14, limitedBy: trimmed.endIndex) ?? trimmed.endIndex
        {
            let prefix = trimmed[..<colon].lowercased()
            let rest = trimming(String(trimmed[trimmed.index(after: colon)...]))
            if !rest.hasPrefix("//"), schemeWords[prefix] != nil { return parse(rest, scheme: prefix) }
        }
        let lower = trimmed.lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("www.")
            || lower.hasPrefix("doi.org/") || lower.hasPrefix("dx.doi.org/")
        {
            return fromURL(trimmed)
        }
        if let doi = doi(trimmed) { return Identifier(.doi, doi) }
        if let accession = accession(trimmed) { return accession }
        if let arxiv = arxiv(trimmed) { return Identifier(.arxiv, arxiv) }
        if let pmcid = pmcid(trimmed), lower.hasPrefix("pmc") { return Identifier(.pmcid, pmcid) }
        if trimmed.utf8.count == 40, trimmed.utf8.allSatisfy(isHexadecimal) { return Identifier(.s2, lower) }
        if let isbn = isbn(trimmed) { return Identifier(.isbn, isbn) }
        // Eight bare digits are a PubMed number, also where they would pass for an ISSN.
        if pmid(trimmed) == nil, let issn = issn(trimmed) { return Identifier(.issn, issn) }
        if let pmid = pmid(trimmed) { return Identifier(.pmid, pmid) }
        if trimmed.utf8.count >= 5, trimmed.hasPrefix("W") { return openalex(trimmed) }
        return nil
    }

    /// An identifier whose scheme its source names, in the source's word; nil where the value does not fit it.
    public static func parse(_ text: String, scheme: String) -> Identifier? {
        let trimmed = trimming(text)
        guard !trimmed.isEmpty, trimmed.utf8.count <= 2048 else { return nil }
        guard let known = known(scheme) else {
            return scheme.isEmpty ? parse(trimmed) : selfDescribing(trimmed)
        }
        switch known {
        case .doi:
            return doi(trimmed).map { Identifier(.doi, $0) }
                ?? (trimmed.contains("//") ? fromURL(trimmed) : nil).flatMap { $0.scheme == .doi ? $0 : nil }
        case .pmid:
            return
                (pmid(trimmed) ?? plainPubMedNumber(trimmed)
                ?? (trimmed.utf8.contains(UInt8(ascii: "/"))
                    ? fromURL(trimmed).flatMap { $0.scheme == .pmid ? $0.value : nil } : nil))
                .map { Identifier(.pmid, $0) }
        case .pmcid:
            return
                (pmcid(trimmed)
                ?? (trimmed.utf8.contains(UInt8(ascii: "/"))
                    ? fromURL(trimmed).flatMap { $0.scheme == .pmcid ? $0.value : nil } : nil))
                .map { Identifier(.pmcid, $0) }
        case .arxiv:
            return arxiv(trimmed).map { Identifier(.arxiv, $0) }
                ?? fromURL(trimmed).flatMap { $0.scheme == .arxiv ? $0 : nil }
        case .isbn: return isbn(trimmed).map { Identifier(.isbn, $0) }
        case .issn: return issn(trimmed).map { Identifier(.issn, $0) }
        case .openalex:
            // `W2741809807`, as sources are left with when they cut it off its address.
            if trimmed.utf8.first == UInt8(ascii: "W"), trimmed.utf8.count > 1,
                trimmed.utf8.dropFirst().allSatisfy(isDigit)
            {
                return Identifier(.openalex, trimmed)
            }
            return openalex(trimmed.split(separator: "/").last.map(String.init) ?? trimmed)
        case .s2:
            return trimmed.utf8.count == 40 && trimmed.utf8.allSatisfy(isHexadecimal)
                ? Identifier(.s2, trimmed.lowercased()) : nil
        case .corpusid, .mag: return trimmed.utf8.allSatisfy(isDigit) ? Identifier(known, trimmed) : nil
        case .url: return fromURL(trimmed)
        case .biostudies, .geo, .bioproject, .arrayexpress, .pride, .omicsdi:
            return accession(trimmed) ?? Identifier(known, trimmed)
        default: return Identifier(known, trimmed)
        }
    }

    /// An identifier that tells its scheme itself. A number in a scheme that nobody knows (CCDC 674542) is none: bare
    /// digits would pass for a PubMed number or an ISSN.
    private static func selfDescribing(_ text: String) -> Identifier? {
        guard !text.contains(where: \.isWhitespace), let parsed = parse(text) else { return nil }
        switch parsed.scheme {
        case .pmid, .isbn, .issn, .s2, .arxiv, .openalex: return text.contains(":") ? parsed : nil
        default: return parsed
        }
    }

    private static func known(_ scheme: String) -> Scheme? {
        // As most records have them, without a look into the table.
        if isWord(scheme, "doi") { return .doi }
        if isWord(scheme, "pmid") { return .pmid }
        if isWord(scheme, "openalex") { return .openalex }
        if isWord(scheme, "corpusid") { return .corpusid }
        return schemeWords[scheme] ?? schemeWords[scheme.lowercased()]
    }

    private static let schemeWords: [String: Scheme] = [
        "doi": .doi, "pmid": .pmid, "pubmed": .pmid, "medline": .pmid, "pmc": .pmcid, "pmcid": .pmcid,
        "pubmedcentral": .pmcid, "arxiv": .arxiv, "s2": .s2, "corpusid": .corpusid, "openalex": .openalex,
        "mag": .mag, "dblp": .dblp, "biostudies": .biostudies, "accession": .biostudies, "geo": .geo,
        "bioproject": .bioproject, "arrayexpress": .arrayexpress, "pride": .pride, "omicsdi": .omicsdi, "isbn": .isbn,
        "issn": .issn, "eissn": .issn, "lissn": .issn, "hdl": .handle, "handle": .handle, "url": .url, "uri": .url,
        "purl": .url, "other": .local, "local": .local,
    ]

    // MARK: One scheme each

    /// Digits without leading zeros, at most nine.
    static func pmid(_ text: String) -> String? {
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit) else { return nil }
        let bare = text.drop { $0 == "0" }
        return (1...9).contains(bare.utf8.count) ? String(bare) : nil
    }

    /// The number behind the address of PubMed's pages, as `fromURL` reads it; nil for all other addresses.
    static func plainPubMedNumber(_ text: String) -> String? {
        let head = "https://pubmed.ncbi.nlm.nih.gov/"
        guard text.utf8.starts(with: head.utf8) else { return nil }
        let digits = text.utf8.dropFirst(head.utf8.count)
        guard (1...9).contains(digits.count), digits.first != UInt8(ascii: "0"), digits.allSatisfy(isDigit) else {
            return nil
        }
        return String(Substring(digits))
    }

    /// `PMC` and digits; the prefix may be missing, a version `.1` is dropped.
    static func pmcid(_ text: String) -> String? {
        var digits = text[...]
        if digits.uppercased().hasPrefix("PMC") { digits = digits.dropFirst(3) }
        if let dot = digits.firstIndex(of: "."), digits[dot...].dropFirst().utf8.allSatisfy(isDigit) {
            digits = digits[..<dot]
        }
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy(isDigit) else { return nil }
        return "PMC" + digits
    }

    /// `2104.12255` or `hep-th/9901001`, without version; nil for anything else.
    static func arxiv(_ text: String) -> String? {
        var bare = text[...]
        for prefix in ["arxiv:", "abs/", "pdf/", "10.48550/arxiv."] where bare.lowercased().hasPrefix(prefix) {
            bare = bare.dropFirst(prefix.count)
        }
        if bare.lowercased().hasSuffix(".pdf") { bare = bare.dropLast(4) }
        if let v = bare.lastIndex(of: "v"), v > bare.startIndex {
            let version = bare[bare.index(after: v)...]
            if !version.isEmpty, version.utf8.allSatisfy(isDigit), bare[bare.index(before: v)].isNumber {
                bare = bare[..<v]
            }
        }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 2, parts[0].utf8.count == 4, (4...5).contains(parts[1].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }), let month = Int(parts[0].suffix(2)),
            (1...12).contains(month)
        {
            return String(bare)
        }
        let old = bare.split(separator: "/", omittingEmptySubsequences: false)
        if old.count == 2, old[1].utf8.count == 7, old[1].utf8.allSatisfy(isDigit),
            let archive = old[0].split(separator: ".").first,
            archive.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) })
        {
            return archive.lowercased() + "/" + old[1]
        }
        return nil
    }

    /// `W` and digits: a work. Authors, sources and the like have other letters.
    private static func openalex(_ text: String) -> Identifier? {
        let upper = text.uppercased()
        guard upper.hasPrefix("W"), upper.utf8.count > 1, upper.dropFirst().utf8.allSatisfy(isDigit) else { return nil }
        return Identifier(.openalex, upper)
    }

    /// Accessions that tell their archive by their form.
    static func accession(_ text: String) -> Identifier? {
        let upper = text.uppercased()
        func digits(after prefix: String) -> Bool {
            upper.hasPrefix(prefix) && upper.utf8.count > prefix.utf8.count
                && upper.dropFirst(prefix.count).utf8.allSatisfy(isDigit)
        }
        if upper.hasPrefix("S-"), upper.utf8.count > 4, upper.utf8.last.map(isDigit) == true,
            upper.dropFirst(2).utf8.first.map({ $0 >= 65 && $0 <= 90 }) == true,
            upper.utf8.allSatisfy({ isDigit($0) || ($0 >= 65 && $0 <= 90) || $0 == UInt8(ascii: "-") })
        {
            return Identifier(.biostudies, upper)
        }
        if digits(after: "GSE") || digits(after: "GDS") { return Identifier(.geo, upper) }
        if digits(after: "PRJNA") || digits(after: "PRJEB") || digits(after: "PRJDB") {
            return Identifier(.bioproject, upper)
        }
        if digits(after: "PXD") { return Identifier(.pride, upper) }
        let parts = upper.split(separator: "-")
        if parts.count == 3, parts[0] == "E", parts[1].utf8.count == 4, parts[2].utf8.allSatisfy(isDigit) {
            return Identifier(.arrayexpress, upper)
        }
        return nil
    }

    // MARK: URLs

    /// The identifier that a URL names; the URL itself where it names none.
    static func fromURL(_ text: String) -> Identifier? {
        let lower = text.lowercased()
        guard lower.hasPrefix("http") || lower.hasPrefix("www.") || lower.contains("doi.org/") else { return nil }
        let withoutScheme = text.range(ofPrefix: "://").map { text[$0...] } ?? text[...]
        let host = withoutScheme.prefix { $0 != "/" && $0 != "?" }.lowercased()
        let path = withoutScheme.dropFirst(host.count).prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/").map(String.init)
        if let doi = doi(text) {
            // arXiv's own DOIs stay DOIs: they are what DataCite registered.
            return Identifier(.doi, doi)
        }
        if host.hasSuffix("nature.com"), parts.count >= 2, parts[0] == "articles" {
            let slug = parts[1].hasSuffix(".pdf") ? String(parts[1].dropLast(4)) : parts[1]
            return Identifier(.doi, "10.1038/" + slug.lowercased())
        }
        if host.hasSuffix("arxiv.org"), parts.count >= 2, let id = arxiv(parts[1...].joined(separator: "/")) {
            return Identifier(.arxiv, id)
        }
        if host.contains("ncbi.nlm.nih.gov") || host.contains("europepmc.org") {
            if let id = parts.first(where: { $0.uppercased().hasPrefix("PMC") && pmcid($0) != nil }).flatMap(pmcid) {
                return Identifier(.pmcid, id)
            }
            // OpenAlex leaves out the letters: `/pmc/articles/5815332`.
            if let articles = parts.firstIndex(of: "articles"), articles > 0, parts[articles - 1] == "pmc",
                articles + 1 < parts.count, let id = pmcid(parts[articles + 1])
            {
                return Identifier(.pmcid, id)
            }
            if host.hasPrefix("pubmed") || parts.contains("pubmed") || parts.contains("med") || parts.contains("MED"),
                let id = parts.last.flatMap(pmid)
            {
                return Identifier(.pmid, id)
            }
        }
        if host.hasSuffix("ebi.ac.uk") || host.hasSuffix("omicsdi.org"), let id = parts.last.flatMap(accession) {
            return id
        }
        if host.hasSuffix("openalex.org"), let work = parts.last.flatMap(openalex) { return work }
        if host.hasSuffix("semanticscholar.org"), let last = parts.last, last.utf8.count == 40 {
            return Identifier(.s2, last.lowercased())
        }
        if host.hasSuffix("hdl.handle.net"), parts.count >= 2 {
            return Identifier(.handle, parts.joined(separator: "/"))
        }
        return lower.hasPrefix("http") && !host.isEmpty ? Identifier(.url, text) : nil
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

/// Unicode's Alphabetic; ASCII without a look into its tables.
func isAlphabetic(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? (97...122).contains(scalar.value | 0x20) : scalar.properties.isAlphabetic
}

private func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20 >= 97 && byte | 0x20 <= 102) }

/// Without leading and trailing white space and wrapping brackets such as `<…>`.
func trimming(_ text: String) -> String {
    if let first = text.utf8.first, let last = text.utf8.last, (0x21..<0x7F).contains(first),
        (0x21..<0x7F).contains(last)
    {
        return text
    }
    var slice = text[...]
    while let first = slice.unicodeScalars.first,
        first.properties.isWhitespace || first == "\u{FEFF}" || first == "\u{200B}"
    {
        slice.unicodeScalars.removeFirst()
    }
    while let last = slice.unicodeScalars.last, last.properties.isWhitespace || last == "\u{200B}" {
        slice.unicodeScalars.removeLast()
    }
    return slice.utf8.count == text.utf8.count ? text : String(slice)
}

/// Percent escapes decoded once; what is no escape, or would give no UTF-8, stays.
func percentDecoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var index = 0
    func digit(_ at: Int) -> UInt8? {
        guard at < bytes.count, isHexadecimal(bytes[at]) else { return nil }
        return isDigit(bytes[at]) ? bytes[at] - 48 : (bytes[at] | 0x20) - 87
    }
    while index < bytes.count {
        if bytes[index] == UInt8(ascii: "%"), let high = digit(index + 1), let low = digit(index + 2) {
            out.append(high << 4 | low)
            index += 3
        } else {
            out.append(bytes[index])
            index += 1
        }
    }
    return String(validating: out, as: UTF8.self) ?? text
}

extension String {
    /// Index behind the first occurrence of `mark` within the first 12 characters.
    fileprivate func range(ofPrefix mark: String) -> Index? {
        var cursor = startIndex
        for _ in 0..<12 where cursor < endIndex {
            if self[cursor...].hasPrefix(mark) { return index(cursor, offsetBy: mark.count) }
            cursor = index(after: cursor)
        }
        return nil
    }
}
