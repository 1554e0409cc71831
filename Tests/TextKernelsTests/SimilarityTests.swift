import Testing
import TextKernels

@Suite("Similarity of byte strings")
struct SimilarityTests {
    static func bytes<T>(_ a: [UInt8], _ b: [UInt8], _ f: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> T)
        -> T
    {
        a.withUnsafeBufferPointer { x in b.withUnsafeBufferPointer { y in f(x, y) } }
    }

    /// The textbook table.
    static func slowLCS(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(repeating: 0, count: b.count + 1)
        for x in a {
            var diagonal = 0
            for j in b.indices {
                let above = row[j + 1]
                row[j + 1] = x == b[j] ? diagonal + 1 : max(row[j], above)
                diagonal = above
            }
        }
        return row[b.count]
    }

    @Test("agrees with the textbook on random strings of all lengths around a word's borders")
    func agreesWithTextbook() {
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<600 {
            let alphabet = 2 + round % 7
            let a = (0..<random(200)).map { _ in UInt8(97 + random(alphabet)) }
            let b = (0..<random(200)).map { _ in UInt8(97 + random(alphabet)) }
            #expect(Self.bytes(a, b, Similarity.longestCommonSubsequence) == Self.slowLCS(a, b))
        }
    }

    @Test("is 1 for equal strings, 0 below the cut-off, and the same both ways")
    func bounds() {
        let a = Array("heroin addiction".utf8)
        let b = Array("heroine addictions".utf8)
        #expect(Self.bytes(a, a) { Similarity.indelRatio($0, $1) } == 1)
        #expect(
            Self.bytes(a, b) { Similarity.indelRatio($0, $1) } == Self.bytes(b, a) { Similarity.indelRatio($0, $1) })
        #expect(Self.bytes(a, b) { Similarity.indelRatio($0, $1, cutoff: 0.99) } == 0)
        #expect(Self.bytes([], []) { Similarity.indelRatio($0, $1) } == 1)
    }

    @Test(
        "by Jaro and Winkler gives their published values",
        arguments: [
            ("martha", "marhta", 0.9611), ("dwayne", "duane", 0.84), ("dixon", "dicksonx", 0.8133), ("a", "b", 0),
        ])
    func jaroWinkler(a: String, b: String, expected: Double) {
        let value = Self.bytes(Array(a.utf8), Array(b.utf8)) { Similarity.jaroWinkler($0, $1) }
        #expect(abs(value - expected) < 0.001)
    }
}
