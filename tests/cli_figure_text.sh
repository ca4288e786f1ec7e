#!/usr/bin/env bash
# Texts that users wrote, in every kind of figure and in the report: none runs a command, breaks a
# plot or becomes markup.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

command -v gnuplot >/dev/null || exit 77

hostile='`touch pwned` $(touch pwned) "; system("touch pwned"); print '\'''\''; set output '\''pwned'\'' {/Symbol a}_x^y @a &b %s %% \n <script>alert(1)</script> </svg>'$'\n''exit'
long=$(head -c 10240 /dev/zero | tr '\0' W)
foreign='模型规模与准确率 — سلام — Δοκιμή 🙂'

# A run of each sort of task, with these texts in its study; and tables of the other commands.
study()
{
    expect 0 "$NONZERO" simulate "$NZ_SOURCE/configs/$1.yaml" --set replicates=20 --progress=never -o "$1.nc" "${@:2}"
}
for name in mirage lamda-choice mnist-subset cifar100-reconstruction infinite-resolution fig2-mathematical-model; do
    study "$name"
done
name="F'\`touch pwned\`<script>{x}_y"
printf 'family,model,parameters,task,metric,trials,successes\n' >results.csv
for i in 7 8 9 10; do
    printf '"%s",m%d,1e%d,"t""; system(""touch pwned"")",accuracy,100,%d\n' "$name" "$i" "$i" $((i * i - 49))
done >>results.csv
"$NONZERO" score results.csv -o scores.csv 2>/dev/null
"$NONZERO" plan --accuracy 0.001,0.01,0.1 --format csv -o plan.csv
"$NONZERO" coverage --trials 10,100 --truth 0.01,0.1,0.5 --method wald,wilson --format csv -o coverage.csv

declare -A source=([choice]=lamda-choice.nc [subset]=mnist-subset.nc [reconstruction]=cifar100-reconstruction.nc
    [inverse-sampling]=infinite-resolution.nc [mathematical-model]=fig2-mathematical-model.nc [fit]=results.csv
    [scores]=scores.csv [plan]=plan.csv [zero-floor]=plan.csv [coverage]=coverage.csv
    [scaling]="$NZ_SOURCE/docs/scaling.csv")
kinds=$("$NONZERO" help figure | sed -n '/^Figures of a run/,$s/^  \([a-z-]*\)  .*/\1/p')
check 'kinds are listed' test "$(wc -w <<<"$kinds")" -ge 16

# harmless FILE: no command was run, and markup is text.
harmless()
{
    check "no command was run by $1" test ! -e pwned
    refute "no markup in $1" grep -qi '<script>alert' "$1"
}

for kind in $kinds; do
    from=${source[$kind]-mirage.nc}
    for title in "$hostile" "$long" "$foreign"; do
        expect 0 "$NONZERO" figure "$kind" "$from" --title "$title" -o figure.svg
        refute "no warning of $kind" grep -v 'in none of the fonts' err
        check "the end of $kind" grep -q '</svg>' figure.svg
        harmless figure.svg
    done
done

# In the study and in tables, not only in options.
expect 0 "$NONZERO" simulate "$NZ_SOURCE/configs/mirage.yaml" --set replicates=20 --progress=never -o hostile.nc \
    --set "title=\"$(sed 's/["\\]/\\&/g; :a; N; $!ba; s/\n/\\n/g' <<<"$hostile")\""
expect 0 "$NONZERO" figure apparent-curve hostile.nc -o figure.svg
harmless figure.svg
expect 0 "$NONZERO" report hostile.nc -o report.html
check 'no command was run by the report' test ! -e pwned
check 'scripts of the page are its own' test "$(grep -o '<script' report.html | wc -l)" -le 2
refute 'no markup in the report' grep -q '<script>alert' report.html
finish
