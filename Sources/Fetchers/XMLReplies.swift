internal import Formats
internal import Records
internal import Transfer

/// As `ReplyReading.page`, for services that answer in XML.
extension ReplyReading {
    /// Whether a reply is XML and no page of a gateway.
    static func isXML(_ reply: Reply) -> Bool {
        reply.body.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "<") && !HTMLPage.looksLikeOne(reply.body[...])
    }

    /// Parses the reply's body and hands over its root; turns everything that is no such reply into a `Problem`.
    ///
    /// - Parameter message: The sentence of an error, where the root is one.
    static func tree(
        _ reply: Reply, source: String, message: (XMLTreeElement) -> String? = { _ in nil },
        _ body: (XMLTreeElement, String) throws(Problem) -> Page
    ) throws(Problem) -> Page {
        guard isXML(reply) else {
            return try page(reply, source: source) { (_, _) throws(Problem) in
                throw unreadable(reply, source, "JSON where XML was expected")
            }
        }
        do {
            return try XMLTreeParser().parse(reply.body) { root in
                if reply.status >= 400 { throw refused(reply, source, message(root) ?? shortText(reply.body)) }
                if let said = message(root) { throw refused(reply, source, said) }
                return try body(root, reply.request.url)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            if reply.status >= 400 { throw refused(reply, source, shortText(reply.body)) }
            throw unreadable(reply, source, (error as? SyntaxError)?.what ?? "\(error)")
        }
    }
}

/// What JSON objects and XML elements have in common, for services that write the same record as either.
protocol NamedValues {
    /// The text of a member or child element.
    func value(_ name: StaticString) -> String?
    func inner(_ name: StaticString) -> Self?
    /// The `inner` within `outer`, in their order: `authorList.author`.
    func list(_ outer: StaticString, _ inner: StaticString) -> [Self]
    /// The text of this one itself.
    var own: String? { get }
}

extension NamedValues {
    func values(_ outer: StaticString, _ inner: StaticString) -> [String] { list(outer, inner).compactMap(\.own) }

    /// The first of several spellings of a name that has a text.
    func value(_ names: [StaticString]) -> String? { names.lazy.compactMap { self.value($0) }.first }
}

extension JSONValue: NamedValues {
    func value(_ name: StaticString) -> String? { self[name]?.text }
    func inner(_ name: StaticString) -> JSONValue? { self[name] }
    func list(_ outer: StaticString, _ inner: StaticString) -> [JSONValue] {
        self[outer]?[inner].map { $0.elements.filter { !$0.isNull } } ?? []
    }
    var own: String? { text }
}

/// An object of JSON that is asked for many names of which it has few.
struct FilteredObject: NamedValues {
    let value: JSONValue
    /// Nil for objects within, of which little is asked.
    private let filter: JSONKeyFilter?

    init(_ value: JSONValue) { self.init(value, filter: JSONKeyFilter(of: value)) }

    private init(_ value: JSONValue, filter: JSONKeyFilter?) {
        self.value = value
        self.filter = filter
    }

    private func mayHold(_ name: StaticString) -> Bool { filter?.mayHold(name) ?? true }

    func value(_ name: StaticString) -> String? { mayHold(name) ? value.value(name) : nil }
    func inner(_ name: StaticString) -> FilteredObject? {
        mayHold(name) ? value[name].map { FilteredObject($0, filter: nil) } : nil
    }
    func list(_ outer: StaticString, _ inner: StaticString) -> [FilteredObject] {
        mayHold(outer) ? value.list(outer, inner).map { FilteredObject($0, filter: nil) } : []
    }
    var own: String? { value.own }
}

extension XMLTreeElement: NamedValues {
    func value(_ name: StaticString) -> String? { self[name]?.text }
    func inner(_ name: StaticString) -> XMLTreeElement? { self[name] }
    func list(_ outer: StaticString, _ inner: StaticString) -> [XMLTreeElement] {
        self[outer].map { Array($0.children(inner)) } ?? []
    }
    var own: String? { text }
}
