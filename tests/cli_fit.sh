#!/usr/bin/env bash
# `nonzero fit`: what it prints, what it says in words, what it refuses, and on several ranks.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

fit() # fit CODE OPTION...
{
    local code=$1
    shift
    expect "$code" "$NONZERO" fit "$@"
}

# narrow: no line of words, which follow the first empty line, is longer than 80 columns.
narrow()
{
    check 'narrow lines' awk '/^$/ { words = 1 } words && length > 80 { exit 1 }' out
}

opt=$NZ_SOURCE/configs/opt-addition.csv
name=OPT/arithmetic_3da/accuracy

# The contract: columns, and numbers of R's glm; no MPI (no such transport exists).
expect 0 env OMPI_MCA_pml=none OMPI_MCA_btl=none "$NONZERO" fit "$opt"
silent err
check 'header' grep -q '^group,models,alpha,alpha_lower,alpha_upper,c,c_lower,c_upper,deviance,df,p_value,dispersion,plateau_p,status,centre,eta,eta_lower,eta_upper' out
check 'no bootstrap that was not asked for' grep -q ',plateau_expected$' out
check 'one row' test "$(wc -l <out)" -eq 2
check 'models' test "$(cell $name models)" = 8
check 'status' test "$(cell $name status)" = ok
check 'zeros' test "$(cell $name zeros)" = 1
near "$(cell $name alpha)" -.2315797 5e-8
near "$(cell $name deviance)" 19.48273 5e-6
check 'df' test "$(cell $name df)" = 6
near "$(cell $name p_value)" .003421493 5e-9
near "$(cell $name dispersion)" 5.232280 5e-6
# -log accuracy at 1e9: (1e9/c)^alpha, its log 2.110808
near "$(awk -v a="$(cell $name alpha)" -v c="$(cell $name c)" 'BEGIN { print a * (log(1e9) - log(c)) }')" 2.110808 1e-5
near "$(awk -v a="$(cell $name alpha)" -v c="$(cell $name c)" -v n="$(cell $name centre)" \
    'BEGIN { print a * (log(n) - log(c)) }')" "$(cell $name eta)" 1e-5
# R: glm of the other 7 models; dbinom(0, 2000, p) at 1.25e8
near "$(cell $name plateau_p)" .99683797 1e-7
check 'limits hold the estimate' awk -v a="$(cell $name alpha)" -v l="$(cell $name alpha_lower)" \
    -v u="$(cell $name alpha_upper)" 'BEGIN { exit !(l < a && a < u && l > -0.28 && u < -0.19) }'
if command -v ldd >/dev/null; then
    n_checks=$((n_checks + 1))
    ldd "$NONZERO" | grep -qE 'libmpi|libnetcdf|libhdf5' && fail 'fit would load MPI or netCDF'
fi

# Levels, files, formats, standard input, names of columns.
cp out fits.csv
lower=$(cell $name alpha_lower)
fit 0 "$opt" -o file.csv
silent out
check 'into a file' cmp file.csv fits.csv
"$NONZERO" fit - <"$opt" >stdin.csv
check 'standard input' cmp stdin.csv fits.csv
fit 0 "$opt" --level=0.5
check 'narrower limits' awk -v a="$(cell $name alpha_lower)" -v b="$lower" 'BEGIN { exit !(a > b) }'
fit 0 "$opt" --format=json
check 'json' grep -q '"group": "OPT/arithmetic_3da/accuracy"' out
sed 's/parameters/params_total/; s/trials/n/' "$opt" >renamed.csv
fit 0 renamed.csv --column parameters=params_total --column=trials=n
check 'other names' cmp out fits.csv
fit 2 renamed.csv
says 'renamed.csv:1:'

# With a number of tokens c is that of a token: (N/c)^alpha = L (N/c')^alpha.
c=$(awk -F, 'NR == 2 { print $6 }' fits.csv)
fit 0 "$opt" --tokens=5
near "$(cell $name alpha)" -.2315797 5e-8
near "$(awk -v c="$c" -v d="$(cell $name c)" 'BEGIN { print log(c / d) }')" \
    "$(awk 'BEGIN { print log(5) / .2315797 }')" 1e-5
