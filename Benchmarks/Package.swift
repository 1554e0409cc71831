// swift-tools-version: 6.1
import PackageDescription

// Programs that measure one room or tool alone. A package of its own: nobody who uses ibid builds them.
let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "ibid", path: "..")],
    targets: [
        // Invented records of any number, with what is known to be the same.
        .target(name: "Corpus", swiftSettings: [.enableUpcomingFeature("InternalImportsByDefault")]),
        // Writes a corpus and its truth.
        .executableTarget(name: "corpus-generator", dependencies: ["Corpus"]),
        // Precision and recall of predicted clusters.
        .executableTarget(
            name: "pair-scores", dependencies: [.product(name: "TextKernels", package: "ibid")]),
        // A counter of instructions, where the machine allows one.
        .target(name: "CInstructions"),
        // Cost of kernels and stages, against `baseline.tsv`.
        .executableTarget(
            name: "kernel-benchmark",
            dependencies: [
                "Corpus", "CInstructions", .product(name: "DedupEngine", package: "ibid"),
                .product(name: "Fetchers", package: "ibid"), .product(name: "Normalizer", package: "ibid"),
                .product(name: "Records", package: "ibid"), .product(name: "TextKernels", package: "ibid"),
            ]),
        // Reads a file to what its records say.
        .executableTarget(
            name: "reader-benchmark",
            dependencies: [
                .product(name: "Fetchers", package: "ibid"), .product(name: "Formats", package: "ibid"),
                .product(name: "Records", package: "ibid"),
            ]),
        // Fetches the URLs of a file with `Transfer.Client`.
        .executableTarget(
            name: "transfer-benchmark", dependencies: [.product(name: "Transfer", package: "ibid")]),
    ]
)
