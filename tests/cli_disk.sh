#!/usr/bin/env bash
# Disks that are full, limits of file size, directories that are gone or can only be read: a
# message that names the cause, a run that goes on, and no finished work lost.
set -u
# File systems of its own, which end with it, where that is allowed.
if [ -z "${NZ_MOUNTS+set}" ]; then
    for options in -m -rm; do
        if unshare $options mount -t tmpfs none /mnt 2>/dev/null; then
            NZ_MOUNTS=yes exec unshare $options bash "${BASH_SOURCE[0]}"
        fi
    done
    NZ_MOUNTS=
    echo 'mounts are not allowed: without a full disk and one that can only be read'
fi
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"
. "$NZ_SOURCE/tests/cli_run_lib.sh"
reference
run_size=$(size reference.nc)
check "a journal of $bytes bytes is larger than a run of $run_size" test "$bytes" -gt $((run_size + 50000))

# late N RUN.nc: a run on N ranks (0: without a launcher) that has come to two thirds of its
# journal, which is synced after every unit.
late()
{
    head -c $((bytes * 2 / 3)) whole.journal >"$2.journal"
    begin "$1" "$2" --resume --checkpoint-every=0
    grows "$2" $((bytes * 2 / 3 + 10000))
}

# limit BYTES: of the files of the running run; or unlimited.
limit()
{
    local process
    for process in $(ranks); do
        check "a limit of $1" prlimit --pid "$process" --fsize="$1:"
    done
}

# hurry: it has no patience with the disk any more.
hurry()
{
    kill -USR1 $pid
}

# waits CAUSE: computed, it waits for the disk.
waits()
{
    check "waits for the disk: $1" soon 60 warned 'trying again in'
    check "it says why: $1" grep -qF "$1" err
    check 'no run, nor a part of one' test -z "$(find . -name 'run.nc' -o -name '*.part')"
}

# finished RUN.nc WHAT: --resume writes the run of a journal that has all of it.
finished()
{
    expect 0 launch 2 "$NONZERO" simulate study.yaml -o "$1" --resume --log=json
    check "$2: nothing is simulated again" awk -F'"units":|"units_done":|,' '
        /"event": *"plan"/ { match($0, /"units":[0-9]+/); u = substr($0, RSTART + 8, RLENGTH - 8)
            match($0, /"units_done":[0-9]+/); d = substr($0, RSTART + 13, RLENGTH - 13); n++ }
        END { exit !(n == 1 && u > 0 && u == d) }' err
    same "$1" "$2"
}

# The limit of file size ends the journal; the run is smaller and is written.
late 2 run.nc
limit $((run_size + 10000))
ended_with 0
says 'run.nc.journal: cannot be written: File too large: the limit of the size of a file'
says 'the simulation goes on and finished work waits in memory'
same run.nc 'a limit that the journal reaches'
rm run.nc

# It ends both; then it is raised while the run waits for it.
late 0 run.nc
limit $((run_size / 2)) # less than the journal has
most=$(size run.nc.journal)
waits 'File too large'
check 'the journal ends there' test "$(size run.nc.journal)" -le $most
limit unlimited
ended_with 0
same run.nc 'a limit that was raised'
rm run.nc

# Nobody raises it: the journal keeps what it could, and --resume does the rest.
late 2 run.nc
limit $((run_size / 2)) # less than the journal has
most=$(size run.nc.journal)
waits 'File too large'
hurry
ended_with 1
says 'more were finished and are lost. Make room and go on with --resume'
check 'no run' test ! -e run.nc
n=$(units run.nc)
check "${n:-no} units are left" test "${n:-0}" -gt 5
expect 0 "$NONZERO" simulate study.yaml -o run.nc --resume
check "$n of them are not simulated again" grep -q " $n of them" err
same run.nc 'after a limit'
rm run.nc

# The directory is removed while the run computes.
mkdir -p here/there
late 2 here/there/run.nc
rm -r here
ended_with 0
same here/there/run.nc 'a directory that was removed'
rm -r here

# Its place is taken by a file: there is nothing to do but to wait for that to go.
mkdir here
late 0 here/run.nc
rm -r here
echo mine >here
waits 'Not a directory'
check 'the file is left alone' grep -qx mine here
rm here
ended_with 0
same here/run.nc 'a directory that became a file'
rm -r here

[ -n "$NZ_MOUNTS" ] || finish

# fill: not a byte more fits on the disk.
fill()
{
    cat /dev/zero >disk/filler 2>/dev/null
    check 'the disk is full' test "$(stat -f -c %f disk)" -eq 0
}

# A disk that is full for a while.
mkdir disk
mount -t tmpfs -o size=3m none disk
sed -i 's/^replicates:.*/replicates: 500000/' study.yaml
begin 2 disk/run.nc --checkpoint-every=0
grows disk/run.nc 10000
fill
check 'a warning' soon 60 warned 'the disk is full, make room on it'
says 'disk/run.nc.journal: cannot be written: No space left on device'
n=$(size disk/run.nc.journal)
rm disk/filler
check 'written again' soon 60 warned 'disk/run.nc.journal is written again: nothing is lost'
check 'it grows again' soon 60 is_larger disk/run.nc.journal $((n + 10000))
kill -USR1 $pid
ended_stopped
check 'the journal is whole' test "$(units disk/run.nc)" -gt 5
sed -i 's/^replicates:.*/replicates: 10000/' study.yaml
rm -f disk/run.nc*

# The journal fits, the run beside it does not.
mount -o remount,size=$(((bytes + run_size / 2) / 1024))k disk
late 2 disk/run.nc
waits 'No space left on device'
hurry
ended_with 1
says 'holds the whole simulation: make room and run again with --resume, which simulates nothing again'
check 'nothing else is there' test "$(ls -A disk)" = run.nc.journal
expect 2 "$NONZERO" simulate study.yaml -o disk/run.nc
says 'go on with --resume'
mount -o remount,size=3m disk
finished disk/run.nc 'a disk that was full at the end'
rm disk/run.nc

# Room is made in time.
mount -o remount,size=$(((bytes + run_size / 2) / 1024))k disk
late 0 disk/run.nc
waits 'No space left on device'
mount -o remount,size=3m disk
ended_with 0
same disk/run.nc 'a disk on which room was made'
rm disk/run.nc

# A directory that can only be read: from the start, and from some moment on.
mount -o remount,ro disk
expect 2 "$NONZERO" simulate study.yaml -o disk/run.nc
says 'Read-only file system'
mount -o remount,rw disk
late 2 disk/run.nc
mount --bind disk disk
mount -o remount,bind,ro disk
waits 'Read-only file system'
umount disk
ended_with 0
same disk/run.nc 'a directory that could only be read for a while'
umount disk
finish
