import Foundation

/// A command as `--experimental-dump-help` tells it.
struct CommandHelp: Decodable, Sendable {
    struct Argument: Decodable, Sendable {
        struct Name: Decodable, Sendable {
            var kind: String
            var name: String
        }

        var kind: String
        var abstract: String?
        var defaultValue: String?
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var shouldDisplay: Bool

        /// `--format`, as it tells options apart.
        var spelling: String { names?.first { $0.kind == "long" }.map { "--" + $0.name } ?? valueName ?? "" }
    }

    var commandName: String
    var abstract: String?
    var discussion: String?
    var arguments: [Argument]?
    var subcommands: [CommandHelp]?

    var shown: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
    var commands: [CommandHelp] { (subcommands ?? []).filter { $0.commandName != "help" } }
    /// The commands that do something.
    var leaves: [CommandHelp] { commands.isEmpty ? [self] : commands.flatMap(\.leaves) }

    /// - Parameter dump: What the program printed.
    static func root(of dump: [UInt8]) throws -> CommandHelp {
        struct Dump: Decodable { var command: CommandHelp }
        return try JSONDecoder().decode(Dump.self, from: Data(dump)).command
    }
}

/// The manual: a page for the program and one for each subcommand, in the macros of man(7).
struct Manual {
    let root: CommandHelp
    let version: String
    /// Options that every command takes.
    let shared: Set<String>

