#!/usr/bin/env bash
# A run that is killed leaves its journal and no file under its final name, and does not spoil
# an older one.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

cat >study.yaml <<'STUDY'
replicates: 1000000000
models: {parameters: [1e7, 1e9]}
law: {c: 1e8, alpha: -0.35}
task: {tokens: [3]}
test_sizes: [10]
STUDY

# start COMMAND...: begin it and wait until it has checked its output and computes.
start()
{
    "$@" >out 2>err &
    pid=$!
    sleep 2
    check 'it is running' kill -0 $pid
}

# ended: wait for it and set `code`.
ended()
{
    code=0
    wait $pid 2>/dev/null || code=$?
    n_checks=$((n_checks + 1))
}

# rank: the process of a running `nonzero simulate` in this directory.
rank()
{
    local process
    for process in /proc/[0-9]*; do
        if [ "$(readlink "$process/cwd" 2>/dev/null)" = "$PWD" ] \
            && [ "$(cat "$process/comm" 2>/dev/null)" = nonzero-worker ]; then
            echo "${process#/proc/}"
            return
        fi
    done
}

# Whatever happens, nothing computes on after the test.
tidy()
{
    local left
    for _ in 1 2 3 4 5 6 7 8; do
        left=$(rank)
        [ -z "$left" ] || kill -KILL "$left"
    done
    rm -rf "$scratch"
}
trap tidy EXIT

start "$NONZERO" simulate study.yaml -o run.nc --progress=never
kill -KILL $pid
ended
[ $code -eq 137 ] || fail "exit code $code of a killed run"
only study.yaml run.nc.journal
rm run.nc.journal

echo older >run.nc
start launch 2 "$NONZERO" simulate study.yaml -o run.nc --progress=never
rank=$(rank)
check 'a rank is found' test -n "$rank"
kill -KILL "${rank:-$pid}"
ended
[ $code -ne 0 ] || fail 'the launcher reports success'
check 'the older file is as it was' grep -qx older run.nc
only study.yaml run.nc run.nc.journal
finish
