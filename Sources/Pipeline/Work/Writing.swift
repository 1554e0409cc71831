internal import Export
internal import Foundation
internal import Records

/// How a person wants citations written, in the words of the command line.
public struct Writing: Sendable {
    /// `csl-json`, `bibtex` …; nil where the name of a file tells.
    public var format: String?
    /// Of reference lists: `vancouver`, `apa` …; nil is Vancouver.
    public var style: String?
    /// Template of citation keys; nil takes that of the settings.
    public var keys: String?
    /// Whether BibTeX and biblatex are written in ASCII.
    public var ascii: Bool

    public init(format: String? = nil, style: String? = nil, keys: String? = nil, ascii: Bool = false) {
        self.format = format
        self.style = style
        self.keys = keys
        self.ascii = ascii
    }
}

extension House {
    /// - Throws: `Ending` where there is no such style, or the template of keys is none.
    func choices(_ writing: Writing) throws(Ending) -> ExportChoices {
        var choices = ExportChoices(ascii: writing.ascii)
        if let name = writing.style {
            guard let style = ReferenceStyle(rawValue: name) else {
                throw Ending(
                    .usage,
                    Problem(
                        "there is no style \"\(name)\"", place: "command line",
                        remedy: "name one of \(Self.referenceStyles.joined(separator: ", "))", reach: .run))
            }
            choices.style = style
        }
        do {
            choices.keys = try CitationKeyTemplate(writing.keys ?? settings.citationKeys)
        } catch {
            throw Ending(.usage, error)
        }
        return choices
    }

    /// The format that is named, else that of the file's ending, else CSL-JSON.
    func format(_ writing: Writing, output path: String?) throws(Ending) -> ExportFormat {
        if let name = writing.format { return try Self.format(name) }
        guard let path, path != "-" else { return .cslJSON }
        return try DedupOutcome.format(of: path)
    }

    /// - Throws: `Ending` where a word of it is none that there is: before any work is done.
    public func check(_ writing: Writing) throws(Ending) {
        _ = try choices(writing)
        if let name = writing.format { _ = try Self.format(name) }
    }
}

/// A file that comes into being whole or not at all; `-` is stdout, and a pipe or a device is written to as it is.
final class OutputFile {
    private let path: String
    private let partial: String?
    private let handle: FileHandle

    init(_ path: String) throws(Ending) {
        self.path = path
        var status = stat()
        let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        partial = isSpecial ? nil : path + ".\(getpid()).partial"
        let target = partial ?? path
        if !isSpecial, !FileManager.default.createFile(atPath: target, contents: nil) { throw Self.failed(path) }
        guard let handle = FileHandle(forWritingAtPath: target) else { throw Self.failed(path) }
        self.handle = handle
    }

    func write(_ bytes: [UInt8]) throws(Ending) {
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw Self.failed(path) }
    }

    /// Puts the file in its place.
    func finish() throws(Ending) {
        do { try handle.close() } catch { throw Self.failed(path) }
        if let partial, rename(partial, path) != 0 { throw Self.failed(path) }
    }

    func discard() {
        try? handle.close()
        if let partial { unlink(partial) }
    }

    private static func failed(_ path: String) -> Ending {
        Ending(
            .cannotWrite,
            Problem(
                "cannot be written: \(String(cString: strerror(errno)))", place: path,
                kept: "what was there before", remedy: "check path, permissions and room on the disk", reach: .run))
    }
}
