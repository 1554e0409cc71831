#!/bin/bash

__ibid_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__ibid_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__ibid_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__ibid_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_ibid() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __ibid_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    resolve|harvest|import|dedup|show|explain|search|export|review|merge|split|undo|history|decisions|stats|sources|runs|check|dump|inspect|cache|config|evaluate|retrain|help)
        # Offer subcommand argument completions
        "_ibid_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'resolve harvest import dedup show explain search export review merge split undo history decisions stats sources runs check dump inspect cache config evaluate retrain help' -- "${cur}"))
        ;;
    esac
}

_ibid_resolve() {
    repeating_flags=()
    non_repeating_flags=(--offline --explain --ascii --quiet -q --verbose -v --json --version -h --help)
    repeating_options=(--source)
    non_repeating_options=(--format -f --style --keys --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--format'|'-f')
        __ibid_add_completions -W 'csl-json'$'\n''bibtex'$'\n''biblatex'$'\n''ris'$'\n''nbib'$'\n''endnote-xml'$'\n''jsonl'$'\n''csv'$'\n''markdown'$'\n''text'
        return
        ;;
    '--source')
        __ibid_add_completions -W "$(__ibid_custom_complete ---completion resolve -- --source "${COMP_CWORD}" "$(__ibid_cursor_index_in_current_word)")"
        return
        ;;
    '--style')
        __ibid_add_completions -W 'vancouver'$'\n''apa'$'\n''chicago-author-date'$'\n''harvard'$'\n''ieee'
        return
        ;;
    '--keys')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_harvest() {
    repeating_flags=()
    non_repeating_flags=(--dry-run -d --offline --quiet -q --verbose -v --json --version -h --help)
    repeating_options=(--source)
    non_repeating_options=(--ids --since --limit --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--ids')
        return
        ;;
    '--source')
        return
        ;;
    '--since')
        return
        ;;
    '--limit')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ibid_add_completions -W "$(__ibid_custom_complete ---completion harvest -- positional@0 "${COMP_CWORD}" "$(__ibid_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ibid_import() {
    repeating_flags=()
    non_repeating_flags=(--no-dedup --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--from --source --map --encoding --rejects --jobs --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--from')
        __ibid_add_completions -W 'jsonl'$'\n''json'$'\n''csv'$'\n''xlsx'$'\n''xml'$'\n''yaml'$'\n''page'$'\n''cochrane'$'\n''ovid'$'\n''proquest'$'\n''pubmed-text'$'\n''nbib'$'\n''ris'$'\n''wos'$'\n''enw'$'\n''refworks'$'\n''bibtex'$'\n''zotero-rdf'$'\n''endnote-xml'$'\n''mods'$'\n''unixref'$'\n''datacite-xml'$'\n''jats'$'\n''dublin-core'$'\n''ictrp'$'\n''msbib'$'\n''ibid-json'$'\n''cff'$'\n''zotero-json'$'\n''csl-json'$'\n''reflib-json'
        return
        ;;
    '--source')
        __ibid_add_completions -W "$(__ibid_custom_complete ---completion import -- --source "${COMP_CWORD}" "$(__ibid_cursor_index_in_current_word)")"
        return
        ;;
    '--map')
        return
        ;;
    '--encoding')
        return
        ;;
    '--rejects')
        __ibid_add_completions -f
        return
        ;;
    '--jobs')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ibid_add_completions -f
        return
        ;;
    esac
}

