#!/usr/bin/env bash
# The command line: commands, options, help, and what exit code a slip has.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

cat >study.yaml <<'STUDY'
replicates: 40
models: {parameters: [1e7, 1e9]}
law: {c: 1e8, alpha: -0.35}
task: {tokens: [3]}
test_sizes: [10]
STUDY

# Slips: exit code 2, nothing on stdout, nothing written.
expect 2 "$NONZERO"
silent out
says 'Usage: nonzero COMMAND'
expect 2 "$NONZERO" simulat study.yaml
silent out
says "did you mean 'simulate'"
expect 2 "$NONZERO" qqqqqqqq
says "no command 'qqqqqqqq'"
expect 2 "$NONZERO" help qqqqqqqq
says "no command 'qqqqqqqq'"
expect 2 "$NONZERO" simulate
says 'which study?'
expect 2 "$NONZERO" simulate study.yaml
says 'Add -o RUN.nc'
expect 2 "$NONZERO" simulate study.yaml study.yaml -o run.nc
says "'study.yaml' is too many"
expect 2 "$NONZERO" simulate study.yaml -o run.nc --bogus
says "unrecognized option '--bogus'"
expect 2 "$NONZERO" simulate study.yaml -o
says 'requires an argument'
expect 2 "$NONZERO" simulate study.yaml -o run.nc --progress=sometimes
says "not 'sometimes'"
for seed in abc -1 1.5 18446744073709551616 ''; do
    expect 2 "$NONZERO" simulate study.yaml -o run.nc --seed="$seed"
    says '--set seed'
done
expect 2 "$NONZERO" simulate study.yaml -o run.nc --set law.alpha
says 'key=value'
expect 2 "$NONZERO" simulate study.yaml -o run.nc --set law.alhpa=-1
says 'law.alhpa'
expect 2 "$NONZERO" simulate study.yaml -o run.nc --set law.alpha=1
says 'law.alpha'
expect 2 "$NONZERO" export
says 'which run?'
expect 2 "$NONZERO" export a.nc b.nc
says "'b.nc' is too many"
expect 2 "$NONZERO" export a.nc --format=xml
says "not 'xml'"
silent out
expect 2 "$NONZERO" figure
says 'which figure?'
expect 2 "$NONZERO" figure apparent-curv run.nc -o f.pdf
says "did you mean 'apparent-curve'"
expect 2 "$NONZERO" figure resolution run.nc
says 'where to?'
expect 2 "$NONZERO" figure resolution run.nc -o f.pdf --difficulty=-3
says "not '-3'"
expect 2 "$NONZERO" figure difficulty run.nc -o f.pdf --test-size=0
says "not '0'"
expect 2 "$NONZERO" figure difficulty run.nc -o f.pdf --test-size=1.5
says "not '1.5'"
only study.yaml

# Help and version: exit code 0, on stdout.
for words in --help -h '-?' help --version -V 'help study' 'help simulate' 'help export' \
    'help figure' 'simulate --help' 'export --help' 'figure --help' 'simulate --usage' 'help help'; do
    expect 0 "$NONZERO" $words
    silent err
    check "$words prints something" test -s out
done
expect 0 "$NONZERO" --version
check 'version' grep -qE '^nonzero [0-9]+\.[0-9]+\.[0-9]+ \(commit [0-9a-f]+|unknown\)' out
for library in MPI GSL netCDF compiler; do
    check "version names $library" grep -q "^$library .*[0-9]" out
done
expect 0 "$NONZERO" help study
for key in title seed replicates level models.parameters models.names law.kind law.c law.alpha \
    law.irreducible law.losses task.kind task.tokens task.subset_size task.options task.concentration task.threshold task.shape \
    clusters.size clusters.correlation test_sizes metrics intervals bootstrap.engine \
    bootstrap.resamples observed; do
    check "help study has $key" grep -qx "$key" out
done
only study.yaml

# A dry run prints the plan and writes nothing. MPI is not started: an Open MPI that is told to
# use a transport that does not exist could not be.
expect 0 env OMPI_MCA_pml=none OMPI_MCA_btl=none "$NONZERO" simulate study.yaml --dry-run -o run.nc
silent err
check 'plan' grep -qE '^cells +2 \(2 models, 1 target length, 1 test size\)$' out
check 'plan' grep -qE '^test sets +40 per cell$' out
time='([0-9.]+ s|[0-9]+ min [0-9]{2} s|[0-9]+ h [0-9]{2} min)'
check 'units' grep -qE '^units +[1-9][0-9]* of about [0-9.e-]*[1-9][0-9.e-]* s$' out
check 'core-hours by measurement and by prediction' \
    grep -qE "^core-hours +about [0-9.e-]*[1-9][0-9.e-]* \\(measured on this core: $time; by the built-in model $time\\)\$" out
check 'wall time' grep -qE "^wall time +about $time on 1 rank, $time on 64\$" out
check 'memory' grep -qE '^memory +below [1-9][0-9]* MB per rank; ' out
check 'journal' grep -qE '^journal +(about|below) [0-9.]+ MB$' out
check 'nothing else' test "$(wc -l <out)" -eq 7
only study.yaml
expect 0 "$NONZERO" simulate study.yaml --dry-run --set replicates=123
check 'plan with --set' grep -qE '^test sets +123 per cell$' out
# A test set that takes minutes is not waited for.
expect 0 timeout 60 "$NONZERO" simulate study.yaml --dry-run --set task.tokens=1000000 --set test_sizes=10000 \
    --set metrics=token_edit_distance --set bootstrap.engine=resample --set bootstrap.resamples=1000000
check 'without a measurement' grep -qE "^core-hours +about [0-9.e+]+ \\($time by the built-in model; too slow" out
check 'a journal that is not known' grep -qxE 'journal +of unknown size' out
# The trick above does stop a run that starts MPI.
n_checks=$((n_checks + 1))
if env OMPI_MCA_pml=none OMPI_MCA_btl=none "$NONZERO" simulate study.yaml -o run.nc >out 2>err \
    && "$NONZERO" --version | grep -q 'Open MPI'; then
    fail 'MPI starts without a transport: the check of --dry-run is void'
fi
rm -f run.nc

# --seed and --set say the same, the last one wins, and the run remembers.
simulate study.yaml a.nc --seed=5
simulate study.yaml b.nc --set seed=5
simulate study.yaml c.nc --seed=4 --seed=5
simulate study.yaml d.nc --seed=6
for run in a b c d; do
    expect 0 "$NONZERO" export $run.nc -o $run.csv
done
check '--seed is --set seed' cmp a.csv b.csv
check 'the last --seed counts' cmp a.csv c.csv
refute 'another seed' cmp -s a.csv d.csv
simulate study.yaml e.nc --set 'test_sizes=[10, 20]' --set law.alpha=-0.5
expect 0 "$NONZERO" export e.nc
check '--set of a list' test "$(rows out '$3 == 20' | wc -l)" -gt 0
check '--set of a number' test -n "$(rows out '$5 == 1e7 && $6 == "accuracy" && $8 == "true_value" \
    && $9 > 7.5e-5 && $9 < 7.6e-5' | head -n 1)" # exp(-3 sqrt 10)
finish
