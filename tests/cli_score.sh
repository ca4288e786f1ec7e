#!/usr/bin/env bash
# `nonzero score`: what it prints, what it says in words, what it refuses, and on several ranks.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

score() # score CODE OPTION...
{
    local code=$1
    shift
    expect "$code" "$NONZERO" score "$@"
}

# is ROW COLUMN VALUE: as it is printed; "" is undefined.
is()
{
    check "$2 of $1" test "$(cell "$1" "$2")" = "$3"
}

columns=group,metric,models,score,status,noise_exceedance,noise_mcse,lower,upper,infinite_share
columns=$columns,smooth_exceedance,smooth_mcse
opt=$NZ_SOURCE/configs/opt-addition.csv
name=OPT/arithmetic_3da/accuracy

# The contract: columns, and numbers of NumPy (scripts/reference_group_score.py); no MPI (no such
# transport exists).
expect 0 env OMPI_MCA_pml=none OMPI_MCA_btl=none "$NONZERO" score "$opt" --resamples 200000
silent err
check 'header' grep -qx "$columns" out
check 'one row' test "$(wc -l <out)" -eq 2
is $name metric accuracy
is $name models 8
is $name status ok
is $name score 54
near "$(cell $name noise_exceedance)" 0 1e-4
near "$(cell $name lower)" 11.86 .3
near "$(cell $name upper)" 107.9 1.5
near "$(cell $name infinite_share)" .000537 .0003
near "$(cell $name smooth_exceedance)" .010274 .0013
near "$(cell $name smooth_mcse)" .000225 .00001
if command -v ldd >/dev/null; then
    n_checks=$((n_checks + 1))
    ! ldd "$NONZERO" | grep -qE 'libmpi|libnetcdf' || fail 'nonzero is linked with MPI or netCDF'
fi

# What a score is worth. A line of M models scores M - 1.
cat >cases.csv <<'EOF'
task,metric,model,parameters,trials,score
paper,accuracy,a,1e7,,3.7363e-20
line,accuracy,a,1e6,,0.1
line,accuracy,c,1e8,,0.5
line,accuracy,b,1e7,,0.3
line,accuracy,d,1e9,,0.7
flat,accuracy,a,1e6,,0.25
flat,accuracy,b,1e7,,0.25
flat,accuracy,c,1e8,,0.25
floor,exact_match,a,1e6,50,0
floor,exact_match,b,1e7,50,0
floor,exact_match,c,1e8,50,0
floor,exact_match,d,1e9,50,0.5
fall,exact_match,a,1e6,50,0.5
fall,exact_match,b,1e7,50,0
fall,exact_match,c,1e8,50,0
fall,exact_match,d,1e9,50,0
two,exact_match,a,1e6,50,0.1
two,exact_match,b,1e7,50,0.300
EOF
score 0 cases.csv
silent err
is line/accuracy status ok
near "$(cell line/accuracy score)" 3 1e-9
is line/accuracy lower ''
is line/accuracy smooth_exceedance ''
is flat/accuracy status degenerate
is flat/accuracy score 0
is floor/exact_match status degenerate
is floor/exact_match score inf
is floor/exact_match noise_exceedance 0
is floor/exact_match lower inf
is floor/exact_match infinite_share 1
is floor/exact_match smooth_exceedance ''
is fall/exact_match score -inf
is fall/exact_match lower -inf
is two/exact_match status too_few
is two/exact_match score 1
is two/exact_match lower ''
is paper/accuracy status too_few
is paper/accuracy noise_exceedance 1
refute 'no nan' grep -qi nan out
cp out cases.out

# --resamples 0, --level, --seed, -o; json
score 0 cases.csv --resamples=0
is floor/exact_match score inf
is floor/exact_match infinite_share ''
check 'only test sets are gone' diff <(cut -d, -f1-7 out) <(cut -d, -f1-7 cases.out)
score 0 "$opt" --level 0.5
near "$(cell $name lower)" 19.83 1.5 # NumPy
near "$(cell $name upper)" 38.67 4
score 0 "$opt" --seed 2
near "$(cell $name score)" 54 0
cp out other
score 0 "$opt"
refute 'another seed, other numbers' cmp -s out other
score 0 cases.csv -o scores.csv
silent out
check 'the same in a file' cmp scores.csv cases.out
score 0 cases.csv --format json
check 'infinite in json' grep -q '"group": "floor/exact_match".*"score": "inf"' out
check 'empty in json' grep -q '"group": "two/exact_match".*"lower": null' out

# Another group, and the order of rows of other groups, change no number.
{ cat cases.csv; printf 'more,accuracy,m%d,1e%d,30,0.%d\n' 1 6 0 2 7 2 3 8 1 4 9 9; } >longer.csv
score 0 longer.csv
check 'the same rows' diff <(grep -v '^more' out) cases.out
{ head -n 1 cases.csv; tail -n 13 cases.csv; sed -n 2,6p cases.csv; } >turned.csv
score 0 turned.csv
check 'the same rows in another order' diff <(sort out) <(sort cases.out)

# A model twice is no curve; which column would tell them apart is the user's to say.
awk -F, 'NR == 1 { print "shots," $0 } NR > 1 { print "0," $0; print "5," $0 }' cases.csv >shots.csv
score 0 shots.csv
says 'shots.csv: 6 groups have no score, since a model is there twice, '"'paper/accuracy' the first"
is line/accuracy status repeated
is line/accuracy score ''
is line/accuracy noise_exceedance ''
score 0 shots.csv --group shots,task
silent err
near "$(cell 5/line score)" 3 1e-9

