internal import Formats

/// The text of a dataset's page, as copied from a browser, or the page itself.
///
///     Dataset Information
///     Title
///     ABSTRACT: …
///     SUBMITTER: Carmack SA
///     PROVIDER: S-EPMC6546476 | biostudies-literature | 2019 Mar
///     Publications
///     Title of the paper, its authors, journal and date
///     Similar Datasets
///
/// What follows is other datasets': related, and nothing of this one.
struct OmicsDatasetPage {
    private(set) var dataset = OmicsDataset()

    /// The page's part that is a dataset's; nil where it is none's.
    static func range(in page: [UInt8]) -> Range<Int>? {
        guard contains(page, "PROVIDER:"), contains(page, "Dataset Information") || contains(page, "ABSTRACT"),
            OmicsDatasetPage(page) != nil
        else { return nil }
        return page.indices
    }

    private static func contains(_ page: [UInt8], _ text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            var index = 0
            while let found = page[index...].firstIndex(of: text[0]) {
                if page[found...].starts(with: text) { return true }
                index = found + 1
            }
            return false
        }
    }

    /// Longest page that is read, in bytes, and most lines.
    private static let longest = 8 << 20
    private static let mostLines = 20_000

    init?(_ page: [UInt8]) {
        guard page.count <= Self.longest else { return nil }
        var lines: [String]
        if HTMLPage.looksLikeOne(page[...]) {
            lines = HTMLPage(page).blocks.map(\.text)
        } else {
            // Wide gaps part the authors: only the ends are cut.
            lines = String(decoding: page, as: UTF8.self).split(whereSeparator: \.isNewline).map(WebNames.trimmed)
                .filter { !$0.isEmpty }
        }
        lines = Array(lines.prefix(Self.mostLines))
        if let start = lines.firstIndex(of: "Dataset Information") { lines.removeFirst(start + 1) }
        guard let provider = lines.first(where: { $0.hasPrefix("PROVIDER:") }) else { return nil }
        let parts = provider.dropFirst(9).split(separator: "|", omittingEmptySubsequences: false).map(WebNames.trimmed)
        guard parts.count >= 2, Self.isAccession(parts[0]) else { return nil }
        dataset.accession = parts[0]
        dataset.database = parts[1].isEmpty ? nil : parts[1]
        if parts.count > 2, !parts[2].isEmpty { dataset.dates.append(("publication", parts[2])) }
        let end = lines.firstIndex(of: "Publications") ?? lines.firstIndex(of: "Similar Datasets") ?? lines.count
        upper(lines[..<end])
        let similar = lines.firstIndex(of: "Similar Datasets") ?? lines.count
        if end < similar { paper(Array(lines[(end + 1)..<similar])) }
        for line in lines[similar...] {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(WebNames.trimmed)
            if cells.count == 3, Self.isAccession(cells[1]) { dataset.similar.append((cells[1], "SimilarTo")) }
        }
    }

    private static func isAccession(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40 && !text.contains { $0.isWhitespace } && text.contains { $0.isNumber }
    }

    /// Labels in the page's order; a text goes on until the next.
    private mutating func upper(_ lines: ArraySlice<String>) {
        var label: String?
        for line in lines {
            if let (name, text) = Self.labelled(line) {
                label = name
                take(name, text)
            } else if label == "ABSTRACT", !Self.isButton(line) {
                dataset.description = [dataset.description, line].compactMap { $0 }.joined(separator: "\n")
            } else if label == nil, dataset.name == nil, line.contains(where: \.isLetter), !Self.isButton(line) {
                dataset.name = line
            }
        }
    }

    /// What stands on the page to be clicked.
    private static func isButton(_ line: String) -> Bool {
        [
            "Ontology highlight", "altmetric image", "ACCESS DATA", "Cite", "Json", "Xml", "Claim", "View in profile",
            "Dataset's files", "Unknown", "Share",
        ].contains(line)
    }

    /// `ORGANISM(S): …` → the name before the colon, in capitals, and the text.
    private static func labelled(_ line: String) -> (name: String, text: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let name = WebNames.trimmed(line[..<colon])
        guard (4...40).contains(name.utf8.count),
            name.allSatisfy({ $0.isUppercase || $0 == " " || $0 == "(" || $0 == ")" }) || name.hasPrefix("REANALYS")
        else { return nil }
        return (name, WebNames.trimmed(line[line.index(after: colon)...]))
    }

    private mutating func take(_ name: String, _ text: String) {
        switch name {
        case "ABSTRACT": dataset.description = text.isEmpty ? nil : text
        case "SUBMITTER":
            for person in OmicsNames.list(text) where person.contains(where: \.isLetter) {
                dataset.add("submitter", person)
            }
        case "LAB HEAD": dataset.add("labhead", text)
        case "REPOSITORIES": dataset.add("repository", text)
        case "ORGANISM(S)": dataset.add("species", text)
        case "TISSUE(S)": dataset.add("tissue", text)
        case "DISEASE(S)": dataset.add("disease", text)
        case "INSTRUMENT(S)": dataset.add("instrument_platform", text)
        case "SECONDARY ACCESSION(S)":
            for other in text.split(whereSeparator: { $0.isWhitespace || $0 == "," })
            where Self.isAccession(String(other)) {
                dataset.add("secondary_accession", String(other))
            }
        case _ where name.hasPrefix("REANALYS") || name.hasPrefix("OTHER RELATED"):
            let relation =
                name.hasPrefix("REANALYSIS")
                ? "IsDerivedFrom" : name.hasPrefix("REANALYSED") ? "IsSourceOf" : "IsRelatedTo"
            for other in text.split(whereSeparator: { $0.isWhitespace || $0 == "," })
            where Self.isAccession(String(other)) {
                dataset.similar.append((String(other), relation))
            }
        default: break
        }
    }

    /// The first paper: its title, its authors, journal with date and issue, PMID.
    private mutating func paper(_ lines: [String]) {
        guard let place = lines.indices.dropFirst().prefix(6).first(where: { Self.journal(lines[$0]) != nil }),
            let journal = Self.journal(lines[place])
        else { return }
        if !journal.name.isEmpty { dataset.fields["journal"] = [journal.name] }
        dataset.dates.append(("published", journal.date))
        if let issue = journal.issue { dataset.fields["issue"] = [issue] }
        if place >= 2 {
            for author in OmicsNames.list(lines[1..<place].joined(separator: "  ")) {
                dataset.add("pubmed_authors", author)
            }
        }
        for line in lines[place...] where line.hasPrefix("PMID:") {
            let number = WebNames.trimmed(line.dropFirst(5))
            if !number.isEmpty, number.allSatisfy(\.isNumber) { dataset.references.append(("pubmed", number)) }
        }
    }

    /// `The Journal of clinical investigation 20190326 6`.
    private static func journal(_ line: String) -> (name: String, date: String, issue: String?)? {
        let words = line.split(separator: " ")
        guard
            let index = words.lastIndex(where: {
                $0.utf8.count == 8 && $0.allSatisfy(\.isNumber) && ($0.hasPrefix("19") || $0.hasPrefix("20"))
            }), words.count - index <= 3
        else { return nil }
        let issue = words[(index + 1)...].joined(separator: " ")
        return (words[..<index].joined(separator: " "), String(words[index]), issue.isEmpty ? nil : issue)
    }
}
