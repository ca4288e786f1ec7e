#!/usr/bin/env bash
# `nonzero plan`: what it prints, what it says in words, and what it refuses.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

plan() # plan CODE OPTION...
{
    local code=$1
    shift
    expect "$code" "$NONZERO" plan "$@"
}

# field ROW COLUMN: of the table in `out`, by the numbers of both, the header not counted.
field()
{
    awk -F, -v row="$1" -v column="$2" 'NR == row + 1 { print $column }' out
}

# sizes N...: the column test_size.
sizes()
{
    check "test sizes of $(tail -n 1 err)" test "$(awk -F, 'NR > 1 { print $5 }' out | tr '\n' ' ')" = "$* "
}

# goals GOAL...: the column goal.
goals()
{
    check 'goals' test "$(awk -F, 'NR > 1 { print $4 }' out | tr '\n' ' ')" = "$* "
}

# between LOW COLUMN-VALUE HIGH
between()
{
    check "$1 <= $2 <= $3" awk -v a="$1" -v b="$2" -v c="$3" 'BEGIN { exit !(a <= b && b <= c) }'
}

law=(--c 1e8 --alpha -0.35 --models 1e7:1e11:9 --tokens 5)

# The contract: columns, defaults, and no MPI (no such transport exists).
expect 0 env OMPI_MCA_pml=none OMPI_MCA_btl=none "$NONZERO" plan --accuracy 1e-2,1e-3,1e-4
silent err
check 'header' grep -qx 'parameters,tokens,accuracy,goal,test_size,achieved,cost' out
sizes 299 2995 29956
goals see see see
check 'as it was written' test "$(field 2 3)" = 0.001
check 'nothing is known of sizes, tokens, costs' test "$(field 1 1)$(field 1 2)$(field 1 7)" = ''
between 0.95 "$(field 2 6)" 0.9501
if command -v ldd >/dev/null; then
    n_checks=$((n_checks + 1))
    ldd "$NONZERO" | grep -qE 'libmpi|libnetcdf|libhdf5' && fail 'plan would load MPI or netCDF'
fi

# Goals of single models. References: exact enumeration (scripts/reference_*.py) and methods.md.
plan 0 --accuracy 0.001 --successes 5
sizes 9151
plan 0 --accuracy 0.001 --successes 5 --cluster-size 10 --cluster-correlation 0.3
sizes 15130
plan 0 --accuracy 0.001 --confidence 0.99
sizes 4603 # log(.01)/log1p(-.001)
plan 0 --accuracy 0.001 --goal relative-half-width --width 0.5
sizes 16033
between 0.4999 "$(field 1 6)" 0.5
plan 0 --accuracy 0.001 --goal relative-half-width --width 0.5 --method clopper_pearson --assurance 0.9
sizes 21847
between 0.9 "$(field 1 6)" 0.92
plan 0 --accuracy 0.001 --goal half-width --width 0.0005 --method wald
sizes 15089
plan 0 --goal compare --design mcnemar --discordance 0.1 --difference 0.03
sizes 920
check 'more than the normal approximation' test "$(field 1 5)" -gt 870
check 'no accuracy' test "$(field 1 1)$(field 1 2)$(field 1 3)$(field 1 7)" = ''
plan 0 --goal compare --discordance 0.1 --difference 0.03
sizes 920 # the same design
plan 0 --goal compare --discordance 0.1 --difference 0.03 --trials 870
between 0.7755 "$(field 1 6)" 0.7765
plan 0 --goal compare --discordance 0.1 --difference -0.03
sizes 920
plan 0 --goal compare --discordance 0.1 --difference 0.03 --design paired
check 'a test that rejects more needs fewer' test "$(field 1 5)" -lt 900
plan 0 --goal compare --accuracy 0.3 --difference 0.03
check 'unpaired' test "$(field 1 5)" -gt 3700
plan 0 --goal compare --accuracy 0.3 --difference 0.03 --correlation 0.5
check 'paired' test "$(field 1 5)" -lt 2500
plan 0 --goal compare --accuracy 0.3 --difference 0.03 --power 0.9 --confidence 0.99
check 'more power, a stricter test' test "$(field 1 5)" -gt 7000

