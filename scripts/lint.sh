#!/usr/bin/env bash
# Checks of the sources that a compiler does not make. Each is also a CTest test, label lint.
# usage: scripts/lint.sh [--root DIR] [--build DIR] [CHECK...]
#   layers length forbidden symbols format man shell links        (default: all of them)
# Exit code 77: the only check asked for was skipped because its tool is missing.
set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=$root/build-dev
while [ "${1:-}" = --root ] || [ "${1:-}" = --build ]; do
    declare "${1#--}=$(cd "$2" && pwd -P)"
    shift 2
done
cd "$root"
[ $# -gt 0 ] || set -- layers length forbidden symbols format man shell links

# find_files PATTERN...: fill `files` with ours of these names; if there are none the check
# would be void, so it fails. Checks must test this: `set -e` does not reach into them.
find_files()
{
    local expression=() pattern
    for pattern in "$@"; do
        expression+=(-o -name "$pattern")
    done
    mapfile -t files < <(find . \( -path './build*' -o -path './.git' -o -path './out' \) -prune \
        -o -type f \( "${expression[@]:1}" \) -print | sort)
    [ ${#files[@]} -gt 0 ] || { echo "no file is called $*" >&2; return 1; }
}

# refuse WHY PATTERN FILE...: fail if a file has a line that matches, or cannot be searched.
refuse()
{
    local why=$1 pattern=$2 code=0
    shift 2
    grep -nHE -e "$pattern" -- "$@" >&2 || code=$?
    [ $code -eq 1 ] || { echo "  ^ $why" >&2; return 1; }
}

check_layers()
{
    "$root/scripts/check_layers.sh" "$root"
}

check_length()
{
    find_files '*.c' '*.h' || return 1
    awk 'FNR == 601 { print FILENAME ": more than 600 lines is two topics"; bad = 1 }
        END { exit bad }' "${files[@]}" >&2
}

check_forbidden()
{
    local failed=0 file ours=()
    find_files '*.c' '*.h' CMakeLists.txt '*.cmake' CMakePresets.json || return 1
    refuse 'does not converge on ordinary inputs: nz_beta_quantile' \
        'gsl_cdf_beta_[PQ]inv' "${files[@]}" || failed=1
    refuse 'results must not depend on what the compiler makes of them' \
        '-ffast-math|-Ofast|-funsafe-math|-fassociative-math' "${files[@]}" || failed=1
    refuse 'one-sided communication is unreliable: two-sided messages' \
        '\bMPI_(Win_[a-z]|R?(Put|Get|Accumulate|Get_accumulate)\b|Fetch_and_op|Compare_and_swap)' \
        "${files[@]}" || failed=1
    for file in "${files[@]}"; do
        [[ $file == ./tests/* ]] || ours+=("$file")
    done
    refuse 'unbounded or unchecked: snprintf, strtoull, ...' \
        '\b(gets|strcpy|strcat|sprintf|vsprintf|atoi|atol|atof|system|popen|tmpnam|mktemp) ?\(' \
        "${ours[@]}" || failed=1
    return $failed
}

# Also what was pulled in through a macro or inline function shows here.
check_symbols()
{
    local library failed=0 defined undefined
    for library in "$build/stats/libnonzero-stats.a" "$build/sim/libnonzero-sim.a"; do
        [ -f "$library" ] || { echo "$library: not built" >&2; return 1; }
        defined=$(nm -g --defined-only "$library" | awk 'NF == 3 { print $3 }' \
            | grep -vE '^__(odr_)?asan') || true
        undefined=$(nm -u "$library" | awk 'NF == 2 { print $2 }') || true
        if [ -z "$defined" ] || [ -z "$undefined" ]; then
            echo "$library: no symbols" >&2
            failed=1
        fi
        if grep -v '^nz_' <<<"$defined" >&2; then
            echo "  ^ exported by ${library##*/} without the prefix nz_" >&2
            failed=1
        fi
        if grep -E '^(gsl_cdf_beta_[PQ]inv|MPI_.*|abort|exit|_exit)$' <<<"$undefined" >&2; then
            echo "  ^ called by ${library##*/}: libraries neither end the program nor use MPI" >&2
            failed=1
        fi
    done
    return $failed
}

check_format()
{
    local tool file failed=0
    tool=$(command -v clang-format-14 || command -v clang-format || true)
    if [ -z "$tool" ] || ! "$tool" --version | grep -q 'version 14\.'; then
        echo "lint.sh: format not checked, clang-format 14 is not installed" >&2
        return 77
    fi
    find_files '*.c' '*.h' || return 1
    "$tool" --dry-run -Werror "${files[@]}" 2>/dev/null && return 0
    for file in "${files[@]}"; do # which ones? Starting the tool takes its time
        "$tool" --dry-run -Werror "$file" 2>/dev/null \
            || { echo "$file: not as .clang-format has it: clang-format -i $file" >&2; failed=1; }
    done
    return $failed
}

check_man()
{
    local page=$build/docs/nonzero.1 warnings
    [ -f "$page" ] || { echo "$page: not built" >&2; return 1; }
    warnings=$(groff -man -Tutf8 -ww -z "$page" 2>&1)
    if [ -n "$warnings" ]; then
        echo "$warnings" >&2
        return 1
    fi
    refuse 'not filled in by CMake' '@[A-Z_]+@' "$page"
}

check_shell()
{
    local script failed=0
    find_files '*.sh' || return 1
    for script in "${files[@]}" .ci/run; do
        bash -n "$script" || failed=1
        [ "$(sed -n 2,20p "$script" | grep -cE '^set -[a-z]*u')" -gt 0 ] \
            || { echo "$script: does not set -u" >&2; failed=1; }
        [ -x "$script" ] || [[ $script == *_lib.sh ]] \
            || { echo "$script: is not executable" >&2; failed=1; }
    done
    return $failed
}

# Files that the documents link to exist.
check_links()
{
    local document target failed=0 n=0
    find_files '*.md' || return 1
    for document in "${files[@]}"; do
        while read -r target; do
            n=$((n + 1))
            [ -e "$(dirname "$document")/${target%%#*}" ] \
                || { echo "$document: no file $target" >&2; failed=1; }
        done < <(grep -oE '\]\([^)#][^)]*\)' "$document" | sed 's/^](//; s/)$//' \
            | grep -vE '^[a-z]+:' || true)
    done
    [ "$n" -gt 0 ] || { echo "no links found" >&2; failed=1; }
    return $failed
}

n_skipped=0
failed=()
for check in "$@"; do
    declare -F "check_$check" >/dev/null \
        || { echo "lint.sh: there is no check '$check'" >&2; exit 2; }
    code=0
    "check_$check" || code=$?
    case $code in
    0) ;;
    77) n_skipped=$((n_skipped + 1)) ;;
    *) failed+=("$check") ;;
    esac
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "lint.sh: failed: ${failed[*]}" >&2
    exit 1
fi
[ "$n_skipped" -lt $# ] || exit 77
