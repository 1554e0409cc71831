internal import Export
internal import Foundation
internal import Records

extension Settings {
    /// What messages call the example.
    static let examplePlace = "the example"

    /// A configuration that says what the defaults say, with a remark on every key.
    ///
    /// A line that begins with `#` and no blank is a key with its default, or an example: without the `#` it is in use.
    public static let example: String = {
        let defaults = Settings()
        func number(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }
        let sources = defaults.resolveSources.map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            # ibid's configuration. Every key has a default: an empty file is a good file.
            # A line that begins with # and no blank is a key: take the # away to set it.
            # `ibid config check` names every mistake with its line and what to do about it.

            # E-mail address that tells services who asks; several are more generous to those who say. Default: none.
            #contact = "you@example.org"

            # Source ids, most trusted first: decides which value of a field survives a merge. Default: built in.
            #trust = ["crossref", "doi", "datacite"]

            # Source ids that `ibid resolve` asks when none is named.
            #resolveSources = [\(sources)]

            # Seconds that `ibid resolve` waits for one source's answer, 0.1 to 3600.
            #resolveSeconds = \(number(defaults.resolveSeconds))

            # How citation keys are made, of the fields that Docs/formats.md lists. Keys that were given stay as they are.
            #citationKeys = "\(CitationKeyTemplate.standard.text)"

            # How a field of a merge is picked, a table a field; Config/survivorship.toml lists the fields and their rules.
            #[survivorship.abstract]
            # The rule: of an abstract most complete, most trusted, longest or newest. Default: most complete.
            #rule = "longest"
            # Source ids that come before those of trust, for this field. Default: none.
            #sources = ["pubmed", "europepmc"]

            [network]
            # Hosts, or host:port, that may be connected to although their address is private. Default: none.
            #allowHosts = ["localhost"]
            # Seconds until a connection stands, 0.1 to 3600.
            #connectSeconds = \(number(defaults.connectSeconds))
            # Seconds until the first byte of a reply, 0.1 to 3600.
            #firstByteSeconds = \(number(defaults.firstByteSeconds))
            # Seconds for all of a reply, 0.1 to 86400.
            #totalSeconds = \(number(defaults.totalSeconds))
            # Bytes of one reply, decoded, 1 to 2147483648.
            #replyBytes = \(defaults.replyBytes)
            # Tries of one request, the first included, 1 to 20.
            #tries = \(defaults.tries)

            [network.override]
            # Host = base URL, http or https, of a replica that answers in its place. Default: none.
            #"api.crossref.org" = "http://127.0.0.1:8080"

            [cache]
            # Days for which a reply is taken from the cache without asking again, 0 to 36500.
            #days = \(number(defaults.cacheDays))

            # The pace of a host; `ibid sources` lists the hosts and what each allows. Default: the source's own.
            #[limits."api.crossref.org"]
            # Requests a second, 0.001 to 10000.
            #requestsPerSecond = 5
            # Requests under way at once, 1 to 256.
            #concurrency = 1
            # Requests that may follow each other without a gap after a rest, 1 to 256.
            #burst = 1
            # Seconds of the window that the host counts in, 0.01 to 86400. Default: by the rate.
            #interval = 1

            # A key is never written here. Name the environment variable that holds it, or in its place
            # file = "/path/of/a/file" of mode 0600. `ibid sources` lists the sources that take one.
            #[keys.crossref]
            #environment = "IBID_CROSSREF_TOKEN"

            # What `ibid harvest` asks for, a [[job]] each; its place is kept under its name.
            #[[job]]
            #name = "addiction"
            # A source id, as `ibid sources` lists them.
            #source = "crossref"
            # The source's own filter, for a list of what changed. In its place words to search for: query = "heroin relapse".
            #filter = "type:journal-article,issn:1471-003X"
            # Where the first run begins, as 2026-11-01. Default: the beginning.
            #since = "2026-01-01"
            # Most records of one run, 1 to 2147483647. Default: all.
            #limit = 5000
            # Records a page, 1 to 1000.
            #rows = \(Job(name: "", source: "").rows)

            #[[job]]
            #name = "collection"
            #source = "biostudies"
            # Identifiers, in place of query and filter. A file with one a line may bring more: idsFile = "/path/of/a/file".
            #ids = ["S-EPMC6546476", "S-BSST1"]

            """
    }()

    /// The example with every key in use.
    static let exampleInUse = example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("#") && line.count > 1 && !line.hasPrefix("# ") ? line.dropFirst() : line
    }.joined(separator: "\n")

    /// Writes the example.
    ///
    /// - Parameters:
    ///   - path: `-` for stdout. Folders that are missing are made.
    ///   - replaces: Writes over a file that is there.
    /// - Throws: `Ending` where there is a file already, or it cannot be written; exit code 74.
    public static func writeExample(to path: String, replaces: Bool) throws(Ending) {
        if path != "-" {
            var status = stat()
            if !replaces, lstat(path, &status) == 0 {
                throw Ending(
                    .cannotWrite,
                    Problem(
                        "there is a configuration already", place: path, kept: "the file as it is",
                        remedy: "name another file, or write over it with --force", reach: .run))
            }
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                // What is wrong with the folder shows when the file is written.
                try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        }
        // A link stays a link: the file it leads to is written.
        let target = path == "-" ? path : URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        try DedupOutcome.write(Array(example.utf8), to: target)
    }
}
