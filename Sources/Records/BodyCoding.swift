/// Writes values as numbered fields: a varint of `number << 1 | isBytes`, then a varint, or a length and bytes.
///
/// A reader skips numbers it does not know, so a body written by a newer ibid stays readable.
struct BodyWriter {
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: Bytes to make room for.
    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func number(_ field: Int, _ value: Int64?) {
        guard let value else { return }
        varint(UInt64(field) << 1)
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    mutating func number(_ field: Int, _ value: Int?) { number(field, value.map(Int64.init)) }

    mutating func text(_ field: Int, _ value: String?) {
        guard var value else { return }
        varint(UInt64(field) << 1 | 1)
        value.withUTF8 { utf8 in
            varint(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func texts(_ field: Int, _ values: [String]) {
        for value in values { text(field, value) }
    }

    mutating func nested(_ field: Int, _ fill: (inout BodyWriter) -> Void) {
        varint(UInt64(field) << 1 | 1)
        // Room for a length below 128, as most are; a longer one moves what follows.
        let place = bytes.count
        bytes.append(0)
        fill(&self)
        let length = UInt64(bytes.count - place - 1)
        if length < 0x80 {
            bytes[place] = UInt8(length)
        } else {
            var head = BodyWriter(capacity: 10)
            head.varint(length)
            bytes.replaceSubrange(place...place, with: head.bytes)
        }
    }
}

/// A stored body that cannot be read: the file is damaged.
public struct BodyDamage: Error, Sendable, Equatable {
    public var what: String
}

/// Reads what `BodyWriter` wrote; every length is checked against the bytes that are there.
struct BodyReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    enum Value {
        case number(Int64)
        case bytes(UnsafeBufferPointer<UInt8>)

        var int: Int { if case .number(let value) = self { Int(value) } else { 0 } }
        var text: String { if case .bytes(let value) = self { String(decoding: value, as: UTF8.self) } else { "" } }
        var reader: BodyReader {
            if case .bytes(let value) = self { BodyReader(value) } else { BodyReader(.init(start: nil, count: 0)) }
        }
    }

    private mutating func varint() throws(BodyDamage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw BodyDamage(what: "a number is cut off at byte \(position)")
    }

    mutating func next() throws(BodyDamage) -> (field: Int, value: Value)? {
        guard position < bytes.count else { return nil }
        let head = try varint()
        let field = Int(truncatingIfNeeded: head >> 1)
        let raw = try varint()
        guard head & 1 == 1 else { return (field, .number(Int64(bitPattern: (raw >> 1) ^ (0 &- (raw & 1))))) }
        guard raw <= UInt64(bytes.count - position) else {
            throw BodyDamage(what: "field \(field) claims \(raw) bytes at byte \(position)")
        }
        let slice = UnsafeBufferPointer(rebasing: bytes[position..<position + Int(raw)])
        position += Int(raw)
        return (field, .bytes(slice))
    }
}

extension Record {
    /// The record as bytes for the catalog: equal records give equal bytes.
    public func encoded() -> [UInt8] {
        var writer = BodyWriter(capacity: 1024 + (abstract?.utf8.count ?? 0))
        write(to: &writer)
        return writer.bytes
    }

    /// Reads what `encoded()` wrote.
    ///
    /// - Throws: `BodyDamage` where the bytes are no such body.
    public init(decoding bytes: [UInt8]) throws(BodyDamage) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(BodyDamage) in
            var reader = BodyReader(buffer)
            return try Record(from: &reader)
        }
    }

    func write(to writer: inout BodyWriter) {
        writer.text(1, key.source)
        writer.text(2, key.key)
        writer.number(3, updated?.seconds)
        writer.text(4, type?.rawValue)
        for identifier in identifiers { writer.text(64 + identifier.scheme.rank, identifier.value) }
        writer.text(5, title)
        writer.text(6, subtitle)
        writer.texts(7, otherTitles)
        for contributor in contributors {
            writer.nested(8) { inner in
                inner.text(1, contributor.name.family)
                inner.text(2, contributor.name.given)
                inner.text(3, contributor.name.suffix)
                inner.text(4, contributor.name.particle)
                inner.text(5, contributor.name.literal)
                if contributor.role != .author { inner.text(6, contributor.role.rawValue) }
                if contributor.isGroup { inner.number(7, 1) }
                inner.text(8, contributor.orcid)
                inner.texts(9, contributor.affiliations)
            }
        }
        writer.text(9, container.title)
        writer.text(10, container.shortTitle)
        writer.texts(11, container.issns)
        writer.texts(12, container.isbns)
        writer.text(13, publisher)
        writer.text(14, place)
        writer.text(15, volume)
        writer.text(16, issue)
        writer.text(17, pages)
        writer.text(18, articleNumber)
        writer.text(19, edition)
        writer.text(20, version)
        writer.text(21, event)
        writer.text(22, series)
        switch issued {
        case .value(let date): writer.number(23, date.packed)
        case .asGiven(let text): writer.text(24, text)
        case nil: break
        }
        writer.number(25, publishedOnline?.packed)
        writer.number(26, publishedPrint?.packed)
        writer.text(27, abstract)
        writer.texts(28, languages)
        writer.texts(29, keywords)
        writer.texts(30, licenses)
        writer.texts(31, funders)
        for relation in relations {
            writer.nested(32) { inner in
                inner.text(1, relation.type.rawValue)
                inner.text(64 + relation.target.scheme.rank, relation.target.value)
            }
        }
        writer.text(33, url)
        writer.number(34, citationCount)
        writer.number(35, referenceCount)
        if isRetracted { writer.number(36, 1) }
        for field in kept {
            writer.text(37, field.name)
            writer.text(38, field.value)
        }
    }

    init(from reader: inout BodyReader) throws(BodyDamage) {
        self.init(key: RecordKey(source: "", key: ""))
        var keptName = ""
        while let (field, value) = try reader.next() {
            switch field {
            case 1: key.source = value.text
            case 2: key.key = value.text
            case 3: updated = Timestamp(seconds: Int64(value.int))
            case 4: type = WorkType(rawValue: value.text)
            case 5: title = value.text
            case 6: subtitle = value.text
            case 7: otherTitles.append(value.text)
            case 8:
                var contributor = Contributor(name: Name())
                var inner = value.reader
                while let (field, value) = try inner.next() {
                    switch field {
                    case 1: contributor.name.family = value.text
                    case 2: contributor.name.given = value.text
                    case 3: contributor.name.suffix = value.text
                    case 4: contributor.name.particle = value.text
                    case 5: contributor.name.literal = value.text
                    case 6: contributor.role = Role(rawValue: value.text) ?? .contributor
                    case 7: contributor.isGroup = true
                    case 8: contributor.orcid = value.text
                    case 9: contributor.affiliations.append(value.text)
                    default: break
                    }
                }
                contributors.append(contributor)
            case 9: container.title = value.text
            case 10: container.shortTitle = value.text
            case 11: container.issns.append(value.text)
            case 12: container.isbns.append(value.text)
            case 13: publisher = value.text
            case 14: place = value.text
            case 15: volume = value.text
            case 16: issue = value.text
            case 17: pages = value.text
            case 18: articleNumber = value.text
            case 19: edition = value.text
            case 20: version = value.text
            case 21: event = value.text
            case 22: series = value.text
            case 23: issued = .value(PartialDate(packed: Int64(value.int)))
            case 24: issued = .asGiven(value.text)
            case 25: publishedOnline = PartialDate(packed: Int64(value.int))
            case 26: publishedPrint = PartialDate(packed: Int64(value.int))
            case 27: abstract = value.text
            case 28: languages.append(value.text)
            case 29: keywords.append(value.text)
            case 30: licenses.append(value.text)
            case 31: funders.append(value.text)
            case 32:
                var inner = value.reader
                var relation = Relation(.isRelatedTo, Identifier(.url, ""))
                while let (field, value) = try inner.next() {
                    if field == 1 {
                        relation.type = RelationType(rawValue: value.text) ?? .isRelatedTo
                    } else if field >= 64, field - 64 < Scheme.byRank.count {
                        relation.target = Identifier(Scheme.byRank[field - 64], value.text)
                    }
                }
                relations.append(relation)
            case 33: url = value.text
            case 34: citationCount = value.int
            case 35: referenceCount = value.int
            case 36: isRetracted = true
            case 37: keptName = value.text
            case 38: kept.append(KeptField(keptName, value.text))
            case 64..<(64 + Scheme.byRank.count):
                identifiers.append(Identifier(Scheme.byRank[field - 64], value.text))
            default: break
            }
        }
    }
}

extension CanonicalRecord {
    /// The canonical record as bytes for the catalog, without its id.
    public func encoded() -> [UInt8] {
        var writer = BodyWriter()
        for member in members {
            writer.text(1, member.source)
            writer.text(2, member.key)
        }
        writer.nested(3) { record.write(to: &$0) }
        for field in Field.allCases {
            guard let entry = provenance[field] else { continue }
            writer.nested(4) { inner in
                inner.text(1, field.rawValue)
                inner.text(2, entry.rule)
                for key in entry.records {
                    if let index = members.firstIndex(of: key) { inner.number(3, index) }
                }
                for part in entry.parts {
                    guard let member = members.firstIndex(of: part.record) else { continue }
                    inner.nested(4) { inner in
                        inner.number(1, part.index)
                        inner.text(2, part.what)
                        inner.number(3, member)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Reads what `encoded()` wrote.
    ///
    /// - Throws: `BodyDamage` where the bytes are no such body.
    public init(id: Int64, decoding bytes: [UInt8]) throws(BodyDamage) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(BodyDamage) in
            var reader = BodyReader(buffer)
            var members: [RecordKey] = []
            var record = Record(key: RecordKey(source: "", key: ""))
            var provenance: [Field: Provenance] = [:]
            while let (field, value) = try reader.next() {
                switch field {
                case 1: members.append(RecordKey(source: value.text, key: ""))
                case 2:
                    guard !members.isEmpty else { throw BodyDamage(what: "a member without its source") }
                    members[members.count - 1].key = value.text
                case 3:
                    var inner = value.reader
                    record = try Record(from: &inner)
                case 4:
                    var inner = value.reader
                    var name: Field?
                    var entry = Provenance(records: [], rule: "")
                    while let (field, value) = try inner.next() {
                        switch field {
                        case 1: name = Field(rawValue: value.text)
                        case 2: entry.rule = value.text
                        case 3 where members.indices.contains(value.int): entry.records.append(members[value.int])
                        case 4:
                            var inner = value.reader
                            if let part = try Provenance.Part(from: &inner, members: members) {
                                entry.parts.append(part)
                            }
                        default: break
                        }
                    }
                    if let name { provenance[name] = entry }
                default: break
                }
            }
            return CanonicalRecord(id: id, members: members, record: record, provenance: provenance)
        }
    }
}

extension Provenance.Part {
    /// Nil where the body names no member.
    fileprivate init?(from reader: inout BodyReader, members: [RecordKey]) throws(BodyDamage) {
        var (index, what, member): (Int?, String, Int) = (nil, "", -1)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: index = value.int
            case 2: what = value.text
            case 3: member = value.int
            default: break
            }
        }
        guard members.indices.contains(member) else { return nil }
        self.init(index: index, what: what, record: members[member])
    }
}

extension PartialDate {
    /// Year, month, day and season in one number.
    var packed: Int64 { Int64(year) << 16 | Int64(month ?? 0) << 12 | Int64(day ?? 0) << 4 | Int64(season ?? 0) }

    init(packed: Int64) {
        let month = Int(packed >> 12 & 15)
        let day = Int(packed >> 4 & 255)
        let season = Int(packed & 15)
        self.init(
            year: Int(packed >> 16), month: month == 0 ? nil : month, day: day == 0 ? nil : day,
            season: season == 0 ? nil : season)
    }
}