# Goals of all models.
plan 0 "${law[@]}" --goal curve
goals curve curve curve curve curve curve curve curve curve curve common-test-set
check 'alternatives only if asked for' grep -qx 'parameters,.*,cost' out
check 'sizes and tokens' test "$(field 3 1),$(field 3 2)" = '1e+08,5'
sizes 375692 9172 765 144 46 21 12 8 6 385866 217682 # log(1 - .95^(1/9))/log1p(-p)
between 0.95 "$(field 11 6)" 0.95001
check 'cost of one test size for all: n L sum N' awk -v c="$(field 11 7)" \
    'BEGIN { s = 0; for (i = 0; i < 9; i++) s += 10 ^ (7 + i / 2); s *= 5 * 217682
        exit !(c / s - 1 < 1e-12 && 1 - c / s < 1e-12) }'
plan 0 "${law[@]}" --goal curve --from 1e9 --each relative-half-width --width 0.5
goals curve curve curve curve curve curve common-test-set
plan 0 "${law[@]}" --goal slope --width 0.05
goals slope slope slope slope slope slope slope slope slope slope
check 'the same for all' test "$(field 1 5)" = "$(field 9 5)"
check 'together' test $((9 * $(field 1 5))) = "$(field 10 5)"
between 0.04 "$(field 10 6)" 0.05
plan 0 "${law[@]}" --goal slope --width 0.05 --cluster-size 10 --cluster-correlation 0.1
check 'whole clusters' test $(($(field 1 5) % 10)) = 0

# The other way round, and budgets.
plan 0 --trials 1000
goals visible-accuracy
between 0.0029912 "$(field 1 3)" 0.0029913 # 1 - .05^(1/1000)
plan 0 "${law[@]}" --trials 1000
check 'the least size' test "$(field 10 4)" = visible-accuracy
between 6.4e7 "$(field 10 1)" 6.6e7
plan 0 --accuracy 0.3 --goal half-width --trials 1000
between 0.0283 "$(field 1 6)" 0.0285
plan 0 --accuracy 0.3 --goal compare --trials 3762
goals minimum-detectable-difference
between 0.0299 "$(field 1 6)" 0.0301
plan 0 "${law[@]}" --goal slope --trials 100
check 'its error' test -n "$(field 1 6)"
plan 0 "${law[@]}" --goal relative-half-width --budget 1e16
check 'all three' test "$(awk -F, 'NR > 1 { print $4 }' out | sort | uniq -c | awk '{ print $1, $2 }' \
    | tr '\n' ' ')" = '1 common-test-set 10 relative-half-width 10 until-successes '
plan 0 --accuracy 0.1,0.2 --price 3,5 --goal half-width --budget 1e6
check 'prices' awk -F, 'NR == 2 { a = $7 / $5 } NR == 3 { b = $7 / $5 } END { exit !(a == 3 && b == 5) }' out
plan 0 --accuracy 0.2,0.1 --models 1e9,1e8 --price 5,3 --goal see
check 'prices in the order of --models' test "$(field 1 1),$(field 1 7)" = '1e+08,87'
plan 0 --accuracy 0.5 --tokens 7 --models 11
check 'tokens x parameters' test "$(field 1 7)" = 385 # 5 items

# Sources.
plan 0 "$NZ_SOURCE/configs/mirage.yaml" --set 'task.tokens=[5]' --goal see
check 'nine models' test "$(wc -l <out)" -eq 10
cat >tasks.yaml <<'YAML'
models: { parameters: { from: 1e7, to: 1e11, count: 9 } }
law: { c: 1e8, alpha: -0.35 }
tasks:
  - { kind: sequence, tokens: [5] }
  - { name: hard, kind: choice, options: [4], concentration: 1 }