# Columns by other names; standard input.
sed '1s/parameters/params_total/' cases.csv >renamed.csv
score 0 renamed.csv --column parameters=params_total
check 'columns renamed' cmp out cases.out
n_checks=$((n_checks + 1))
"$NONZERO" score - <cases.csv >out 2>err || fail 'standard input'
check 'from standard input' cmp out cases.out

# By metric: 3 of exact_match, of which one is too few, 3 of accuracy, of which one is.
score 0 cases.csv --summary
check 'header' grep -qx 'metric,groups,high,infinite,share_of_high,share_of_all,p_value' out
is accuracy groups 2
is accuracy high 0
is accuracy share_of_high 0
is accuracy p_value 1
is exact_match groups 2
is exact_match high 2
is exact_match infinite 2
is exact_match share_of_high 1
is exact_match share_of_all 0.5
near "$(cell exact_match p_value)" "$(awk 'BEGIN { print 1 / 6 }')" 1e-6
score 0 cases.csv --summary --high 3.1
is accuracy high 0
score 0 cases.csv --summary --high 2.9
is accuracy high 1
is accuracy infinite 0

# In words.
score 0 "$opt" --format table
words 'OPT/arithmetic_3da/accuracy: the score is 54;'
words 'so these results are not that smooth'
check 'narrow lines' awk '/^group/ { table = 1 } /^$/ { table = 0 } !table && length > 80 { exit 1 }' out
score 0 cases.csv --format table
words 'floor/exact_match: the score is inf, since 2 of 3 steps are 0'
words 'There is no smooth law to hold it against (nonzero fit says why). fall'
words 'two/exact_match: 2 models, too few for a score.'
words '2 of 4 scores are high (a magnitude of 10 or more), 2 of them infinite.'
words 'Left out: 2 groups of one or two models, or with a model twice.'
words 'exact_match has 2 of the high scores (100 %) and 2 of the groups (50 %)'
words 'a hint and no proof'
printf 'model,parameters,trials,successes\na,1e6,40,0\nb,1e7,40,0\nc,1e8,40,2\nd,1e9,40,7\n' >smooth.csv
score 0 smooth.csv --format table
words 'no evidence of a jump'
words 'all: the score is'

# Wrong input: exit code 2, a message, nothing on standard output.
for wrong in missing.csv "$opt --high=0" "$opt --high=inf" "$opt --high=ten" "$opt --resamples=-1" \
    "$opt --resamples=1.5" "$opt --resamples=10000001" "$opt --level=95" "$opt --seed=-1" \
    "$opt --format=xml" "$opt --progress=often" "$opt --group=shots" "$opt --column=parameters" \
    "$opt --column=parameters=size" "$opt $opt" '' "$opt --nonsense" "$opt -o missing/out.csv"; do
    # shellcheck disable=SC2086
    score 2 $wrong
    silent out
    check "a message about: $wrong" test -s err
done
printf 'model,parameters,score\na,1e6,0.1\nb,-1,0.2\n' >wrong.csv
score 2 wrong.csv
says 'wrong.csv:3: '
silent out
score 2 "$opt" --high=0
says "--high: expected a score above 0, not '0'"
score 2 "$opt" --resamples=1.5
says "--resamples: expected a whole number from 0 to 10000000, not '1.5'"

# The same bytes on any number of ranks, words and messages too.
awk 'BEGIN { print "task,metric,parameters,trials,successes"
    for (i = 0; i < 90; i++) for (j = 0; j < 4 + i % 5; j++)
        print "t" i ",m" i % 3 "," 10 ^ (6 + j) "," 20 + i "," int(j * j * (i % 7) / 8) }' >many.csv
for form in csv table; do
    for ranks in 1 2 3; do
        n_checks=$((n_checks + 1))
        launch $ranks "$NONZERO" score many.csv --format $form --progress=never >out.$ranks \
            2>err.$ranks </dev/null \
            || fail "on $ranks ranks"
    done
    "$NONZERO" score many.csv --format $form >out.0 2>err.0
    check 'there are groups' test "$(wc -l <out.0)" -ge 90
    for ranks in 1 2 3; do
        check "$form on $ranks ranks" cmp out.0 out.$ranks
    done
done
for ranks in 2 3; do
    n_checks=$((n_checks + 1))
    launch $ranks "$NONZERO" score missing.csv >out 2>err </dev/null && fail 'a missing table on ranks'
    says 'missing.csv: cannot be opened'
    silent out
done

# Published results of four families, where they are.
published=$NZ_SOURCE/../shared/data/published_scores.csv
if [ -f "$published" ]; then
    score 0 "$published"
    check 'groups' test "$(wc -l <out)" -eq 33
    is Pythia/arithmetic_3ds/acc models 8
    near "$(cell Pythia/arithmetic_3ds/acc score)" 117.75 1e-9
    is OPT/ipa_transliterate/exact_match score inf
    is OPT/ipa_transliterate/exact_match status degenerate
    is Pythia/ipa_transliterate/exact_match score 0
    is BLOOM/ipa_transliterate/bleu lower ''
    score 0 "$published" --summary
    is acc groups 20
    is exact_match infinite 3
fi
finish
