/// Which languages a title may be in: enough to tell that two titles need not share a word.
enum TitleLanguage {
    /// The languages whose small words stand most often in a folded title, or its script, as bits; none where nothing
    /// shows.
    static func languages(of title: [TextWord]) -> UInt16 {
        var counts = SIMD16<UInt8>()
        var foreignLetters = 0
        var lead: UInt8 = 0
        for word in title {
            if word.first >= 0xC0 {
                foreignLetters += word.count
                lead = word.first
            } else if word.count <= 5, let place = smallWords.place(of: word) {
                counts &+= languagesOfWord[place]
            }
        }
        if foreignLetters * 2 > title.last.map({ $0.start + $0.count }) ?? 0 { return 1 << UInt16(script(lead)) }
        // No title has 256 words.
        let most = counts.max()
        if most < 2 { return 0 }
        return lists.indices.reduce(0) { $0 | (counts[$1] == most ? 1 << UInt16($1) : 0) }
    }

    /// The bit of a script by the first byte of its letters: Greek, Cyrillic, Semitic scripts, those of India, those of
    /// East Asia.
    private static func script(_ lead: UInt8) -> Int {
        switch lead {
        case 0xCD...0xCF: 11
        case 0xD0...0xD4: 12
        case 0xD5...0xDF: 13
        case 0xE0...0xE1: 14
        default: 15
        }
    }

    /// At most eleven: the bits above are scripts.
    private static let lists: [(String, String)] = [
        ("en", "the of and in for with on from an by to using at is are its as"),
        ("de", "der die das den dem des und von fur im zur zum mit bei ein eine einer auf als aus zu in an am uber"),
        ("fr", "le la les des du de et dans pour une un sur aux au chez par en l d"),
        ("es", "el la los las del de y en para una un con por al sobre e"),
        ("it", "il lo la gli le della del dei delle di e nel nella per con una un da al"),
        ("pt", "o os as a do da dos das de e em para uma um com na no ao por"),
        ("nl", "de het een van en voor bij met in op door tot naar te"),
        ("sv", "och av i pa en ett for med till fran som om den det hos"),
        ("pl", "w i z na do oraz o dla przez u ze"),
        ("tr", "ve ile bir icin olan uzerine"),
    ]

    /// A one for each language that has a word.
    private static let onesOfWord: [(word: Substring, ones: SIMD16<UInt8>)] = {
        var ones: [Substring: SIMD16<UInt8>] = [:]
        for (bit, list) in lists.enumerated() {
            for word in list.1.split(separator: " ") { ones[word, default: SIMD16()][bit] = 1 }
        }
        return ones.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }()

    private static let smallWords = WordList(onesOfWord.map(\.word).joined(separator: " "))

    /// By the place of the word in the list. Never freed, so that threads share no reference count.
    private static nonisolated(unsafe) let languagesOfWord: UnsafePointer<SIMD16<UInt8>> = {
        let languages = UnsafeMutablePointer<SIMD16<UInt8>>.allocate(capacity: onesOfWord.count)
        for (place, entry) in onesOfWord.enumerated() { (languages + place).initialize(to: entry.ones) }
        return UnsafePointer(languages)
    }()
}
