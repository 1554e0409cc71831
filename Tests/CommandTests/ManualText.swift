/// What the manual says that the commands do not say of themselves.
enum ManualText {
    struct Example: Sendable {
        var meaning: String
        var line: String
    }

    /// When the pages last changed in what they say.
    static let date = "2026-11-21"

    static let environment: [(String, String)] = [
        ("IBID_CATALOG", "The catalog, where --catalog does not name it."),
        ("IBID_CACHE", "The folder of replies, where --cache does not name it."),
        ("IBID_STATE", "The folder of what all processes of a user know of each host: pace, failures, budgets."),
        ("XDG_STATE_HOME", "Where that folder is, where IBID_STATE does not name it; else ~/.local/state."),
        ("IBID_CONFIG", "The configuration, where --config does not name it."),
        ("XDG_DATA_HOME", "Where ibid/ibid.sqlite is; else ~/.local/share."),
        ("XDG_CACHE_HOME", "Where the folder ibid of replies is; else ~/.cache."),
        ("XDG_CONFIG_HOME", "Where ibid/ibid.toml is; else ~/.config. Relative paths are ignored in all three."),
        ("HOME", "The home folder that ~ stands for here."),
        (
            "keys of sources",
            "`ibid sources` lists the variable of each source that takes a key; [keys] in the configuration names others."
        ),
    ]

    static let files: [(String, String)] = [
        ("~/.local/share/ibid/ibid.sqlite", "The catalog: one SQLite file."),
        ("~/.cache/ibid", "Replies as received."),
        ("~/.config/ibid/ibid.toml", "The configuration; `ibid config init` writes a commented example."),
        (
            "Config/ibid.toml, Cache/",
            "The same in a checkout: where the current folder holds Package.swift and Config/ibid.toml."
        ),
    ]

