#!/usr/bin/env bash
# Parallel efficiency of `nonzero simulate` on more ranks than there are here: the program, built
# with SimGrid's SMPI in place of MPI, runs on simulated clusters; docs/scaling.md says what is
# simulated and what is not. Prints a table, as that of docs/scaling.csv.
# usage: scripts/scaling-simulated.sh [OPTION...] [RANKS...]      default: 16 256 1024 4096
#   -b DIR     where to build and run           (default: build-simgrid)
#   -u MS,...  mean times of a unit [ms], or design: what the program predicts of its units
#              (default: 1,10,100,1000)
#   -e E,...   error of the predicted times, the sd of its logarithm; inf: nothing is known of a
#              unit (default: 0,0.2,inf)
#   -c S       what it takes rank 0 to receive and keep a result [s] (default: 1.6e-5)
#   -n N       units for each rank (default: 32)
# If NZ_SIMULATED_TIMELINE names a file, the last run leaves there, of every unit, what was done
# (run, collect), its number, the rank, begin and end [s].
# Exit code 77: SimGrid is not installed.
set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=$root/build-simgrid units=1,10,100,1000 errors=0,0.2,inf collect=1.6e-5 per_rank=32
while getopts b:u:e:c:n: option; do
    case $option in
    b) build=$OPTARG ;;
    u) units=$OPTARG ;;
    e) errors=$OPTARG ;;
    c) collect=$OPTARG ;;
    n) per_rank=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- 16 256 1024 4096

for tool in smpicc smpirun cmake; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed (libsimgrid-dev)" >&2; exit 77; }
done
mkdir -p "$build"
build=$(cd "$build" && pwd -P)
{
    [ -f "$build/CMakeCache.txt" ] \
        || cmake -S "$root/scripts/simgrid" -B "$build" -DCMAKE_BUILD_TYPE=Release
    cmake --build "$build" --parallel 2 \
        --target nonzero-simulated static-schedules find-replicates
} >"$build/build.log" 2>&1 || { cat "$build/build.log" >&2; exit 1; }
study=$root/scripts/simgrid/study.yaml
scratch=$(mktemp -d "$build/run.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# What SMPI is told, each for a reason (docs/scaling.md).
smpi=(
    --cfg=smpi/simulate-computation:no # units cost what they are said to, not what this machine takes
    --cfg=smpi/host-speed:1Gf          # as cluster.sh says: seconds of smpi_execute are seconds
    # Other algorithms take a message from each rank to every other before they start.
    --cfg=smpi/coll-selector:ompi --cfg=smpi/bcast:binomial_tree --cfg=smpi/allreduce:rdb
    # A message costs its sender and its receiver a core for 1 us, and 1 s for 10 GB.
    --cfg=smpi/os:0:1e-6:1e-10 --cfg=smpi/ois:0:1e-6:1e-10 --cfg=smpi/or:0:1e-6:1e-10
    # Looking for messages in vain takes no time: else it would take 100 us, a real one takes less
    # than 1. The program pauses between two looks.
    --cfg=smpi/iprobe:0 --cfg=smpi/test:0 --cfg=smpi/wtime:0
    --cfg=smpi/async-small-thresh:65536
    --cfg=contexts/stack-size:1024 # [KiB] of a rank, so that 4096 need little memory
    --cfg=smpi/display-timing:yes --log=root.thres:critical --log=smpi_utils.thres:info
)

value()
{
    sed -n "s/^$1=//p" "$scratch/report"
}

# run RANKS REPLICATES: leaves `report` and the simulated `seconds`.
run()
{
    local ranks=$1 replicates=$2
    "$root/scripts/simgrid/cluster.sh" "$ranks" >"$scratch/cluster.xml"
    seq -f 'node-%.0f' 0 $((ranks - 1)) >"$scratch/hosts"
    rm -f "$scratch"/run.nc* "$scratch/report"
    NZ_SIMULATED_REPORT=$scratch/report NZ_SIMULATED_COLLECT_S=$collect \
        smpirun -np "$ranks" -platform "$scratch/cluster.xml" -hostfile "$scratch/hosts" \
        -no-privatize "${smpi[@]}" "$build/libnonzero-simulated.so" simulate "$study" \
        -o "$scratch/run.nc" --progress=never --set "$curves" --set "replicates=$replicates" \
        >"$scratch/log" 2>&1 \
        || { cat "$scratch/log" >&2; return 1; }
    seconds=$(sed -n 's/.*Simulated time: \([0-9.e+-]*\) seconds.*/\1/p' "$scratch/log")
    if [ ! -s "$scratch/run.nc" ] || [ -e "$scratch/run.nc.journal" ] || [ -z "$seconds" ] \
        || [ "$(value run_once)" != "$(value units)" ]; then
        cat "$scratch/log" "$scratch/report" >&2
        echo "$ranks ranks: no run file, or not every unit was run once" >&2
        return 1
    fi
    awk -F= -v s="$seconds" '{ v[$1] = $2 } END { printf "%d ranks: %d units, %.4f s in all, %.4f s" \
        " for the units; on this machine %.1f us to merge and %.1f us to keep a result of %d" \
        " bytes, %.2f s to estimate\n", v["ranks"], v["units"], s, v["end_s"] - v["begin_s"],
        v["merge_us"], v["journal_us"], v["mean_bytes"], v["estimate_s"] }' "$scratch/report" >&2
}

