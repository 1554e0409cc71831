import Foundation
import Testing

/// The project's own files, for the tests that hold the house to its rules.
enum SourceTree {
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    struct File: Sendable, CustomTestStringConvertible {
        /// Path within the project.
        var path: String
        var text: String

        var testDescription: String { path }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var target: String { String(path.split(separator: "/").dropFirst().first ?? "") }
        /// Lines without comments and without what stands between quotation marks.
        var code: [(number: Int, text: String)] {
            lines.enumerated().compactMap { index, line in
                let bare = line.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
                let code = bare.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                return code.isEmpty ? nil : (index + 1, String(code))
            }
        }
        /// Modules named by import declarations.
        var imports: Set<String> {
            Set(
                lines.compactMap {
                    $0.firstMatch(of: /^(?:@\w+(?:\(\w+\))? )?(?:\w+ )?import (?:struct |enum |func )?(\w+)/).map {
                        String($0.1)
                    }
                })
        }
    }

    /// Files below a folder of the project whose names end so, in order of path.
    static func files(in folder: String, endingWith suffix: String = ".swift") -> [File] {
        let base = root.appending(path: folder)
        guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) && !$0.contains(".build") }.sorted()
            .compactMap { name in
                guard let text = try? String(contentsOf: base.appending(path: name), encoding: .utf8) else {
                    return nil
                }
                return File(path: "\(folder)/\(name)", text: text)
            }
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
