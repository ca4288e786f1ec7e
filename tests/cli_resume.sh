#!/usr/bin/env bash
# Runs that are stopped in order and gone with: exit codes, words, and the bytes of a run
# without an interruption.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"
. "$NZ_SOURCE/tests/cli_run_lib.sh"
reference

# stopped REASON: the run in the background ends as it should, all of its ranks with it.
n_before=0
stopped()
{
    local n
    ended_stopped
    says "stopped by $1"
    says 'to go on, on any number of ranks'
    check 'no rank is left' no_rank
    check 'no run before its end' test ! -e run.nc
    n=$(units run.nc)
    check "$1: ${n:-no} units are more than $n_before" test "${n:-0}" -gt "$n_before"
    check 'as many as it says' grep -qE "; $n of [0-9]+ units are saved in run.nc.journal" err
    n_before=${n:-0}
}

# Without a journal --resume starts from the beginning. Then one stop after another.
part=$((bytes / 6))
start=$SECONDS
begin 2 run.nc --resume --checkpoint-every=0
grows run.nc $part
kill -USR1 $pid # the launcher, which passes it on
stopped SIGUSR1
begin 0 run.nc --resume --checkpoint-every=0
grows run.nc $((2 * part))
kill -USR1 $pid
stopped SIGUSR1
begin 3 run.nc --resume --checkpoint-every=0
grows run.nc $((3 * part))
kill -USR1 "$(ranks | sort -n | tail -n 1)" # any rank will do
stopped SIGUSR1

# Each time what the message says goes on with the run, to its end. Blanks in names are quoted.
mkdir 'a folder'
cp -p run.nc.journal 'a folder/run 2.nc.journal'
begin 0 'a folder/run 2.nc' --resume --max-time=00:00:02 --set replicates=10000
sleep 0.3
kill -USR1 $pid
ended_with 75
for ((i = 0; i < 60 && code == 75; i++)); do
    command=$(sed -n 's/.*to go on, on any number of ranks: //p' err)
    check 'a command' test -n "$command"
    PATH="$(dirname "$NONZERO"):$PATH" bash -c "$command" >out 2>err
    code=$?
    [ $code -ne 75 ] || says 'stopped by --max-time'
done
check "sessions of 2 s end with exit code $code" test $code -eq 0
same 'a folder/run 2.nc' 'the commands of the messages'

# A limit of time without a journal before it.
for n in 0 2; do
    began=$SECONDS
    begin $n long.nc --max-time=0:00:02 --set replicates=10000000
    ended_with 75
    says 'stopped by --max-time'
    check 'no run before its end' test ! -e long.nc
    check 'not at once' test $((SECONDS - began)) -ge 1
    rm -f long.nc.journal
done

expect 0 launch 2 "$NONZERO" simulate study.yaml -o run.nc --resume --log=json
mv err log.err
took=$((SECONDS - start + 1))
same run.nc 'four sessions on 2, 1, 3 and 2 ranks'
check 'the sessions and their time are kept' awk -F'[:,]' -v most=$took '
    /"event": *"end"/ { for (i = 1; i < NF; i++) { gsub(/[" }]/, "", $i); v[$i] = $(i + 1) + 0 } n++ }
    END { exit !(n == 1 && v["sessions"] == 4 && v["total_wall_s"] > v["wall_s"] + 1 && \
        v["total_wall_s"] < most && v["total_core_s"] > v["total_wall_s"] + 0.5) }' log.err
expect 0 "$NONZERO" report run.nc -o report.html
check 'the report knows of the sessions' grep -qE '<t[hd][^>]*>Sessions</t[hd]> *<td[^>]*>4<' report.html

# A finished run is left alone, also beside a journal that a crash has left.
cp -p run.nc kept.nc
for n in 0 2; do
    cp whole.journal run.nc.journal
    begin $n run.nc --resume
    ended_with 0
    says 'run.nc is complete: nothing is left to do'
    check 'the run is as it was' cmp run.nc kept.nc
    check 'not even touched' test ! run.nc -nt kept.nc
    check 'the journal goes' test ! -e run.nc.journal
done
expect 2 "$NONZERO" simulate study.yaml -o run.nc --resume --seed=6
says 'is the run of another study'
check 'the run is as it was' cmp run.nc kept.nc

# Two runs of one journal: the second is refused, the first does not notice.
cp whole.journal two.nc.journal
truncate -s $((bytes / 2)) two.nc.journal
cp two.nc.journal cut.journal
begin 0 two.nc --resume --checkpoint-every=0
grows two.nc $((bytes / 2 + bytes / 20))
kill -STOP $pid # so that it does not end before the others have been refused
for command in "$NONZERO" "launch 2 $NONZERO"; do
    expect 2 $command simulate study.yaml -o two.nc --resume
    says "is in use by process $pid"
    expect 2 $command simulate study.yaml -o two.nc
    says "is in use by process $pid"
done
kill -CONT $pid
ended_with 0
same two.nc 'a run of which there was to be a second'

# Values that are none.
for value in -1 x nan '' 1e999; do
    expect 2 "$NONZERO" simulate study.yaml -o new.nc --checkpoint-every="$value"
    says "--checkpoint-every: expected seconds, 0 or more, not '$value'"
done
for value in 5 1:30 0:0:0 1:60:00 1:00:60 -1:00:00 1:00:00x 1:00 99:00:00: x ''; do
    expect 2 "$NONZERO" simulate study.yaml -o new.nc --max-time="$value"
    says '--max-time: expected hours:minutes:seconds'
done
expect 2 "$NONZERO" simulate study.yaml -o new.nc --log=xml
says "--log: expected text or json, not 'xml'"
check 'nothing was begun' test ! -e new.nc -a ! -e new.nc.journal
finish
