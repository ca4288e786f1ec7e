#!/usr/bin/env bash
# A plan is simulated with the same result on any number of ranks, and keeps what it promises.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

law=(--c=1e8 --alpha=-0.35 --tokens=5 --models=1e7,3e7,1e8,3e8,1e9,3e9,1e10,3e10,1e11)
cat >study.yaml <<'STUDY'
replicates: 40
models: {parameters: [1e8, 1e9, 1e10]}
law: {c: 1e8, alpha: -0.35}
task: {kind: choice, options: [4], concentration: 2}
metrics: [multiple_choice_grade]
test_sizes: [10]
STUDY
cat >pilot.csv <<'TABLE'
alpha,alpha_lower,alpha_upper,c,c_lower,c_upper,status
-0.35,-0.4,-0.3,1e8,5e7,2e8,ok
TABLE

# in_words RANKS OPTION...: the plan in words from that many ranks; 0: no launcher.
in_words()
{
    local n=$1 ranks=()
    shift
    [ "$n" -eq 0 ] || ranks=(launch "$n")
    expect 0 "${ranks[@]}" "$NONZERO" plan --verify --format=table --progress=never "$@"
}

# kept OPTION...: every promise is, and the same bytes come from 1, 2 and 3 ranks; leaves the words in out.
kept()
{
    expect 0 "$NONZERO" plan --verify --replicates=4000 --format=csv "$@"
    mv out alone.csv
    check "$*: no more than 3 errors away" awk -F, 'NR == 1 { ok = $0 ~ /,simulated,mcse$/ }
        END { exit ok && NR > 1 ? 0 : 1 }' alone.csv
    for n in 1 2 3; do
        expect 0 launch $n "$NONZERO" plan --verify --replicates=4000 --format=csv "$@"
        check "$*: $n ranks and no launcher" cmp alone.csv out
    done
    in_words 0 --replicates=4000 "$@"
    check "$*: kept" grep -qE '^(All promises are|The promise is) kept' out
    refute "$*: not kept" grep -q 'NOT KEPT' out
    check "$*: narrow lines" awk 'length > 80 && !/  .*  .*  / { exit 1 }' out
}

kept "${law[@]}" --goal=see --successes=5
kept "${law[@]}" --goal=half-width --width=0.02
kept "${law[@]}" --goal=relative-half-width --width=0.5
kept "${law[@]}" --goal=relative-half-width --width=0.5 --assurance=0.9
kept "${law[@]}" --goal=relative-half-width --budget=1e15
check 'cost' grep -qE '^    cost planned 9\.9[0-9]+e\+14, simulated 9\.9[0-9]+e\+14 \+- ' out
check 'one size' grep -q '^  one test set, 5 tokens:' out
check 'until' grep -qE '^  1e\+07 parameters, 5 tokens, until [0-9]+:' out
kept "${law[@]}" --goal=compare --difference=0.03
kept "${law[@]}" --goal=slope --width=0.02
kept "${law[@]}" --goal=curve --each=see
kept "${law[@]}" --goal=see --trials=500
kept --goal=compare --design=mcnemar --discordance=0.1 --difference=0.03
kept --accuracy=0.1,0.3 --goal=see,half-width --width=0.05 --cluster-size=10 --cluster-correlation=0.1
kept study.yaml --goal=see

# Another seed, and more rows: what was there stays as it is.
expect 0 "$NONZERO" plan --verify --accuracy=0.01 --format=csv
mv out one.csv
expect 0 "$NONZERO" plan --verify --accuracy=0.01,0.02 --format=csv
check 'a row more' grep -qxFf <(tail -n 1 one.csv) out
expect 0 "$NONZERO" plan --verify --accuracy=0.01 --format=csv --seed=2
refute 'another seed' cmp -s one.csv out
expect 0 "$NONZERO" plan --verify --accuracy=0.01 --format=csv --replicates=100
refute 'fewer replicates' cmp -s one.csv out

# Only one rank reads standard input, and writes.
fit=(--fit=- --models=1e8,1e9,1e11 --goal=see --format=csv --replicates=500)
"$NONZERO" plan --verify "${fit[@]}" <pilot.csv >alone.csv 2>err
check 'a fit' grep -q see-conservative alone.csv
for n in 1 2 3; do
    launch $n "$NONZERO" plan --verify "${fit[@]}" <pilot.csv >ranks.csv 2>err
    check "a fit from standard input on $n ranks" cmp alone.csv ranks.csv
done
expect 0 launch 2 "$NONZERO" plan --verify --accuracy=0.01 --format=csv -o file.csv
silent out
check 'into a file' cmp one.csv file.csv

# Messages come once, and the launcher sees the exit code.
expect 2 launch 2 "$NONZERO" plan --verify --accuracy=1.5
says '--accuracy'
expect 2 launch 2 "$NONZERO" plan --verify nofile.yaml
says 'nofile.yaml'
expect 2 launch 2 "$NONZERO" plan --verify --accuracy=0 --goal=see
says 'accuracy of 0'
expect 2 launch 2 "$NONZERO" plan --verify --accuracy=0.1 --no-such-option
says 'no-such-option'
expect 2 launch 2 "$NONZERO" plan --verify --accuracy=0.1 --replicates=3
says '--replicates'
expect 2 launch 2 "$NONZERO" plan --verify --accuracy=0.1 -o nowhere/plan.csv
says 'nowhere/plan.csv'
expect 0 launch 2 "$NONZERO" plan --verify --help
check 'help comes once' test "$(grep -c '^Usage' out)" -eq 1

# In words: what was asked, and what became of it.
in_words 0 --accuracy=0.01
check 'a row' grep -qxE '    asked 0\.95, achieved 0\.9505, simulated 0\.9[0-9]+ \+- 0\.002[0-9]?: kept' out
check 'one promise' grep -qx 'The promise is kept, within 3 Monte Carlo standard errors.' out
in_words 0 --accuracy=0.01 --trials=300
check 'nothing was asked' grep -qE '^    achieved 0\.95' out
check 'visible' grep -qE '^  visible accuracy 0\.0099' out
in_words 0 --accuracy=0.3 --method=bootstrap_bca --goal=half-width --trials=6
check 'undefined' grep -qE '^    [0-9]+ of 10000 test sets have no interval: left out' out
in_words 0 --c=1e8 --alpha=-0.35 --models=1e7,1e8 --goal=slope --trials=40
check 'no fit' grep -qE '^    [0-9]+ of 10000 test sets have no fit: left out' out
in_words 0 --c=1e8 --alpha=-0.35 --models=1e7,1e8 --tokens=5 --goal=compare --difference=0.03 \
    --cluster-size=10 --cluster-correlation=0.3
check 'broken' grep -q ': NOT KEPT$' out
check 'broken' grep -q '^1 of 2 promises is NOT KEPT' out
check 'approximate' grep -q '^Of items in clusters' out

# What cannot be simulated is said so.
in_words 2 --accuracy=0.1 --cluster-size=2000 --cluster-correlation=0.1
check 'clusters too large' grep -q '1 row promises nothing that can be simulated' out
finish
