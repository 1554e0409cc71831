/// Titles that are headings of a serial.
extension TitleNotes {
    /// Whether a folded title is a heading that issues of a serial repeat: few words, one of them a heading's.
    ///
    /// - Parameters:
    ///   - length: Bytes of the title.
    ///   - bits: Rarity of all its words.
    static func isColumn(_ words: [TextWord], length: Int, bits: Int) -> Bool {
        var isHeading = false
        var isFurniture = true
        var isIntroduction = false
        for (place, word) in words.enumerated() {
            if isIntroduction, introduced.contains(word) { isHeading = true }
            if place < 3, introduction.contains(word) {
                // `An introduction to learning theory` is a book.
                isIntroduction = true
                if place > 1 || length < 16 { isHeading = true }
            } else if columnWords.contains(word) {
                isHeading = true
            } else if isFurniture, !furniture.contains(word) {
                isFurniture = false
            }
            // The title of an article.
            if !isFurniture, words.count > 7 { return false }
        }
        if words.count == 1 { return isHeading || length <= 6 }
        return isHeading && words.count <= 7 && bits <= 45 || isFurniture
    }

    /// Words that no title of an article has where it is short.
    private static let columnWords = WordList(
        "editorial editorials editor editors foreword preface prologue epilogue column masthead obituary obituaries "
            + "memoriam reviewers errata corrigenda erratum frontmatter backmatter vorwort editoriale leitartikel "
            + "prologo presentacion buchbesprechungen rezensionen reminiscences reply introduction")

    private static let introduction = WordList("introduction")

    /// What introductions of issues introduce.
    private static let introduced = WordList(
        "this special issue issues section volume collection column forum minitrack track symposium panel theme supplement"
    )

    /// Words that make a heading where nothing else stands beside them.
    private static let furniture = WordList(
        "a an and the of in on to for from this by with s news letter letters correspondence announcement announcements "
            + "abstract abstracts contents index acknowledgements acknowledgments acknowledgement acknowledgment "
            + "calendar minutes review reviews message miscellany notes issue comment comments commentary discussion "
            + "perspectives highlights president treasurer chair avant propos noticias nachrichten bibliography program "
            + "programme cover information report reports remarks guest book books author authors subject volume "
            + "number front matter back response call papers keynote address questions opinions about list table "
            + "notice board members special section welcome us our your quarterly journal annual monthly")
}
