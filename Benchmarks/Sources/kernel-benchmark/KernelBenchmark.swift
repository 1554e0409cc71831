import Foundation

/// `kernel-benchmark [--check FILE | --write FILE] [--tolerance X] [--only WORD]`: costs of kernels and stages.
///
/// Prints name, unit and cost. `--check` ends with 1 where one costs more than tolerance times its baseline.
@main
enum KernelBenchmark {
    static func main() throws {
        var options: [String: String] = [:]
        var rest = CommandLine.arguments.dropFirst()
        while let word = rest.popFirst() { options[word] = rest.popFirst() ?? "" }
        guard Set(options.keys).isSubset(of: ["--check", "--write", "--tolerance", "--only"]),
            let tolerance = Double(options["--tolerance"] ?? "1.5"), tolerance > 1,
            options["--only"] == nil || options["--write"] == nil
        else {
            say("usage: kernel-benchmark [--check FILE | --write FILE] [--tolerance X] [--only WORD]")
            exit(64)
        }
        let baseline = try options["--check"].map(Baseline.init(path:))
        let meter = Meter()
        var measured: [Baseline.Row] = []
        var slower = 0
        for kernel in Kernel.all(try Sample()) where options["--only"].map(kernel.name.contains) ?? true {
            var costs = meter.costs(of: kernel)
            // A neighbour on the machine slows a kernel once; what is slow is slow again.
            for _ in 0..<2 where baseline.map({ isSlower(kernel, costs, $0, tolerance) }) ?? false {
                costs.merge(meter.costs(of: kernel), uniquingKeysWith: min)
            }
            for unit in meter.units {
                guard let cost = costs[unit] else { continue }
                measured.append(Baseline.Row(name: kernel.name, unit: unit, cost: cost))
                print(
                    "\(kernel.name)\t\(unit.rawValue)\t\(Baseline.shown(cost))\(remark(kernel, unit, cost, baseline))")
            }
            if let baseline, isSlower(kernel, costs, baseline, tolerance) { slower += 1 }
        }
        if let path = options["--write"] {
            let old = (try? Baseline(path: path)) ?? Baseline()
            try old.renewed(with: measured, units: meter.units).write(to: path)
        }
        say(String(format: "a step takes %.2f ns of CPU here", meter.secondsAStep() * 1e9))
        // The optimizer must not know that nobody reads the results.
        if meter.sink == 0 { say("every result was 0") }
        if slower > 0 {
            say("\(slower) slower than \(tolerance) times the baseline; find out why, or renew it with --write")
            exit(1)
        }
    }

    private static func known(_ name: String, _ unit: Unit, _ baseline: Baseline) -> Double? {
        baseline.rows.first { $0.name == name && $0.unit == unit }?.cost
    }

    private static func isSlower(
        _ kernel: Kernel, _ costs: [Unit: Double], _ baseline: Baseline, _ tolerance: Double
    ) -> Bool {
        // Instructions say more than time: where both are known, they decide.
        guard let unit = Unit.allCases.first(where: { costs[$0] != nil && known(kernel.name, $0, baseline) != nil }),
            let cost = costs[unit], let usual = known(kernel.name, unit, baseline)
        else { return false }
        return cost > usual * tolerance
    }

    private static func remark(_ kernel: Kernel, _ unit: Unit, _ cost: Double, _ baseline: Baseline?) -> String {
        guard let baseline else { return "" }
        guard let usual = known(kernel.name, unit, baseline) else { return "\tnot in the baseline" }
        return "\t" + String(format: "%.2f of the baseline", cost / usual)
    }

    private static func say(_ text: String) { FileHandle.standardError.write(Data("kernel-benchmark: \(text)\n".utf8)) }
}
