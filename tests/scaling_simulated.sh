#!/usr/bin/env bash
# The program under SimGrid's SMPI, in a build directory of its own below this one's: it ends on
# 16 ranks, every unit is run once, and little time is lost. Simulated time is deterministic.
set -u
for tool in smpicc smpirun; do
    if ! command -v "$tool" >/dev/null; then
        echo "no $tool: skipped"
        exit 77
    fi
done
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

# efficiency SCHEDULE UNIT_MS: that of the row in `out`.
efficiency()
{
    awk -F, -v schedule="$1" -v unit="$2" \
        '$1 == 16 && $2 == schedule && $3 == unit { print $6 }' out
}

# between LOW X HIGH
between()
{
    awk -v low="$1" -v x="$2" -v high="$3" 'BEGIN { exit !(x != "" && low <= x && x <= high) }'
}

# share WHAT: of the units in the timeline but for each rank's first: those that follow the unit
# before by number (batch), or the mean time since that ended [us] (gap).
share()
{
    grep '^run,' timeline | sort -t, -k3,3n -k4,4g | awk -F, -v what="$1" '
        $3 == rank { n++; x += what == "gap" ? 1e6 * ($4 - end) : $2 == unit + 1 }
        { rank = $3; unit = $2; end = $5 }
        END { if (n > 0) print x / n }'
}

script=$NZ_SOURCE/scripts/scaling-simulated.sh
export NZ_SIMULATED_TIMELINE=$PWD/timeline
# Fails by itself if a unit was not run once, or there is no run file.
expect 0 "$script" -b "$NZ_BUILD/simgrid" -u 1,100 -e 0,inf 16
cp out first
check 'a row for every schedule' test "$(wc -l <out)" -eq 7
# Rank 0 only serves: 15 of 16 is the most.
check 'little is lost' between 0.92 "$(efficiency 'longest first' 100)" 0.9375
check 'little of short units, too' between 0.91 "$(efficiency 'longest first' 1)" 0.9375
check 'no order costs something' between 0.85 "$(efficiency 'order unknown' 100)" 0.92
check 'static blocks lose' between 0.6 "$(efficiency 'static blocks (computed)' '')" 0.85
check 'every unit is in the timeline' test "$(grep -c '^run,' timeline)" -eq 512
check 'every result is collected' test "$(grep -c '^collect,' timeline)" -eq 512
check 'rank 0 only serves' test -z "$(grep '^run,[0-9]*,0,' timeline)"

expect 0 "$script" -b "$NZ_BUILD/simgrid" -u 1,100 -e 0,inf 16
check 'simulated time is deterministic' cmp first out

# A rank 0 that takes longer for a result than a rank for a unit is what all wait for.
expect 0 "$script" -b "$NZ_BUILD/simgrid" -u 1 -e 0 -c 1e-3 16
check 'what rank 0 does costs time' between 0.05 "$(efficiency 'longest first' 1)" 0.07

expect 0 "$script" -b "$NZ_BUILD/simgrid" -u 1 -e 0 16
check 'short units go out together' between 0.4 "$(share batch)" 1
check 'the next unit is there before it is needed' between 0 "$(share gap)" 15
finish
