#!/usr/bin/env bash
# Streams and merges depend on values only: adding to one list of a study changes no number
# that was there before. Compared byte for byte, for both bootstrap engines.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

cat >study.yaml <<'STUDY'
seed: 7
models: {parameters: [1e7, 1e8, 1e9]}
law: {c: 1e8, alpha: -0.35}
task: {kind: sequence, tokens: [3, 8]}
test_sizes: [10, 150]
metrics: [accuracy]
intervals: [bootstrap_percentile, bootstrap_bca, student_t]
bootstrap: {resamples: 50}
STUDY

# unchanged NAME CONDITION SETTING: the rows of base.csv for which CONDITION holds are exactly
# those of the run with SETTING, which has more rows.
unchanged()
{
    local what=$1 condition=$2 setting=$3
    simulate study.yaml more.nc "${engine[@]}" --set "$setting"
    expect 0 "$NONZERO" export more.nc -o more.csv
    rows base.csv "$condition" | sort >before
    rows more.csv "$condition" | sort >after
    check "$what: there are rows" test -s before
    check "$what: more rows" test "$(wc -l <more.csv)" -gt "$(wc -l <base.csv)"
    check "$what" cmp before after
}

base_models='$4 == "1e+07" || $4 == "1e+08" || $4 == "1e+09"'
# As many replicates as make several units of work of each curve.
for settings in 'bootstrap.engine=exact replicates=6000' 'bootstrap.engine=resample replicates=700'; do
    engine=()
    for setting in $settings; do
        engine+=(--set "$setting")
    done
    simulate study.yaml base.nc "${engine[@]}"
    expect 0 "$NONZERO" export base.nc -o base.csv
    unchanged "$settings: models" "$base_models" 'models.parameters=[1e6,1e7,5e7,1e8,1e9,1e10]'
    unchanged "$settings: lengths" '$2 == 3 || $2 == 8' 'task.tokens=[1,3,5,8]'
    unchanged "$settings: test sizes" '$3 == 10 || $3 == 150' 'test_sizes=[5,10,70,150]'
    unchanged "$settings: metrics" '$6 == "accuracy"' 'metrics=[token_edit_distance,accuracy]'
    unchanged "$settings: intervals" '$7 ~ /^(|bootstrap_percentile|bootstrap_bca|student_t)$/' \
        'intervals=all'
done

# A task whose items are drawn one by one, more of them than a block, with real scores.
engine=(--set 'task={kind: reconstruction, threshold: [.3, .8]}' --set replicates=60
    --set 'test_sizes=[40, 5000]' --set 'metrics=[mean_squared_error]')
simulate study.yaml base.nc "${engine[@]}"
expect 0 "$NONZERO" export base.nc -o base.csv
unchanged 'items: models' "$base_models" 'models.parameters=[1e6,1e7,5e7,1e8,1e9,1e10]'
unchanged 'items: thresholds' '$2 ~ /^0.2999|^0.3|^0.8/' 'task.threshold=[.1,.3,.8]'
unchanged 'items: metrics' '$6 == "mean_squared_error"' 'metrics=all'
unchanged 'items: intervals' '$7 ~ /^(|bootstrap_percentile|bootstrap_bca|student_t)$/' \
    'intervals=[wald, bootstrap_percentile, bootstrap_bca, student_t, bootstrap_basic]'

# Another task, before the one there was, with the same difficulties: other numbers for it,
# the same for the old one.
engine=()
sed '/^task:/d' study.yaml >tasks.yaml
echo 'tasks: [{name: new, tokens: [3, 8]}, {tokens: [3, 8]}]' >>tasks.yaml
sed '/^task:/d' study.yaml >one.yaml
echo 'tasks: [{tokens: [3, 8]}]' >>one.yaml
for settings in 'bootstrap.engine=exact replicates=6000' 'bootstrap.engine=resample replicates=700'; do
    engine=()
    for setting in $settings; do
        engine+=(--set "$setting")
    done
    simulate study.yaml base.nc "${engine[@]}"
    simulate one.yaml one.nc "${engine[@]}"
    simulate tasks.yaml more.nc "${engine[@]}"
    for run in base one more; do
        expect 0 "$NONZERO" export $run.nc -o $run.csv
    done
    check "$settings: a list of one task" cmp base.csv one.csv
    rows base.csv 1 >before
    rows more.csv '$1 == "sequence"' >after
    check "$settings: tasks" cmp before after
    rows more.csv '$1 == "new"' | sed 's/^new,/sequence,/' >after
    check "$settings: as many rows of another task" \
        test "$(wc -l <before)" -eq "$(wc -l <after)"
    refute "$settings: another task has numbers of its own" cmp -s before after
done

# The comparison can fail: another seed moves every simulated number.
simulate study.yaml base.nc --set replicates=300
simulate study.yaml more.nc --set replicates=300 --seed=8
expect 0 "$NONZERO" export base.nc -o base.csv
expect 0 "$NONZERO" export more.nc -o more.csv
rows base.csv '$8 == "mean" && $9 > 0' >before
rows more.csv '$8 == "mean" && $9 > 0' >after
refute 'another seed gives other means' cmp -s before after
rows base.csv '$8 == "true_value"' >before
rows more.csv '$8 == "true_value"' >after
check 'another seed gives the same true values' cmp before after
finish
