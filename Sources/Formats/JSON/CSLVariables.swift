/// The properties that CSL's schema `csl-data.json` (1.0.2) allows an item, by the kind of their values.
public enum CSLVariables {
    public static let dates = split("accessed available-date event-date issued original-date submitted")

    public static let people = split(
        """
        author chair collection-editor compiler composer container-author contributor curator director editor \
        editorial-director executive-producer guest host interviewer illustrator narrator organizer original-author \
        performer producer recipient reviewed-author script-writer series-creator translator
        """)

    /// Strings; where the schema allows a number too, a string is allowed as well.
    public static let texts = split(
        """
        citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection archive_location \
        archive-place authority call-number chapter-number citation-number citation-label collection-number \
        collection-title container-title container-title-short dimensions division DOI edition event event-title \
        event-place first-reference-note-number genre ISBN ISSN issue jurisdiction keyword locator medium note number \
        number-of-pages number-of-volumes original-publisher original-publisher-place original-title page page-first part \
        part-title PMCID PMID printing publisher publisher-place references reviewed-genre reviewed-title scale section \
        source status supplement title title-short URL version volume volume-title volume-title-short year-suffix
        """)

    /// Lists of strings.
    public static let lists = ["categories"]

    public static let all = Set(dates + people + texts + lists)

    private static func split(_ words: String) -> [String] { words.split(separator: " ").map { String($0) } }
}