clusters: { size: 1 }
test_sizes: [100]
metrics: all
YAML
plan 2 tasks.yaml
says '--task: the study has several, a plan is of one: name one of sequence, hard'
plan 2 tasks.yaml --task nope
says "the study has no task 'nope': name one of sequence, hard"
plan 0 "${law[@]}"
mv out law.csv
plan 0 tasks.yaml --task sequence
check 'a study and its law are one' cmp out law.csv
plan 0 "${law[@]}" --irreducible 0.1
mv out law.csv
plan 0 tasks.yaml --task sequence --set law.irreducible=0.1
check 'its irreducible loss' cmp out law.csv
plan 0 "${law[@]}" --item-correlation 0.2
mv out law.csv
plan 0 tasks.yaml --set 'tasks=[{kind: sequence, tokens: [5], item_correlation: 0.2}]' --set 'metrics=[accuracy]'
check 'its item correlation' cmp out law.csv
plan 0 tasks.yaml --task hard
check 'no tokens, one cost' test "$(field 1 2)" = ''
sed -i 's/size: 1 }/size: 10, correlation: 0.3 }/; /kind: choice/d' tasks.yaml
plan 0 tasks.yaml --set 'models.parameters=[1e8]'
check 'its clusters' test $(($(field 1 5) % 10)) = 0
clustered=$(field 1 5)
mv out study.csv
plan 0 "${law[@]}" --models 1e8 --cluster-size 10 --cluster-correlation 0.3
check 'as on the command line' cmp out study.csv
plan 0 tasks.yaml --set 'models.parameters=[1e8]' --cluster-size 1
check 'or not' test "$(field 1 5)" -lt "$clustered"
cat >fit.csv <<'CSV'
group,alpha,alpha_lower,alpha_upper,c,c_lower,c_upper,dispersion,status
a,-0.35,-0.4,-0.3,1e8,0.5e8,2e8,1,ok
b,-0.25,-0.3,-0.2,1e8,0.5e8,2e8,1,ok
CSV
plan 0 --fit fit.csv --group a --models 1e8,1e9 --tokens 5
goals see see-conservative see see-conservative
check 'more, to be sure' test "$(field 2 5)" -gt "$(field 1 5)"
mv out direct.csv
n_checks=$((n_checks + 1))
"$NONZERO" plan --fit - --group a --models 1e8,1e9 --tokens 5 <fit.csv >piped.csv || fail 'a fit on stdin'
check 'the same from stdin' cmp piped.csv direct.csv
plan 0 --fit fit.csv --group a --models 1e8,1e9 --tokens 5 --fit-level 0.95
check 'the default level' cmp out direct.csv
plan 0 --fit fit.csv --group a --models 1e8,1e9 --tokens 5 --fit-level 0.5
check 'the same limits at another level' test "$(field 2 5)" -gt "$(awk -F, 'NR == 3 { print $5 }' direct.csv)"
plan 2 --fit fit.csv --models 1e8
says 'group'

# Lists, ranges, several goals.
plan 0 --accuracy 1e-4:0.5:20
check 'a range' test "$(wc -l <out)" -eq 21
plan 0 --accuracy 0.1,0.1 --models 1e8,1e9
check 'equal accuracies of two sizes' test "$(wc -l <out)" -eq 3
plan 0 --accuracy 0.1 --tokens 1,5,20 --models 1e8
check 'the lengths' test "$(awk -F, 'NR > 1 { print $2 }' out | tr '\n' ' ')" = '1 5 20 '
plan 0 "${law[@]}" --goal see,curve,half-width --width 0.1
check 'goals one after the other' test \
    "$(awk -F, 'NR > 1 { print $4 }' out | uniq | tr '\n' ' ')" = 'see curve common-test-set half-width '

plan 0 --accuracy 0.1 --goal see,see
check 'once is enough' test "$(wc -l <out)" -eq 2

# What scoring tokens is worth: (1/L) sum of p^-m, p = .5.
plan 0 --accuracy 0.03125 --tokens 5 --alternatives
check 'its columns' grep -qx \
    'parameters,tokens,accuracy,goal,test_size,achieved,cost,exchange_rate,token_test_size' out
between 6.1999999 "$(field 1 8)" 6.2000001
check 'items' test "$(field 1 9)" = 16 # 95/6.2
plan 0 --accuracy 0.03125 --alternatives
check 'no tokens' test "$(field 1 8)$(field 1 9)" = ''

# What has no answer: inf, a sentence, and if nothing has one exit code 2.
plan 0 --accuracy 0.001,0
sizes 2995 inf
check 'nothing else' test "$(field 2 6)$(field 2 7)" = ''
says 'an accuracy of 0 is never seen'
impossible() # impossible MESSAGE OPTION...
{
    local message=$1
    shift
    plan 2 "$@"
    silent out
    says "$message"
}
impossible 'an accuracy of 0 is never seen' --accuracy 0
impossible 'no test of up to 2^53 items is enough' --accuracy 1e-20
impossible 'an accuracy of 0 is never seen' --accuracy 0 --goal relative-half-width --width 0.5
impossible 'gives wilson a half-width of 1e-10: take a larger one' \
    --accuracy 0.3 --goal half-width --width 1e-10
