internal import PugiXMLShim

/// Parses XML texts one after another into trees that `XMLTreeElement` walks.
///
/// One parser serves one thread: elements of one text die when the next is parsed, which is why they only exist inside
/// `parse`'s closure. Nothing is fetched, and entities that a text defines for itself stay as they are written.
///
/// - Complexity: a few nanoseconds a byte (pugixml, no recursion); strings are made only for what is asked for.
public final class XMLTreeParser {
    /// Deepest element that is read; what lies deeper is passed over, so that hostile input costs no stack.
    public static let maximumDepth = 128
    /// Most tags and attributes of one text: a tree costs some seventy bytes each.
    public static let mostTags = 8_000_000

    private let document: OpaquePointer

    public init() {
        guard let made = ibid_xml_document_create() else { preconditionFailure("out of memory") }
        document = made
    }

    deinit { ibid_xml_document_destroy(document) }

    /// Parses one XML text and hands its root element to `body`.
    ///
    /// - Throws: `SyntaxError` where the text is not well-formed, has no element, or more than `mostTags`; whatever
    ///   `body` throws.
    public func parse<T>(_ bytes: [UInt8], _ body: (XMLTreeElement) throws -> T) throws -> T {
        guard
            bytes.count <= Self.mostTags
                || bytes.count(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "=") }) <= Self.mostTags
        else { throw SyntaxError("XML of more than \(Self.mostTags) tags and attributes") }
        var offset = 0
        let failure = bytes.withUnsafeBufferPointer { buffer -> String? in
            ibid_xml_parse(document, buffer.baseAddress, buffer.count, &offset).map { String(cString: $0) }
        }
        if let failure { throw SyntaxError("no well-formed XML: \(failure.lowercased())", offset: offset) }
        var node = ibid_xml_first_child(ibid_xml_root(document))
        while let found = node, ibid_xml_kind(found) != 1 { node = ibid_xml_next_sibling(found) }
        guard let root = node else { throw SyntaxError("XML without an element") }
        return try body(XMLTreeElement(node: root))
    }
}

/// One element of an XML text; names are compared without their namespace's prefix.
public struct XMLTreeElement {
    fileprivate let node: UnsafeRawPointer

    /// The name without its prefix: `creator` of `dc:creator`.
    public var name: String { String(cString: Self.local(ibid_xml_name(node))) }

    public func `is`(_ name: StaticString) -> Bool { Self.equal(ibid_xml_name(node), name) }

    /// Where the element's tag begins, in bytes of its text.
    public var offset: Int { max(0, ibid_xml_offset(node) - 1) }

    /// The first child element called `name`.
    public subscript(_ name: StaticString) -> XMLTreeElement? {
        var child = ibid_xml_first_child(node)
        while let found = child {
            if ibid_xml_kind(found) == 1, Self.equal(ibid_xml_name(found), name) { return XMLTreeElement(node: found) }
            child = ibid_xml_next_sibling(found)
        }
        return nil
    }

    /// The element around this one; nil for the root.
    public var parent: XMLTreeElement? {
        ibid_xml_parent(node).flatMap { ibid_xml_kind($0) == 1 ? XMLTreeElement(node: $0) : nil }
    }

    /// The child elements in their order.
    public var children: Children { Children(following: ibid_xml_first_child(node)) }

    /// The child elements called `name`, in their order.
    public func children(_ name: StaticString) -> some Sequence<XMLTreeElement> {
        children.lazy.filter { $0.is(name) }
    }

    /// The attribute called `name`, without its namespace's prefix.
    public func attribute(_ name: StaticString) -> String? {
        var attribute = ibid_xml_first_attribute(node)
        while let found = attribute {
            if Self.equal(ibid_xml_attribute_name(found), name) {
                return String(cString: ibid_xml_attribute_value(found))
            }
            attribute = ibid_xml_next_attribute(found)
        }
        return nil
    }

    /// All text within, tags dropped, white space at both ends cut; nil where there is none.
    public var text: String? {
        var bytes: [UInt8] = []
        Self.collect(node, depth: 0, tags: false, &bytes)
        return Self.trimmed(bytes)
    }

    /// What stands between the element's tags, inner tags and `&lt;` kept as XML; nil where there is nothing: titles and
    /// abstracts with their italics and formulas.
    public var markup: String? {
        var bytes: [UInt8] = []
        Self.collect(node, depth: 0, tags: true, &bytes)
        return Self.trimmed(bytes)
    }

    /// The element as XML.
    public func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        withUnsafeMutablePointer(to: &bytes) { pointer in
            ibid_xml_write(node, pointer) { context, start, count in
                guard let context, let start else { return }
                context.assumingMemoryBound(to: [UInt8].self).pointee.append(
                    contentsOf: UnsafeRawBufferPointer(start: start, count: count))
            }
        }
        return bytes
    }

    public struct Children: Sequence, IteratorProtocol {
        fileprivate var following: UnsafeRawPointer?

        public mutating func next() -> XMLTreeElement? {
            while let found = following {
                following = ibid_xml_next_sibling(found)
                if ibid_xml_kind(found) == 1 { return XMLTreeElement(node: found) }
            }
            return nil
        }
    }

    private static func local(_ name: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
        var start = name
        var cursor = name
        while cursor.pointee != 0 {
            if cursor.pointee == CChar(UInt8(ascii: ":")) { start = cursor + 1 }
            cursor += 1
        }
        return start
    }

    private static func equal(_ name: UnsafePointer<CChar>, _ wanted: StaticString) -> Bool {
        let local = local(name)
        return wanted.withUTF8Buffer { wanted in
            for index in wanted.indices where UInt8(bitPattern: local[index]) != wanted[index] { return false }
            return local[wanted.count] == 0
        }
    }

    private static func collect(_ node: UnsafeRawPointer, depth: Int, tags: Bool, _ bytes: inout [UInt8]) {
        guard depth < XMLTreeParser.maximumDepth else { return }
        var child = ibid_xml_first_child(node)
        while let found = child {
            switch ibid_xml_kind(found) {
            case 1:
                if tags {
                    let name = String(cString: ibid_xml_name(found))
                    bytes += Array("<\(name)>".utf8)
                    collect(found, depth: depth + 1, tags: tags, &bytes)
                    bytes += Array("</\(name)>".utf8)
                } else {
                    collect(found, depth: depth + 1, tags: tags, &bytes)
                }
            case 2 where !tags:
                guard let start = ibid_xml_value(found) else { break }
                var end = start
                while end.pointee != 0 { end += 1 }
                bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: end - start))
            case 2:
                var cursor = ibid_xml_value(found)
                while let byte = cursor.map({ UInt8(bitPattern: $0.pointee) }), byte != 0 {
                    if tags, byte == UInt8(ascii: "<") {
                        bytes += Array("&lt;".utf8)
                    } else if tags, byte == UInt8(ascii: "&") {
                        bytes += Array("&amp;".utf8)
                    } else {
                        bytes.append(byte)
                    }
                    cursor = cursor.map { $0 + 1 }
                }
            default: break
            }
            child = ibid_xml_next_sibling(found)
        }
    }

    private static func trimmed(_ bytes: [UInt8]) -> String? {
        let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? 0
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }), start < end else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
