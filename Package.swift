// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "ibid",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "ibid", targets: ["ibid"]),
        .executable(name: "ibid-replica", targets: ["ibid-replica"]),
        .library(name: "Records", targets: ["Records"]),
        .library(name: "TextKernels", targets: ["TextKernels"]),
        .library(name: "Formats", targets: ["Formats"]),
        .library(name: "Transfer", targets: ["Transfer"]),
        .library(name: "Fetchers", targets: ["Fetchers"]),
        .library(name: "Normalizer", targets: ["Normalizer"]),
        .library(name: "DedupEngine", targets: ["DedupEngine"]),
        .library(name: "Catalog", targets: ["Catalog"]),
        .library(name: "Export", targets: ["Export"]),
        .library(name: "Pipeline", targets: ["Pipeline"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // MARK: Ground — C libraries behind typed doors, and kernels on bytes

        // libcurl, with typed shims for its variadic calls.
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        // simdjson, linked; used through SimdJSONShim.
        .systemLibrary(
            name: "CSimdJSON", providers: [.apt(["libsimdjson-dev"]), .brew(["simdjson"])]),
        // Intel ISA-L: streaming gzip at two to three times zlib's speed.
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"]), .brew(["isa-l"])]),
        // Zstandard: `.zst` files, and the blobs of the catalog and of Cache/.
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        // simdjson's DOM tape as two plain buffers, C linkage.
        .target(name: "SimdJSONShim", dependencies: ["CSimdJSON"], linkerSettings: [.linkedLibrary("simdjson")]),
        // pugixml, linked; used through PugiXMLShim.
        .systemLibrary(name: "CPugiXML", providers: [.apt(["libpugixml-dev"]), .brew(["pugixml"])]),
        // pugixml's tree behind C linkage.
        .target(name: "PugiXMLShim", dependencies: ["CPugiXML"], linkerSettings: [.linkedLibrary("pugixml")]),
        // Hints about memory that Swift has no words for, and searches in it.
        .target(name: "CMemory"),
        // Byte-level folding, similarity and hashing; no allocation in inner loops.
        .target(name: "TextKernels", swiftSettings: settings),

        // MARK: Nouns — the values rooms hand over

        // Identifiers, records, pairs, clusters, studies, provenance, problems.
        .target(name: "Records", swiftSettings: settings),

        // MARK: Tools — syntax and transport; they know no source and no record

        // Syntax of JSON, JSON Lines, XML, YAML, HTML, CSV, workbooks, BibTeX, RIS … and compressed streams.
        .target(
            name: "Formats", dependencies: ["CMemory", "SimdJSONShim", "PugiXMLShim", "CISAL", "CZstd", "Yams"],
            swiftSettings: settings),
        // One request to its reply: rate, retry, conditional requests, Cache/, replay.
        .target(name: "Transfer", dependencies: ["CCurl", "CZstd"], swiftSettings: settings),

        // MARK: Rooms — each takes one noun and hands over the next

        // `Source` protocol, list of sources, one file a source.
        .target(name: "Fetchers", dependencies: ["Records", "Formats", "Transfer"], swiftSettings: settings),
        // `SourceRecord` → `Record`; one file a field.
        .target(name: "Normalizer", dependencies: ["Records", "TextKernels"], swiftSettings: settings),
        // `Record`s → `CanonicalRecord`s in four steps.
        .target(name: "DedupEngine", dependencies: ["Records", "TextKernels", "CMemory"], swiftSettings: settings),
        // Groups canonical records by the links their sources state.
        .target(name: "Studies", dependencies: ["Records"], swiftSettings: settings),
        // SQLite schema, migrations, reads and writes.
        .target(
            name: "Catalog",
            dependencies: [
                "Records", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        // `CanonicalRecord` → CSL-JSON, BibTeX, RIS, JSON Lines, CSV, text.
        .target(name: "Export", dependencies: ["Records", "Formats"], swiftSettings: settings),

        // MARK: Corridor — puts the rooms in order

        // Settings, harvest, import, dedup, resolve; resumes at any room.
        .target(
            name: "Pipeline",
            dependencies: [
                "Records", "Formats", "Transfer", "Fetchers", "Normalizer", "DedupEngine", "Studies", "Catalog",
                "Export", "TOMLKit", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),

        // MARK: Door — the command line

        // One file a subcommand; prints; turns `Problem` into text and exit code.
        .target(
            name: "Commands",
            dependencies: [
                "Pipeline", "Records", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // `@main`, nothing else.
        .executableTarget(
            name: "ibid",
            dependencies: ["Commands", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),

        // MARK: Beside the house — the replica that tests and the demo talk to

        // Serves recorded exchanges over loopback HTTP.
        .target(
            name: "Replica",
            dependencies: ["Formats", .product(name: "FlyingFox", package: "FlyingFox")],
            swiftSettings: settings),
        .executableTarget(
            name: "ibid-replica",
            dependencies: ["Replica", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings),

        // MARK: Tests

        .target(
            name: "TestSupport", dependencies: ["Records"], path: "Tests/TestSupport",
            exclude: ["Fixtures", "Labels"],
            swiftSettings: settings),
        .testTarget(name: "TextKernelsTests", dependencies: ["TextKernels"], swiftSettings: settings),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "TransferTests", dependencies: ["Transfer", "CCurl"], swiftSettings: settings),
        .testTarget(
            name: "FetchersTests", dependencies: ["Fetchers", "Formats", "Transfer", "Records", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "NormalizerTests", dependencies: ["Normalizer", "Records", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "DedupEngineTests", dependencies: ["DedupEngine", "Records", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CatalogTests",
            dependencies: ["Catalog", "Records", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        .testTarget(
            name: "ExportTests", dependencies: ["Export", "Records", "TestSupport"], exclude: ["Golden"],
            swiftSettings: settings),
        .testTarget(
            name: "PipelineTests",
            dependencies: [
                "Catalog", "DedupEngine", "Export", "Fetchers", "Formats", "Normalizer", "Pipeline", "Records",
                "Replica",
                "TestSupport", "Transfer",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests", dependencies: ["Catalog", "Replica", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
