internal import SimdJSONShim

/// Why a text is not the syntax it claims to be. The room that called adds source, key and remedy.
public struct SyntaxError: Error, Sendable, Equatable {
    /// What is wrong, in one clause without a final stop.
    public var what: String
    /// Where in the input: bytes from its start, 0 where unknown.
    public var offset: Int

    public init(_ what: String, offset: Int = 0) {
        self.what = what
        self.offset = offset
    }
}

/// Parses JSON texts one after another into a tape that `JSONValue` walks.
///
/// One parser serves one thread. Its buffers are reused: values of one document die when the next is parsed,
/// which is why they only exist inside `parse`'s closure.
///
/// - Complexity: about 0.6 ns a byte (simdjson's DOM); strings are made only for what is asked for.
public final class JSONParser {
    /// Deepest nesting read; deeper texts are an error, so that hostile input costs no stack.
    public static let maximumDepth = 256

    private let parser: OpaquePointer

    public init() {
        guard let made = ibid_json_parser_create(Self.maximumDepth) else { preconditionFailure("out of memory") }
        parser = made
    }

    deinit { ibid_json_parser_destroy(parser) }

    /// Parses one JSON text and hands its root to `body`.
    ///
    /// - Parameter bytes: The text. Copied once, because simdjson reads up to 64 bytes past the end;
    ///   `parse(padded:length:)` avoids the copy.
    /// - Throws: `SyntaxError` where the text is not JSON, holds invalid UTF-8 or a lone surrogate, or is nested
    ///   deeper than `maximumDepth`; whatever `body` throws.
    public func parse<T>(_ bytes: [UInt8], _ body: (JSONValue) throws -> T) throws -> T {
        var padded = bytes
        padded.append(contentsOf: repeatElement(0, count: 64))
        return try padded.withUnsafeBufferPointer { buffer in
            try parse(padded: buffer, length: bytes.count, body)
        }
    }

    /// As `parse(_:_:)`, without a copy.
    ///
    /// - Parameters:
    ///   - padded: The text and at least 64 more readable bytes.
    ///   - length: Bytes of the text itself.
    public func parse<T>(
        padded: UnsafeBufferPointer<UInt8>, length: Int, _ body: (JSONValue) throws -> T
    ) throws -> T {
        precondition(padded.count >= length + 64, "simdjson reads 64 bytes past the end")
        guard length > 0 else { throw SyntaxError("empty input where JSON was expected") }
        var tape: UnsafePointer<UInt64>?
        var strings: UnsafePointer<UInt8>?
        let code = ibid_json_parse(parser, padded.baseAddress, length, &tape, &strings)
        guard code == 0, let tape, let strings else {
            throw SyntaxError(String(cString: ibid_json_error(code)))
        }
        return try body(JSONValue(tape: tape, strings: strings, index: 1))
    }
}

/// One value of a parsed JSON text: a position on simdjson's tape. Valid only inside the closure it came in.
public struct JSONValue {
    @usableFromInline let tape: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    @usableFromInline let index: Int

