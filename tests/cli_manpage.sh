#!/usr/bin/env bash
# The man page and --help name the same commands and the same options.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

page=$NZ_BUILD/docs/nonzero.1

# options: the options in a text on stdin, one a line; not what follows an = in a synopsis.
options()
{
    grep -oE -- '(^|[[:space:],`])(--[a-z][a-z-]*|-[A-Za-z?])' | tr -d ' \t,`' | sort -u
}

# section NAME: the entries of options, i.e. lines after .TP, in a subsection of the page.
section()
{
    awk -v name="$1" '/^\.S[HS] / { inside = substr($0, 5) == name }
        after && inside { print } { after = /^\.TP/ }' "$page" \
        | sed -E 's/\\f.//g; s/\\-/-/g; s/^\.B[RIB]* //; s/"//g' | options
}

expect 0 "$NONZERO" help
awk '/^Commands:/ { inside = 1; next } /^$/ { inside = 0 } inside { print $1 }' out | sort >commands
check 'there are commands' test "$(wc -l <commands)" -ge 3
awk '/^\.SH / { inside = /^\.SH COMMANDS/ } inside && /^\.SS [a-z]/ { print $2 }' "$page" | sort \
    >documented
check 'commands of help and of the man page' diff commands documented

for command in $(grep -v '^help$' commands); do
    expect 0 "$NONZERO" "$command" --help
    grep -E '^ +-' out | options >printed
    { section "$command"; section 'Every command'; } | sort -u >documented
    check "$command has options" test "$(wc -l <printed)" -ge 3
    check "options of $command --help and of the man page" diff printed documented
    check "the synopsis has $command" grep -qxF ".B nonzero $command" "$page"
done
section 'The program' >documented
printf '%s\n' --help --version '-?' -V -h | sort >printed
check 'options of the program' diff printed documented

expect 0 "$NONZERO" --version
check 'the version' grep -q "^\.TH NONZERO 1 \"\" \"$(awk 'NR == 1 { print $1, $2 }' out)\"" "$page"
for code in 0 1 2; do
    check "exit code $code" grep -qx "\.B $code" "$page"
done
finish