check 'tokens' test "$(cell $name tokens)" = 5
fit 0 "$opt" --irreducible=0.5
check 'steeper with a loss that stays' awk -v a="$(cell $name alpha)" 'BEGIN { exit !(a < -0.2316) }'

# What is fitted is what `nonzero plan` plans with.
fit 0 "$opt" -o fits.csv
expect 0 "$NONZERO" plan --fit fits.csv --group "$name" --models 1e8,1e9 --format=csv
near "$(awk -F, '$1 == "1e+09" && $4 == "see" { print log(-log($3)) }' out)" 2.110808 1e-5
expect 0 "$NONZERO" plan --fit fits.csv --models 1e10 --goal=see
fit 0 "$opt" --level=0.9 -o other.csv
expect 2 "$NONZERO" plan --fit other.csv --models 1e10
says '--fit-level'
expect 0 "$NONZERO" plan --fit other.csv --models 1e10 --fit-level=0.9
fit 0 "$opt" --irreducible=0.1 -o other.csv
expect 2 "$NONZERO" plan --fit other.csv --models 1e10
says '`irreducible`'

# A row for each model.
fit 0 "$opt" --each
check 'header of --each' grep -qx 'group,model,parameters,trials,successes,score,score_lower,score_upper,fitted,fitted_lower,fitted_upper,zero_probability,test_size,status' out
check 'rows of --each' test "$(wc -l <out)" -eq 9
row=$(grep ',opt-125m,' out)
near "$(cut -d, -f8 <<<"$row")" .0018427398 1e-9 # 1 - .025^(1/2000)
near "$(cut -d, -f12 <<<"$row")" "$(awk -v p="$(cut -d, -f9 <<<"$row")" 'BEGIN { print exp(2000 * log(1 - p)) }')" 1e-6
size=$(cut -d, -f13 <<<"$row")
near "$(awk -v n="$size" -v p="$(cut -d, -f9 <<<"$row")" 'BEGIN { print exp(n * log(1 - p)) }')" .05 1e-5
check 'within its limits' awk -F, 'NR > 1 && !($10 < $9 && $9 < $11 && $7 <= $6 && $6 < $8) { exit 1 }' out
fit 0 "$opt" --each --successes=5 --confidence=0.5
check 'more successes' test "$(grep ',opt-125m,' out | cut -d, -f13)" -gt "$size"
fit 0 "$opt" --each --confidence=0.5
check 'less sure' test "$(grep ',opt-125m,' out | cut -d, -f13)" -lt "$size"

# Every status, and the limits that it has.
cat >all.csv <<'TABLE'
family,model,parameters,task,metric,trials,successes,score,tokens
F,a,1e8,one_size,accuracy,100,1,,
F,b,1e8,one_size,accuracy,100,9,,
F,a,1e8,all_zero,accuracy,100,0,,
F,b,1e9,all_zero,accuracy,300,0,,
F,a,1e8,all_right,accuracy,100,100,,
F,b,1e9,all_right,accuracy,100,100,,
F,a,1e8,separated,accuracy,100,0,,
F,b,1e9,separated,accuracy,100,0,,
F,c,1e10,separated,accuracy,100,40,,
F,a,1e8,not_monotone,accuracy,100,40,,
F,b,1e9,not_monotone,accuracy,100,30,,
F,c,1e10,not_monotone,accuracy,100,20,,
F,a,1e8,mixed_tokens,accuracy,100,1,,2
F,b,1e9,mixed_tokens,accuracy,100,9,,3
F,a,1e8,no_law,bleu,,,12.5,
F,b,1e9,no_law,bleu,,,13.5,
F,a,1e8,no_counts,accuracy,,,0.1,
F,b,1e9,no_counts,accuracy,,,0.5,
F,a,1e8,ok,accuracy,100,1,,
F,b,1e9,ok,accuracy,100,9,,
TABLE
fit 0 all.csv --group=task
for status in one_size all_zero all_right separated not_monotone mixed_tokens no_law no_counts ok; do
    check "status $status" test "$(cell $status status)" = $status
done
says '8 of 9 groups have no fit'
for status in one_size all_zero all_right mixed_tokens no_law no_counts; do
    for column in alpha alpha_lower alpha_upper c deviance df p_value plateau_p; do
        check "$status has no $column" test -z "$(cell $status $column)"
    done