_ibid_dedup() {
    repeating_flags=()
    non_repeating_flags=(--report --ascii --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--clusters --output -o --format -f --removed --from --source --map --encoding --rejects --versions --profile --table --jobs --style --keys --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--clusters')
        __ibid_add_completions -o plusdirs -fX '!*.@(csv)'
        return
        ;;
    '--output'|'-o')
        __ibid_add_completions -o plusdirs -fX '!*.@(ris|bib|json|jsonl|csv|nbib|xml|md|txt)'
        return
        ;;
    '--format'|'-f')
        __ibid_add_completions -W 'csl-json'$'\n''bibtex'$'\n''biblatex'$'\n''ris'$'\n''nbib'$'\n''endnote-xml'$'\n''jsonl'$'\n''csv'$'\n''markdown'$'\n''text'
        return
        ;;
    '--removed')
        __ibid_add_completions -o plusdirs -fX '!*.@(ris|bib|json|jsonl|csv|nbib|xml|md|txt)'
        return
        ;;
    '--from')
        __ibid_add_completions -W 'jsonl'$'\n''json'$'\n''csv'$'\n''xlsx'$'\n''xml'$'\n''yaml'$'\n''page'$'\n''cochrane'$'\n''ovid'$'\n''proquest'$'\n''pubmed-text'$'\n''nbib'$'\n''ris'$'\n''wos'$'\n''enw'$'\n''refworks'$'\n''bibtex'$'\n''zotero-rdf'$'\n''endnote-xml'$'\n''mods'$'\n''unixref'$'\n''datacite-xml'$'\n''jats'$'\n''dublin-core'$'\n''ictrp'$'\n''msbib'$'\n''ibid-json'$'\n''cff'$'\n''zotero-json'$'\n''csl-json'$'\n''reflib-json'
        return
        ;;
    '--source')
        __ibid_add_completions -W "$(__ibid_custom_complete ---completion dedup -- --source "${COMP_CWORD}" "$(__ibid_cursor_index_in_current_word)")"
        return
        ;;
    '--map')
        return
        ;;
    '--encoding')
        return
        ;;
    '--rejects')
        __ibid_add_completions -f
        return
        ;;
    '--versions')
        __ibid_add_completions -W 'link'$'\n''merge'
        return
        ;;
    '--profile')
        __ibid_add_completions -W 'strict'$'\n''balanced'$'\n''sensitive'
        return
        ;;
    '--table')
        __ibid_add_completions -f
        return
        ;;
    '--jobs')
        return
        ;;
    '--style')
        __ibid_add_completions -W 'vancouver'$'\n''apa'$'\n''chicago-author-date'$'\n''harvard'$'\n''ieee'
        return
        ;;
    '--keys')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ibid_add_completions -f
        return
        ;;
    esac
}

_ibid_show() {
    repeating_flags=()
    non_repeating_flags=(--raw --provenance --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_explain() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_search() {
    repeating_flags=()
    non_repeating_flags=(--ascii --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --format -f --style --keys --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--format'|'-f')
        __ibid_add_completions -W 'csl-json'$'\n''bibtex'$'\n''biblatex'$'\n''ris'$'\n''nbib'$'\n''endnote-xml'$'\n''jsonl'$'\n''csv'$'\n''markdown'$'\n''text'
        return
        ;;
    '--style')
        __ibid_add_completions -W 'vancouver'$'\n''apa'$'\n''chicago-author-date'$'\n''harvard'$'\n''ieee'
        return
        ;;
    '--keys')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_export() {
    repeating_flags=()
    non_repeating_flags=(--ascii --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--format -f --output -o --query --since --per --sort --style --keys --catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--format'|'-f')
        __ibid_add_completions -W 'csl-json'$'\n''bibtex'$'\n''biblatex'$'\n''ris'$'\n''nbib'$'\n''endnote-xml'$'\n''jsonl'$'\n''csv'$'\n''markdown'$'\n''text'
        return
        ;;
    '--output'|'-o')
        __ibid_add_completions -o plusdirs -fX '!*.@(ris|bib|json|jsonl|csv|nbib|xml|md|txt)'
        return
        ;;
    '--query')
        return
        ;;
    '--since')
        return
        ;;
    '--per')
        __ibid_add_completions -W 'version'$'\n''study'
        return
        ;;
    '--sort')
        __ibid_add_completions -W 'id'$'\n''author'$'\n''year'$'\n''title'$'\n''key'
        return
        ;;
    '--style')
        __ibid_add_completions -W 'vancouver'$'\n''apa'$'\n''chicago-author-date'$'\n''harvard'$'\n''ieee'
        return
        ;;
    '--keys')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_review() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ibid_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|same|different)
        # Offer subcommand argument completions
        "_ibid_review_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list same different' -- "${cur}"))
        ;;
    esac
}

_ibid_review_list() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_review_same() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --catalog --cache --config)
    __ibid_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_review_different() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --catalog --cache --config)
    __ibid_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_merge() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_split() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--note --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--note')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_undo() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_history() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_decisions() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ibid_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    export|import)
        # Offer subcommand argument completions
        "_ibid_decisions_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'export import' -- "${cur}"))
        ;;
    esac
}

_ibid_decisions_export() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ibid_add_completions -o plusdirs -fX '!*.@(csv)'
        return
        ;;
    esac
}