    /// By command; a test runs each line, in the order of the commands in the help.
    static let examples: [String: [Example]] = [
        "ibid": [
            Example(meaning: "What a command takes:", line: "ibid help resolve"),
            Example(meaning: "One citation, from several sources at once:", line: "ibid resolve 10.1172/JCI125534"),
            Example(meaning: "What is new, for the jobs of the configuration:", line: "ibid harvest --quiet"),
        ],
        "resolve": [
            Example(meaning: "As RIS:", line: "ibid resolve 10.1172/JCI125534 --format ris"),
            Example(
                meaning: "Which source each field comes from:",
                line: "ibid resolve https://doi.org/10.1172/JCI125534 --explain"),
            Example(
                meaning: "A reference as it stands in a paper:",
                line:
                    "ibid resolve 'Carmack SA, Keeley RJ. Heroin addiction engages negative emotional learning brain circuits in rats. J Clin Invest 2019;129:2480-4'"
            ),
            Example(
                meaning: "A list of identifiers, one a line:",
                line: "ibid resolve - --format bibtex < ids.txt > ids.bib"),
        ],
        "harvest": [
            Example(meaning: "What would be asked:", line: "ibid harvest --dry-run"),
            Example(meaning: "Two of the jobs:", line: "ibid harvest works data"),
            Example(meaning: "A list of identifiers in place of jobs:", line: "ibid harvest --ids ids.txt"),
        ],
        "import": [
            Example(meaning: "A table with the header that ibid(1) knows:", line: "ibid import library.csv"),
            Example(meaning: "Works as Crossref writes them:", line: "ibid import --source crossref works.jsonl"),
        ],
        "dedup": [
            Example(
                meaning: "Merges the duplicates of a table into another format:",
                line: "ibid dedup library.csv --output clean.ris"),
            Example(meaning: "Which records are one:", line: "ibid dedup library.csv --clusters clusters.csv"),
            Example(
                meaning: "What was removed, and the counts for a flow diagram:",
                line: "ibid dedup library.csv works.jsonl --removed removed.csv --report"),
        ],
        "evaluate": [
            Example(
                meaning: "How well duplicates of a labelled set are found:",
                line: "ibid evaluate dedup sets/mine --profile strict"),
            Example(meaning: "For a program:", line: "ibid evaluate dedup sets/mine --json"),
        ],
        "retrain": [
            Example(meaning: "What the catalog would learn from its own records:", line: "ibid retrain --dry-run"),
            Example(meaning: "Learns, and matches everything anew:", line: "ibid retrain --output mine.txt"),
            Example(meaning: "Keeps a copy rather than lose a work:", line: "ibid retrain --profile strict"),
            Example(
                meaning: "As it was in the beginning:", line: "ibid retrain --shipped --profile balanced"),
            Example(
                meaning: "Weights from two labelled sets:",
                line: "ibid retrain --labels sets/mine --labels sets/yours --output weights.txt"),
        ],
        "show": [
            Example(
                meaning: "A record by its DOI, each field with its origin:",
                line: "ibid show 10.1172/JCI125534 --provenance"),
            Example(meaning: "What each source said:", line: "ibid show 1 --raw"),
        ],
        "explain": [
            Example(meaning: "Why two records are not one:", line: "ibid explain scopus:3 scopus:4")
        ],
        "search": [
            Example(meaning: "All words must occur:", line: "ibid search heroin relapse --limit 5"),
            Example(meaning: "Words that begin so:", line: "ibid search 'addict*' --format bibtex"),
        ],
        "export": [
            Example(meaning: "Everything, each work once:", line: "ibid export --format bibtex > all.bib"),
            Example(meaning: "What some words find:", line: "ibid export --format ris --query heroin"),
            Example(
                meaning: "One citation a study, for biblatex, in a file:",
                line: "ibid export --format biblatex --per study --sort author --output studies.bib"),
            Example(
                meaning: "A list of references in APA style:",
                line: "ibid export --format markdown --style apa --sort author > references.md"),
        ],
        "review": [
            Example(meaning: "What waits for a person:", line: "ibid review list --limit 5"),
            Example(
                meaning: "Two works with one title:",
                line: "ibid review different scopus:3 scopus:4 --note 'two editorials'"),
            Example(meaning: "One work after all:", line: "ibid review same scopus:3 scopus:4"),
        ],
        "merge": [
            Example(
                meaning: "Makes one of two, and says why:",
                line: "ibid merge scopus:4 10.1172/JCI125534 --note 'for trying'")
        ],
        "split": [
            Example(meaning: "Takes a record out again:", line: "ibid split 10.1172/JCI125534 scopus:4")
        ],
        "undo": [
            Example(meaning: "The last action, then the one before it:", line: "ibid undo; ibid undo")
        ],
        "history": [
            Example(meaning: "The last ten changes:", line: "ibid history --limit 10"),
            Example(meaning: "What befell one record:", line: "ibid history 10.1172/JCI125534 --json"),
        ],
        "decisions": [
            Example(meaning: "Keeps them beside the catalog:", line: "ibid decisions export decisions.csv"),
            Example(
                meaning: "Into another catalog:", line: "ibid decisions import decisions.csv --catalog other.sqlite"),
        ],
        "stats": [Example(meaning: "For programs:", line: "ibid stats --json")],
        "sources": [Example(meaning: "Sources, hosts, limits and licences:", line: "ibid sources")],
        "runs": [
            Example(meaning: "The last five runs:", line: "ibid runs --limit 5"),
            Example(meaning: "What went wrong in the last:", line: "ibid runs --problems"),
        ],
        "check": [Example(meaning: "Is the catalog sound?", line: "ibid check")],
        "dump": [
            Example(meaning: "Content in one order, for a comparison:", line: "ibid dump --canonical > catalog.jsonl")
        ],
        "inspect": [
            Example(meaning: "What a file holds, without a catalog:", line: "ibid inspect works.jsonl library.csv")
        ],
        "cache": [
            Example(meaning: "Replies and bytes by host:", line: "ibid cache stats"),
            Example(meaning: "Removes what is older than a year:", line: "ibid cache prune --days 365"),
            Example(meaning: "Can every reply be read?", line: "ibid cache verify"),
        ],
        "config": [
            Example(meaning: "A commented example:", line: "ibid config init ibid-example.toml"),
            Example(meaning: "Every mistake of the configuration in use:", line: "ibid config check"),
        ],
    ]

    /// Pages that a page leads to.
    static let related: [String: [String]] = [
        "resolve": ["sources", "config", "cache"], "harvest": ["config", "sources", "runs"],
        "import": ["inspect", "dedup", "runs"], "dedup": ["import", "explain"],
        "evaluate": ["dedup", "retrain"], "retrain": ["evaluate", "explain", "history", "stats"],
        "show": ["explain", "search"],
        "explain": ["show", "dedup"], "search": ["show", "export"], "export": ["search", "dump"],
        "review": ["explain", "merge", "history"], "merge": ["split", "undo", "review"],
        "split": ["merge", "undo", "show"], "undo": ["history", "merge", "split"],
        "history": ["undo", "runs", "show"], "decisions": ["review", "merge", "undo"],
        "stats": ["runs", "check"], "sources": ["config", "resolve", "harvest"], "runs": ["harvest", "import"],
        "check": ["dump", "stats"], "dump": ["export", "check"], "inspect": ["import"],
        "cache": ["harvest", "resolve"], "config": ["harvest", "sources"],
    ]
}