impossible 'the widths of bootstrap_bca, which jump, have to be summed over too many counts' \
    --accuracy 0.3 --goal half-width --width 1e-5 --method bootstrap_bca
impossible 'half-width: the widths of bootstrap_bca, which jump,' \
    --c 1e8 --alpha -0.35 --models 1e8,1e9 --goal half-width --budget 1e18 --method bootstrap_bca
plan 0 --accuracy 0.3,1e-9 --goal relative-half-width --width 0.3 --method bootstrap_percentile
check 'what is not known is empty' test -z "$(field 2 5)"
impossible 'take a larger difference' --accuracy 0.3 --goal compare --difference 1e-9
impossible 'the correlation is between -0.816497 and 0.816497' \
    --accuracy 0.5 --goal compare --difference 0.1 --correlation 0.9
impossible 'the discordance is between 0.1 and 0.12' \
    --accuracy 0.01 --goal compare --difference 0.1 --discordance 0.5
impossible 'no difference that can be is found by 1 item ' --accuracy 0.5 --goal compare --trials 1
impossible 'no second model has this correlation with one of accuracy 0:' \
    --accuracy 0 --goal compare --trials 100 --correlation 0.5
impossible '1 item of each model tells too little of the slope' \
    --accuracy 0.1,0.5 --models 1e8,1e9 --goal slope --trials 1
impossible 'at an accuracy of 0 no test of up to 2^53 items gives wilson a half-width of 1e-20:' \
    --accuracy 0 --goal half-width --width 1e-20
impossible 'tell nothing of the slope' --accuracy 0,1 --models 1e8,1e9 --goal slope --width 0.1
impossible 'no model has 1e+12 parameters or more' "${law[@]}" --goal curve --from 1e12
impossible 'pays for more than 2^53 items of each model' "${law[@]}" --goal half-width --budget 1e300
impossible 'pays for more than 2^53 items of each model' "${law[@]}" --goal slope --budget 1e300
impossible 'pays for more than 2^53 items of each model' --c 1e8 --alpha -0.35 --models 1e8 --tokens 5 \
    --goal half-width --budget 5e24 --cluster-size 10 --cluster-correlation 0.1
impossible 'does not bring the intervals of all models to the same width' \
    --c 1e8 --alpha -5 --models 1e7,1e8 --goal relative-half-width --budget 1e12
impossible 'does not bring the intervals of all models to the same width' \
    --c 1e30 --alpha -0.35 --models 1e7,1e8 --goal relative-half-width --budget 1e12
impossible 'does not pay for one item of each model' "${law[@]}" --goal half-width --budget 1

