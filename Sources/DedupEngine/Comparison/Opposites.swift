/// Words that stand in one place of two titles and make them two works, however much else agrees.
enum Opposites {
    /// Whether two folded words exclude one another: `sensitive` and `insensitive`, `hypotension` and `hypertension`,
    /// `mice` and `rats`.
    static func exclude(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        if let x = place(of: a), let y = place(of: b), x.row == y.row, x.side != y.side { return true }
        return excludeByForm(a, b)
    }

    /// Whether two folded words that stand in no list exclude one another: one negates the other, or their beginnings are
    /// opposites.
    @inline(__always)
    static func excludeByForm(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        // Words told apart by their beginnings end alike.
        guard short.count >= 4, short[short.count - 1] == long[long.count - 1],
            short[short.count - 2] == long[long.count - 2], short[short.count - 3] == long[long.count - 3]
        else { return false }
        return negates(long, short) || haveOppositeBeginnings(short, long)
    }

    private static func negates(_ long: UnsafeBufferPointer<UInt8>, _ short: UnsafeBufferPointer<UInt8>) -> Bool {
        let extra = long.count - short.count
        return extra > 0 && extra <= 4 && long[extra] == short[0] && long[extra...].elementsEqual(short)
            && negations.contains { $0.elementsEqual(long[..<extra]) }
    }

    private static func haveOppositeBeginnings(
        _ short: UnsafeBufferPointer<UInt8>, _ long: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard letters[Int(short[0] & 31)] >> UInt32(long[0] & 31) & 1 == 1 else { return false }
        for (left, right) in beginnings {
            for (x, y) in [(short, long), (long, short)] where x.starts(with: left) && y.starts(with: right) {
                if x.count > left.count + 2, x[left.count...].elementsEqual(y[right.count...]) { return true }
            }
        }
        return false
    }

    private static let negations: [[UInt8]] = [
        "in", "un", "non", "im", "ir", "il", "dis", "a", "an", "anti", "de", "re",
    ]
    .map { Array($0.utf8) }

    private static let beginnings: [([UInt8], [UInt8])] = [
        ("hypo", "hyper"), ("inter", "intra"), ("pre", "post"), ("micro", "macro"), ("in", "ex"), ("inter", "extra"),
        ("intra", "extra"), ("mono", "poly"), ("uni", "multi"), ("homo", "hetero"), ("endo", "exo"), ("over", "under"),
        ("pro", "anti"), ("afferent", "efferent"), ("in", "out"), ("sub", "super"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// For each letter those that the opposites of beginnings with it begin with, as bits. Never freed, as `places`.
    private static nonisolated(unsafe) let letters: UnsafePointer<UInt32> = {
        let letters = UnsafeMutablePointer<UInt32>.allocate(capacity: 32)
        letters.initialize(repeating: 0, count: 32)
        for (left, right) in beginnings {
            letters[Int(left[0] & 31)] |= 1 << UInt32(right[0] & 31)
            letters[Int(right[0] & 31)] |= 1 << UInt32(left[0] & 31)
        }
        return UnsafePointer(letters)
    }()

    /// A line for what excludes one another, its sides parted by bars; the words of a side mean the same.
    private static let rows = """
        vitro | vivo | silico
        with | without
        male males | female females
        men man | women woman
        boys boy | girls girl
        father fathers paternal | mother mothers maternal
        left | right
        upper | lower
        anterior | posterior
        dorsal | ventral
        medial | lateral
        proximal | distal
        acute | chronic
        early | late
        primary | secondary | tertiary
        positive | negative
        high higher | low lower
        increase increases increased increasing | decrease decreases decreased decreasing
        before | after | during
        adult adults | child children pediatric paediatric | adolescent adolescents | infant infants neonatal neonates newborn
        young younger | old older elderly
        rural | urban
        short | long
        small | large
        internal | external
        benign | malignant
        systolic | diastolic
        prospective | retrospective
        inpatient inpatients | outpatient outpatients
        sensitive susceptible | resistant
        agonist agonists | antagonist antagonists
        inhibitor inhibitors | activator activators
        inhibits inhibition | promotes promotion | induces induction
        arterial | venous
        static | dynamic
        public | private
        import imports | export exports
        input | output
        minimum minimal | maximum maximal
        mouse mice murine | rat rats | dog dogs canine | cat cats feline | pig pigs porcine swine | sheep ovine | cattle cows \
        bovine | horse horses equine | rabbit rabbits | chicken chickens | zebrafish | monkey monkeys macaque macaques
        northern north | southern south | eastern east | western west
        spring | summer | autumn fall | winter
        january | february | march | april | may | june | july | august | september | october | november | december
        monday | tuesday | wednesday | thursday | friday | saturday | sunday
        introduction | conclusion
        fiction | nonfiction
        """

    /// Where a word stands in the rows; nil for most words.
    static func place(of word: UnsafeBufferPointer<UInt8>) -> Place? { words.place(of: word).map { places[$0] } }

    /// As `place(of:)`.
    ///
    /// - Parameters:
    ///   - hash: The lower half of the word's hash with seed 1.
    ///   - length: The word's bytes.
    static func place(ofHash hash: UInt32, length: Int) -> Place? {
        words.place(ofHalf: hash, length: length).map { places[$0] }
    }

    struct Place: Equatable {
        var row: UInt8
        var side: UInt8
    }

    private static let list: [(word: Substring, row: Int, side: Int)] = "\(rows)\n\(Countries.row)".split(
        separator: "\n"
    )
    .enumerated().flatMap { row, line in
        line.split(separator: "|").enumerated().flatMap { side, words in
            words.split(separator: " ").map { ($0, row, side) }
        }
    }

    private static let words = WordList(list.map(\.word).joined(separator: " "))

    /// By the place of the word in the list. Never freed, so that threads share no reference count.
    private static nonisolated(unsafe) let places: UnsafePointer<Place> = {
        let places = UnsafeMutablePointer<Place>.allocate(capacity: list.count)
        for (index, entry) in list.enumerated() {
            (places + index).initialize(to: Place(row: UInt8(entry.row), side: UInt8(entry.side)))
        }
        return UnsafePointer(places)
    }()
}
