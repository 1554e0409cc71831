extension SourceRecord {
    /// What tells two copies of a record apart, as bytes: everything the source says but when it was indexed.
    ///
    /// Crossref re-indexes unchanged records by the million; order of members and white space differ between end
    /// points. Copies that agree here are one.
    public func contentBytes() -> [UInt8] {
        var writer = BodyWriter(capacity: 2048)
        writer.text(1, source)
        writer.text(2, key)
        writer.number(3, updated?.seconds)
        if isDeleted { writer.number(4, 1) }
        writer.text(5, type)
        writer.text(6, subtype)
        pairs(7, identifiers, &writer)
        writer.texts(8, titles)
        writer.texts(9, subtitles)
        writer.texts(10, originalTitles)
        for contributor in contributors {
            writer.text(11, contributor.role)
            writer.text(12, contributor.given)
            writer.text(13, contributor.family)
            writer.text(14, contributor.suffix)
            writer.text(15, contributor.name)
            if let isGroup = contributor.isGroup { writer.number(16, isGroup ? 1 : 0) }
            writer.text(17, contributor.orcid)
            writer.texts(18, contributor.affiliations)
        }
        writer.text(19, authorList)
        writer.texts(20, containerTitles)
        writer.texts(21, shortContainerTitles)
        writer.texts(22, issns)
        writer.texts(23, isbns)
        writer.text(24, publisher)
        writer.text(25, place)
        writer.text(26, volume)
        writer.text(27, issue)
        writer.text(28, pages)
        writer.text(29, articleNumber)
        writer.text(30, edition)
        writer.text(31, version)
        writer.text(32, event)
        writer.text(33, series)
        for date in dates where date.kind != "indexed" {
            writer.text(34, date.kind)
            for part in date.parts { writer.number(35, part) }
            writer.text(36, date.text)
        }
        writer.texts(37, abstracts)
        writer.texts(38, languages)
        writer.texts(39, keywords)
        writer.texts(40, licenses)
        writer.texts(41, funders)
        for relation in relations {
            writer.text(42, relation.type)
            writer.text(43, relation.scheme)
            writer.text(44, relation.target)
        }
        writer.text(45, url)
        writer.number(46, citationCount)
        writer.number(47, referenceCount)
        pairs(48, others, &writer)
        return writer.bytes
    }

    private func pairs(_ field: Int, _ values: [SourceIdentifier], _ writer: inout BodyWriter) {
        for value in values {
            writer.text(field, value.scheme)
            writer.text(field, value.value)
        }
    }
}
