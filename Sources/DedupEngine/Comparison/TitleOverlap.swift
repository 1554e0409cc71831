internal import TextKernels

/// What two titles share, word by word, and what is left over of each.
struct TitleOverlap {
    /// Rarity of the words they share, in quarters of a bit; spellings of one word count a little less.
    private(set) var agreed = 0
    /// Rarity of the words left over.
    private(set) var bitsA = 0
    private(set) var bitsB = 0
    /// Words left over on both sides that are no spellings of one another and weigh enough to change the meaning.
    private(set) var unlikeCount = 0
    /// Whether words are left over that exclude one another.
    private(set) var hasOpposites = false
    /// Whether a word with a digit is left over.
    private(set) var hasForeignNumber = false

    /// Words left over of a title that are looked at.
    private static let mostRest = 24

    /// Takes words for the same where they are equal.
    init(_ a: Stretch, _ b: Stretch, _ table: borrowing PortraitTable) {
        withUnsafeTemporaryAllocation(of: RestWord.self, capacity: 2 * Self.mostRest) { room in
            var restA = Rest(room[..<Self.mostRest])
            var restB = Rest(room[Self.mostRest...])
            count(a, b, table, &restA, &restB)
        }
    }

    /// Takes spellings of one word for one, too: plurals, slips of the pen, words written together.
    ///
    /// - Parameters:
    ///   - titleA: The folded title that holds the words `a`.
    ///   - titleB: The same of `b`.
    init(
        _ a: Stretch, of titleA: UnsafeBufferPointer<UInt8>, _ b: Stretch, of titleB: UnsafeBufferPointer<UInt8>,
        _ table: borrowing PortraitTable
    ) {
        withUnsafeTemporaryAllocation(of: RestWord.self, capacity: 2 * Self.mostRest) { room in
            var restA = Rest(room[..<Self.mostRest])
            var restB = Rest(room[Self.mostRest...])
            count(a, b, table, &restA, &restB)
            guard restA.count > 0, restB.count > 0 else { return }
            // Far apart: nothing that spelling explains.
            if agreed * 4 < max(bitsA, bitsB), restA.count > 8, restB.count > 8 { return }
            restA.read(titleA)
            restB.read(titleB)
            alignSpellings(restA, restB)
        }
    }

    private mutating func count(
        _ a: Stretch, _ b: Stretch, _ table: borrowing PortraitTable, _ restA: inout Rest, _ restB: inout Rest
    ) {
        table.words.withUnsafeBufferPointer { words in
            var i = a.range.lowerBound
            var j = b.range.lowerBound
            let endA = a.range.upperBound
            let endB = b.range.upperBound
            while i < endA || j < endB {
                if j == endB || (i < endA && words[i].hash < words[j].hash) {
                    bitsA += Int(words[i].rarity)
                    restA.append(words[i])
                    i += 1
                } else if i == endA || words[j].hash < words[i].hash {
                    bitsB += Int(words[j].rarity)
                    restB.append(words[j])
                    j += 1
                } else {
                    agreed += Int(words[i].rarity)
                    i += 1
                    j += 1
                }
            }
        }
    }

    private mutating func alignSpellings(_ a: Rest, _ b: Rest) {
        search: for i in 0..<a.count {
            for j in 0..<b.count where a[i].excludes(b[j]) && !b.means(a[i]) && !a.means(b[j]) {
                hasOpposites = true
                break search
            }
        }
        for i in 0..<a.count where a[i].length >= 4 {
            for j in 0..<b.count where !b[j].isTaken && a[i].isSpelling(of: b[j]) {
                a[i].isTaken = true
                b[j].isTaken = true
                agreed += Int(min(a[i].rarity, b[j].rarity)) * 7 / 8
                bitsA -= Int(a[i].rarity)
                bitsB -= Int(b[j].rarity)
                break
            }
        }
        let gluedA = Self.joinGlued(a, b)
        let gluedB = Self.joinGlued(b, a)
        agreed += gluedA.glued + gluedB.glued
        bitsA -= gluedA.glued + gluedB.parts
        bitsB -= gluedA.parts + gluedB.glued
        unlikeCount = min(a.heavyCount, b.heavyCount)
        hasForeignNumber = a.hasNumber || b.hasNumber
        bitsA = max(0, bitsA)
        bitsB = max(0, bitsB)
    }