    @inlinable
    init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        self.tape = tape
        self.strings = strings
        self.index = index
    }

    @inlinable @inline(__always) var tag: UInt8 { UInt8(truncatingIfNeeded: tape[index] >> 56) }
    @inlinable @inline(__always) var payload: UInt64 { tape[index] & 0x00FF_FFFF_FFFF_FFFF }

    public enum Kind: Sendable { case object, array, string, number, bool, null }

    public var kind: Kind {
        switch tag {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        default: .null
        }
    }

    /// Index of the tape word behind this value.
    @inlinable @inline(__always) var next: Int {
        switch tag {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(payload & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    @inlinable @inline(__always) func at(_ index: Int) -> JSONValue {
        JSONValue(tape: tape, strings: strings, index: index)
    }

    /// The bytes of a string value (UTF-8, escapes resolved); nil for other kinds.
    public var utf8: UnsafeBufferPointer<UInt8>? {
        tag == UInt8(ascii: "\"") ? JSONKey(strings + Int(payload)).bytes : nil
    }

    /// A string value; nil for other kinds.
    public var string: String? { utf8.map { String(decoding: $0, as: UTF8.self) } }

    /// A string, or a number or truth value as its text; nil for null, objects and arrays.
    ///
    /// Sources disagree on whether a volume or a count is a number or a string.
    public var text: String? {
        switch kind {
        case .string: return string
        case .bool: return tag == UInt8(ascii: "t") ? "true" : "false"
        case .number:
            if let int { return String(int) }
            if tag == UInt8(ascii: "u") { return String(tape[index + 1]) }
            return double.map { String($0) }
        default: return nil
        }
    }

    /// A whole number within `Int`; a string of digits is not one.
    public var int: Int? {
        switch tag {
        case UInt8(ascii: "l"): return Int(Int64(bitPattern: tape[index + 1]))
        case UInt8(ascii: "u"): return Int(exactly: tape[index + 1])
        case UInt8(ascii: "d"): return Int(exactly: Double(bitPattern: tape[index + 1]))
        default: return nil
        }
    }

    public var double: Double? {
        switch tag {
        case UInt8(ascii: "l"): return Double(Int64(bitPattern: tape[index + 1]))
        case UInt8(ascii: "u"): return Double(tape[index + 1])
        case UInt8(ascii: "d"): return Double(bitPattern: tape[index + 1])
        default: return nil
        }
    }

    public var bool: Bool? {
        switch tag {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }

    @inlinable public var isNull: Bool { tag == UInt8(ascii: "n") }

    /// The first member called `key`; nil where there is none, where it is null, or where this is no object.
    public subscript(_ key: StaticString) -> JSONValue? {
        guard let value = member(key), !value.isNull else { return nil }
        return value
    }

    /// Whether an object has a member called `key`, be it null; false for other kinds.
    public func has(_ key: StaticString) -> Bool { member(key) != nil }

    private func member(_ key: StaticString) -> JSONValue? {
        guard tag == UInt8(ascii: "{") else { return nil }
        let end = Int(payload & 0xFFFF_FFFF) - 1
        let wanted = UnsafeRawPointer(key.utf8Start)
        let length = key.utf8CodeUnitCount
        var cursor = index + 1
        while cursor < end {
            let name = JSONKey(strings + Int(at(cursor).payload))
            let value = at(cursor + 1)
            if name.count == length, bytesEqual(UnsafeRawPointer(name.start), wanted, length) { return value }
            cursor = value.next
        }
        return nil
    }

    /// The members of an object in their order, empty for other kinds.
    public var members: Members { Members(of: self) }

    /// The members of an object that are not null, in their order, without a string for each key; empty for other kinds.
    @inlinable public var fields: Fields { Fields(of: self) }

    /// The elements of an array in their order; a single value that is no array counts as a list of one,
    /// null and nothing as none (APIs print `x` where they mean `[x]`).
    @inlinable public var elements: Elements { Elements(of: self) }

    public struct Members: Sequence, IteratorProtocol {
        private let value: JSONValue
        private var cursor: Int
        private let end: Int

        init(of value: JSONValue) {
            self.value = value
            let isObject = value.tag == UInt8(ascii: "{")
            cursor = value.index + 1
            end = isObject ? Int(value.payload & 0xFFFF_FFFF) - 1 : cursor
        }

        public mutating func next() -> (key: String, value: JSONValue)? {
            guard cursor < end else { return nil }
            let key = value.at(cursor).string ?? ""
            let member = value.at(cursor + 1)
            cursor = member.next
            return (key, member)
        }
    }

    public struct Fields: Sequence, IteratorProtocol {
        @usableFromInline let value: JSONValue
        @usableFromInline var cursor: Int
        @usableFromInline let end: Int

        @inlinable
        init(of value: JSONValue) {
            self.value = value
            cursor = value.index + 1
            end = value.tag == UInt8(ascii: "{") ? Int(value.payload & 0xFFFF_FFFF) - 1 : cursor
        }

        @inlinable
        public mutating func next() -> (key: JSONKey, value: JSONValue)? {
            while cursor < end {
                let key = JSONKey(value.strings + Int(value.at(cursor).payload))
                let member = value.at(cursor + 1)
                cursor = member.next
                if !member.isNull { return (key, member) }
            }
            return nil
        }
    }

    public struct Elements: Sequence, IteratorProtocol {
        @usableFromInline let value: JSONValue
        @usableFromInline var cursor: Int
        @usableFromInline let end: Int

        @inlinable
        init(of value: JSONValue) {
            self.value = value
            switch value.tag {
            case UInt8(ascii: "["):
                cursor = value.index + 1
                end = Int(value.payload & 0xFFFF_FFFF) - 1
            case UInt8(ascii: "n"):
                cursor = 0
                end = 0
            default:
                cursor = value.index
                end = value.index + 1
            }
        }

        @inlinable
        public mutating func next() -> JSONValue? {
            guard cursor < end else { return nil }
            let element = value.at(cursor)
            cursor = Swift.max(element.next, cursor + 1)
            return element
        }
    }

    /// The value as compact JSON text, for what is kept as said. Member order stays.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    public func write(to writer: inout JSONWriter) {
        switch kind {
        case .object:
            writer.beginObject()
            for (key, value) in members {
                writer.key(key)
                value.write(to: &writer)
            }
            writer.endObject()
        case .array:
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .string: writer.string(string ?? "")
        case .number:
            if let int { writer.int(int) } else { writer.raw(Array((text ?? "0").utf8)) }
        case .bool: writer.bool(bool ?? false)
        case .null: writer.null()
        }
    }
}

/// A member's name, compared with literals byte by byte: `case "DOI":` costs no string.
public struct JSONKey {
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let count: Int

    init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    /// - Parameter place: Where simdjson keeps a string: its length, then its bytes.
    @inlinable
    init(_ place: UnsafePointer<UInt8>) {
        start = place + 4
        count = Int(UnsafeRawPointer(place).loadUnaligned(as: UInt32.self))
    }

    @inlinable
    public static func ~= (literal: StaticString, key: JSONKey) -> Bool {
        literal.utf8CodeUnitCount == key.count
            && bytesEqual(UnsafeRawPointer(literal.utf8Start), UnsafeRawPointer(key.start), key.count)
    }

    static func == (a: JSONKey, b: JSONKey) -> Bool {
        a.count == b.count && bytesEqual(UnsafeRawPointer(a.start), UnsafeRawPointer(b.start), a.count)
    }

    /// UTF-8, escapes resolved. Valid as long as the value the name is from.
    public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    public var string: String { String(decoding: bytes, as: UTF8.self) }
}

@usableFromInline
func bytesEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
    var offset = 0
    while offset + 8 <= count {
        if a.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            != b.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        {
            return false
        }
        offset += 8
    }
    while offset < count {
        if a.load(fromByteOffset: offset, as: UInt8.self) != b.load(fromByteOffset: offset, as: UInt8.self) {
            return false
        }
        offset += 1
    }
    return true
}