# Words.
words_of() # words_of OPTION...
{
    plan 0 --format table "$@"
    n_checks=$((n_checks + 1))
    sed '/^ *parameters /,/^$/d' out | awk 'length($0) > 80 { bad = 1 } END { exit bad }' \
        || fail "a line of words is longer than 80: $*"
    n_checks=$((n_checks + 1))
    grep -q '[^ -~]' out && fail "not plain ASCII: $*"
    n_checks=$((n_checks + 1))
    grep -qE ' (nan|-nan|inf[a-z])|\(null\)| 1 (items|models|successes|tokens)[^a-z]|  [a-z]+\?' out \
        && { fail "odd words: $*"; cat out; }
}
words_of --accuracy 0.001
silent err
words 'How many items until the model solves at least one with probability 0.95?'
words 'Probabilities are exact (binomial).'
words 'Items are independent of each other.'
words 'Every test size given holds for all larger ones too.'
check 'the table' grep -qE '^ +0.001  see +2995 ' out
words_of --accuracy 0.001,0.01 --successes 3 --cluster-size 10 --cluster-correlation 0.2
words 'until each model solves at least 3 with probability 0.95?'
words 'Items come in clusters of 10 with a correlation of 0.2; test sizes are whole clusters.'
words 'sums of beta-binomial counts'
words_of --accuracy 0.001,0.01
words 'The 2 models together take 3294 items; one test size for all is the largest, 2995.'
words_of "${law[@]}"
words 'Costs are parameters times tokens.'
without_words '5 tokens:'
words 'The 9 models together take 223578 items, cost 1.50444e+13; one test size for all is the largest'
words 'Scoring tokens instead of whole answers is worth 1.2 to 1734 x as many items here.'
words_of --accuracy 0.03125 --tokens 5
words 'Scoring tokens instead of whole answers is worth 6.2 x as many items here.'
words_of --accuracy 0.03125 --tokens 1,5
words ' 1 token:'
words ' 5 tokens: Scoring'
words_of --accuracy 0.001,0
words 'inf: no number of items up to 2^53 is enough.'
without_words 'together take'
words_of --accuracy 1e-7,1e-6
words 'together take 32953053 items' # 29957322 + 2995731
words_of --accuracy 0.001 --tokens 1
without_words exchange_rate
words_of --trials 1
words 'Which accuracy does 1 item show, so that a model of it solves at least one with'
words '1 item shows an accuracy of 0.95 or more with probability 0.95.'
without_words 'larger ones too'
words_of "${law[@]}" --trials 1000
words '1000 items show an accuracy of 0.002991 or more with probability 0.95 (models of 6.51e+07 parameters or more).'
without_words 'together take'
words '2 of the 9 models cannot be told from one that solves nothing (parameters 1e+07, 3.162e+07).'
words_of --accuracy 0.5 --trials 1000
words 'The model is told from one that solves nothing.'
words_of --accuracy 0.0005 --trials 1000
words 'The model cannot be told from one that solves nothing.'
words_of --accuracy 0.0005,0.5 --trials 1000
words '1 of the 2 models cannot be told from one that solves nothing (accuracy 0.0005).'
words_of --accuracy 0.3 --goal half-width --width 0.02
words 'How many items for a 95 % wilson interval with a half-width of 0.02, in expectation?'
words 'Intervals are two-sided, wilson, with 2.5 % beyond either limit'
words_of --accuracy 0.3 --goal relative-half-width --width 0.2 --assurance 0.9 --method mid_p \
    --cluster-size 10 --cluster-correlation 0.1
words 'a 95 % mid_p interval with a half-width of at most 0.2 times the accuracy with probability 0.9?'
words 'Their design effect is 1.9: n items tell as much as n/1.9 independent ones.'
words_of --accuracy 0.3 --goal half-width --trials 100
words 'Which half-width does a 95 % wilson interval of 100 items have in expectation?'
words_of --goal compare --discordance 0.1 --difference 0.03
words 'How many items tell apart two models whose accuracies differ by 0.03, with power 0.8?'
words 'Both models answer the same items (mcnemar); on a share of 0.1 of them only one is right.'
words "McNemar's exact test of the items that only one of them solves, two-sided at level 0.05"
words 'Instead of 920 items the normal approximation says 870 with a power of 0.776.'
words_of --goal compare --accuracy 0.3 --difference 0.03
words '(unpaired; --discordance or --correlation say that both answer the same items)'
words 'the pooled z test of two proportions'
without_words 'normal approximation' # 3763 beside 3762
words_of --goal compare --accuracy 0.3 --difference 0.03 --correlation 0.5
words '(paired); their outcomes on an item have the correlation 0.5.'
words_of --goal compare --accuracy 0.3 --trials 1000
words 'Which difference of two models do 1000 items find with power 0.8?'
words '1000 items find differences from'
words 'on with power 0.8.'
without_words 'by the model'
words_of --goal compare --accuracy 0.3,0.5 --trials 1000
words 'on, by the model, with power 0.8.'
words_of --goal compare --discordance 0.1 --difference 0.03 --cluster-size 10 --cluster-correlation 0.1
without_words 'normal approximation'
words_of "${law[@]}" --goal curve --each relative-half-width --width 0.5 --assurance 0.9
words 'simultaneous 95 % wilson intervals of all models'
words 'Each of the 9 models has a test set of its own'
words 'all intervals hold at once with 0.95 if each does with 0.994317 (Sidak).'
words 'All are that short with probability 0.9 if each is with 0.988362.' # .9^(1/9)
words 'With test sizes of their own, the 9 models take'
words_of "${law[@]}" --goal curve --from 1e9
words 'Each of the 5 models has a test set of its own'
words 'all show it with probability 0.95 if each does with 0.989794 (Sidak).' # .95^(1/5)
words_of "${law[@]}" --goal curve --from 1e11
words 'How many items until the model solves at least one'
without_words 'models'
words_of "${law[@]}" --goal slope --width 0.05
words 'How many items of each model give the exponent of the law with a standard error of 0.05?'
words 'zeros kept, by maximum likelihood'
words 'The 9 models together have'
words_of "${law[@]}" --goal relative-half-width --budget 1e16
words 'How short do 95 % wilson intervals get for a budget of 1e+16?'
words 'The budget gives a widest half-width of'
words 'with one test size for all models'
words 'trying items until each model has solved'
words_of "${law[@]}" --goal slope --budget 1e16
words 'over two models, which cannot show whether the law is a straight line'
words_of --fit fit.csv --group a --models 1e8,1e9 --tokens 5 --price 0.1
words 'rows named -conservative are for the worst of the 10, 50 and 90 % quantiles of its loss'
words 'Costs are by the price of a token.'
words_of --accuracy 0.3 --tokens 1,5 --goal see,half-width --width 0.02
check 'a table for each goal' test "$(grep -c '^ *parameters' out)" -eq 2
if command -v script >/dev/null; then
    expect 0 script -qec "'$NONZERO' plan --accuracy 0.001" /dev/null
    check 'words on a terminal' grep -q 'How many items until' out
    expect 0 script -qec "'$NONZERO' plan --accuracy 0.001 -o terminal.csv" /dev/null
    check 'not in a file' grep -qx ',,0.001,see,2995,.*' terminal.csv
