#!/usr/bin/env bash
# The number of ranks changes no byte of an export.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

cat >study.yaml <<'STUDY'
seed: 11
replicates: 1500
models: {parameters: [1e7, 1e8, 1e9, 1e10], keep_every: [1, 2, 3]}
law: {c: 1e8, alpha: -0.35}
task: {kind: sequence, tokens: [2, 5, 9], item_correlation: 0.1}
test_sizes: [7, 4000]
metrics: [accuracy, token_edit_distance]
intervals: all
bootstrap: {resamples: 60}
STUDY

# Several tasks, the units of which alternate.
sed '/^replicates:/d; /^task:/d; /^metrics:/d; /^test_sizes:/d; /^intervals:/d' study.yaml >tasks.yaml
cat >>tasks.yaml <<'STUDY'
replicates: 300
test_sizes: [7, 400]
tasks:
  - {tokens: [2, 9]}
  - {name: hard choice, kind: choice, options: [2, 4], concentration: 1}
  - {name: again, tokens: [2, 9], item_correlation: 0.1}
metrics: [accuracy, token_accuracy, multiple_choice_grade]
STUDY
simulate tasks.yaml alone.nc
expect 0 "$NONZERO" export alone.nc -o alone.csv
for task in sequence 'hard choice' again; do
    rows alone.csv "\$1 == \"$task\"" >some.csv
    check "rows of $task" test -s some.csv
done
for n in 1 2 3; do
    expect 0 launch $n "$NONZERO" simulate tasks.yaml -o ranks.nc --progress=never
    expect 0 "$NONZERO" export ranks.nc -o ranks.csv
    check "several tasks: $n ranks and no launcher" cmp alone.csv ranks.csv
    rm -f ranks.nc ranks.csv
done

for engine in exact resample clusters; do
    set=(--set "bootstrap.engine=${engine/clusters/exact}")
    [ $engine = exact ] || set+=(--set replicates=300)
    [ $engine != clusters ] || set+=(--set 'clusters={size: 4, correlation: 0.2}' --set 'test_sizes=[8, 4000]' \
        --set 'intervals=[student_t, bootstrap_percentile, wilson]')
    expect 0 "$NONZERO" simulate study.yaml --dry-run "${set[@]}"
    check 'there is work for several ranks' \
        awk '$1 == "units" { n = $2 } END { exit n >= 6 ? 0 : 1 }' out
    simulate study.yaml alone.nc "${set[@]}"
    expect 0 "$NONZERO" export alone.nc -o alone.csv
    check 'every stride has its rows' awk -F, '$8 == "jump_median" && $9 != "" { n[$7]++ }
        END { exit n[""] == 12 && n["keep_every=2"] == 12 && n["keep_every=3"] == 12 ? 0 : 1 }' alone.csv
    for n in 1 2 3; do
        expect 0 launch $n "$NONZERO" simulate study.yaml -o ranks.nc --progress=never "${set[@]}"
        expect 0 "$NONZERO" export ranks.nc -o ranks.csv
        check "$engine: $n ranks and no launcher" cmp alone.csv ranks.csv
        rm -f ranks.nc ranks.csv
    done
    expect 0 launch 2 "$NONZERO" simulate study.yaml -o seed.nc --progress=never --seed=12 "${set[@]}"
    expect 0 "$NONZERO" export seed.nc -o seed.csv
    refute "$engine: another seed" cmp -s alone.csv seed.csv
done

# Several answers to an item, and items until enough are right.
set=(--set task.samples=4 --set task.k=2 --set task.successes=3
    --set 'metrics=[pass_at_k, inverse_sampling]' --set 'intervals=[student_t, clopper_pearson]')
simulate study.yaml alone.nc "${set[@]}"
expect 0 "$NONZERO" export alone.nc -o alone.csv
for n in 1 2 3; do
    expect 0 launch $n "$NONZERO" simulate study.yaml -o ranks.nc --progress=never "${set[@]}"
    expect 0 "$NONZERO" export ranks.nc -o ranks.csv
    check "answers: $n ranks and no launcher" cmp alone.csv ranks.csv
    rm -f ranks.nc ranks.csv
done
finish