done
check 'one limit' test "$(cell separated alpha),$(cell separated alpha_lower)" = ,-inf
check 'the other' awk -v a="$(cell separated alpha_upper)" 'BEGIN { exit !(a < -0.1 && a > -10) }'
check 'it gets worse' awk -v a="$(cell not_monotone alpha)" 'BEGIN { exit !(a > 0) }'
check 'nothing tests two' test "$(cell ok df),$(cell ok p_value),$(cell ok dispersion)" = 0,,
refute 'never nan' grep -qi nan out
fit 0 all.csv --group=task --each
check 'all models' test "$(wc -l <out)" -eq 21
check 'nothing is predicted without a fit' test -z "$(grep '^all_zero,b,' out | cut -d, -f9-13 | tr -d ,)"
refute 'never nan' grep -qi nan out

# A law by another name.
sed 's/accuracy/my_score/' "$opt" >mine.csv
fit 0 mine.csv --law=my_score=none
check 'no law' test "$(cell OPT/arithmetic_3da/my_score status)" = no_law
fit 0 mine.csv --law=none --law=my_score=successes
near "$(cell OPT/arithmetic_3da/my_score alpha)" -.2315797 5e-8

# Scores that are no counts: a law of their own. Brier scores need the number of options.
awk 'BEGIN { print "model,parameters,task,metric,score,stderr"
    for (i = 0; i < 6; i++) {
        n = 10 ^ (8 + i / 2); loss = (n / 1e9) ^ -0.3; p = exp(-loss); q = 0.25 + 0.75 * p
        printf "m%d,%.17g,loss,cross_entropy,%.17g,0.01\n", i, n, loss
        printf "m%d,%.17g,steps,token_edit_distance,%.17g,0.01\n", i, n, 5 * (1 - p)
        printf "m%d,%.17g,choice,brier_score,%.17g,0.01\n", i, n, (1 - q) ^ 2 * 4 / 3
    } }' >scores.csv
fit 0 scores.csv --group=task --tokens=5
says '--options: 1 group of Brier scores has no fit'
check 'no number of options' test "$(cell choice status)" = no_law
for task in loss steps; do
    near "$(cell $task alpha)" -.3 1e-6
    near "$(cell $task c)" 1e9 1e4
    near "$(cell $task deviance)" 0 1e-6
    check "$task has limits" awk -v l="$(cell $task alpha_lower)" -v u="$(cell $task alpha_upper)" \
        'BEGIN { exit !(l < -0.3 && -0.3 < u && u < 0) }'
    check "$task has no zeros" test -z "$(cell $task zeros)$(cell $task plateau_p)"
done
fit 0 scores.csv --group=task --tokens=5 --options=4
near "$(cell choice alpha)" -.3 1e-6
silent err
fit 0 scores.csv --group=task --tokens=5 --options=4 --concentration=2
check 'another law of items' awk -v a="$(cell choice alpha)" -v s="$(cell choice status)" \
    'BEGIN { exit !(s != "ok" || a < -0.31 || a > -0.29) }'
fit 0 scores.csv --group=task --tokens=5 --options=4 --each
check 'fitted scores' awk -F, 'NR > 1 && ($9 - $6 > 1e-6 || $6 - $9 > 1e-6 || $12 != "" || $13 != "") { exit 1 }' out
fit 0 scores.csv --group=task --tokens=5 --options=4 --format=table
narrow
words 'with ten times the parameters the loss is 0.501 times as large.'
words '3 groups: 3 ok.'
check 'no test set is too short' test "$(grep -c 'would have shown' out)" -eq 0
awk -F, 'NR > 1 { $5 = sprintf("%.3f", $5) } { print $1 "," $2 "," $3 "," $4 "," $5 }' scores.csv >bare.csv
fit 0 bare.csv --group=task --tokens=5 --options=4 --format=table
check 'nothing tests the law' test "$(tr '\n' ' ' <out | grep -o 'Whether the law fits cannot be tested' | wc -l)" -eq 3

