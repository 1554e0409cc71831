import Foundation
import TextKernels
import Testing

/// What `Folding` says it does, done slowly with Foundation and the standard library's Unicode properties.
enum SlowFolding {
    private static let plainly: [Unicode.Scalar: String] = [
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h",
        "ŋ": "n", "ŧ": "t", "ƒ": "f", "ə": "e", "ɛ": "e", "ʼ": " ", "ʻ": " ", "ˈ": " ",
    ]

    static func folded(_ scalar: Unicode.Scalar) -> String {
        // Hangul syllables stay whole.
        if (0xAC00...0xD7A3).contains(scalar.value) { return String(scalar) }
        var out = ""
        let text = decomposed(decomposed(String(scalar)).unicodeScalars.map(caseFolded).joined())
        for scalar in text.unicodeScalars {
            let plain = plainly[scalar] ?? String(scalar)
            guard plain.unicodeScalars.count == 1, let only = plain.unicodeScalars.first else {
                out += plain
                continue
            }
            let category = only.properties.generalCategory
            if (0x300...0x36F).contains(only.value) || category == .format { continue }
            out += isLetterNumberOrMark(category) ? plain : " "
        }
        return String(
            out.unicodeScalars.split(separator: " ").joined(separator: " ".unicodeScalars).map(Character.init))
    }

    private static func decomposed(_ text: String) -> String { text.decomposedStringWithCompatibilityMapping }

    /// Full case folding: small letters of the capitals of the small letters, which also joins ς and σ, ẞ and ss.
    private static func caseFolded(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        // Cherokee folds to its older, capital letters.
        case 0x13A0...0x13F5: return String(scalar)
        case 0x13F8...0x13FD, 0xAB70...0xABBF: return scalar.properties.uppercaseMapping
        default: break
        }
        let small = scalar.properties.lowercaseMapping
        let capital = small.unicodeScalars.map(\.properties.uppercaseMapping).joined()
        return capital.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    }

    private static func isLetterNumberOrMark(_ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            true
        default: false
        }
    }
}

@Suite("Folding")
struct FoldingTests {
    static func folded(_ text: String) -> String { String(decoding: Folding.folded(text), as: UTF8.self) }

    /// Planes 0 and 1, as far as Unicode 14 assigns them, sixteen pieces of them side by side.
    @Test("agrees with its slow twin on every scalar of its table", arguments: 0..<16 as Range<UInt32>)
    func agreesWithTwin(piece: UInt32) {
        var differing: [String] = []
        for value in piece * 0x2000..<(piece + 1) * 0x2000 {
            guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age <= (14, 0),
                scalar.properties.generalCategory != .unassigned
            else { continue }
            let fast = Self.folded(String(scalar))
            let slow = SlowFolding.folded(scalar)
            if Array(fast.utf8) != Array(slow.utf8) {
                differing.append("U+\(String(value, radix: 16)) \(fast.debugDescription) \(slow.debugDescription)")
            }
        }
        #expect(differing == [])
    }

    @Test(
        "leaves the planes behind its table as they are", arguments: [0x20000, 0x2A6DF, 0x30000, 0x10FFFD] as [UInt32])
    func behindTable(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(Self.folded(String(scalar)) == String(scalar))
    }

    @Test(
        "brings text to one form",
        arguments: [
            ("Heroin Addiction", "heroin addiction"), ("  A--B  ", "a b"), ("Müller", "muller"),
            ("Mu\u{308}ller", "muller"), ("Straße", "strasse"), ("ﬁne", "fine"), ("Łódź", "lodz"),
            ("Øresund & Æbelø", "oresund aebelo"), ("H₂O", "h2o"), ("IL‑2", "il 2"), ("ΑΓΆΠΗς", "αγαπησ"), ("", ""),
            ("—", ""), ("soft\u{AD}hyphen", "softhyphen"), ("한국어", "한국어"), ("हिन्दी", "हिन्दी"), ("O’Neil", "o neil"),
        ])
    func oneForm(text: String, expected: String) {
        #expect(Self.folded(text) == expected)
        #expect(Self.folded(expected) == expected)
    }

    @Test("reads any bytes, parts words where they are no UTF-8, and is done when it is done")
    func anyBytes() {
        var state: UInt64 = 7
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            var once: [UInt8] = []
            bytes.withUnsafeBufferPointer { Folding.fold($0, into: &once) }
            #expect(String(validating: once, as: UTF8.self) != nil, "\(bytes)")
            #expect(once.first != 0x20 && once.last != 0x20)
        }
        #expect(Folding.folded("a") == [0x61])
        var out: [UInt8] = []
        ([0x61, 0xFF, 0x62, 0xC3] as [UInt8]).withUnsafeBufferPointer { Folding.fold($0, into: &out) }
        #expect(out == Array("a b".utf8))
    }

    @Test("appends behind what is there")
    func appends() {
        var out = Array("x".utf8)
        Array(" Y ".utf8).withUnsafeBufferPointer { Folding.fold($0, into: &out) }
        #expect(out == Array("xy".utf8))
    }
}
