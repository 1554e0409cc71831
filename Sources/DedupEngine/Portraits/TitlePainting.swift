internal import Records
internal import TextKernels

extension PortraitTable {
    /// Bytes of a folded title that are looked at.
    static let longestTitle = 480
    /// Distinct words of a title that are looked at.
    static let mostWords = 60

    mutating func paintTitle(of record: Record, into portrait: inout Portrait) {
        guard let whole = record.title else { return }
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
        guard !folded.isEmpty else { return }
        portrait.titleRole = notes.role == .own ? TitleNotes.role(of: folded) : notes.role
        portrait.title = Stretch(start: UInt32(bytes.count), count: UInt32(folded.count))
        bytes.append(contentsOf: folded)
        (portrait.titleLetters, portrait.titleDigits) = Self.lettersAndDigits(folded)
        var numbers = TitleNotes.numbers(in: folded)
        numbers.sort()
        portrait.numbers = append(numbers)
        portrait.titleHash = Self.spacelessHash(folded[...])
        if foldedMain < folded.count, foldedMain >= 12 {
            portrait.mainTitleHash = Self.spacelessHash(folded[..<foldedMain])
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
                portrait.otherTitleHash = Self.spacelessHash(foldedOther[...])
                portrait.otherWords = appendWords(of: foldedOther)
            }
        }
    }

    /// Glued and split words agree where spaces do not count.
    private static func spacelessHash(_ folded: ArraySlice<UInt8>) -> UInt64 {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: folded.count + 1) { letters in
            var count = 0
            for byte in folded where byte != UInt8(ascii: " ") {
                letters[count] = byte
                count += 1
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
        folded.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count, words.count - first < Self.mostWords {
                var end = start
                while end < bytes.count, bytes[end] != UInt8(ascii: " ") { end += 1 }
                if end > start {
                    let word = UnsafeBufferPointer(rebasing: bytes[start..<end])
                    let whole = Hashing.hash64(word, seed: 1)
                    words.append(
                        TitleWord(
                            hash: UInt32(truncatingIfNeeded: whole), start: UInt16(clamping: start),
                            length: UInt8(clamping: end - start),
                            rarity: frequencies.wordRarity(hash: whole, bytes: word)))
                }
                start = end + 1
            }
        }
        // A few dozen at most: insertion sort, repeated words dropped.
        var count = first
        for index in first..<words.count {
            let word = words[index]
            var place = count
            while place > first, words[place - 1].hash > word.hash { place -= 1 }
            if place > first, words[place - 1].hash == word.hash { continue }
            var moving = count
            while moving > place {
                words[moving] = words[moving - 1]
                moving -= 1
            }
            words[place] = word
            count += 1
        }
        words.removeSubrange(count...)
        return Stretch(start: UInt32(first), count: UInt32(count - first))
    }
}
