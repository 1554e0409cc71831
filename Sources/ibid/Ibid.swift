internal import ArgumentParser
internal import Commands

@main
struct Ibid {
    static func main() async {
        await IbidCommand.main()
    }
}
