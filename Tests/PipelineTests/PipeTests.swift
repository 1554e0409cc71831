import Foundation
import Records
import Testing

@testable import Pipeline

@Suite("A file that is a pipe")
struct PipeTests {
    /// Inspects what `bytes` are when they come through a pipe.
    private static func inspected(_ bytes: [UInt8]) throws -> Inspection {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        try pipe.fileHandleForWriting.close()
        let house = House(
            settings: Settings(),
            places: Places(
                catalog: "/nonexistent", cache: "/nonexistent", environment: [:], folder: NSTemporaryDirectory()))
        var found: [Inspection] = []
        try house.inspect(
            ["/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"], as: IntakeHint(), records: nil
        ) { found.append($0) }
        try pipe.fileHandleForReading.close()
        return try #require(found.first)
    }

    @Test(
        "is read once, and nothing of it is lost",
        arguments: [
            ("TY  - JOUR\nTI  - A\nER  - \n\nTY  - BOOK\nTI  - B\nER  - \n", "ris"),
            ("@book{a, title={A}}\n@book{b, title={B}}\n", "bibtex"),
            ("title,doi\nA,10.5555/a\nB,10.5555/b\n", "csv"),
            ("PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\n", "nbib"),
        ])
    func text(text: String, format: String) throws {
        let inspection = try Self.inspected(Array(text.utf8))
        #expect(inspection.records == 2 && inspection.format == format && inspection.problemCount == 0)
    }
}
