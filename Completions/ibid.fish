function __ibid_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __ibid_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __ibid_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __ibid_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __ibid_parse_tokens -S
    set -l unparsed_tokens (__ibid_tokens -pc)
    switch $unparsed_tokens[1]
    case 'ibid'
        __ibid_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'resolve'
            __ibid_parse_subcommand -r 1 'f/format=' 'source=+' 'offline' 'explain' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'harvest'
            __ibid_parse_subcommand -r 1 'ids=' 'source=+' 'since=' 'limit=' 'd/dry-run' 'offline' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'import'
            __ibid_parse_subcommand -r 1 'from=' 'source=' 'jobs=' 'no-dedup' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'dedup'
            __ibid_parse_subcommand -r 1 'clusters=' 'o/output=' 'from=' 'source=' 'versions=' 'jobs=' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'show'
            __ibid_parse_subcommand 1 'raw' 'provenance' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'explain'
            __ibid_parse_subcommand 2 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'search'
            __ibid_parse_subcommand -r 1 'limit=' 'f/format=' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'export'
            __ibid_parse_subcommand 0 'f/format=' 'query=' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'stats'
            __ibid_parse_subcommand 0 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'sources'
            __ibid_parse_subcommand 0 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'runs'
            __ibid_parse_subcommand 0 'limit=' 'problems' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'check'
            __ibid_parse_subcommand 0 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'dump'
            __ibid_parse_subcommand 0 'canonical' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'inspect'
            __ibid_parse_subcommand -r 1 'from=' 'source=' 'records' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
        case 'cache'
            __ibid_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'stats'
                __ibid_parse_subcommand 0 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
            case 'prune'
                __ibid_parse_subcommand 0 'days=' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
            case 'verify'
                __ibid_parse_subcommand 0 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
            end
        case 'config'
            __ibid_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'init'
                __ibid_parse_subcommand 1 'force' 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
            case 'check'
                __ibid_parse_subcommand 1 'catalog=' 'cache=' 'config=' 'q/quiet' 'v/verbose' 'json' 'version' 'h/help'
            end
        case 'help'
            __ibid_parse_subcommand -r 1 'version'
        end
    end
end

