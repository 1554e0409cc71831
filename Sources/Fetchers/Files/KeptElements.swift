internal import Formats
internal import Records

/// What files in XML say that has no place.
extension SourceRecord {
    /// Fields of one record that are kept without a place; hostile files hold millions.
    static let mostKept = 4000

    /// Keeps an element that has no place, under its path: `mods:physicalDescription/extent`, one entry for each element
    /// within that holds text.
    mutating func keep(_ format: String, _ element: XMLTreeElement, under path: String = "") {
        keep(format, element, path: path.isEmpty ? element.label : "\(path)/\(element.label)", depth: 0)
    }

    private mutating func keep(_ format: String, _ element: XMLTreeElement, path: String, depth: Int) {
        guard others.count < Self.mostKept, let text = element.text else { return }
        let inner = Array(element.children.prefix(Self.mostKept))
        // Words beside elements: the whole is one text with markup.
        let isMixed = Self.signs(text) != inner.reduce(0) { $0 + Self.signs($1.text ?? "") }
        if inner.isEmpty {
            keep(format, path, text)
        } else if isMixed || depth > 12 {
            keep(format, path, element.markup ?? text)
        } else {
            for child in inner { keep(format, child, path: "\(path)/\(child.label)", depth: depth + 1) }
        }
    }

    private static func signs(_ text: String) -> Int { text.utf8.count { $0 > 0x20 } }

    /// Fills a place with an element's text; keeps the element where another text stands there.
    mutating func fill(
        _ place: WritableKeyPath<SourceRecord, String?>, _ format: String, _ element: XMLTreeElement,
        under path: String = ""
    ) {
        guard let text = element.text else { return }
        if self[keyPath: place] == nil {
            self[keyPath: place] = text
        } else if self[keyPath: place] != text {
            keep(format, element, under: path)
        }
    }

    /// Adds a date unless it says nothing new.
    mutating func add(_ date: SourceDate?) {
        if let date, !dates.contains(date) { dates.append(date) }
    }
}

extension XMLTreeElement {
    /// The name, with the type that the element names: `detail[volume]`.
    fileprivate var label: String {
        guard let type = attribute("type"), !type.isEmpty, type.utf8.count < 60 else { return name }
        return "\(name)[\(type)]"
    }

    /// The text before the first element within; nil where there is none.
    var ownText: String? {
        guard let markup else { return nil }
        let text = markup.prefix { $0 != "<" }.trimmed
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text.isEmpty ? nil : String(text) }
        return XMLText.unescaped(text)
    }

    /// The texts of the children called `name`.
    func texts(_ name: StaticString) -> [String] { children(name).compactMap(\.text) }
}

/// The two signs that `XMLTreeElement.markup` escapes.
enum XMLText {
    static func unescaped(_ text: some StringProtocol) -> String {
        var out: [UInt8] = []
        var rest = text.utf8[...]
        while let sign = rest.first {
            if sign == UInt8(ascii: "&") {
                if rest.starts(with: "&lt;".utf8) {
                    out.append(UInt8(ascii: "<"))
                    rest = rest.dropFirst(4)
                    continue
                }
                if rest.starts(with: "&amp;".utf8) {
                    out.append(UInt8(ascii: "&"))
                    rest = rest.dropFirst(5)
                    continue
                }
            }
            out.append(sign)
            rest = rest.dropFirst()
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Year, month and day in elements of their own.
enum DateElements {
    /// - Returns: Nil where there is no year and no text.
    static func date(
        _ kind: String, year: XMLTreeElement?, month: XMLTreeElement? = nil, day: XMLTreeElement? = nil
    ) -> SourceDate? {
        guard let year = year?.text else { return nil }
        let others = [month?.text, day?.text].compactMap { $0 }
        let numbers = ([year] + others).map { Int($0) }
        if let first = numbers[0], first > 0, numbers.dropFirst().allSatisfy({ $0.map { $0 > 0 } ?? false }) {
            return SourceDate(kind: kind, parts: numbers.compactMap { $0 })
        }
        return SourceDate(kind: kind, text: ([year] + others).joined(separator: " "))
    }
}
