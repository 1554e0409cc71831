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
        let foldedTitle = folded
        scanned.removeAll(keepingCapacity: true)
        TextWord.append(of: foldedTitle, to: &scanned)
        portrait.titleRole = notes.role == .own ? TitleNotes.role(of: foldedTitle) : notes.role
        portrait.title = Stretch(start: UInt32(bytes.count), count: UInt32(foldedTitle.count))
        bytes.append(contentsOf: foldedTitle)
        if foldedTitle.contains(where: { (48...57).contains($0) }) {
            (portrait.titleLetters, portrait.titleDigits) = Self.lettersAndDigits(foldedTitle)
        }
        let firstNumber = hashes.count
        TitleNotes.appendNumbers(in: foldedTitle, scanned, to: &hashes)
        portrait.numbers = sortHashes(from: firstNumber)
        portrait.titleHash = Self.spacelessHash(foldedTitle, foldedTitle.count)
        if foldedMain < foldedTitle.count, foldedMain >= 12 {
            portrait.mainTitleHash = Self.spacelessHash(foldedTitle, foldedMain)
        }
        portrait.words = appendScannedWords(of: foldedTitle)
        var quarters = 0
        for word in words[portrait.words.range] { quarters += Int(word.rarity) }
        portrait.titleBits = UInt16(clamping: quarters / 4)
        portrait.languages = TitleLanguage.languages(of: scanned)
        // A note that a database set behind a title may be all that makes it a notice.
        if portrait.titleRole == .notice { portrait.kind = .notice }
        portrait.isColumn = TitleNotes.isColumn(scanned, length: foldedTitle.count, bits: quarters / 4)
        if let other = notes.translation ?? record.otherTitles.first {
            let foldedOther = Folding.folded(beginning: Self.longestTitle, of: other)
            if foldedOther.count >= 8, foldedOther != foldedTitle {
                portrait.otherTitleHash = Self.spacelessHash(foldedOther, foldedOther.count)
                scanned.removeAll(keepingCapacity: true)
                TextWord.append(of: foldedOther, to: &scanned)
                portrait.otherWords = appendScannedWords(of: foldedOther)
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

    /// Appends the distinct words among the first ones of a folded text, ascending by hash.
    private mutating func appendScannedWords(of folded: [UInt8]) -> Stretch {
        let first = words.count
        folded.withUnsafeBufferPointer { bytes in
            for word in scanned.prefix(Self.mostWords) {
                let text = UnsafeBufferPointer(rebasing: bytes[word.start..<word.start + word.count])
                let painted = TitleWord(
                    hash: UInt32(truncatingIfNeeded: word.hash), start: UInt16(clamping: word.start),
                    length: UInt8(clamping: word.count), rarity: frequencies.wordRarity(hash: word.hash, bytes: text))
                // A few dozen at most: insertion sort, repeated words dropped.
                var place = words.count
                while place > first, words[place - 1].hash > painted.hash { place -= 1 }
                if place > first, words[place - 1].hash == painted.hash { continue }
                words.insert(painted, at: place)
            }
        }
        return Stretch(start: UInt32(first), count: UInt32(words.count - first))
    }
}
