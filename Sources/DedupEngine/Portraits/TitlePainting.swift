internal import Records
internal import TextKernels

extension PortraitTable {
    /// Bytes of a folded title that are looked at.
    static let longestTitle = 480
    /// Distinct words of a title that are looked at.
    static let mostWords = 60

    /// - Returns: A year that stood before the title; 0 for none.
    mutating func paintTitle(of record: Record, into portrait: inout Portrait) -> Int16 {
        guard let whole = record.title else { return 0 }
        let notes = TitleNotes(of: whole)
        var text = notes.title
        let mainLength: Int
        if let subtitle = record.subtitle {
            mainLength = text.utf8.count
            text += " " + subtitle
        } else {
            mainLength = TitleNotes.mainTitleLength(of: text)
        }
        folded.removeAll(keepingCapacity: true)
        var foldedMain = 0
        text.withUTF8 { bytes in
            Folding.fold(UnsafeBufferPointer(rebasing: bytes[..<mainLength]), into: &folded)
            foldedMain = folded.count
            guard mainLength < bytes.count else { return }
            if !folded.isEmpty { folded.append(UInt8(ascii: " ")) }
            let before = folded.count
            Folding.fold(UnsafeBufferPointer(rebasing: bytes[mainLength...]), into: &folded)
            if folded.count == before, before > 0 { folded.removeLast() }
        }
        if folded.count > Self.longestTitle {
            folded.removeSubrange(Self.longestTitle...)
            foldedMain = min(foldedMain, folded.count)
        }
        guard !folded.isEmpty else { return notes.year }
        portrait.titleRole = notes.role == .own ? TitleNotes.role(of: folded) : notes.role
        portrait.title = Stretch(start: UInt32(bytes.count), count: UInt32(folded.count))
        bytes.append(contentsOf: folded)
        (portrait.titleLetters, portrait.titleDigits) = Self.lettersAndDigits(folded)
        var numbers = TitleNotes.numbers(in: folded)
        if numbers.count > 1 { numbers.sort() }
        portrait.numbers = append(numbers)
        portrait.titleHash = Self.spacelessHash(folded, folded.count)
        if foldedMain < folded.count, foldedMain >= 12 {
            portrait.mainTitleHash = Self.spacelessHash(folded, foldedMain)
        }
        portrait.words = appendWords(of: folded)
        var quarters = 0
        for word in words[portrait.words.range] { quarters += Int(word.rarity) }
        portrait.titleBits = UInt16(clamping: quarters / 4)
        portrait.languages = TitleLanguage.languages(of: folded)
        // A note that a database set behind a title may be all that makes it a notice.
        if portrait.titleRole == .notice { portrait.kind = .notice }
        portrait.isColumn = TitleNotes.isColumn(folded, bits: quarters / 4)
        if let other = notes.translation ?? record.otherTitles.first {
            let foldedOther = Folding.folded(beginning: Self.longestTitle, of: other)
            if foldedOther.count >= 8, foldedOther != folded {
                portrait.otherTitleHash = Self.spacelessHash(foldedOther, foldedOther.count)
                portrait.otherWords = appendWords(of: foldedOther)
            }
        }
        return notes.year
    }

    /// Bytes of the article that a folded title begins with, and of the space behind it: catalogs that sort titles drop it.
    static func lengthOfArticle(_ folded: UnsafeBufferPointer<UInt8>) -> Int {
        guard let space = folded.prefix(5).firstIndex(of: UInt8(ascii: " ")), folded.count >= space + 12,
            articles.contains(UnsafeBufferPointer(rebasing: folded[..<space]))
        else { return 0 }
        return space + 1
    }

    private static let articles = WordList(
        "the a an der die das ein eine le la les l un une el los las il lo os um uma het een")

    /// Hash of a folded text's first bytes, without its article. Glued and split words agree where spaces do not count.
    private static func spacelessHash(_ folded: [UInt8], _ length: Int) -> UInt64 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length + 1) { letters in
            var count = 0
            folded.withUnsafeBufferPointer { folded in
                let text = UnsafeBufferPointer(rebasing: folded.prefix(length))
                for byte in text[lengthOfArticle(text)...] {
                    letters[count] = byte
                    count += byte == UInt8(ascii: " ") ? 0 : 1
                }
            }
            return hash(UnsafeBufferPointer(rebasing: letters[..<count]), 2)
        }
    }

    private static func lettersAndDigits(_ folded: [UInt8]) -> (UInt32, UInt32) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: folded.count + 1) { letters in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: folded.count + 1) { digits in
                var letterCount = 0
                var digitCount = 0
                for byte in folded {
                    if (48...57).contains(byte) {
                        digits[digitCount] = byte
                        digitCount += 1
                    } else if byte != UInt8(ascii: " ") {
                        letters[letterCount] = byte
                        letterCount += 1
                    }
                }
                if digitCount == 0 || letterCount == 0 { return (0, 0) }
                return (
                    short(hash(UnsafeBufferPointer(rebasing: letters[..<letterCount]), 43)),
                    short(hash(UnsafeBufferPointer(rebasing: digits[..<digitCount]), 43))
                )
            }
        }
    }

    private mutating func appendWords(of folded: [UInt8]) -> Stretch {
        let first = words.count
        withUnsafeTemporaryAllocation(of: TitleWord.self, capacity: Self.mostWords) { found in
            let count = folded.withUnsafeBufferPointer { Self.words(of: $0, frequencies, into: found) }
            words.append(contentsOf: UnsafeBufferPointer(rebasing: found[..<count]))
        }
        return Stretch(start: UInt32(first), count: UInt32(words.count - first))
    }

    /// The distinct words among the first ones of a folded text, ascending by hash.
    ///
    /// - Parameter found: Has room for `mostWords`.
    /// - Returns: How many there are.
    private static func words(
        of folded: UnsafeBufferPointer<UInt8>, _ frequencies: FrequencyTable,
        into found: UnsafeMutableBufferPointer<TitleWord>
    ) -> Int {
        var count = 0
        for (read, bytes) in FoldedWords(folded).enumerated() {
            guard read < mostWords, let base = folded.baseAddress, let start = bytes.baseAddress else { break }
            let hash = Hashing.hash64(bytes, seed: 1)
            let word = TitleWord(
                hash: UInt32(truncatingIfNeeded: hash), start: UInt16(clamping: start - base),
                length: UInt8(clamping: bytes.count), rarity: frequencies.wordRarity(hash: hash, bytes: bytes))
            // A few dozen at most: insertion sort, repeated words dropped.
            var place = count
            while place > 0, found[place - 1].hash > word.hash { place -= 1 }
            if place > 0, found[place - 1].hash == word.hash { continue }
            var moving = count
            while moving > place {
                found[moving] = found[moving - 1]
                moving -= 1
            }
            found[place] = word
            count += 1
        }
        return count
    }
}