# Wrong input: exit code 2, where it is wrong, nothing on stdout.
sed 's/1300000000/-1/' "$opt" >negative.csv
fit 2 negative.csv
says 'negative.csv:4:'
silent out
sed 's/2000,29/2000,2900/' "$opt" >more.csv
fit 2 more.csv
says 'more.csv:8:'
while IFS='|' read -r option message; do
    fit 2 "$opt" $option
    says "$message"
    silent out
done <<'WRONG'
--group=nope|expected a column `nope`
--group=task,,x|--group: expected up to 16 names
--column=parameters|--column: expected OURS=THEIRS
--column=parameters=nope|nope
--column=nope=task|nope
--level=95|--level: a level is a fraction: write 0.95
--tokens=0.5|--tokens: expected a number of tokens from 1
--irreducible=-1|--irreducible: expected a loss
--options=1|--options: expected a whole number from 2
--concentration=0|--concentration: expected a number above 0
--bootstrap=5|--bootstrap: expected a whole number from 100
--successes=0|--successes: expected a whole number from 1
--confidence=95|did you mean 0.95
--law=accuracy=nope|--law: expected METRIC=LAW
--law=nope=loss|no group has the metric 'nope'
--seed=-1|--seed: expected
--format=xml|not 'xml'
--progress=maybe|not 'maybe'
-onowhere/fits.csv|nowhere/fits.csv
second.csv|one table at a time
WRONG
fit 2
says 'which table?'
fit 2 nofile.csv
says 'nofile.csv: cannot be opened'
fit 2 "$opt" --level=95 --tokens=0 --seed=x
check 'all slips of a kind at once' test "$(wc -l <err)" -eq 2

# What the table hides is told.
{
    cat "$opt"
    sed 1d "$opt" | sed 's/2000,.*/2000,5/'
} >twice.csv
fit 0 twice.csv
says 'a model of one size more than once, first OPT/arithmetic_3da/accuracy'
says 'the same row is there twice'
check 'no column that is not there' test "$(grep -c shots err)" -eq 0
sed '1s/successes/score/; 2,$s/2000,.*/12345,0.0331/' "$opt" >rounded.csv
fit 0 rounded.csv
says 'rounded.csv:2: 8 scores'
printf 'parameters,trials,score\n1e8,2000,0.000\n1e9,2000,0.012\n1e10,2000,0.120\n' >coarse.csv
fit 0 coarse.csv
says 'coarse.csv:2: 1 score of 0, this the first, may be a success or more'

# Scores of no count are kept, told once, and have no fit; other groups have theirs.
cat >uncounted.csv <<'TABLE'
task,metric,parameters,trials,score
good,acc,1e8,100,0.01
good,acc,1e9,100,0.09
mean,acc,1e8,10,0.25
mean,acc,1e9,10,0.3
percent,acc,1e8,200,16.5
percent,acc,1e9,200,37.5
TABLE
fit 0 uncounted.csv --group=task
says 'uncounted.csv:4: 3 scores, this the first, are no share of successes in so many trials (percent?'
check 'one warning of scores' test "$(grep -c 'no share' err)" -eq 1
check 'status of each' test "$(cell good status),$(cell mean status),$(cell percent status)" = ok,no_counts,no_counts
expect 0 "$NONZERO" score uncounted.csv --group=task
says 'uncounted.csv:4: 3 scores'
"$NONZERO" fit - --group=task <uncounted.csv >out 2>err
says 'standard input:4: 3 scores'

# Without a metric one row without trials, or of no count, makes no_counts; percent no_law.
printf 'parameters,trials,score\n1e8,100,0.01\n1e9,,0.09\n1e10,100,0.3\n' >missing.csv
fit 0 missing.csv
check 'a row without trials' test "$(cell all status)" = no_counts
sed 's/0.09/9/' missing.csv >percent.csv
fit 0 percent.csv
check 'beyond a share' test "$(cell all status)" = no_law

# One process of a batch job works without the part that starts MPI; one task of several asks for it.
cp "$NONZERO" alone
expect 0 env SLURM_PROCID=0 SLURM_NTASKS=8 ./alone fit "$opt" --format=csv
check 'the same numbers' cmp out <("$NONZERO" fit "$opt" --format=csv)
expect 1 env SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=8 ./alone fit "$opt"
says 'cannot be started'

