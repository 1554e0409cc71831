public import Foundation

/// Runs `body` in a folder of its own, which is removed behind it.
public func withTemporaryFolder<T>(_ body: (_ folder: URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ibid-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