    init(root: CommandHelp, version: String) {
        self.root = root
        self.version = version
        let all = root.leaves.map { Set($0.shown.filter { $0.kind != "positional" }.map(\.spelling)) }
        shared = all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }
    }

    /// File name → page.
    var pages: [String: String] {
        var pages = ["ibid.1": page(root, name: "ibid")]
        for command in root.commands {
            let name = "ibid-\(command.commandName)"
            pages[name + ".1"] = page(command, name: name)
        }
        return pages
    }

    private func page(_ command: CommandHelp, name: String) -> String {
        let isRoot = command.commandName == root.commandName
        var lines = [
            ".\\\" Made from the commands themselves by `make golden`; do not edit.",
            ".TH \(name.uppercased().replacing("-", with: "\\-")) 1 \"\(ManualText.date)\" \"ibid \(version)\" \"ibid manual\"",
            // A long word at a line's end leaves nothing to stretch.
            ".ad l", ".SH NAME", "\(Roff.text(name)) \\- \(Roff.text(Self.sentence(command.abstract)))", ".SH SYNOPSIS",
        ]
        let callable = isRoot ? [] : (command.commands.isEmpty ? [command] : command.commands)
        if isRoot { lines += [Roff.bold("ibid") + " \\fIcommand\\fR [\\fIargument\\fR ...]"] }
        for (index, one) in callable.enumerated() {
            if index > 0 { lines.append(".br") }
            lines.append(synopsis(one, under: command))
        }
        lines.append(".SH DESCRIPTION")
        lines += Roff.paragraphs([command.abstract, Self.prose(command)].compactMap(\.self).joined(separator: "\n\n"))
        if isRoot {
            lines.append(".SH COMMANDS")
            for one in command.commands {
                lines += [
                    ".TP", Roff.bold("ibid-\(one.commandName)") + "(1)", Roff.text(one.abstract ?? ""),
                ]
            }
        }
        for one in command.commands where !isRoot {
            lines.append(".SS \(Roff.text("ibid \(command.commandName) \(one.commandName)"))")
            lines += Roff.paragraphs([one.abstract, Self.prose(one)].compactMap(\.self).joined(separator: "\n\n"))
            for argument in one.shown where !shared.contains(argument.spelling) { lines += entry(argument) }
        }
        lines.append(".SH OPTIONS")
        let own = command.commands.isEmpty ? command.shown.filter { !shared.contains($0.spelling) } : []
        for argument in own { lines += entry(argument) }
        if !own.isEmpty { lines += [".PP", "Every command takes"] }
        for argument in root.leaves.first?.shown ?? [] where shared.contains(argument.spelling) {
            lines += entry(argument)
        }
        lines.append(".SH EXIT STATUS")
        for (code, meaning) in exitCodes { lines += [".TP 5", Roff.bold(code), Roff.text(meaning)] }
        lines.append(".SH ENVIRONMENT")
        for (variable, meaning) in ManualText.environment {
            lines += [".TP", Roff.bold(variable), Roff.text(meaning)]
        }
        lines.append(".SH FILES")
        for (file, meaning) in ManualText.files { lines += [".TP", Roff.italic(file), Roff.text(meaning)] }
        lines.append(".SH EXAMPLES")
        for (index, example) in (ManualText.examples[command.commandName] ?? []).enumerated() {
            if index > 0 { lines.append(".PP") }
            lines += [Roff.text(example.meaning), ".PP", ".RS 4", ".nf", Roff.code(example.line), ".fi", ".RE"]
        }
        lines.append(".SH SEE ALSO")
        let others = isRoot ? root.commands.map { "ibid-\($0.commandName)" } : ["ibid"] + related(to: command)
        lines.append(others.map { Roff.bold($0) + "(1)" }.joined(separator: ",\n"))
        return lines.joined(separator: "\n") + "\n"
    }

    private func related(to command: CommandHelp) -> [String] {
        let names = Set(root.commands.map(\.commandName))
        return (ManualText.related[command.commandName] ?? []).filter(names.contains).map { "ibid-\($0)" }
    }

    private func synopsis(_ command: CommandHelp, under parent: CommandHelp) -> String {
        let words =
            ["ibid", parent.commandName] + (command.commandName == parent.commandName ? [] : [command.commandName])
        var parts = [Roff.bold(words.joined(separator: " "))]
        for argument in command.shown where !shared.contains(argument.spelling) {
            let value = Roff.italic(argument.valueName ?? "value")
            var part =
                switch argument.kind {
                case "positional": value
                case "flag": Roff.bold(argument.spelling)
                default: Roff.bold(argument.spelling) + " " + value
                }
            if argument.isOptional { part = "[\(part)]" }
            if argument.isRepeating { part += " ..." }
            parts.append(part)
        }
        return (parts + ["[\\fIoption\\fR ...]"]).joined(separator: "\n")
    }

    private func entry(_ argument: CommandHelp.Argument) -> [String] {
        let value = Roff.italic(argument.valueName ?? "value")
        var tag = value
        if argument.kind != "positional" {
            tag = (argument.names ?? []).sorted { $0.kind > $1.kind }.map {
                Roff.bold(($0.kind == "long" ? "--" : "-") + $0.name)
            }.joined(separator: ", ")
            if argument.kind == "option" { tag += " " + value }
        }
        var text = Roff.text(argument.abstract ?? "")
        if let value = argument.defaultValue { text += " Default: \(Roff.text(value))." }
        return [".TP", tag, text]
    }

    /// The discussion without the table of exit codes, which has a section of its own.
    private static func prose(_ command: CommandHelp) -> String? {
        command.discussion.map { String($0.prefix(upTo: $0.firstRange(of: "EXIT CODES:")?.lowerBound ?? $0.endIndex)) }
    }

    private var exitCodes: [(String, String)] {
        (root.discussion ?? "").matches(of: /\n +(\d+)\t(.+)/).map { (String($0.1), String($0.2)) }
    }

    /// As NAME wants it: no capital, no stop.
    private static func sentence(_ text: String?) -> String {
        let text = (text ?? "").trimmingCharacters(in: CharacterSet(charactersIn: "."))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

/// Text as roff takes it.
private enum Roff {
    static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }
    static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

    /// Running text on one line; what stands between backquotes is bold.
    static func text(_ text: String) -> String {
        let parts = text.replacing("\n", with: " ").split(separator: "`", omittingEmptySubsequences: false)
        let line = parts.enumerated().map {
            $0.offset % 2 == 1 ? bold(String($0.element)) : escaped(String($0.element))
        }
        .joined()
        // Lists without blanks may break behind a comma.
        let open = line.split(separator: " ", omittingEmptySubsequences: false).map {
            $0.count > 40 ? String($0).replacing(",", with: ",\\:") : String($0)
        }.joined(separator: " ")
        return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + open : open
    }

    static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n\n").map { self.text($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
            .filter { !$0.isEmpty }.enumerated().flatMap { $0.offset == 0 ? [$0.element] : [".PP", $0.element] }
    }

    /// A command line, as it is to be typed.
    static func code(_ text: String) -> String { escaped(text).replacing("'", with: "\\(aq") }

    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\e"
            case "-": out += "\\-"
            case "~": out += "\\(ti"
            case "^": out += "\\(ha"
            case "\"": out += "\\(dq"
            case "`": out += "\\(ga"
            default:
                if scalar.isASCII {
                    out.unicodeScalars.append(scalar)
                } else {
                    let hex = String(scalar.value, radix: 16, uppercase: true)
                    out += "\\[u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)]"
                }
            }
        }
        return out
    }
}