fi

# Formats and files.
plan 0 --accuracy 0.001,0 --format json
check 'a row each' test "$(grep -c '^{' out)" -eq 2
check 'numbers' grep -q '"accuracy": 0.001, "goal": "see", "test_size": 2995,' out
check 'infinity is a word, what is unknown null' grep -q '"test_size": "inf", "achieved": null' out
plan 0 --accuracy 0.001
mv out direct.csv
plan 0 --accuracy 0.001 -o file.csv
silent out
check '-o writes what stdout gets' cmp direct.csv file.csv
plan 0 --accuracy 0.001 --format table -o file.txt
check 'words too' grep -q 'How many items' file.txt
plan 2 --accuracy 0 -o nothing.csv
check 'no file without an answer' test ! -e nothing.csv
plan 2 --accuracy 0.001 -o nowhere/x.csv
says 'nowhere/x.csv: cannot be written'
n_checks=$((n_checks + 1))
code=0
"$NONZERO" plan --accuracy 0.001 >/dev/full 2>err || code=$?
[ $code -eq 1 ] || fail "exit code $code with a full disk"

# Slips: exit code 2, one sentence that says what to do, nothing printed.
slip() # slip MESSAGE OPTION...
{
    local message=$1
    shift
    plan 2 "$@"
    silent out
    says "$message"
    check "one line: $*" test "$(wc -l <err)" -eq 1
}
a=(--accuracy 0.1)
slip 'how good are the models? Add --accuracy'
slip 'how good are the models?' --models 1e8
slip 'how good are the models?' --trials 100 --price 2
slip 'how good are the models?' --goal compare --difference 0.1
slip '--models: of which sizes?' --fit fit.csv --group a
slip 'name the models in one way only' "${law[@]}" --accuracy 0.1
slip 'name the models in one way only' tasks.yaml --accuracy 0.1
slip 'name the models in one way only' --fit fit.csv --c 1e8
slip '--accuracy: expected true accuracies from 0 to 1' --accuracy x
slip '--accuracy: is a fraction, not percent: did you mean 0.05' --accuracy 5
slip '--accuracy: is a fraction, not percent: did you mean 0.3' --accuracy 0.1,30%
slip '--accuracy: expected true accuracies from 0 to 1' --accuracy 500
slip '--accuracy: expected true accuracies from 0 to 1' --accuracy -0.1
slip '--models: expected one size for each accuracy, 1, not 2' "${a[@]}" --models 1e8,1e9
slip '--models: expected sizes of models from 1 to 1e18' "${a[@]}" --models 0
slip '--tokens: expected whole numbers of tokens' "${a[@]}" --tokens 1.5
slip '--price: expected one price for all, or one for each of the 1 model, not 2' "${a[@]}" --price 1,2
slip '--alpha: a law has both' --c 1e8 --models 1e8
slip '--c: a law has both' --irreducible 0.1 --models 1e8
slip '--models: of which sizes?' --c 1e8 --alpha -0.35
slip '--alpha: expected' --c 1e8 --alpha 0.35 --models 1e8
slip '--alpha: expected a number' --c 1e8 --alpha x --models 1e8
slip '--models: the study has them' tasks.yaml --models 1e8
slip '--tokens: the study has them' tasks.yaml --tokens 5
slip '--set and --task are of a study' "${a[@]}" --set seed=1
slip '--set and --task are of a study' "${a[@]}" --task x
slip 'nofile.yaml: cannot be read' nofile.yaml
plan 2 a.yaml b.yaml
says "one study at a time: 'b.yaml' is too many"
slip '--group: is of a table of fits' "${a[@]}" --group a
slip '--fit-level: is of a table of fits' "${a[@]}" --fit-level 0.9
slip "--goal: there is no goal 'sea' here, did you mean 'see'?" "${a[@]}" --goal sea
slip "--goal: there is no goal '' here" "${a[@]}" --goal see,
slip "--each: there is no goal 'compare' here" "${a[@]}" --goal curve --each compare
slip '--each: expected one goal' "${a[@]}" --goal curve --each see,half-width --width 0.1
slip '--confidence: a level is a fraction: write 0.95' "${a[@]}" --confidence 95
slip '--confidence: expected one level' "${a[@]}" --confidence 0.9,0.95
slip '--successes: expected a whole number from 1 to 1000000' "${a[@]}" --successes 0
slip '--width: is not of goal see, the default, but of half-width, relative-half-width or slope' \
    "${a[@]}" --width 0.1
