internal import Foundation

/// Where the catalog, the cache and the configuration are: flag, then environment, then checkout, then XDG.
public struct Places: Sendable, Equatable {
    public var catalog: String
    public var cache: String
    /// Nil where there is no configuration file: the built-in defaults serve.
    public var config: String?
    /// Where a configuration belongs that is not there yet: as named, else the checkout's, else XDG's.
    public var configHome: String
    /// The folder of what all processes of the user know of each host.
    public var state: String
    /// True where the configuration was named and so must exist.
    public var configIsNamed: Bool

    /// - Parameters:
    ///   - catalog: `--catalog`, nil where not given; likewise `cache`, `config` and `state`.
    ///   - environment: Read for `IBID_CATALOG`, `IBID_CACHE`, `IBID_CONFIG`, `IBID_STATE`, the XDG variables and `HOME`.
    ///   - folder: The current folder. One that holds `Package.swift` and `Config/ibid.toml` is a checkout: its
    ///     `Config/` and `Cache/` are used.
    public init(
        catalog: String? = nil, cache: String? = nil, config: String? = nil, state: String? = nil,
        environment: [String: String], folder: String
    ) {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
        let home = set("HOME") ?? "."
        func xdg(_ name: String, _ fallback: String) -> String {
            // The XDG specification: relative paths are to be ignored.
            set(name).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
        }
        let isCheckout = exists("\(folder)/Package.swift") && exists("\(folder)/Config/ibid.toml")
        self.catalog =
            catalog ?? set("IBID_CATALOG") ?? "\(xdg("XDG_DATA_HOME", ".local/share"))/ibid/ibid.sqlite"
        self.cache =
            cache ?? set("IBID_CACHE")
            ?? (isCheckout ? "\(folder)/Cache" : "\(xdg("XDG_CACHE_HOME", ".cache"))/ibid")
        self.state = state ?? set("IBID_STATE") ?? "\(xdg("XDG_STATE_HOME", ".local/state"))/ibid"
        let named = config ?? set("IBID_CONFIG")
        configIsNamed = named != nil
        let candidates =
            (isCheckout ? ["\(folder)/Config/ibid.toml"] : [])
            + ["\(xdg("XDG_CONFIG_HOME", ".config"))/ibid/ibid.toml"]
        self.config = named ?? candidates.first(where: exists)
        configHome = named ?? candidates[0]
    }
}
