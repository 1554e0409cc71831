import Formats
import Foundation
import TestSupport

/// A JSON value as a test made it, to hold against what came of it.
indirect enum Tree: Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([Tree])
    case object([Member])

    struct Member: Equatable {
        var key: String
        var value: Tree
    }

    static func == (a: Tree, b: Tree) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        // A whole number may come back as either.
        case (.double(let a), .double(let b)): a == b
        case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Double(a) == b
        // Swift's == would also take canonically equivalent texts for one.
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count
                && zip(a, b).allSatisfy { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value }
        default: false
        }
    }

    init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .bool: self = .bool(value.bool == true)
        case .number: self = value.int.map(Tree.int) ?? .double(value.double ?? .nan)
        case .string: self = .string(value.string ?? "")
        case .array: self = .array(value.elements.map(Tree.init))
        case .object: self = .object(value.members.map { Member(key: $0.key, value: Tree($0.value)) })
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .int(let value): writer.int(value)
        case .double(let value): writer.double(value)
        case .string(let value): writer.string(value)
        case .array(let values):
            writer.beginArray()
            for value in values { value.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    /// Whether Foundation read the same; the order of an object's members it does not keep.
    func agrees(with any: Any) -> Bool {
        switch self {
        case .null: any is NSNull
        case .bool(let value): (any as? NSNumber)?.boolValue == value
        case .int(let value): (any as? NSNumber)?.intValue == value
        // Foundation goes by way of its decimal numbers, which round once more.
        case .double(let value):
            (any as? NSNumber).map { abs($0.doubleValue - value) <= abs(value) * 1e-14 } ?? false
        case .string(let value): (any as? String)?.utf8.elementsEqual(value.utf8) == true
        case .array(let values):
            (any as? [Any]).map { $0.count == values.count && zip(values, $0).allSatisfy { $0.agrees(with: $1) } }
                ?? false
        case .object(let members):
            (any as? [String: Any]).map { read in
                read.count == members.count
                    && members.allSatisfy { member in read[member.key].map { member.value.agrees(with: $0) } ?? false }
            } ?? false
        }
    }

    static func random(_ random: inout SeededGenerator, depth: Int = 0) -> Tree {
        switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .int(.random(in: -1000...1000, using: &random))
        case 3: return .int([Int.max, Int.min, 0, -1, 1 << 53].randomElement(using: &random) ?? 0)
        case 4: return .double(.random(in: -1e6...1e6, using: &random))
        case 5: return .string(text(&random))
        case 6:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in Tree.random(&random, depth: depth + 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map { index in
                    // The number keeps keys apart.
                    Member(key: text(&random) + "\(index)", value: Tree.random(&random, depth: depth + 1))
                })
        }
    }

    // Without U+FEFF: Foundation drops one that begins a text.
    private static let pieces = [
        "a", "Z", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1}", "\u{1F}", "\u{7F}", "\u{80}", "é", "e\u{301}",
        "\u{2028}", "\u{2029}", "\u{FFFF}", "😀", "\u{10FFFF}", "\\u0041", "{", "}", "[", "]", ":", ",",
        " ",
    ]

    static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
}
