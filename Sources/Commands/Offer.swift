internal import Foundation
internal import Pipeline

/// What a shell offers to complete an argument. Sources and jobs are asked for when they are needed, so that a new one needs
/// no new completion script.
enum Offer {
    static var sources: [String] { House.sourceIDs }
    static var formats: [String] { House.outputFormats }
    static var styles: [String] { House.referenceStyles }
    static var orders: [String] { House.exportOrders }
    static var inputFormats: [String] { House.inputFormats }
    static var outputEndings: [String] { House.outputEndings }

    /// The jobs of the configuration that the command line so far leads to.
    static func jobs(after words: [String]) -> [String] {
        var config: String?
        for (word, value) in zip(words, words.dropFirst()) where word == "--config" { config = value }
        let places = Places(
            config: config, environment: ProcessInfo.processInfo.environment,
            folder: FileManager.default.currentDirectoryPath)
        return places.config.map { Settings.read(file: $0).settings.jobs.map(\.name) } ?? []
    }
}
