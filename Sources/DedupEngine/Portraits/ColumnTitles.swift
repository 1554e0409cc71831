internal import TextKernels

/// Titles that are headings of a serial.
extension TitleNotes {
    /// Whether a folded title is a heading that issues of a serial repeat: few words, one of them a heading's.
    ///
    /// - Parameter bits: Rarity of all its words.
    static func isColumn(_ folded: [UInt8], bits: Int) -> Bool {
        var count = 0
        var isHeading = false
        var isFurniture = true
        var isIntroduction = false
        folded.withUnsafeBufferPointer { folded in
            for word in FoldedWords(folded) {
                count += 1
                if isIntroduction, introduced.contains(word) { isHeading = true }
                if count <= 3, word.elementsEqual("introduction".utf8) {
                    // `An introduction to learning theory` is a book.
                    isIntroduction = true
                    if count > 2 || folded.count < 16 { isHeading = true }
                } else if columnWords.contains(word) {
                    isHeading = true
                } else if isFurniture, !furniture.contains(word) {
                    isFurniture = false
                }
            }
        }
        return count == 1 ? isHeading || folded.count <= 6 : isHeading && count <= 7 && bits <= 45 || isFurniture
    }

    /// Words that no title of an article has where it is short.
    private static let columnWords = WordList(
        "editorial editorials editor editors foreword preface prologue epilogue column masthead obituary obituaries "
            + "memoriam reviewers errata corrigenda erratum frontmatter backmatter vorwort editoriale leitartikel "
            + "prologo presentacion buchbesprechungen rezensionen reminiscences reply introduction")

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
