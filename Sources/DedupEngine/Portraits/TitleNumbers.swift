extension TitleNotes {
    /// Appends the numbers of a folded title: runs of digits, number words, Roman numerals, letters of parts.
    static func appendNumbers(in folded: [UInt8], _ words: [TextWord], to numbers: inout [UInt64]) {
        appendDigitRuns(folded[...], to: &numbers)
        for (index, word) in words.enumerated() {
            if let place = cardinals.place(of: word) {
                numbers.append(UInt64(place) + 2)
            } else if let place = ordinals.place(of: word) {
                numbers.append(UInt64(place) + 1)
            } else if word.count == 1 {
                guard index > 0, word.first >= 97, partHeads.contains(words[index - 1]) else { continue }
                switch word.first {
                case UInt8(ascii: "i"): numbers.append(1)
                case UInt8(ascii: "v"): numbers.append(5)
                case UInt8(ascii: "x"): numbers.append(10)
                default: numbers.append(1_000_000 + UInt64(word.first))
                }
            } else if index > 0, let value = romanNumeral(folded[word.start..<word.start + word.count]) {
                numbers.append(value)
            }
        }
    }

    private static let partHeads = WordList(
        "part parts phase type volume vol chapter section study stage class book teil partie parte band series group")

    /// From two on.
    private static let cardinals = WordList("two three four five six seven eight nine ten")
    /// From first on.
    private static let ordinals = WordList("first second third fourth fifth sixth")

    /// Each run of ASCII digits as a number, in order; runs beyond 18 digits are cut.
    static func digitRuns(_ folded: ArraySlice<UInt8>) -> [UInt64] {
        var runs: [UInt64] = []
        appendDigitRuns(folded, to: &runs)
        return runs
    }

    private static func appendDigitRuns(_ folded: ArraySlice<UInt8>, to runs: inout [UInt64]) {
        var current: UInt64?
        var length = 0
        for byte in folded {
            if byte >= 48, byte <= 57 {
                if length < 18 { current = (current ?? 0) * 10 + UInt64(byte - 48) }
                length += 1
            } else if let run = current {
                runs.append(run)
                current = nil
                length = 0
            }
        }
        if let current { runs.append(current) }
    }

    /// The number a word of two or more letters writes in Roman digits, 2...39; single letters are too often
    /// something else.
    static func romanNumeral(_ word: some BidirectionalCollection<UInt8>) -> UInt64? {
        guard word.count >= 2, word.count <= 7 else { return nil }
        var total: UInt64 = 0
        var last: UInt64 = 0
        for byte in word.reversed() {
            let value: UInt64
            switch byte {
            case UInt8(ascii: "i"): value = 1
            case UInt8(ascii: "v"): value = 5
            case UInt8(ascii: "x"): value = 10
            default: return nil
            }
            if value < last { total &-= value } else { total += value }
            last = max(last, value)
        }
        return (2...39).contains(total) ? total : nil
    }
}
