import Foundation
import Testing

@Suite("The house")
struct HouseTests {
    /// What each target may import; `Docs/house.md` gives the reasons.
    static let allowed: [String: Set<String>] = [
        "TextKernels": [],
        "Records": [],
        "Formats": ["CMemory", "SimdJSONShim", "PugiXMLShim", "CISAL", "CZstd", "Yams", "Foundation"],
        "Transfer": ["CCurl", "CZstd", "Foundation", "Synchronization"],
        "Fetchers": ["Records", "Formats", "Transfer"],
        "Normalizer": ["Records", "TextKernels", "Swift"],
        "DedupEngine": ["Records", "TextKernels", "CMemory", "Foundation"],
        "Studies": ["Records"],
        "Catalog": ["Records", "GRDB", "GRDBSQLite", "Foundation"],
        "Export": ["Records", "Formats"],
        "Pipeline": [
            "Records", "Formats", "Transfer", "Fetchers", "Normalizer", "DedupEngine", "Studies", "Catalog", "Export",
            "TextKernels", "TOMLKit", "Logging", "Foundation", "Dispatch", "Synchronization",
        ],
        "Commands": ["Pipeline", "Records", "ArgumentParser", "Logging", "Foundation"],
        "ibid": ["Commands", "Dispatch"],
        "Replica": ["Formats", "FlyingFox", "FlyingSocks", "Foundation", "Synchronization"],
        "ibid-replica": ["Replica", "ArgumentParser", "Foundation"],
    ]

    static let sources = SourceTree.files(in: "Sources")

    @Test("has a rule for every target and a target for every rule")
    func everyTarget() {
        #expect(Set(Self.sources.map(\.target)) == Set(Self.allowed.keys))
    }

    @Test("lets no room import what is not its own", arguments: sources)
    func imports(file: SourceTree.File) throws {
        let allowed = try #require(Self.allowed[file.target])
        #expect(file.imports.subtracting(allowed).isEmpty)
    }

    @Test("says of every import whether it is public", arguments: sources)
    func importsSayAccess(file: SourceTree.File) {
        let bare = file.lines.filter { $0.hasPrefix("import ") }
        #expect(bare.isEmpty)
    }

    @Test("never trusts data with a trap", arguments: sources)
    func traps(file: SourceTree.File) {
        let traps = file.code.filter {
            $0.text.contains(/\btry!|\bas!|\bfatalError\(|[\w\)\]]!(?=[\s\.,;\)\]:]|$)/)
        }.map { "\(file.path):\($0.number): \($0.text)" }
        #expect(traps.isEmpty)
    }

    @Test("keeps files about one thing", arguments: sources + SourceTree.files(in: "Tests"))
    func lengths(file: SourceTree.File) {
        // A generated table is as long as its data.
        if ["Sources/TextKernels/FoldingTable.swift", "Sources/DedupEngine/Weights/ShippedTable.swift"].contains(
            file.path)
        {
            return
        }
        #expect(file.lines.count <= 450)
    }

    @Test("gives every file a name that says what is in it", arguments: sources + SourceTree.files(in: "Tests"))
    func names(file: SourceTree.File) {
        #expect(!file.path.contains(/(?i)util|helper|manager|common(?!Options)|misc|placeholder/))
    }

    @Test(
        "speaks of itself alone",
        arguments: sources + SourceTree.files(in: "Tests") + SourceTree.files(in: "Docs", endingWith: ".md"))
    func speech(file: SourceTree.File) {
        // Paths of somebody's machine.
        #expect(!file.text.contains(/\/(?:home|work|root|Users)\/[a-z]/))
    }

    @Test("can be depended on: no unsafe flags")
    func manifest() throws {
        let manifest = try SourceTree.text("Package.swift")
        #expect(!manifest.contains("unsafeFlags"))
        // Every Swift target takes the shared settings.
        let targets = manifest.matches(of: /\.(?:target|testTarget|executableTarget)\(/).count
        #expect(manifest.matches(of: /swiftSettings: settings/).count == targets - 3, "all but what is C or C++")
    }
}

@Suite("The documents")
struct DocumentTests {
    @Test("give a reason for every dependency")
    func dependencies() throws {
        let manifest = try SourceTree.text("Package.swift")
        let documented = try SourceTree.text("Docs/dependencies.md")
        for match in manifest.matches(of: /\.package\(url: "https:\/\/github\.com\/[^\/]+\/([^"]+)"/) {
            #expect(documented.contains(match.1.replacing(".swift", with: "")), "\(match.1)")
        }
        for match in manifest.matches(of: /\.apt\(\["([^"]+)"\]\)/) {
            #expect(documented.contains(match.1), "\(match.1)")
        }
    }

    @Test("name this version in the changelog")
    func version() throws {
        let version = try #require(
            try SourceTree.text("Sources/Pipeline/Version.swift").firstMatch(of: /"(\d+\.\d+\.\d+)"/)?.1)
        #expect(try SourceTree.text("CHANGELOG.md").contains("## [\(version)]"))
    }

    @Test(
        "are linked without a dead end",
        arguments: SourceTree.files(in: "Docs", endingWith: ".md")
            + ["README.md", "CONTRIBUTING.md"].map { SourceTree.File(path: $0, text: (try? SourceTree.text($0)) ?? "") }
    )
    func links(file: SourceTree.File) {
        #expect(!file.text.isEmpty)
        let folder = SourceTree.root.appending(path: file.path).deletingLastPathComponent()
        for match in file.text.matches(of: /\]\(([^)#]+)(?:#[^)]*)?\)/) where !match.1.contains("://") {
            let target = folder.appending(path: String(match.1)).standardizedFileURL.path
            #expect(FileManager.default.fileExists(atPath: target), "\(file.path) links to \(match.1)")
        }
    }

    @Test("list the decisions in order, each with its sections")
    func decisions() throws {
        let files = SourceTree.files(in: "Docs/decisions", endingWith: ".md")
        #expect(!files.isEmpty)
        for (index, file) in files.enumerated() {
            let number = String(index + 1)
            let wanted = String(repeating: "0", count: 4 - number.count) + number + "-"
            #expect(file.path.hasPrefix("Docs/decisions/" + wanted), "\(file.path)")
            for section in ["## Context", "## Options", "## Choice", "## Consequences", "## How it is checked"] {
                #expect(file.text.contains(section), "\(file.path) has no \(section)")
            }
        }
    }

    @Test("show the exit codes that the program has")
    func exitCodes() throws {
        let readme = try SourceTree.text("README.md")
        let source = try SourceTree.text("Sources/Commands/CommonOptions.swift")
        let codes = source.matches(of: /case \w+ = (\d+)/).map { String($0.1) }
        #expect(codes.count > 5)
        for code in codes { #expect(readme.contains("| \(code) |"), "exit code \(code)") }
    }
}