# In words.
fit 0 "$opt" --format=table
narrow
words '8 models of 1.25e+08 to 6.6e+10 parameters, 1 at zero.'
words 'alpha -0.2316 (95 %: -0.2686 to -0.1968)'
words 'is 0.587 times as large. It is 1 nat (accuracy 0.368) at c = 9.089e+12 parameters'
words 'The law does not fit: deviance 19.48 on 6 degrees of freedom, p <= 0.001, none of 1000 bootstrap replicates, p = 0.0034 by chi-square.'
words 'those of alpha at -0.298 and -0.169.' # -.2315797 -+ 1.8019 x the distance of the limits
words 'It is over-dispersed: 3.25 times binomial scatter by the deviance, 5.23 times by Pearson'
words 'at least sqrt(3.25) = 1.8 times as far away'
words 'The 1 zero is what a smooth curve through the other 7 models predicts'
words 'bootstrap replicates, p = 0.997 with that curve taken as known): no evidence of a jump.'
without_words 'Where the scatter is more than binomial, p is too small'
words 'opt-125m: with its 2000 items the fit gives a zero with probability 0.997; 1902177 items would have shown a success with probability 0.95.'
silent err
fit 0 "$opt" --format=table --successes=3 --confidence=0.5
words 'would have shown 3 successes with probability 0.5.'
fit 0 all.csv --group=task --format=table
narrow
words '9 groups: 1 ok, 1 one_size, 1 all_zero, 1 all_right, 1 separated, 1 not_monotone, 1 mixed_tokens, 1 no_law, 1 no_counts.'
words 'all_zero: 2 models of 1e+08 to 1e+09 parameters, 2 at zero. No model solved an item'
words 'No success in 300 items says that the accuracy is below 0.00994 (95 %, one-sided), not that it is 0.'
words 'The limit of alpha: at most -'
words 'add tokens to --group.'
words 'Two models fit any such law exactly: nothing tests it.'
words 'no scaling law. alpha 0.'

# A p-value by chi-square that is too large, and zeros that only look improbable: seven models of 20 items.
small_table() # small_table SUCCESSES...
{
    local n=1
    echo parameters,trials,successes
    for k in "$@"; do
        echo "${n}e8,20,$k"
        n=$((3 * n))
    done
}
small_table 0 0 0 1 0 9 11 >sparse.csv
fit 0 sparse.csv --bootstrap=10000 --format=csv
check 'by chi-square it fits' awk -v p="$(cell all p_value)" 'BEGIN { exit !(p > 0.1) }'
check 'by the bootstrap not' awk -v p="$(cell all bootstrap_p_value)" 'BEGIN { exit !(p < 0.04) }'
check 'improbable zeros' awk -v p="$(cell all plateau_p)" 'BEGIN { exit !(p < 0.03) }'
check 'that are not' awk -v p="$(cell all bootstrap_plateau_p)" 'BEGIN { exit !(p > 0.06) }'
fit 0 sparse.csv --bootstrap=10000 --format=table
words 'The law does not fit: deviance'
words 'The 4 zeros are what a smooth curve through the other 3 models predicts'
words '(1 more by --each.)'
words '1e+08 parameters: with its 20 items the fit gives a zero'
without_words 'So few models'
small_table 0 2 9 >few.csv
fit 0 few.csv --format=table
words 'Nothing speaks against the law: deviance'
words 'So few models would hardly show it, though.'
check 'not all draws have a fit' grep -qE '[0-9]+ of 1000\.\)' out
words 'of 1000.)'
small_table 0 1 2 6 9 >enough.csv
fit 0 enough.csv --format=table
words 'Nothing speaks against the law: deviance'
without_words 'So few models'
without_words 'over-dispersed'

