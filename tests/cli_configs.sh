#!/usr/bin/env bash
# Every study in configs/ runs, at a tiny size, to the same bytes on any number of ranks, and its
# comments give commands that draw its figures.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

# figures STUDY: the arguments of the `nonzero figure` commands in the comments on top of it.
figures()
{
    sed -n 's/^# .*nonzero figure \(.* -o .*\)/\1/p' "$1"
}

n_studies=0
for study in "$NZ_SOURCE"/configs/*.yaml; do
    name=$(basename "$study" .yaml)
    tiny=(--set replicates=12)
    simulate "$study" run.nc "${tiny[@]}"
    expect 0 "$NONZERO" export run.nc -o alone.csv
    for n in 2 3; do
        expect 0 launch $n "$NONZERO" simulate "$study" -o ranks.nc --progress=never "${tiny[@]}"
        expect 0 "$NONZERO" export ranks.nc -o ranks.csv
        check "$name: $n ranks and no launcher" cmp alone.csv ranks.csv
        rm -f ranks.nc ranks.csv
    done

    check "$name: its run time is in its comments" grep -q '^# Run time: .* on 2 ranks' "$study"
    check "$name: a figure is in its comments" test -n "$(figures "$study")"
    while read -r kind run option figure; do
        expect 0 "$NONZERO" figure "$kind" "$run" "$option" "$figure"
        silent err
        check "$name: $figure is drawn" test -s "$figure"
    done < <(figures "$study")
    rm -f ./*.nc ./*.csv ./*.pdf
    n_studies=$((n_studies + 1))
done
check 'the studies were found' test $n_studies -ge 11
finish