_ibid_decisions_import() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ibid_add_completions -o plusdirs -fX '!*.@(csv)'
        return
        ;;
    esac
}

_ibid_stats() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_sources() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_runs() {
    repeating_flags=()
    non_repeating_flags=(--problems --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--limit --catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--limit')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_check() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_dump() {
    repeating_flags=()
    non_repeating_flags=(--canonical --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_inspect() {
    repeating_flags=()
    non_repeating_flags=(--records --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--from --source --map --encoding --rejects --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--from')
        __ibid_add_completions -W 'jsonl'$'\n''json'$'\n''csv'$'\n''xlsx'$'\n''xml'$'\n''yaml'$'\n''page'$'\n''cochrane'$'\n''ovid'$'\n''proquest'$'\n''pubmed-text'$'\n''nbib'$'\n''ris'$'\n''wos'$'\n''enw'$'\n''refworks'$'\n''bibtex'$'\n''zotero-rdf'$'\n''endnote-xml'$'\n''mods'$'\n''unixref'$'\n''datacite-xml'$'\n''jats'$'\n''dublin-core'$'\n''ictrp'$'\n''msbib'$'\n''ibid-json'$'\n''cff'$'\n''zotero-json'$'\n''csl-json'$'\n''reflib-json'
        return
        ;;
    '--source')
        __ibid_add_completions -W "$(__ibid_custom_complete ---completion inspect -- --source "${COMP_CWORD}" "$(__ibid_cursor_index_in_current_word)")"
        return
        ;;
    '--map')
        return
        ;;
    '--encoding')
        return
        ;;
    '--rejects')
        __ibid_add_completions -f
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ibid_add_completions -f
        return
        ;;
    esac
}

_ibid_cache() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ibid_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    stats|prune|verify)
        # Offer subcommand argument completions
        "_ibid_cache_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'stats prune verify' -- "${cur}"))
        ;;
    esac
}

_ibid_cache_stats() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_cache_prune() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--days --catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--days')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_cache_verify() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_config() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ibid_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    init|check)
        # Offer subcommand argument completions
        "_ibid_config_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'init check' -- "${cur}"))
        ;;
    esac
}

_ibid_config_init() {
    repeating_flags=()
    non_repeating_flags=(--force --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_config_check() {
    repeating_flags=()
    non_repeating_flags=(--quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--catalog --cache --config)
    __ibid_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_evaluate() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __ibid_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    dedup)
        # Offer subcommand argument completions
        "_ibid_evaluate_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'dedup' -- "${cur}"))
        ;;
    esac
}

_ibid_evaluate_dedup() {
    repeating_flags=()
    non_repeating_flags=(--columns --quiet -q --verbose -v --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--profile --versions --table --jobs --catalog --cache --config)
    __ibid_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--profile')
        __ibid_add_completions -W 'strict'$'\n''balanced'$'\n''sensitive'
        return
        ;;
    '--versions')
        __ibid_add_completions -W 'link'$'\n''merge'
        return
        ;;
    '--table')
        __ibid_add_completions -f
        return
        ;;
    '--jobs')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ibid_add_completions -d
        return
        ;;
    esac
}

_ibid_retrain() {
    repeating_flags=()
    non_repeating_flags=(--shipped --dry-run -d --quiet -q --verbose -v --json --version -h --help)
    repeating_options=(--labels --texts)
    non_repeating_options=(--table --profile --limit --output -o --jobs --catalog --cache --config)
    __ibid_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--table')
        __ibid_add_completions -f
        return
        ;;
    '--profile')
        __ibid_add_completions -W 'strict'$'\n''balanced'$'\n''sensitive'
        return
        ;;
    '--limit')
        return
        ;;
    '--labels')
        __ibid_add_completions -d
        return
        ;;
    '--texts')
        __ibid_add_completions -f
        return
        ;;
    '--output'|'-o')
        __ibid_add_completions -f
        return
        ;;
    '--jobs')
        return
        ;;
    '--catalog')
        __ibid_add_completions -o plusdirs -fX '!*.@(sqlite)'
        return
        ;;
    '--cache')
        __ibid_add_completions -d
        return
        ;;
    '--config')
        __ibid_add_completions -o plusdirs -fX '!*.@(toml)'
        return
        ;;
    esac
}

_ibid_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __ibid_offer_flags_options -1
}

complete -o filenames -F _ibid ibid
