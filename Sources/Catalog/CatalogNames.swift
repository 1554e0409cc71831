internal import GRDB
internal import Records

/// Journals and authors as rows: what is looked up by ISSN and ORCID. Two journals are one where their smallest ISSNs
/// agree, or their titles where neither has one; an author is an ORCID.
extension CatalogWriter {
    /// The row of the journal that a record appeared in; nil where it names none.
    func journalId(of record: Records.Record) throws -> Int64? {
        guard let key = record.container.issns.first ?? record.container.title else { return nil }
        var journal: KnownName
        if let known = journals[key] {
            journal = known
        } else {
            journal = try knownName("SELECT id, title FROM journal WHERE key = ?", key)
            if journal.id == 0 {
                let insert = try statement("INSERT INTO journal(key) VALUES (?)")
                insert.bind(1, key)
                try insert.run()
                journal.id = db.lastInsertedRowID
            }
        }
        if let title = record.container.title, journal.isImproved(by: title) {
            try name("UPDATE journal SET title = ? WHERE id = ?", journal.id, title)
            journal.name = title
        }
        for issn in record.container.issns where journal.numbers.insert(issn).inserted {
            let number = try statement("INSERT OR IGNORE INTO journalIssn(issn, journalId) VALUES (?, ?)")
            number.bind(1, issn)
            number.bind(2, journal.id)
            try number.run()
        }
        journals[key] = journal
        return journal.id
    }

    /// Names the authors of a canonical record who have an ORCID.
    func putAuthors(of record: Records.Record, canonicalId: Int64) throws {
        for contributor in record.contributors {
            guard let orcid = contributor.orcid, contributor.role == .author else { continue }
            var author: KnownName
            if let known = authors[orcid] {
                author = known
            } else {
                author = try knownName("SELECT id, name FROM author WHERE orcid = ?", orcid)
                if author.id == 0 {
                    let insert = try statement("INSERT INTO author(orcid) VALUES (?)")
                    insert.bind(1, orcid)
                    try insert.run()
                    author.id = db.lastInsertedRowID
                }
            }
            let name = [contributor.name.family ?? contributor.name.literal, contributor.name.given]
                .compactMap { $0 }.joined(separator: ", ")
            if !name.isEmpty, author.isImproved(by: name) {
                try self.name("UPDATE author SET name = ? WHERE id = ?", author.id, name)
                author.name = name
            }
            authors[orcid] = author
            let add = try statement("INSERT OR IGNORE INTO authorship(canonicalId, authorId) VALUES (?, ?)")
            add.bind(1, canonicalId)
            add.bind(2, author.id)
            try add.run()
        }
    }

    func removeAuthors(of canonicalId: Int64) throws {
        let remove = try statement("DELETE FROM authorship WHERE canonicalId = ?")
        remove.bind(1, canonicalId)
        try remove.run()
    }

    private func knownName(_ sql: StaticString, _ key: String) throws -> KnownName {
        let find = try statement(sql)
        find.bind(1, key)
        defer { find.reset() }
        guard try find.step() else { return KnownName(id: 0) }
        return KnownName(id: find.int(0), name: find.isNull(1) ? nil : find.text(1))
    }

    private func name(_ sql: StaticString, _ id: Int64, _ name: String) throws {
        let update = try statement(sql)
        update.bind(1, name)
        update.bind(2, id)
        try update.run()
    }
}

/// A journal or author that this transaction has met.
struct KnownName {
    var id: Int64
    var name: String?
    /// ISSNs that are stored.
    var numbers: Set<String> = []

    /// Of several spellings the longest counts, then the first: whatever the order of arrival.
    func isImproved(by other: String) -> Bool {
        guard let name else { return true }
        return (other.utf8.count, name) > (name.utf8.count, other)
    }
}
