internal import Commands
internal import Dispatch

@main
struct Ibid {
    // Not an async main: that one starts the thread pool first, which costs scripts that ask for the version more than all
    // the rest.
    static func main() {
        if CommandLine.arguments.dropFirst().elementsEqual(["--version"]) {
            print(IbidCommand.version)
            return
        }
        Task { await IbidCommand.run() }
        dispatchMain()
    }
}
