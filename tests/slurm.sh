#!/usr/bin/env bash
# The job scripts under a Slurm of two virtual nodes: runs that are cut and go on give the bytes
# of one that was not.
set -u
rig=$(cd "$(dirname "${BASH_SOURCE[0]}")/../scripts" && pwd)/slurm-rig.sh
if ! "$MPIEXEC" --version 2>/dev/null | grep -iE 'open ?(mpi|rte)' >/dev/null; then
    echo 'only the Open MPI of Debian can be started by its Slurm'
    exit 77
fi
[ -n "${SLURM_RIG:-}" ] || exec "$rig" run bash "${BASH_SOURCE[0]}"
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"
export NONZERO
scripts=$NZ_SOURCE/scripts/slurm

# Units of a tenth of a second; replicates are set below.
cat >study.yaml <<'STUDY'
seed: 11
replicates: 300
models: {parameters: [1e7, 1e8, 1e9, 1e10]}
law: {c: 1e8, alpha: -0.35}
task: {kind: sequence, tokens: [2, 5, 9], item_correlation: 0.1}
test_sizes: [7, 400]
intervals: all
bootstrap: {resamples: 60, engine: resample}
STUDY

# now: milliseconds.
now()
{
    date +%s%3N
}

# submit SCRIPT [OPTION OF SBATCH...]: set `job` to its number; its output goes to job-NUMBER.
submit()
{
    local script=$1
    shift
    job=$(timeout 20 sbatch --parsable --output=job-%A --open-mode=append --time=10 "$@" "$script")
    check "$script is submitted" test -n "$job"
}

# wait_for SECONDS WHAT COMMAND...: until it succeeds.
wait_for()
{
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        if [ $SECONDS -ge $end ]; then
            fail "waited in vain for $what"
            return 1
        fi
        sleep 0.2
    done
}

# field JOB NAME: what scontrol says.
field()
{
    timeout 10 scontrol show job "$1" 2>/dev/null | tr -s ' \n' '\n' | sed -n "s/^$2=//p"
}

# all_are REGEX JOB: the states of all its elements.
all_are()
{
    local states
    states=$(field "$2" JobState)
    [ -n "$states" ] && ! grep -qvxE "$1" <<<"$states"
}

# ended JOB REGEX: state, exit code and restarts, of all its elements.
ended()
{
    local found
    wait_for 600 "the end of job $1" all_are 'COMPLETED|FAILED|TIMEOUT|CANCELLED|NODE_FAIL' "$1"
    found=$(paste -d ' ' <(field "$1" JobState) <(field "$1" ExitCode) <(field "$1" Restarts) | sort -u)
    n_checks=$((n_checks + 1))
    grep -qxE "$2" <<<"$found" || fail "job $1: $found, expected $2"
}

# restarted JOB N: so often at least, and it runs.
restarted()
{
    [ "$(field "$1" JobState)" = RUNNING ] && [ "$(field "$1" Restarts)" -ge "$2" ]
}

has_grown()
{
    [ -s "$1" ] && [ "$(stat -c %s "$1")" -gt "$2" ]
}

# same_as CSV RUN.nc: an export of the run has these bytes.
same_as()
{
    expect 0 "$NONZERO" export "$2" -o "$2.csv"
    check "$2 is as if it had not been cut" cmp "$1" "$2.csv"
    check "$2 has no journal left" test ! -e "$2.journal"
}

# at_work JOB RESTARTS RUN.nc: it computes, and has kept some units since it was started so often.
at_work()
{
    local size=0
    wait_for 120 "restart $2 of job $1" restarted "$1" "$2" || return
    [ ! -e "$3.journal" ] || size=$(stat -c %s "$3.journal")
    wait_for 60 "units of job $1 in $3.journal" has_grown "$3.journal" $((size + 10000))
}

# logged TEXT N: so many lines of the job's output have it.
logged()
{
    local n
    n_checks=$((n_checks + 1))
    n=$(grep -cF -- "$1" "job-$job")
    [ "$n" -eq "$2" ] || fail "job $job: expected $2 times, found $n times: $1"
}

# What to read after a failure.
tell()
{
    [ $n_failed -eq 0 ] || tail -n 40 job-* "$SLURM_RIG"/slurm*.log
    rm -rf "$scratch"
}
trap tell EXIT

# Replicates for runs of 20 s on one rank, and of more than the shortest limit, a minute, which
# Slurm enforces 60 to 90 s after the start. Other work on this machine makes them longer.
TIMEFORMAT=%U
cpu_s=$({ time simulate study.yaml warm.nc --set replicates=1000 >&3; } 3>&2 2>&1)
replicates=$(awk -v s="$cpu_s" 'BEGIN { printf "%d", 1000 * 20 / s }')
check "replicates from $cpu_s s" test "$replicates" -gt 300
sed "s/^replicates:.*/replicates: $replicates/" study.yaml >short.yaml
sed "s/^replicates:.*/replicates: $((5 * replicates))/" study.yaml >long.yaml
for study in study short long; do
    expect 0 launch 2 "$NONZERO" simulate $study.yaml -o $study.nc --progress=never
    expect 0 "$NONZERO" export $study.nc -o $study.csv
done
export STUDY OUTPUT LAUNCHER='srun --mpi=pmix' MAX_RESTARTS=20

# A second rig does not disturb the first; ended by a signal it leaves nothing behind.
"$rig" run bash -c 'srun sleep 1000 & echo "$SLURM_RIG" >second; sleep 1000' &
wait_for 60 'a second rig' test -s second
kill -TERM $!
code=0
wait $! || code=$?
check 'the signal is its exit code' test $code -eq 143
check 'its directory is gone' test ! -e "$(cat second)"
left=$(grep -lzxF "SLURM_CONF=$(cat second)/slurm.conf" /proc/[0-9]*/environ 2>/dev/null)
check "nothing of it runs: $left" test -z "$left"