function __ibid_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __ibid_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __ibid_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __ibid_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__ibid_tokens -p)
    if test -z "$(__ibid_tokens -t)"
        set -l index (count (__ibid_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'ibid' -f
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'resolve' -d 'Prints one clean citation for each identifier.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'harvest' -d 'Fetches what is new for the jobs of the configuration.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'import' -d 'Reads files of records into the catalog and merges duplicates.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'dedup' -d 'Merges duplicates in files, without a catalog.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'show' -d 'Shows a record of the catalog.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'explain' -d 'Tells why two records are one, or are not.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'search' -d 'Finds records by words of title, authors, journal and abstract.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'export' -d 'Writes the catalog\'s canonical records.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'stats' -d 'Counts what the catalog holds.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'sources' -d 'Lists the sources, their limits and licences.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'runs' -d 'Lists past runs, newest first.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'check' -d 'Checks the catalog\'s integrity.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'dump' -d 'Prints the whole catalog as JSON Lines.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'inspect' -d 'Says what each file is and what it holds, without a catalog.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'cache' -d 'The replies as received.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'config' -d 'Writes and checks the configuration.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" f format' -l 'format' -s 'f' -d 'csl-json, bibtex, ris, jsonl, csv or text.' -rfka 'csl-json bibtex ris jsonl csv text'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve"' -l 'source' -d 'Ask only these sources; may be given several times.' -rfka '(__ibid_custom_completion ---completion resolve -- --source (count (__ibid_tokens -pc)) (__ibid_tokens -tC))'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" offline' -l 'offline' -d 'Answer from the cache and the catalog alone.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" explain' -l 'explain' -d 'Say on stderr which source each field comes from.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid resolve" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid harvest" -ge 1' -fka '(__ibid_custom_completion ---completion harvest -- positional@0 (count (__ibid_tokens -pc)) (__ibid_tokens -tC))'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" ids' -l 'ids' -d 'In place of jobs, fetch the identifiers in this file, one a line; - is stdin.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest"' -l 'source' -d 'With --ids, ask only these sources; may be given several times.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" since' -l 'since' -d 'Only what changed since this day, 2026-11-01; else since the job\'s last run.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" limit' -l 'limit' -d 'Most records a job takes.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" d dry-run' -l 'dry-run' -s 'd' -d 'Say what would be asked; ask and store nothing.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" offline' -l 'offline' -d 'Answer from the cache alone.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid harvest" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid import" -ge 1' -F
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" from' -l 'from' -d 'What the files are: jsonl, json, csv or page; else their content tells.' -rfka 'jsonl json csv xml page'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" source' -l 'source' -d 'The source whose records or replies these are, as `ibid sources` lists them; else each record tells.' -rfka '(__ibid_custom_completion ---completion import -- --source (count (__ibid_tokens -pc)) (__ibid_tokens -tC))'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" jobs' -l 'jobs' -d 'Threads that parse.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" no-dedup' -l 'no-dedup' -d 'Store only; merge duplicates with the next import or harvest.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid dedup" -ge 1' -F
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" clusters' -l 'clusters' -d 'Write id,cluster for every record, singletons included.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'csv\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" o output' -l 'output' -s 'o' -d 'Write the merged records; the ending tells the format: .ris .bib .json .jsonl .csv .txt' -rfa '(set -l exts \'ris\' \'bib\' \'json\' \'jsonl\' \'csv\' \'txt\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" from' -l 'from' -d 'What the files are: jsonl, json, csv or page; else their content tells.' -rfka 'jsonl json csv xml page'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" source' -l 'source' -d 'The source whose records or replies these are, as `ibid sources` lists them; else each record tells.' -rfka '(__ibid_custom_completion ---completion dedup -- --source (count (__ibid_tokens -pc)) (__ibid_tokens -tC))'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" versions' -l 'versions' -d 'link keeps preprint and article apart; merge counts versions as duplicates.' -rfka 'link merge'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" jobs' -l 'jobs' -d 'Threads.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dedup" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" raw' -l 'raw' -d 'What each source said, as received.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" provenance' -l 'provenance' -d 'Each field with its records and the rule that picked it.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid explain" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" limit' -l 'limit' -d 'Most hits.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" f format' -l 'format' -s 'f' -d 'text, csl-json, bibtex, ris, jsonl or csv.' -rfka 'csl-json bibtex ris jsonl csv text'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid search" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" f format' -l 'format' -s 'f' -d 'csl-json, bibtex, ris, jsonl, csv or text.' -rfka 'csl-json bibtex ris jsonl csv text'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" query' -l 'query' -d 'Only what these words find.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid stats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid sources" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" limit' -l 'limit' -d 'Most runs.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" problems' -l 'problems' -d 'The problems of the last run.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid runs" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" canonical' -l 'canonical' -d 'Content only, in one order.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid dump" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid inspect" -ge 1' -F
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" from' -l 'from' -d 'What the files are: jsonl, json, csv or page; else their content tells.' -rfka 'jsonl json csv xml page'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" source' -l 'source' -d 'The source whose records or replies these are, as `ibid sources` lists them; else each record tells.' -rfka '(__ibid_custom_completion ---completion inspect -- --source (count (__ibid_tokens -pc)) (__ibid_tokens -tC))'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" records' -l 'records' -d 'Print the records as well, one JSON object a line.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid inspect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid cache" -eq 1' -fa 'stats' -d 'Counts replies and bytes by host.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid cache" -eq 1' -fa 'prune' -d 'Removes old replies.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid cache" -eq 1' -fa 'verify' -d 'Reads every reply and reports the damaged ones.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache stats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" days' -l 'days' -d 'Remove what was received more than this many days ago.' -rfka ''
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache prune" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid cache verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid config" -eq 1' -fa 'init' -d 'Writes a commented example configuration.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid config" -eq 1' -fa 'check' -d 'Names every mistake of the configuration, with its line and what to do.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid config init" -eq 1' -fa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" force' -l 'force' -d 'Write over a file that is there.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config init" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_positional "ibid config check" -eq 1' -fa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" catalog' -l 'catalog' -d 'The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'sqlite\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" cache' -l 'cache' -d 'The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.' -rfa '(__ibid_complete_directories)'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" config' -l 'config' -d 'The configuration file. Else IBID_CONFIG, else the XDG configuration directory.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'toml\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" q quiet' -l 'quiet' -s 'q' -d 'Say nothing on stderr but errors.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" v verbose' -l 'verbose' -s 'v' -d 'Say on stderr what is asked of whom.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" json' -l 'json' -d 'Print JSON for programs.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" version' -l 'version' -d 'Show the version.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid config check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ibid' -n '__ibid_should_offer_completions_for_flags_or_options "ibid help" version' -l 'version' -d 'Show the version.'