# row SCHEDULE UNIT_MS: of what `run` left. The efficiency of the whole program.
row()
{
    awk -F= -v schedule="$1" -v unit="$2" -v s="$seconds" '{ v[$1] = $2 } END {
        if (unit == "design") unit = sprintf("%.3g", 1e3 * v["work_s"] / v["units"])
        printf "%d,%s,%s,%.4f,simulated,%.4f\n", v["ranks"], schedule, unit, s,
            v["work_s"] / (v["ranks"] * s) }' "$scratch/report"
}

schedule_of()
{
    case $1 in
    0) echo 'longest first' ;;
    inf) echo 'order unknown' ;;
    *) echo "predicted to $(awk -v e="$1" 'BEGIN { printf "%.0f", 100 * e }') %" ;;
    esac
}

echo 'ranks,schedule,unit_ms,seconds,source,efficiency'
for ranks in "$@"; do
    # So many curves that the program itself would make units of .1 s, but 8 to 800.
    n_curves=$((per_rank * ranks / 200))
    n_curves=$((n_curves < 8 ? 8 : n_curves > 800 ? 800 : n_curves))
    curves="test_sizes=[$(seq -s, 1001 $((1000 + n_curves)))]"
    read -r replicates n_units < <("$build/find-replicates" "$study" $((per_rank * ranks)) "$curves")
    for unit in ${units//,/ }; do
        if [ "$unit" = design ]; then
            run "$ranks" "$replicates"
            row "own units" design
            continue
        fi
        export NZ_SIMULATED_UNIT_MS=$unit NZ_SIMULATED_SPREAD=0.5 NZ_SIMULATED_ERROR
        for NZ_SIMULATED_ERROR in ${errors//,/ }; do
            run "$ranks" "$replicates"
            row "$(schedule_of "$NZ_SIMULATED_ERROR")" "$unit"
        done
        unset NZ_SIMULATED_UNIT_MS NZ_SIMULATED_SPREAD NZ_SIMULATED_ERROR
    done
    # Efficiencies of fixed schedules do not depend on the unit.
    for schedule in blocks dealt; do
        NZ_SIMULATED_UNIT_MS=100 NZ_SIMULATED_SPREAD=0.5 \
            NZ_SIMULATED_ERROR=$([ $schedule = blocks ] && echo inf || echo 0) \
            "$build/static-schedules" "$ranks" "$n_units" \
            | awk -F= -v ranks="$ranks" -v schedule=$schedule '$1 == schedule {
                name = schedule == "blocks" ? "static blocks (computed)" \
                    : "static dealt (computed)"
                printf "%d,%s,,,simulated,%.4f\n", ranks, name, $2 }'
    done
done