# A jump: 400 of 1000 items after a plateau that a curve through the others would leave.
cat >jump.csv <<'TABLE'
model,parameters,trials,successes
a,1e8,1000,0
b,2e8,1000,0
c,5e8,1000,0
d,1e9,1000,400
e,2e9,1000,450
f,5e9,1000,500
TABLE
fit 0 jump.csv --format=table
words 'all: 6 models of 1e+08 to 5e+09 parameters, 3 at zero.'
words 'The 3 zeros are more than a smooth curve through the other 3 models predicts'
words 'none of 1000 bootstrap replicates, p < 1e-300 with that curve taken as known): evidence of a jump, or that the law is wrong.'
words 'Where the scatter is more than binomial, p is too small.'
words 'a: with its 1000 items'
words 'c: with its 1000 items'
fit 0 jump.csv --format=table --bootstrap=200
words 'none of 200 bootstrap replicates, p < 1e-300 with'
awk 'BEGIN { print "parameters,trials,successes"; split("0 0 0 0 8 18 23", k, " ")
    for (i = 1; i <= 7; i++) print 10 ^ (7.5 + i / 2) ",50," k[i] }' >smooth.csv
fit 0 smooth.csv --format=table
words 'Nothing speaks against the law'
words 'evidence of a jump, or that the law is wrong.'
without_words 'Where the scatter is more than binomial'
sed 's/400/0/; s/450/0/' jump.csv >lonely.csv
fit 0 lonely.csv --format=table
words 'Successes begin where failures end'
words 'No success in 1000 items'

# Many groups: no paragraphs, but what they say together.
{
    head -n 1 "$opt"
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
        sed "1d; s/arithmetic_3da/task$i/" "$opt"
    done
} >many.csv
fit 0 many.csv --format=table
refute 'no paragraphs' grep -q '8 models' out
words '13 groups: 13 ok.'
words 'Of 13 laws that can be tested, 13 do not fit (p < 0.05 by chi-square, which is rough where few successes are expected; --bootstrap tells):'
words 'Of 13 groups with zeros and a curve through the others, 0 have more zeros than it predicts (p < 0.05 with that curve taken as known, as which small tests have p too small; --bootstrap tells).'
narrow

# The bootstrap: columns, another seed, and streams named by the group.
fit 0 "$opt" --bootstrap=500
check 'columns of the bootstrap' grep -q ',bootstrap_fits,bootstrap_alpha_lower,bootstrap_alpha_upper,bootstrap_c_lower,bootstrap_c_upper,bootstrap_p_value,bootstrap_p_value_mcse,bootstrap_plateau_p,bootstrap_plateau_p_mcse$' out
near "$(cell $name bootstrap_alpha_lower)" "$(cell $name alpha_lower)" .015
near "$(cell $name bootstrap_alpha_upper)" "$(cell $name alpha_upper)" .015
check 'bootstrap p' awk -v p="$(cell $name bootstrap_p_value)" 'BEGIN { exit !(p < 0.03) }'
tail -n 1 out >one
fit 0 "$opt" --bootstrap=500 --seed=2
refute 'another seed' grep -qxFf one out
{
    sed 's/arithmetic_3da/other/; s/,15$/,16/' "$opt"
    sed 1d "$opt"
} >two.csv
fit 0 two.csv --bootstrap=500
check 'a group more' grep -qxFf one out

# Ranks: the same bytes, once.
for options in '' --bootstrap=200 --each; do
    fit 0 many.csv $options
    mv out alone.csv
    for n in 1 2 3; do
        expect 0 launch $n "$NONZERO" fit many.csv $options --progress=never
        check "'$options' on $n ranks and without a launcher" cmp alone.csv out
    done
done
launch 2 "$NONZERO" fit - --progress=never <"$opt" >ranks.csv 2>err
check 'standard input on 2 ranks' cmp ranks.csv fits.csv
expect 0 launch 2 "$NONZERO" fit "$opt" -o ranks.csv --progress=never
silent out
check 'into a file from 2 ranks' cmp ranks.csv fits.csv
expect 2 launch 2 "$NONZERO" fit nofile.csv
says 'nofile.csv'
expect 2 launch 2 "$NONZERO" fit "$opt" --level=95
says '--level'
expect 2 launch 2 "$NONZERO" fit "$opt" --no-such-option
says 'no-such-option'
expect 0 launch 2 "$NONZERO" fit --help
check 'help comes once' test "$(grep -c '^Usage' out)" -eq 1
expect 0 launch 3 "$NONZERO" fit "$opt" --progress=never
check 'more ranks than groups' cmp out fits.csv
finish
