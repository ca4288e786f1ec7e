#!/usr/bin/env bash
# The program built with MPICH, in a build directory of its own below this one's: the same
# bytes on 1, 2 and 3 ranks, and journals that go from one MPI to the other.
set -u
for tool in mpicc.mpich mpiexec.mpich; do
    if ! command -v "$tool" >/dev/null; then
        echo "no $tool: skipped"
        exit 77
    fi
done
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"
. "$NZ_SOURCE/tests/cli_run_lib.sh"
reference

cached() # NAME: its value in the cache of the build that is tested
{
    sed -n "s/^$1:[A-Z]*=//p" "$NZ_BUILD/CMakeCache.txt"
}

other=$NZ_BUILD/mpich
expect 0 "$CMAKE" -S "$NZ_SOURCE" -B "$other" -G "$NZ_GENERATOR" -DBUILD_TESTING=OFF \
    -DCMAKE_C_COMPILER="$NZ_CC" -DCMAKE_C_COMPILER_LAUNCHER="$(cached CMAKE_C_COMPILER_LAUNCHER)" \
    -DCMAKE_BUILD_TYPE="$(cached CMAKE_BUILD_TYPE)" -DCMAKE_C_FLAGS="$NZ_C_FLAGS" -DNZ_WERROR=ON \
    -DMPI_C_COMPILER=mpicc.mpich -DMPIEXEC_EXECUTABLE="$(command -v mpiexec.mpich)"
expect 0 "$CMAKE" --build "$other" --parallel 2 --target nonzero nonzero-worker
first=$NONZERO first_mpiexec=$MPIEXEC
expect 0 ldd "$other/mpi/nonzero-worker"
check 'linked with MPICH' grep -q libmpich out
refute 'linked with nothing of Open MPI' grep -qE 'libmpi\.so|libopen-|libpmix' out

use() # NONZERO MPIEXEC
{
    NONZERO=$1 MPIEXEC=$2
    mpiexec=()
}

# A journal is of one commit of the program: the one at which a build was configured. These
# two are of the same sources, so the name of one will do for both.
commit_of()
{
    "$1" --version | sed -n 's/.*(commit \(.*\))$/\1/p'
}
theirs=$(commit_of "$other/mpi/nonzero") ours=$(commit_of "$NONZERO")
check "commits $theirs and $ours" test ${#theirs} -eq ${#ours} -a ${#ours} -gt 0
mkdir mpich
cp "$other/mpi/nonzero" "$other/mpi/nonzero-worker" mpich
sed -i "s/$theirs/$ours/g" mpich/nonzero-worker
use "$PWD/mpich/nonzero" mpiexec.mpich
expect 0 "$NONZERO" --version
check 'it says so' grep -qE '^MPI +MPICH' out
for n in 1 2 3; do
    expect 0 launch $n "$NONZERO" simulate study.yaml -o run.nc --log=json
    check "$n ranks" grep -qE '"event": *"start".*"ranks": *'$n'[,}]' err
    same run.nc "$n ranks of MPICH"
    rm run.nc
done

# Before MPI is started one rank speaks, and all have the same exit code.
expect 2 launch 3 "$NONZERO" simulate study.yaml
says 'where should the run go?'
expect 2 launch 2 "$NONZERO" simulate study.yaml -o run.nc --set replicates=0
says 'replicates'
expect 0 launch 3 "$NONZERO" simulate --help
check 'help is printed once' test "$(grep -c '^ *--resume' out)" -eq 1

# Stopped under MPICH.
begin 2 run.nc --checkpoint-every=0
grows run.nc $((bytes / 8))
kill -USR1 $pid
ended_stopped
says 'stopped by SIGUSR1'
check 'no rank is left' no_rank
check 'no run before its end' test ! -e run.nc
begin 2 long.nc --max-time=0:00:02 --set replicates=10000000
ended_with 75
says 'stopped by --max-time'
rm long.nc.journal

# The other MPI goes on with it, is killed, and leaves the rest to this one.
use "$first" "$first_mpiexec"
begin 2 run.nc --resume --checkpoint-every=0
grows run.nc $((bytes / 3))
kill -KILL "$(ranks | head -n 1)"
ended
check "a killed run: exit code $code" test "$code" -ne 0
check 'no rank is left' no_rank
check 'no run' test ! -e run.nc
use "$PWD/mpich/nonzero" mpiexec.mpich
begin 3 run.nc --resume --checkpoint-every=0
grows run.nc $((bytes / 2))
kill -KILL "$(ranks | tail -n 1)"
ended
check "a killed run of MPICH: exit code $code" test "$code" -ne 0
check 'no rank is left' no_rank
expect 0 launch 2 "$NONZERO" simulate study.yaml -o run.nc --resume
same run.nc 'from one MPI to the other and back'
finish