    /// `multicentre` and `multi centre`.
    ///
    /// - Returns: The rarity of the glued words, and of their parts.
    private static func joinGlued(_ glued: Rest, _ parts: Rest) -> (glued: Int, parts: Int) {
        var joined = (glued: 0, parts: 0)
        guard parts.count > 1 else { return joined }
        for i in 0..<glued.count where !glued[i].isTaken && glued[i].length >= 5 {
            for j in 0..<(parts.count - 1) where !parts[j].isTaken && !parts[j + 1].isTaken {
                let whole = glued[i].text
                let left = parts[j].text
                guard left.count + Int(parts[j + 1].length) == whole.count, whole.starts(with: left),
                    whole[left.count...].elementsEqual(parts[j + 1].text)
                else { continue }
                glued[i].isTaken = true
                parts[j].isTaken = true
                parts[j + 1].isTaken = true
                joined.glued += Int(glued[i].rarity)
                joined.parts += Int(parts[j].rarity) + Int(parts[j + 1].rarity)
                break
            }
        }
        return joined
    }
}

/// A word that one title has and the other lacks.
private struct RestWord {
    var hash: UInt32
    var start: UInt16
    var length: UInt8
    var rarity: UInt8
    /// Whether the other title has it after all, spelled in another way.
    var isTaken = false
    var hasDigit = false
    /// Where it stands among the words that exclude one another; nil for most.
    var opposites: Opposites.Place?
    /// The set of its letters.
    var letters: UInt32 = 0
    var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    init(_ word: TitleWord) {
        hash = word.hash
        start = word.start
        length = word.length
        rarity = word.rarity
    }

    mutating func read(_ title: UnsafeBufferPointer<UInt8>) {
        let first = min(title.count, Int(start))
        text = UnsafeBufferPointer(rebasing: title[first..<min(title.count, first + Int(length))])
        opposites = Opposites.place(ofHash: hash, length: text.count)
        for byte in text {
            letters |= 1 << UInt32(byte & 31)
            if (48...57).contains(byte) { hasDigit = true }
        }
    }

    @inline(__always)
    func excludes(_ other: RestWord) -> Bool {
        if let mine = opposites, let its = other.opposites, mine.row == its.row, mine.side != its.side { return true }
        return Opposites.excludeByForm(text, other.text)
    }

    @inline(__always)
    func isSpelling(of other: RestWord) -> Bool {
        // Each letter added or dropped changes the set of letters by one at most.
        if (letters ^ other.letters).nonzeroBitCount > (Int(length) + Int(other.length)) / 5 + 1 { return false }
        return !hasDigit && !other.hasDigit && Spelling.isOneWord(text, other.text)
    }
}

/// The words left over of one title, in its order once they are read; in memory that its owner lends.
private struct Rest {
    private let room: UnsafeMutableBufferPointer<RestWord>
    private(set) var count = 0

    init(_ room: Slice<UnsafeMutableBufferPointer<RestWord>>) { self.room = UnsafeMutableBufferPointer(rebasing: room) }

    subscript(index: Int) -> RestWord {
        @inline(__always) get { room[index] }
        @inline(__always) nonmutating _modify { yield &room[index] }
    }

    mutating func append(_ word: TitleWord) {
        guard count < room.count else { return }
        room.initializeElement(at: count, to: RestWord(word))
        count += 1
    }

    /// Puts the words in the order of the title and looks at their letters.
    func read(_ title: UnsafeBufferPointer<UInt8>) {
        for index in 0..<count {
            let word = room[index]
            var place = index
            while place > 0, room[place - 1].start > word.start {
                room[place] = room[place - 1]
                place -= 1
            }
            room[place] = word
        }
        for index in 0..<count { room[index].read(title) }
    }

    /// Whether a word of the rest stands for the same as one that stands among the words that exclude one another: `China` where
    /// the other title says `Chinese`.
    func means(_ word: RestWord) -> Bool {
        guard let place = word.opposites else { return false }
        for index in 0..<count where room[index].opposites == place { return true }
        return false
    }

    /// Words that are still left over and weigh enough to change the meaning.
    var heavyCount: Int {
        var heavy = 0
        for index in 0..<count where !room[index].isTaken && room[index].rarity >= 16 { heavy += 1 }
        return heavy
    }

    var hasNumber: Bool {
        for index in 0..<count where !room[index].isTaken && room[index].hasDigit { return true }
        return false
    }
}

/// Whether two words without digits are spellings of one.
enum Spelling {
    static func isOneWord(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard short.count >= 4, long.count - short.count <= 3 else { return false }
        if Opposites.exclude(short, long) { return false }
        if long.starts(with: short) { return true }
        // Two letters exchanged, dropped or added in a longer word; one in a short one.
        let ratio = Similarity.indelRatio(short, long, cutoff: 0.75)
        return short.count >= 8 ? ratio >= 0.8 : ratio >= 0.8 && short.first == long.first && short.count >= 5
    }
}
