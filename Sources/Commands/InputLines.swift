internal import Foundation
internal import Pipeline
internal import Records

extension Talk {
    /// The lines of a list that a person keeps: white space at the ends cut, without empty lines and remarks (`#`).
    ///
    /// - Parameter path: `-` is stdin.
    /// - Throws: `Ending` where the file cannot be read; exit code 65.
    static func lines(of path: String) throws(Ending) -> [String] {
        let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let data = try? file?.readToEnd() ?? Data(), file != nil else {
            throw Ending(
                .noUsableInput,
                Problem(
                    "the list cannot be read", place: path, remedy: "name a file with one identifier a line",
                    reach: .run)
            )
        }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}
