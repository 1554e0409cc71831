internal import Records
internal import TextKernels

/// Which of two forms of one person's name is fuller.
enum NameForm {
    /// Completes a name by another form of it.
    ///
    /// Whole where it has no parts, or where its family name is a part of the other's or lacks its marks; else the given
    /// names alone, where the other has more of them spelled out. No form is put together of two: each part of the result
    /// is one that a source gave.
    /// - Returns: What was taken: `name`, `given`, `suffix`.
    static func complete(_ name: inout Name, with other: Name) -> [String] {
        guard let theirs = other.family else { return [] }
        guard let ours = name.family else {
            name = other
            return ["name"]
        }
        let isOneForm = ours == theirs
        let a = isOneForm ? [] : Folding.folded(ours)
        let b = isOneForm ? [] : Folding.folded(theirs)
        let (mine, yours) = (Given(name.given), Given(other.given))
        if !isOneForm, isFullerFamily(theirs, b, than: ours, a) {
            // Only whole: a second family name may stand among the given names.
            if yours.isPoorer(than: mine) { return [] }
            name = other
            return ["name"]
        }
        // Other names in the same place, swapped or in another script, complete nothing.
        guard a == b || isPart(b, of: a) else { return [] }
        var said: [String] = []
        if yours.isFuller(than: mine), !sharesWord(other.given ?? "", with: ours) {
            name.given = other.given
            said.append("given")
        }
        if name.suffix == nil, let suffix = other.suffix {
            name.suffix = suffix
            said.append("suffix")
        }
        return said
    }

    private static func sharesWord(_ given: String, with family: String) -> Bool {
        let words = Folding.folded(family).split(separator: UInt8(ascii: " "))
        return Folding.folded(given).split(separator: UInt8(ascii: " ")).contains { $0.count > 1 && words.contains($0) }
    }

    private static func isFullerFamily(_ new: String, _ b: [UInt8], than old: String, _ a: [UInt8]) -> Bool {
        if a == b {
            if isCapitals(old) != isCapitals(new) { return isCapitals(old) }
            // Müller for Muller.
            return marks(new) > marks(old)
        }
        return isPart(a, of: b)
    }

    /// Whether a name is the beginning or the end of another, in whole words.
    private static func isPart(_ short: [UInt8], of long: [UInt8]) -> Bool {
        guard !short.isEmpty, short.count + 1 < long.count else { return false }
        return long.starts(with: short) && long[short.count] == UInt8(ascii: " ")
            || long.suffix(short.count).elementsEqual(short)
                && long[long.count - short.count - 1] == UInt8(ascii: " ")
    }

    /// Letters beyond ASCII of scripts that have marks.
    private static func marks(_ text: String) -> Int {
        text.unicodeScalars.count { $0.value > 0x7F && $0.value < 0x250 || (0x1E00...0x1EFF).contains($0.value) }
    }

    private static func isCapitals(_ text: String) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars {
            if scalar.isASCII ? (97...122).contains(scalar.value) : scalar.properties.isLowercase { return false }
            if scalar.isASCII ? (65...90).contains(scalar.value) : scalar.properties.isUppercase { count += 1 }
        }
        return count > 2
    }

    /// Given names by how much of them is there.
    private struct Given {
        var text: String?
        /// Names of two letters or more.
        var spelled = 0
        /// Names and initials.
        var all = 0

        init(_ text: String?) {
            self.text = text
            guard let text else { return }
            if NameSpelling.isInitials(text) {
                all = text.utf8.count { $0 >= 0xC0 || $0 & 0x40 != 0 }
                return
            }
            var length = 0
            for byte in text.utf8 {
                if byte < 0x80, byte & 0x40 == 0, byte != UInt8(ascii: "'") {
                    length = 0
                } else if byte & 0xC0 != 0x80 {
                    length += 1
                    if length == 1 { all += 1 }
                    if length == 2 { spelled += 1 }
                }
            }
        }

        func isFuller(than other: Given) -> Bool {
            guard let text else { return false }
            guard let former = other.text else { return true }
            if text == former { return false }
            if spelled != other.spelled { return spelled > other.spelled }
            if all != other.all { return all > other.all }
            guard spelled > 0 else { return false }
            let (a, b) = (Folding.folded(text), Folding.folded(former))
            if a == b {
                if NameForm.isCapitals(text) != NameForm.isCapitals(former) { return NameForm.isCapitals(former) }
                return NameForm.marks(text) > NameForm.marks(former)
            }
            // Alexander for Alex.
            return a.starts(with: b)
        }

        func isPoorer(than other: Given) -> Bool {
            spelled < other.spelled || text == nil && other.text != nil
        }
    }
}

enum Affiliations {
    /// Whether a list takes the place of another: that one is empty, or each of its lines stands within one of ours.
    static func isFuller(_ new: [String], than old: [String]) -> Bool {
        guard !new.isEmpty, new != old else { return false }
        if old.isEmpty { return true }
        // Lines are looked for in lines: what is longer than any address is not.
        guard new.count >= old.count, new.count <= 64, new.reduce(0, { $0 + $1.utf8.count }) <= 8192 else {
            return false
        }
        let lines = new.map(Folding.folded)
        let former = old.map(Folding.folded)
        guard lines.reduce(0, { $0 + $1.count }) > former.reduce(0, { $0 + $1.count }) else { return false }
        return former.allSatisfy { line in lines.contains { holds($0, line) } }
    }

    private static func holds(_ long: [UInt8], _ short: [UInt8]) -> Bool {
        guard short.count <= long.count else { return false }
        if short.isEmpty { return true }
        return (0...long.count - short.count).contains { long[$0] == short[0] && long[$0...].starts(with: short) }
    }
}