# Two ranks on two nodes, which talk over TCP.
expect 0 timeout 120 srun --mpi=pmix --nodes=2 --ntasks=2 bash -c 'echo "$SLURMD_NODENAME"'
check 'two nodes' test "$(sort out | tr '\n' ' ')" = 'n1 n2 '
expect 0 timeout 120 srun --mpi=pmix --nodes=2 --ntasks=2 "$NONZERO" simulate study.yaml \
    -o nodes.nc --progress=never
same_as study.csv nodes.nc

# A job that is asked to stop, and submitted again with another number of tasks.
STUDY=short.yaml OUTPUT=job.nc
submit "$scripts/job.sh" --nodes=2
at_work "$job" 0 job.nc
scancel --signal=USR1 "$job"
ended "$job" 'FAILED 75:0 0'
check 'the journal is kept' test -s job.nc.journal
check 'there is no run yet' test ! -e job.nc
submit "$scripts/job.sh" --ntasks=1
ended "$job" 'COMPLETED 0:0 0'
same_as short.csv job.nc

# Elements with a seed each, and with a setting each.
STUDY=study.yaml OUTPUT=seeds
submit "$scripts/array.sh" --array=11-13
ended "$job" 'COMPLETED 0:0 0'
same_as study.csv seeds-11.nc
for seed in 12 13; do
    simulate study.yaml alone.nc --seed=$seed
    expect 0 "$NONZERO" export alone.nc -o alone.csv
    rm -f alone.nc
    same_as alone.csv seeds-$seed.nc
    refute "seed $seed is another" cmp -s study.csv seeds-$seed.nc.csv
done
sed "s/^SETTINGS=()/SETTINGS=('replicates=300' 'task.tokens=[3, 4]')/" "$scripts/array.sh" >settings.sh
check 'the script has its settings' grep -q '^SETTINGS=(.r' settings.sh
OUTPUT=settings
submit settings.sh --array=0-1
ended "$job" 'COMPLETED 0:0 0'
same_as study.csv settings-0.nc
simulate study.yaml alone.nc --set 'task.tokens=[3, 4]'
expect 0 "$NONZERO" export alone.nc -o alone.csv
same_as alone.csv settings-1.nc

# A job that stops and requeues itself, twice; by both launchers.
STUDY=short.yaml
for LAUNCHER in mpirun 'srun --mpi=pmix'; do
    OUTPUT=${LAUNCHER%% *}.nc
    submit "$scripts/requeue.sh" --nodes=2
    for restarts in 0 1; do
        at_work "$job" $restarts "$OUTPUT"
        scancel --batch --signal=USR1 "$job"
    done
    ended "$job" 'COMPLETED 0:0 2'
    same_as short.csv "$OUTPUT"
done

# The signal is there before the program: it dies of it, and nothing is lost.
printf '%s\n' '#!/bin/sh' '[ -n "${SLURM_RESTART_COUNT:-}" ] || kill -USR1 $$' 'exec "$NONZERO_TO_CUT" "$@"' >early
chmod +x early
export NONZERO_TO_CUT=$NONZERO
STUDY=study.yaml OUTPUT=early.nc NONZERO=$PWD/early submit "$scripts/requeue.sh" --nodes=2
ended "$job" 'COMPLETED 0:0 1'
same_as study.csv early.nc

# What must not be requeued: too often, wrong input, cancelled.
OUTPUT=bound.nc
MAX_RESTARTS=0 submit "$scripts/requeue.sh" --nodes=2
at_work "$job" 0 bound.nc
scancel --batch --signal=USR1 "$job"
ended "$job" 'FAILED 75:0 0'
logged 'not finished after 0 restarts' 1
STUDY=nothing.yaml submit "$scripts/requeue.sh" --nodes=2
ended "$job" 'FAILED 2:0 0'
submit "$scripts/requeue.sh" --nodes=2
at_work "$job" 0 bound.nc
scancel "$job"
ended "$job" 'CANCELLED [0-9:]* 0'
check 'the journal is kept' test -s bound.nc.journal

# The limit itself, which Slurm looks at twice a minute. A run that knows of it stops in time;
# one that does not is told by Slurm; one that is not told goes on from what it had on disk.
printf '%s\n' '#!/bin/sh' 'SLURM_JOB_END_TIME=9999999999 exec "$NONZERO_TO_CUT" "$@"' >unaware
chmod +x unaware
STUDY=long.yaml
OUTPUT=aware.nc submit "$scripts/requeue.sh" --ntasks=1 --time=1 --signal=B:CONT@1
aware=$job
OUTPUT=cut.nc NONZERO=$PWD/unaware submit "$scripts/requeue.sh" --ntasks=1 --time=1 --signal=B:CONT@1
cut=$job
OUTPUT=told.nc NONZERO=$PWD/unaware submit "$scripts/requeue.sh" --ntasks=1 --time=1 --signal=B:USR1@40
told=$job
for job in $aware $cut $told; do
    ended "$job" 'COMPLETED 0:0 [1-9][0-9]*'
done
for run in aware cut told; do
    same_as long.csv $run.nc
done
job=$cut
check 'one was cut' grep -q 'DUE TO TIME LIMIT' "job-$cut"
check 'the others were not' bash -c "! grep -q 'DUE TO TIME LIMIT' job-$aware job-$told"
finish
