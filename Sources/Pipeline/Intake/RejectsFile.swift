internal import Formats
internal import Foundation
internal import Records

/// Records that could not be used, each in its own format with the reason before it, to be mended and read again.
///
/// The first format met goes into the file that is named; each other into a file of that name with the format's behind it.
/// Files appear when the run ends; until then they are called `.part`.
final class RejectsFile {
    private let path: String
    private var files: [String: (path: String, handle: FileHandle)] = [:]
    private(set) var count = 0

    /// What the first line of every such file holds.
    private static let mark = "ibid: rejected"

    /// - Parameter path: Nil where nobody asked for them.
    /// - Throws: `Ending` where something lies there that ibid did not write.
    init?(path: String?) throws(Ending) {
        guard let path else { return nil }
        self.path = path
        guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return }
        guard String(decoding: data.prefix(200), as: UTF8.self).contains(Self.mark) else {
            throw Ending(
                .cannotWrite,
                Problem(
                    "\(path): a file that is no list of rejects lies there", place: path,
                    remedy: "name another file after --rejects", reach: .run))
        }
    }

    /// - Throws: `Ending` where the file cannot be written.
    func write(_ rejects: [Reject]) throws(Ending) {
        for reject in rejects {
            do {
                let file = try file(for: reject.format)
                try file.write(contentsOf: Data(Self.entry(reject)))
                count += 1
            } catch {
                throw cannotWrite(error)
            }
        }
    }

    /// Puts the files in their places; what lies there of an earlier run goes where nothing was rejected now.
    func finish() throws(Ending) {
        do {
            for (format, file) in files {
                if format == "xml" { try file.handle.write(contentsOf: Data("</ibid-rejects>\n".utf8)) }
                try file.handle.close()
                _ = try? FileManager.default.removeItem(atPath: file.path)
                try FileManager.default.moveItem(atPath: file.path + ".part", toPath: file.path)
            }
            if files.isEmpty, FileManager.default.fileExists(atPath: path) {
                try FileManager.default.removeItem(atPath: path)
            }
        } catch {
            throw cannotWrite(error)
        }
    }

    private func cannotWrite(_ error: any Error) -> Ending {
        Ending(
            .cannotWrite,
            Problem(
                "cannot be written: \(error.localizedDescription)", place: path, remedy: "check path and permissions",
                reach: .run))
    }

    private func file(for format: String) throws -> FileHandle {
        if let file = files[format] { return file.handle }
        let path = files.isEmpty ? path : "\(path).\(format)"
        try Data().write(to: URL(fileURLWithPath: path + ".part"))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + ".part"))
        files[format] = (path, handle)
        if format == "xml" {
            try handle.write(contentsOf: Data("<!-- \(Self.mark) -->\n<ibid-rejects>\n".utf8))
        }
        return handle
    }

    private static func entry(_ reject: Reject) -> [UInt8] {
        let why = "\(mark): \(reject.why.what) (\(reject.why.place))".split(whereSeparator: \.isNewline)
            .joined(separator: " ")
        switch reject.format {
        case "jsonl":
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("ibid-reject", why)
            writer.endObject()
            writer.newline()
            // One line, whatever the file had: a line break within a string is no JSON anyway.
            return writer.bytes + reject.bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } + [0x0A]
        case "xml", "page":
            let safe = why.replacingOccurrences(of: "--", with: "- -")
            return Array("<!-- \(safe) -->\n".utf8) + reject.bytes + [0x0A]
        case "bibtex": return Array("% \(why)\n".utf8) + reject.bytes + Array("\n\n".utf8)
        case "csv": return reject.bytes
        default: return Array("# \(why)\n".utf8) + reject.bytes + Array("\n".utf8)
        }
    }
}
