# shellcheck shell=bash
# Sourced, after cli_lib.sh, by the tests that stop, kill and resume runs: a study of some
# seconds, runs in the background, and what is known of their journals.
set -u

# Some 150 units of 20 ms.
cat >study.yaml <<'STUDY'
seed: 5
replicates: 10000
models: {parameters: [1e7, 1e8, 1e9]}
law: {c: 1e8, alpha: -0.35}
task: {tokens: [2, 5, 9]}
test_sizes: [40, 400]
metrics: [accuracy, token_edit_distance]
STUDY

# begin N RUN.nc [OPTION...]: simulate the study on N ranks (0: without a launcher) in the
# background, with its output in `out` and `err`. Sets `pid`, of the launcher if there is one,
# and is_hydra, if that is MPICH's.
# What bash starts in the background ignores SIGINT, unless told not to.
begin()
{
    local n=$1 run=$2
    shift 2
    local command=("$NONZERO" simulate study.yaml -o "$run" --progress=never "$@")
    is_hydra=no
    if [ "$n" -gt 0 ]; then
        know_launcher
        ! "${mpiexec[0]}" --version 2>/dev/null | grep -qi hydra || is_hydra=yes
        command=("${mpiexec[@]}" -n "$n" "${command[@]}")
    fi
    rm -f out err # somebody left by a killed launcher may still write to the former
    env --default-signal=INT "${command[@]}" >out 2>err </dev/null &
    pid=$!
}

# ended: wait for it and set `code`.
ended()
{
    code=0
    wait $pid 2>/dev/null || code=$?
}

# ended_with CODE: it returns this.
ended_with()
{
    ended
    n_checks=$((n_checks + 1))
    if [ $code -ne "$1" ]; then
        fail "a run in the background: exit code $code, expected $1"
        sed 's/^/    /' out err | head -n 20
    fi
}

# ended_stopped: the launcher, or the process alone, was sent SIGUSR1, and it returns 75. Of
# ranks that end with 75 after a signal that MPICH's launcher passed on, this now and then
# makes a 0.
ended_stopped()
{
    if [ $is_hydra = yes ]; then
        ended
        check "exit code $code of 75 or 0" test $code -eq 75 -o $code -eq 0
    else
        ended_with 75
    fi
}

# ranks: the processes of the runs of this test.
ranks()
{
    local comm process
    for comm in $(grep -lx nonzero-worker /proc/[0-9]*/comm 2>/dev/null); do
        process=${comm%/comm}
        if [[ "$(readlink "$process/cwd" 2>/dev/null)" == "$scratch"* ]]; then
            echo "${process#/proc/}"
        fi
    done
}

# no_rank: within 20 s none is left. Those of a killed launcher notice by themselves.
no_rank()
{
    local i
    for i in {1..200}; do
        [ -n "$(ranks)" ] || return 0
        sleep 0.1
    done
    return 1
}

size() # of a file [bytes]; 0 without one
{
    stat -c %s "$1" 2>/dev/null || echo 0
}

# soon SECONDS COMMAND...: it succeeds before the run in the background ends.
soon()
{
    local i n=$(($1 * 50))
    shift
    for ((i = 0; i < n; i++)); do
        ! "$@" || return 0
        kill -0 $pid 2>/dev/null || return 1
        sleep 0.02
    done
    return 1
}

is_larger() # FILE BYTES
{
    [ "$(size "$1")" -ge "$2" ]
}

warned() # TEXT
{
    grep -qF -- "$1" err
}

# grows RUN.nc BYTES: the run computes, and its journal has come to so much.
grows()
{
    check "$1.journal comes to $2 bytes" soon 60 is_larger "$1.journal" "$2"
}

# units RUN.nc: those in the journal, which no process has open.
units()
{
    "$NONZERO" simulate study.yaml -o "$1" 2>&1 \
        | sed -n 's/.* holds \([0-9]*\) of [0-9]* units of an unfinished run .*/\1/p'
}

# same RUN.nc WHAT: its export is that of the reference.
same()
{
    rm -f same.csv
    expect 0 "$NONZERO" export "$1" -o same.csv
    check "$2: the bytes of a run without an interruption" cmp reference.csv same.csv
    check "$2: its journal is gone" test ! -e "$1.journal"
}

# reference: a run without an interruption, and in `whole.journal` all that its journal held.
reference()
{
    begin 0 reference.nc --checkpoint-every=0
    grows reference.nc 1
    check 'a link' ln reference.nc.journal whole.journal
    ended_with 0
    silent err
    check 'the journal of a finished run is gone' test ! -e reference.nc.journal
    expect 0 "$NONZERO" export reference.nc -o reference.csv
    bytes=$(size whole.journal)
    check 'there is a journal to speak of' test "$bytes" -gt 100000
}

# Whatever happens, nothing computes on after the test.
tidy()
{
    local process
    for process in $(ranks) ${pid:-}; do
        kill -KILL "$process" 2>/dev/null
    done
    rm -rf "$scratch"
}
trap tidy EXIT
