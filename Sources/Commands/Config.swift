internal import ArgumentParser
internal import Foundation
internal import Pipeline
internal import Records

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Writes and checks the configuration.",
        subcommands: [ConfigInit.self, ConfigCheck.self])
}

struct ConfigInit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Writes a commented example configuration.",
        discussion: "It sets nothing: every key stands behind a #, with its default, unit and range.")

    @Argument(
        help: "Where to; - is stdout. Else where ibid looks for its configuration.",
        completion: .file(extensions: ["toml"]))
    var file: String?

    @Flag(name: .long, help: "Write over a file that is there.")
    var force = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            if file == "-" {
                Talk.data(Array(Settings.example.utf8))
                return .complete
            }
            let path = file ?? global.places.configHome
            try Settings.writeExample(to: path, replaces: force)
            if !global.quiet { Talk.say("wrote \(path)") }
            return .complete
        }
    }
}

struct ConfigCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Names every mistake of the configuration, with its line and what to do.",
        discussion: """
            Looks at the text, and at the sources, files and variables that it names. Notes tell of what is no mistake and may \
            surprise; they do not change the exit code, and --quiet leaves them out.
            """)

    @Argument(help: "What to check; - is stdin. Else what ibid would use.", completion: .file(extensions: ["toml"]))
    var file: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            guard let path = file ?? global.places.config else {
                if !global.quiet { Talk.say("there is no configuration: the defaults serve") }
                return .complete
            }
            let remarks = Settings.read(file: path).remarks(environment: ProcessInfo.processInfo.environment)
            let errors = remarks.filter { !$0.isNote }
            for remark in global.quiet ? errors : remarks {
                if global.json {
                    Talk.data(remark.json())
                } else {
                    Talk.say(remark.report)
                }
            }
            if !global.quiet, !global.json || errors.isEmpty {
                Talk.say(
                    errors.isEmpty
                        ? "\(path): no mistakes" : "\(path): \(errors.count) mistake\(errors.count == 1 ? "" : "s")")
            }
            return errors.isEmpty ? .complete : .badConfiguration
        }
    }
}
