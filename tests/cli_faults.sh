#!/usr/bin/env bash
# Runs that are killed at random moments, in any of the ways that there are, go on with
# --resume to the bytes of a run without an interruption. NZ_KILLS: how many are killed (12).
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"
. "$NZ_SOURCE/tests/cli_run_lib.sh"
RANDOM=${NZ_SEED:-8}
reference

n_kills=0   # that ended a run before its end
n_before=0  # units that the journal had then
n_early=0   # kills of runs that had not written anything
n_runs=0    # that came to their end
n_moments=0 # tried

# strike HOW: on the run in the background, which has $n ranks or is one process (0).
strike()
{
    local target=$pid all
    case $1 in
    rank)
        all=($(ranks))
        target=${all[RANDOM % (${#all[@]} > 0 ? ${#all[@]} : 1)]:-$pid}
        kill -KILL "$target"
        ;;
    *) kill -"$1" "$target" ;;
    esac 2>/dev/null
}

# look HOW: what the killed run has left: all that it had before, and no run.
look()
{
    local now
    # MPICH's launcher returns the number of the signal, of SIGINT 2, or at times 0.
    [ $is_hydra = yes ] \
        || check "$1 on $n ranks: exit code $code" test $code -ne 0 -a $code -ne 2 -a $code -ne 75
    check "$1: nothing of the journal is lost" is_larger run.nc.journal "$seen"
    if [ "$(size run.nc.journal)" -eq 0 ]; then
        n_early=$((n_early + 1))
        return
    fi
    now=$(units run.nc)
    check "$1: ${now:-no} units, not fewer than $n_before" test "${now:--1}" -ge "$n_before"
    check "$1: more of them" test "${now:-0}" -gt $((is_at_work ? n_before : -1))
    n_before=${now:-0}
    if [[ $n -eq 0 && $is_at_work -eq 1 && $1 =~ ^(TERM|INT|HUP)$ ]]; then
        says "; $now of $n_units units are saved"
    fi
}

ways=(rank KILL TERM INT rank KILL TERM rank INT HUP)
n_units=$(cp whole.journal w.nc.journal && units w.nc)
while [ $n_kills -lt "${NZ_KILLS:-12}" ] && [ $n_moments -lt $((20 + 4 * ${NZ_KILLS:-12})) ]; do
    n_moments=$((n_moments + 1))
    n=$((RANDOM % 4))
    how=${ways[RANDOM % ${#ways[@]}]}
    start=$(size run.nc.journal)
    begin $n run.nc --resume --checkpoint-every=0
    is_at_work=$((RANDOM % 4 > 0))
    if [ $is_at_work -eq 0 ]; then # at any moment, also before anything is there
        sleep 0.$((100 + RANDOM % 500))
    else
        soon 60 is_larger run.nc.journal $((start + bytes / 40 + RANDOM % (bytes / 8)))
    fi
    seen=$(size run.nc.journal)
    strike $how
    ended
    check "$how on $n ranks: no rank is left" no_rank # some live on for a moment, and may finish
    if [ -e run.nc ]; then # its end was first, perhaps by little
        expect 0 "$NONZERO" simulate study.yaml -o run.nc --resume
        says 'nothing is left to do'
        same run.nc "after $n_kills kills"
        rm -f run.nc
        n_runs=$((n_runs + 1))
        n_before=0
    else
        n_kills=$((n_kills + 1))
        look $how
    fi
done
check "$n_kills runs were killed" test $n_kills -eq "${NZ_KILLS:-12}"
check "$n_early of them before anything was written" test $n_early -lt $((n_kills / 2))
expect 0 launch 2 "$NONZERO" simulate study.yaml -o run.nc --resume --progress=never
same run.nc 'after the last kill'
echo "$n_kills kills, $n_runs runs came to their end between them"
finish