slip '--width: is not of goal see but of' "${a[@]}" --goal see --width 0.1
slip '--difference: is not of goal half-width but of compare' \
    "${a[@]}" --goal half-width --width 0.1 --difference 0.1
slip '--width: is not of goal curve but of' "${a[@]}" --goal curve --width 0.1
slip '--each: is not of goal see, the default, but of curve' "${a[@]}" --each see
slip '--from: is not of goal see, the default, but of curve' "${a[@]}" --from 1e8
slip '--assurance: is not of goal' "${a[@]}" --assurance 0.9
slip '--method: is not of goal' "${a[@]}" --method wald
slip '--power: is not of goal' "${a[@]}" --power 0.9
slip '--design: is not of goal' "${a[@]}" --design paired
slip '--discordance: is not of goal' "${a[@]}" --discordance 0.1
slip '--correlation: is not of goal' "${a[@]}" --correlation 0.1
slip '--confidence: is not of goal slope' "${law[@]}" --goal slope --width 0.1 --confidence 0.9
slip '--successes: is not of goal half-width' "${a[@]}" --goal half-width --width 0.1 --successes 2
slip '--trials: is not of goal curve' "${law[@]}" --goal curve --trials 10
slip '--trials: is not of goal see or curve' "${law[@]}" --goal see,curve --trials 10
slip '--budget: is not of goal see, the default,' "${a[@]}" --budget 10
slip '--width: how short should the interval be? Add its half-width, e.g. --width 0.02' "${a[@]}" --goal half-width
slip '--width: how short should the interval be? Add its half-width as a share' \
    "${a[@]}" --goal curve --each relative-half-width
slip '--width: how exact should the exponent be?' "${law[@]}" --goal slope
slip '--width: is a fraction, not percent: did you mean 0.05' "${a[@]}" --goal half-width --width 5
slip '--width: is a fraction, not percent: did you mean 0.1' "${a[@]}" --goal relative-half-width --width 10%
slip '--width: expected a half-width of accuracies, above 0 and below 0.5' "${a[@]}" --goal half-width --width 0.5
slip '--width: expected a half-width as a share of the accuracy' "${a[@]}" --goal relative-half-width --width 0
slip '--width: is a fraction, not percent: did you mean 0.02' "${a[@]}" --goal relative-half-width --width 2
plan 0 "${a[@]}" --goal relative-half-width --width 1
slip '--width: expected a standard error' "${law[@]}" --goal slope --width -1
slip '--goal: --width means something else' "${law[@]}" --goal slope,half-width --width 0.1
slip '--method: one method at a time' "${a[@]}" --goal half-width --width 0.1 --method wald,wilson
slip "did you mean 'wilson'?" "${a[@]}" --goal half-width --width 0.1 --method wilsn
slip '--assurance: is a fraction, not percent: did you mean 0.9' \
    "${a[@]}" --goal half-width --width 0.1 --assurance 90
