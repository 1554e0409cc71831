internal import Foundation
internal import Records

/// The files that arguments name: themselves, what lies in folders, and what patterns match.
enum InputFiles {
    /// Most files of one run.
    static let most = 1_000_000

    /// - Parameter arguments: Files, folders, patterns with `*`, `?` or `[…]` that no shell has expanded; `-` is stdin.
    /// - Returns: The files, those of a folder or pattern in order of their names, hidden ones left out; and a problem for
    ///   each argument that names none.
    static func expand(_ arguments: [String]) -> (paths: [String], problems: [Problem]) {
        var paths: [String] = []
        var problems: [Problem] = []
        for argument in arguments {
            var isFolder: ObjCBool = false
            if argument == "-" {
                paths.append(argument)
            } else if FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) {
                guard isFolder.boolValue else {
                    paths.append(argument)
                    continue
                }
                let found = files(in: argument)
                paths += found
                if found.isEmpty { problems.append(nothing(argument, "the folder holds no file")) }
            } else if argument.contains(where: { "*?[".contains($0) }) {
                let found = matches(of: argument).flatMap { path in
                    FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
                        ? files(in: path) : [path]
                }
                paths += found
                if found.isEmpty { problems.append(nothing(argument, "nothing matches")) }
            } else {
                // Opening it says what is wrong.
                paths.append(argument)
            }
        }
        return (Array(paths.prefix(most)), problems)
    }

    private static func nothing(_ argument: String, _ what: String) -> Problem {
        Problem("\(argument): \(what)", place: argument, remedy: "name files with records", reach: .source)
    }

    private static func files(in folder: String) -> [String] {
        let url = URL(fileURLWithPath: folder)
        guard
            let walk = FileManager.default.enumerator(
                at: url, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
        else { return [] }
        let base = url.standardizedFileURL.path
        var found: [String] = []
        for case let file as URL in walk
        where (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true {
            let path = file.standardizedFileURL.path
            found.append(
                path.hasPrefix(base + "/")
                    ? (folder as NSString).appendingPathComponent(String(path.dropFirst(base.count + 1))) : path)
            if found.count >= most { break }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func matches(of pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0, let found = result.gl_pathv else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { found[$0].map { String(cString: $0) } }
    }
}
