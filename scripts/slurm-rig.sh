#!/usr/bin/env bash
# A Slurm of its own on this machine: two virtual nodes of one processor each, n1 and n2, in a
# private directory, on free ports, with no trace in the system's configuration.
# usage: scripts/slurm-rig.sh run COMMAND...   start, run the command in it, stop
#        scripts/slurm-rig.sh start DIR        start and leave running; `. DIR/environment` enters
#        scripts/slurm-rig.sh stop DIR         end the jobs and daemons of DIR; DIR stays
# What COMMAND started ends with the rig, also when this script is ended by SIGTERM, SIGINT or SIGHUP.
# COMMAND finds SLURM_CONF and SLURM_RIG (the directory, with the daemons' logs) in its environment.
# Exit code: that of COMMAND; 77 where no Slurm can be started; 1 failure; 2 wrong usage.
# Needs root and the Debian packages slurm-wlm and munge. The longest path of DIR is 80 bytes.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin

readonly N_TRIES=5 PATIENCE_S=20 DIR_BYTES=80

say()
{
    echo "slurm-rig.sh: $*" >&2
}

# missing: print what stands in the way of a rig; false if there is nothing.
missing()
{
    local tool absent=()
    for tool in munged slurmctld slurmd srun sbatch scontrol sinfo; do
        command -v $tool >/dev/null || absent+=("$tool")
    done
    if [ ${#absent[@]} -gt 0 ]; then
        echo "not installed: ${absent[*]} (Debian packages slurm-wlm and munge)"
    elif [ "$(id -u)" -ne 0 ]; then
        echo "must be started by root, since slurmd starts jobs on behalf of users"
    else
        return 1
    fi
}

# is_free PORT: nothing listens there.
is_free()
{
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v ending="$(printf ':%04X' "$1")" '
        $4 == "0A" && substr($2, length($2) - 4) == ending { taken = 1 }
        END { exit taken }'
}

# choose_ports: set `port` to the first of three free ones in a row, below those that the kernel
# gives away. Another rig may take them first: then a daemon ends at once, and start tries others.
choose_ports()
{
    local i
    for ((i = 0; i < 100; i++)); do
        port=$((10000 + (RANDOM * 32768 + RANDOM) % 7000 * 3))
        if is_free $port && is_free $((port + 1)) && is_free $((port + 2)); then
            return
        fi
    done
    say "no free ports"
    return 1
}

write_configuration()
{
    cat >"$dir/slurm.conf" <<CONF
ClusterName=rig
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$port
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=5
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$dir/state
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.%n.pid
SlurmdSpoolDir=$dir/spool.%n
TmpFS=$dir/tmp.%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$dir/jobs.log
SchedulerParameters=sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=pmix
ReturnToService=2
KillWait=${SLURM_RIG_KILL_WAIT:-30}
NodeName=n[1-2] NodeHostname=localhost NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=1
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
CONF
    printf 'export SLURM_CONF=%q SLURM_RIG=%q\n' "$dir/slurm.conf" "$dir" >"$dir/environment"
}

# launch_daemon NAME COMMAND...: in a session of its own, so that a terminal's signals pass it by.
launch_daemon()
{
    local name=$1
    shift
    setsid "$@" >>"$dir/$name.log" 2>&1 </dev/null &
    echo $! >>"$dir/daemons"
    disown # no word from bash when it is killed
}

is_idle()
{
    [ "$(timeout 5 sinfo --noheader --Node --format %T 2>/dev/null | sort | uniq -c | tr -s ' ')" = ' 2 idle' ]
}

# wait_until SECONDS COMMAND...: or until a daemon has ended.
wait_until()
{
    local end=$((SECONDS + $1)) daemon
    shift
    until "$@"; do
        for daemon in $(cat "$dir/daemons"); do
            kill -0 "$daemon" 2>/dev/null || return 1
        done
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

try_to_start()
{
    local node
    rm -rf "$dir"/state "$dir"/spool.n[12] "$dir/munge.socket"
    mkdir -p "$dir"/{state,spool.n1,spool.n2,tmp.n1,tmp.n2}
    : >"$dir/daemons"
    choose_ports
    write_configuration
    launch_daemon munged munged --foreground --force --key-file "$dir/munge.key" \
        --socket "$dir/munge.socket" --pid-file "$dir/munged.pid" \
        --seed-file "$dir/munge.seed" --log-file "$dir/munged.log"
    wait_until $PATIENCE_S test -S "$dir/munge.socket" || return 1
    launch_daemon slurmctld slurmctld -D -c
    for node in n1 n2; do
        launch_daemon slurmd.$node slurmd -D -N $node
    done
    wait_until $PATIENCE_S is_idle
}

start_rig()
{
    local why i
    if why=$(missing); then
        say "$why"
        return 77
    fi
    mkdir -p "$dir" && dir=$(cd "$dir" && pwd -P) || return 1
    if [ ${#dir} -gt $DIR_BYTES ] || [[ $dir == *[[:space:]]* ]]; then
        say "the path must have at most $DIR_BYTES bytes and no space: $dir"
        return 2
    elif [ -s "$dir/daemons" ]; then
        say "$dir is in use: scripts/slurm-rig.sh stop $dir"
        return 2
    fi
    chmod 755 "$dir"
    (umask 277 && head -c 1024 /dev/urandom >"$dir/munge.key")
    export SLURM_CONF=$dir/slurm.conf SLURM_RIG=$dir
    for ((i = 0; i < N_TRIES; i++)); do
        if try_to_start; then
            return
        fi
        stop_rig
    done
    say "Slurm did not start:"
    tail -n 5 "$dir"/*.log >&2
    return 77
}

# descend PID...: these processes and all below them.
descend()
{
    ps -e -o pid= -o ppid= | awk -v roots="$*" '{ parent[$1] = $2 }
        END { n = split(roots, root, " "); for (i = 1; i <= n; i++) is[root[i]] = 1
            do { more = 0; for (p in parent) if (!(p in is) && parent[p] in is) { is[p] = more = 1 } } while (more)
            for (p in is) print p }'
}

# marked: every process that was started in the environment of this rig.
marked()
{
    (
        unset SLURM_CONF # those below are not
        grep -lzxF "SLURM_CONF=$dir/slurm.conf" /proc/[0-9]*/environ 2>/dev/null | sed 's|^/proc/||; s|/.*||'
    )
}

# ours: of these the daemons, the steps of jobs and what these started; with `run` all.
ours()
{
    local process daemons=()
    for process in $(marked); do
        if [ $is_private = yes ] || grep -qxE 'munged|slurmctld|slurmd|slurmstepd' "/proc/$process/comm" 2>/dev/null; then
            daemons+=("$process")
        fi
    done
    [ ${#daemons[@]} -eq 0 ] || descend "${daemons[@]}"
}

# end_processes SIGNAL SECONDS: to all of ours; false if some still run after that time.
end_processes()
{
    local end=$((SECONDS + $2)) pids
    pids=$(ours)
    [ -n "$pids" ] || return 0
    # shellcheck disable=SC2086
    kill -s "$1" $pids 2>/dev/null || true
    until [ -z "$(ours)" ]; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

stop_rig()
{
    [ -f "$dir/daemons" ] || return 0
    end_processes TERM 3 || end_processes KILL 5 || say "still running: $(ours)"
    rm -f "$dir/daemons"
}

end_run()
{
    local code=$?
    trap '' HUP INT TERM
    set +e
    stop_rig
    rm -rf "$dir"
    exit $code
}

# run_inside COMMAND...: in a rig of its own; signals end the command, and with it the rig.
run_inside()
{
    local code=0
    dir=$(mktemp -d "${TMPDIR:-/tmp}/slurm-rig.XXXXXX")
    trap end_run EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    start_rig || exit
    "$@" <&0 & # as a child in the background, so that signals are heard while it runs
    wait $! || code=$?
    exit $code
}

usage()
{
    sed -n 's/^# usage: */usage: /p; s/^#  \( *scripts\)/  \1/p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

is_private=no
case "${1:-}-$#" in
run-1) usage ;;
run-*)
    shift
    is_private=yes
    run_inside "$@"
    ;;
start-2)
    dir=$2
    start_rig
    ;;
stop-2)
    dir=$(cd "$2" && pwd -P)
    stop_rig
    ;;
*) usage ;;
esac
