import CInstructions
import Foundation

/// Something whose cost is kept in `baseline.tsv`.
struct Kernel {
    var name: String
    /// Calls that one run makes; the cost is of one call.
    var calls: Int
    /// Runs all calls; the result keeps the optimizer from leaving them out.
    var run: () -> UInt64

    /// - Parameter body: What is measured, for each item in turn.
    init<Item>(_ name: String, _ items: [Item], _ body: @escaping (Item) -> UInt64) {
        self.name = name
        calls = items.count
        run = { items.reduce(0) { $0 &+ body($1) } }
    }

    /// - Parameters:
    ///   - calls: What the cost is divided by; nil for the number of items.
    ///   - body: What is measured, for all items at once.
    init<Item>(_ name: String, together items: [Item], calls: Int? = nil, _ body: @escaping ([Item]) -> UInt64) {
        self.name = name
        self.calls = calls ?? items.count
        run = { body(items) }
    }
}

/// What a cost is counted in.
enum Unit: String, CaseIterable {
    /// Instructions outside the kernel, where the machine counts them.
    case instructions
    /// CPU time over that of one step of `Calibration`, measured just before and after.
    case steps
}

/// A loop whose steps every machine pays for: arithmetic where each result waits for the last, a load, and a branch.
struct Calibration {
    static let stepCount = 2_000_000
    private var table = [UInt64](repeating: 0, count: 4096)

    init() { for index in table.indices { table[index] = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 } }

    func run() -> UInt64 {
        var state: UInt64 = 1
        table.withUnsafeBufferPointer { table in
            for _ in 0..<Self.stepCount {
                state = (state ^ table[Int(state & 4095)]) &* 0xD6E8_FEB8_6659_FD93
                if state & 1 == 0 { state ^= state >> 29 } else { state = state &+ 0x2545_F491_4F6C_DD1D }
            }
        }
        return state
    }
}

/// Measures kernels on one thread.
final class Meter {
    private let counter = instructions_open()
    private let calibration = Calibration()
    private(set) var sink: UInt64 = 0

    /// Fewest seconds of CPU that one measurement takes.
    private static let least = 0.02
    static let rounds = 9

    /// The units that this machine can count in.
    var units: [Unit] { counter >= 0 ? [.instructions, .steps] : [.steps] }

    private func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Seconds of CPU that one step of the calibration takes.
    func secondsAStep() -> Double {
        let start = seconds()
        sink &+= calibration.run()
        return (seconds() - start) / Double(Calibration.stepCount)
    }

    /// Cost of one call, the median of several rounds.
    func costs(of kernel: Kernel) -> [Unit: Double] {
        var repeats = 1
        // The first runs fill caches and find out how many make a measurement.
        while true {
            let start = seconds()
            for _ in 0..<repeats { sink &+= kernel.run() }
            if seconds() - start >= Self.least || repeats > 1 << 20 { break }
            repeats *= 2
        }
        let calls = Double(repeats * kernel.calls)
        var steps: [Double] = []
        var instructions: [Double] = []
        for _ in 0..<Self.rounds {
            let before = secondsAStep()
            let counted = counter >= 0 ? instructions_read(counter) : 0
            let start = seconds()
            for _ in 0..<repeats { sink &+= kernel.run() }
            let spent = seconds() - start
            if counter >= 0 { instructions.append(Double(instructions_read(counter) - counted) / calls) }
            steps.append(spent / calls / ((before + secondsAStep()) / 2))
        }
        var costs: [Unit: Double] = [.steps: Self.median(steps)]
        if counter >= 0 { costs[.instructions] = Self.median(instructions) }
        return costs
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