slip '--assurance: the probability of which half-width?' "${a[@]}" --goal half-width --trials 10 --assurance 0.9
slip '--trials: the half-width is the answer' "${a[@]}" --goal half-width --width 0.1 --trials 10
slip '--trials: the standard error is the answer' "${law[@]}" --goal slope --width 0.1 --trials 10
slip '--trials: expected a whole number' "${a[@]}" --trials 0
slip '--trials: expected a whole number' "${a[@]}" --trials 9007199254740993
slip '--trials: 5 successes are never seen in 4 items' "${a[@]}" --trials 4 --successes 5
slip '--budget: what it gives is the answer' "${law[@]}" --goal half-width --width 0.1 --budget 1e15
slip '--budget: what it gives is the answer' "${law[@]}" --goal half-width --assurance 0.9 --budget 1e15
slip '--budget: either it or --trials' "${law[@]}" --goal half-width --trials 10 --budget 1e15
slip '--budget: what does an answer cost? Add --price' "${a[@]}" --goal half-width --budget 100
slip '--difference: which difference should be found?' "${a[@]}" --goal compare
slip '--difference: no test tells apart two models that are equally good' "${a[@]}" --goal compare --difference 0
slip '--difference: is a fraction, not percent: did you mean 0.03' "${a[@]}" --goal compare --difference 3
slip '--difference: no model can be 0.95 better than one of accuracy 0.1' "${a[@]}" --goal compare --difference 0.95
slip '--difference: no model can be -0.2 better than one of accuracy 0.1' "${a[@]}" --goal compare --difference -0.2
slip '--power: the power is the answer' "${a[@]}" --goal compare --difference 0.1 --trials 10 --power 0.9
slip '--power: is a fraction, not percent: did you mean 0.8' "${a[@]}" --goal compare --difference 0.1 --power 80
slip '--discordance: either it or --correlation' \
    "${a[@]}" --goal compare --difference 0.1 --discordance 0.2 --correlation 0.5
slip '--discordance: two models differ on at least as many items' "${a[@]}" --goal compare --difference 0.1 --discordance 0.05
slip '--discordance: two models differ on at least as many items' \
    "${a[@]}" --goal compare --difference -0.09 --discordance 0.05
plan 0 --accuracy 0.5 --goal compare --difference 0.1 --discordance 0.1
slip '--design: unpaired models have no items in common' \
    "${a[@]}" --goal compare --difference 0.1 --discordance 0.2 --design unpaired
slip '--design: how do the two models' "${a[@]}" --goal compare --difference 0.1 --design mcnemar
slip '--design: expected unpaired, paired or mcnemar' "${a[@]}" --goal compare --difference 0.1 --design both
slip '--models: the slope of a law is over the sizes of models' --accuracy 0.1,0.2 --goal slope --width 0.1
slip '--models: the slope of a law takes models of two sizes or more' "${a[@]}" --models 1e8 --goal slope --width 0.1
slip '--from: is a size of models' "${a[@]}" --goal curve --from 1e8
slip '--cluster-size: how alike' "${a[@]}" --cluster-size 10
slip '--cluster-correlation: of clusters of how many items?' "${a[@]}" --cluster-correlation 0.1
slip '--trials: a test of 25 is no whole number of clusters of 10: take 20' \
    "${a[@]}" --cluster-size 10 --cluster-correlation 0.1 --trials 25
slip 'whole number of clusters of 10: take 10' \
    "${a[@]}" --cluster-size 10 --cluster-correlation 0.1 --trials 5
slip '--successes: of items in clusters at most 10000' \
    "${a[@]}" --cluster-size 10 --cluster-correlation 0.1 --successes 10001
for option in replicates=1000 seed=1 progress=never; do
    slip "--${option%=*}: nothing is simulated: add --verify" "${a[@]}" "--$option"
done
slip '--format: expected csv, table or json' "${a[@]}" --format xml
plan 2 --accuracy x --trials y --confidence 95 --power z
for option in trials confidence power; do # options before models, all at once
    says "--$option: "
done
silent out

# Help.
expect 0 "$NONZERO" help plan
check 'examples of usage' grep -q 'STUDY.yaml' out
expect 0 "$NONZERO" plan --verify --help
check 'help, not a simulation' grep -q 'How many items does a test set need' out
finish
