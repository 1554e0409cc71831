// swift-tools-version: 6.1
import PackageDescription

// Built with `--sanitize fuzzer` alone: Scripts/fuzz.sh.
let package = Package(
    name: "Fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "ibid", path: "..")],
    targets: [
        // One program; IBID_FUZZ names the parser that it feeds.
        .executableTarget(
            name: "fuzz",
            dependencies: [
                .product(name: "Fetchers", package: "ibid"), .product(name: "Formats", package: "ibid"),
                .product(name: "Normalizer", package: "ibid"), .product(name: "Records", package: "ibid"),
            ],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    ])
