#!/usr/bin/env bash
# Intervals of real results: counts, tables of items, tables of models.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

# --- counts
expect 0 "$NONZERO" interval --successes=0 --trials=100
silent err
check 'columns' grep -qxF 'method,successes,trials,estimate,lower,upper,level,status' out
check 'every method' test "$(wc -l <out)" -eq 16
near "$(cell clopper_pearson upper)" 0.0362166926451764 1e-13 'upper limit at 0'
near "$(cell clopper_pearson lower)" 0 0 'lower limit at 0'
check 'degenerate' grep -qxF 'bootstrap_percentile,0,100,0,0,0,0.95,degenerate' out
check 'undefined limits are empty' grep -qxF \
    'bootstrap_bca,0,100,0,,,0.95,undefined' out
refute 'no nan' grep -qi nan out

expect 0 "$NONZERO" interval --successes=0 --trials=100 --method=bootstrap_bca,wald
says 'bootstrap_bca says nothing at 0 of 100; the exact interval (clopper_pearson) is [0, 0.0362167]'
check 'two rows' test "$(wc -l <out)" -eq 3
expect 0 "$NONZERO" interval --successes=3 --trials=100 --method=bootstrap_studentized
check 'an infinite limit' grep -q ',inf,' out
expect 0 "$NONZERO" interval --successes=0 --trials=1000 --sided=upper --method=mid_p,clopper_pearson
near "$(cell clopper_pearson upper)" 0.0029912495 1e-9 'rule of three'
near "$(cell mid_p upper)" 0.0022999361774467 1e-12 'one-sided mid-p'
check 'no lower limit' test "$(cell clopper_pearson lower)" = 0
expect 0 "$NONZERO" interval --successes=7 --trials=9007199254740992 --level=0.999999999999
refute 'no nan at extremes' grep -qi nan out
expect 0 "$NONZERO" interval --successes=3 --trials=10 --format=json --method=wilson
check 'json' grep -qF '"method": "wilson"' out
expect 0 "$NONZERO" interval --successes=3 --trials=10 --format=table -o table.txt
silent out
check 'a file' grep -q '^wilson ' table.txt
rm table.txt

# --- options that cannot be
refused() # refused TEXT OPTION...
{
    local text=$1
    shift
    expect 2 "$NONZERO" interval "$@"
    silent out
    says "$text"
}
refused 'which result?'
refused '--successes and --trials belong together' --successes=3
refused '--successes: expected a whole number from 0 to 10' --successes=11 --trials=10
refused '--trials: expected a whole number from 1' --successes=0 --trials=0
refused '--successes: expected a whole number' --successes=-1 --trials=10
refused "did you mean 'wilson'" --successes=1 --trials=10 --method=wilsom
refused '--level' --successes=1 --trials=10 --level=95
refused '--sided' --successes=1 --trials=10 --sided=both
refused 'not both' --successes=1 --trials=10 items.csv
refused '--engine: is for a table of items' --successes=1 --trials=10 --engine=resample
refused '--simultaneous: is for several models' --successes=1 --trials=10 --simultaneous=sidak
refused '--monotone: needs a table of models' models.csv --monotone
refused 'missing.csv: ' missing.csv
refused '--statistic: expected mean, median' items.csv --value=a --statistic=modal
refused 'order_statistic is for quantiles' items.csv --value=a --method=order_statistic
refused '--paired: needs one column' items.csv --value=a,b --paired=c
refused '--format' --successes=1 --trials=10 --format=xml

# --- a table of models
cat >models.csv <<'TABLE'
family,model,parameters,trials,successes
opt,large,4e9,100,9
opt,small,1e9,100,4
opt,middle,2e9,100,1
gpt,only,1e9,50,0
TABLE
expect 0 "$NONZERO" interval models.csv --method=clopper_pearson,wilson
check 'columns of models' grep -qxF \
    'family,model,parameters,method,successes,trials,estimate,lower,upper,level,status' out
check 'rows of models' test "$(wc -l <out)" -eq 9
check 'as for counts' grep -qF 'gpt,only,1000000000,clopper_pearson,0,50,0,0,0.07112' out
lower() { awk -F, -v m="$1" '$2 == m { print $8 }' out; }
expect 0 "$NONZERO" interval models.csv --method=clopper_pearson --simultaneous=bonferroni
plain=$(lower middle)
small=$(lower small)
near "$small" 0.00725341137338862 1e-12 'a fourth of each tail'
expect 0 "$NONZERO" interval models.csv --method=clopper_pearson --simultaneous=bonferroni --monotone
near "$(lower middle)" "$small" 0 'raised to the smaller model'
refute 'it was lower before' test "$plain" = "$small"
near "$(lower only)" 0 0 'other families have no say'
for kind in sidak max_t; do
    expect 0 "$NONZERO" interval models.csv --method=wilson --simultaneous=$kind
    silent err
done
echo 'opt,again,1e9,100,5' >>models.csv
refused '--monotone needs one result per model' models.csv --simultaneous=sidak --monotone
refused 'models.csv:1: ' models.csv --value=score

