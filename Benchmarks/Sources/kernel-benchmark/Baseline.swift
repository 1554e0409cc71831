import Foundation

/// `baseline.tsv`: name, unit and cost of each kernel.
struct Baseline {
    struct Row {
        var name: String
        var unit: Unit
        var cost: Double
    }

    var rows: [Row]

    init(rows: [Row] = []) { self.rows = rows }

    /// - Throws: Foundation's error where the file cannot be read; a row that is none is left out.
    init(path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        rows = text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, let unit = Unit(rawValue: fields[1]), let cost = Double(fields[2]) else {
                return nil
            }
            return Row(name: fields[0], unit: unit, cost: cost)
        }
    }

    /// Replaces what was measured now, keeps what this machine has no unit for, drops kernels that are no more.
    func renewed(with measured: [Row], units: [Unit]) -> Baseline {
        let names = Set(measured.map(\.name))
        let kept = rows.filter { !units.contains($0.unit) && names.contains($0.name) }
        return Baseline(rows: measured + kept)
    }

    func write(to path: String) throws {
        let lines = rows.map { "\($0.name)\t\($0.unit.rawValue)\t\(Self.shown($0.cost))" }
        try (["name\tunit\tcost"] + lines).joined(separator: "\n").appending("\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
    }

    static func shown(_ cost: Double) -> String { String(format: cost < 100 ? "%.1f" : "%.0f", cost) }
}
