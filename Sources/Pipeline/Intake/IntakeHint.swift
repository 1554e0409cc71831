internal import Fetchers
internal import Formats
internal import Records

/// What a file is, by its content.
enum FileShape: Sendable {
    case jsonLines
    case json
    case table
    case xml
    /// HTML, or text that a page was copied from.
    case page
    case text(any TextFormat)
    /// A spreadsheet's file.
    case workbook
    case yaml

    /// Those that have no format of their own behind them.
    static let plain: [FileShape] = [.jsonLines, .json, .table, .workbook, .xml, .yaml, .page]

    /// For people.
    var title: String {
        switch self {
        case .jsonLines: "json lines"
        case .json: "json"
        case .table: "csv"
        case .xml: "xml"
        case .page: "page"
        case .text(let format): format.id
        case .workbook: "xlsx"
        case .yaml: "yaml"
        }
    }

    /// The word that `--from` takes.
    var name: String { if case .jsonLines = self { "jsonl" } else { title } }

    var isTable: Bool {
        switch self {
        case .table, .workbook: true
        default: false
        }
    }
}

/// What a user says of the files they give; what is nil, their content tells.
public struct IntakeHint: Sendable {
    var shape: FileShape?
    var source: (any Source)?
    /// What columns of tables mean.
    var map = TableMap()
    /// The encoding of the files' text.
    var charset: String?
    /// How records are read, where a format is named that other formats hold: EndNote's XML.
    private var format: (any Sendable)?

    init(shape: FileShape? = nil, source: (any Source)? = nil, format: (any Sendable)? = nil) {
        self.shape = shape
        self.source = source
        self.format = format
    }

    var json: (any JSONReading)? { (format ?? source) as? any JSONReading }
    var xml: (any XMLReading)? { (format ?? source) as? any XMLReading }
    var page: (any PageSource)? { source as? any PageSource }
}

extension House {
    /// What `--from` takes besides the ids of sources.
    static var inputFormatNames: [String] {
        FileShape.plain.map(\.name) + FileFormats.text.map(\.id) + FileFormats.xml.map(\.id)
            + FileFormats.json.map(\.id)
    }

    /// - Parameters:
    ///   - from: `--from`: a format; or the id of a source, whose records are a format, too.
    ///   - source: `--source`: the id of the source whose records these are.
    ///   - map: `--map`: which columns of a table are what, `title=Name,doi=Kennung`.
    ///   - encoding: `--encoding`, as `iconv` knows it.
    /// - Throws: `Ending` where one of them is unknown; exit code 64.
    public func hint(
        from: String?, source: String?, map: String? = nil, encoding: String? = nil
    ) throws(Ending) -> IntakeHint {
        var hint = try self.hint(from: from, source: source)
        if let map {
            do throws(Problem) {
                hint.map = try TableMap(map)
            } catch {
                throw Ending(.usage, error)
            }
        }
        if let encoding {
            guard TextEncoding.known(encoding) != nil else {
                throw Ending(
                    .usage,
                    Problem(
                        "there is no encoding \"\(encoding)\"", place: "command line",
                        remedy: "name one that `iconv --list` has, such as GBK or windows-1252", reach: .run))
            }
            hint.charset = encoding
        }
        return hint
    }

    private func hint(from: String?, source: String?) throws(Ending) -> IntakeHint {
        var hint = IntakeHint(source: try self.source(named: source))
        guard let from else { return hint }
        if let shape = FileShape.plain.first(where: { $0.name == from }) {
            hint.shape = shape
        } else if let format = FileFormats.text(from) {
            hint.shape = .text(format)
        } else if let format = FileFormats.xml.first(where: { $0.id == from }) {
            hint = IntakeHint(shape: .xml, source: hint.source, format: format)
        } else if let format = FileFormats.json.first(where: { $0.id == from }) {
            hint = IntakeHint(source: hint.source, format: format)
        } else {
            guard let known = SourceRegistry.source(from), hint.source == nil else {
                throw Ending(
                    .usage,
                    Problem(
                        "there is no input format \"\(from)\"", place: "command line",
                        remedy: "name one of \(Self.inputFormatNames.joined(separator: ", ")), or a source",
                        reach: .run))
            }
            hint.source = known
        }
        return hint
    }
}