# --- a table of items: two models, passages as clusters, two strata
awk 'BEGIN { print "item,a,b,graded,passage,kind"
    for (i = 0; i < 60; i++) printf "%d,%d,%d,%.2f,p%d,%s\n", i, i % 3 == 0, i % 4 == 0,
        (i * i) % 11 / 10, i / 5, i < 30 ? "easy" : "hard" }' >items.csv
expect 0 "$NONZERO" interval items.csv --value=a
mv out counted
expect 0 "$NONZERO" interval --successes=20 --trials=60
check 'scores of 0 and 1 are counts' cmp out counted
rm counted
expect 0 "$NONZERO" interval items.csv --value=graded
near "$(cell student_t estimate)" 0.39833333333333332 1e-12 'mean'
check 'only what applies' test "$(wc -l <out)" -eq 7
refused "wilson is for scores of 0 and 1" items.csv --value=graded --method=wilson
expect 0 "$NONZERO" interval items.csv --value=a --cluster=passage
check 'clusters' test "$(wc -l <out)" -eq 6
refused 'bootstrap_studentized needs --engine=resample' items.csv --value=a --cluster=passage \
    --method=bootstrap_studentized
expect 0 "$NONZERO" interval items.csv --value=a --cluster=passage --strata=kind --engine=resample
check 'errors of the limits' grep -qxF \
    'method,successes,trials,estimate,lower,upper,level,status,lower_mcse,upper_mcse' out
check 'all bootstraps' test "$(wc -l <out)" -eq 7
mv out first
expect 0 "$NONZERO" interval items.csv --value=a --cluster=passage --strata=kind --engine=resample
check 'the same seed, the same limits' cmp out first
expect 0 "$NONZERO" interval items.csv --value=a --cluster=passage --strata=kind --engine=resample \
    --seed=2
refute 'another seed, others' cmp -s out first
rm first
expect 0 "$NONZERO" interval items.csv --value=a --paired=b
near "$(cell student_t estimate)" 0.08333333333333333 1e-12 'difference'
check 'a difference is no count' test "$(cell student_t successes)" = ''
expect 0 "$NONZERO" interval items.csv --value=graded --statistic=median
check 'order statistics' grep -q '^order_statistic,,60,0.4' out
refute 'no t interval' grep -q '^student_t' out
refused 'bootstrap_studentized is for means' items.csv --value=graded --statistic=median \
    --method=bootstrap_studentized
expect 0 "$NONZERO" interval items.csv --value=a,b --simultaneous=max_t --method=wilson
check 'a row per model' test "$(grep -c '^[ab],wilson,' out)" -eq 2
expect 0 "$NONZERO" interval items.csv --value=graded --statistic=0.9 --method=order_statistic
check 'one row' test "$(wc -l <out)" -eq 2

printf 'v,c,s\n1,a,x\n0,b,y\n1,a,y\n' >split.csv
refused 'items 1 and 3 of split.csv are of one cluster but of two strata' split.csv --value=v \
    --cluster=c --strata=s

refused 'quantiles with clusters or strata need --engine=resample' items.csv --value=graded \
    --statistic=median --cluster=passage
refused 'order_statistic takes the items to be independent' items.csv --value=graded \
    --statistic=median --cluster=passage --method=order_statistic
refused 'name its column of scores: --value=COLUMN' items.csv
expect 0 "$NONZERO" interval items.csv --value=graded --statistic=median --cluster=passage \
    --engine=resample --resamples=200 --seed=3
check 'four bootstraps of clustered quantiles' test "$(wc -l <out)" -eq 5
refused 'max_t is for means' items.csv --value=a,b --statistic=median --simultaneous=max_t
refused 'nothing is resampled' items.csv --value=a --seed=3
refused 'nothing is resampled' items.csv --value=a --resamples=500
refused "there is no interval method ''" items.csv --value=a --method=,wilson
refused 'order_statistic is for quantiles of a table' --successes=1 --trials=9 \
    --method=order_statistic
expect 0 "$NONZERO" interval items.csv --value=a,b --simultaneous=max_t --method=wilson --seed=2

# --- items that cannot be, each with its line
bad() # bad TEXT ROW...
{
    local text=$1
    shift
    printf 'x,y\n1,2\n' >bad.csv
    printf '%b' "$@" >>bad.csv
    refused "bad.csv:$text" bad.csv --value=x
}
bad '3: `x`: expected a number' 'NaN,1\n'
bad '3: `x`: expected a number' ',1\n'
bad '4: `x`: expected a number' '1,1\nfailed,1\n'
bad '3: expected 2 fields' '1\n'
bad '3: expected 2 fields' '1,2,3\n'
refused "did you mean" bad.csv --value=z,y
printf 'x,y\n' >bad.csv
refused 'bad.csv:' bad.csv --value=x
: >bad.csv
refused 'bad.csv:' bad.csv --value=x
printf '\357\273\277x,y\r\n1,2\r\n0,1\r\n1,1' >good.csv
expect 0 "$NONZERO" interval good.csv --value=x --method=wilson
check 'CRLF, a mark, no final newline' grep -q '^wilson,2,3,' out
finish
