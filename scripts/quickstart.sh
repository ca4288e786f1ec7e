#!/usr/bin/env bash
# From a fresh machine to two figures: installs what is missing, builds, runs two studies on
# two ranks and draws them into out/. Can be run again, from any directory.
set -euo pipefail
export LC_ALL=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"

scripts/install-deps.sh
mkdir -p build out
if ! { cmake --preset release && cmake --build --preset release --target nonzero \
    --parallel "$(nproc)"; } \
    >build/quickstart.log 2>&1; then
    tail -n 40 build/quickstart.log >&2
    echo "quickstart.sh: the build failed; all of it is in $root/build/quickstart.log" >&2
    exit 1
fi

nonzero=$root/build/mpi/nonzero
launch=(mpirun -n 2 --oversubscribe)
if [ "$(id -u)" -eq 0 ]; then # Open MPI asks root to insist
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

for study in mirage opt-addition; do
    "${launch[@]}" "$nonzero" simulate "configs/$study.yaml" -o "out/$study.nc"
    "$nonzero" export "out/$study.nc" -o "out/$study.csv"
done
for format in pdf png; do
    "$nonzero" figure apparent-curve out/opt-addition.nc -o "out/opt-addition-apparent-curve.$format"
    "$nonzero" figure resolution out/mirage.nc -o "out/mirage-resolution.$format"
done

# zero_models N: how many models score exactly zero in more than half of the test sets of N
# items, of how many.
zero_models()
{
    awk -F, -v n="$1" '$3 == n && $6 == "accuracy" && $8 == "zero_share" {
            all++; zero += $9 > 0.5 } END { printf "%d of %d", zero, all }' out/opt-addition.csv
}

# zero_share N MODEL: in percent.
zero_share()
{
    awk -F, -v n="$1" -v model="$2" '$3 == n && $4 == model && $6 == "accuracy" \
            && $8 == "zero_share" { printf "%.0f %%", 100 * $9 }' out/opt-addition.csv
}

# infinite_share METRIC: of emergence scores at 20 tokens and 100 items, in percent.
infinite_share()
{
    awk -F, -v metric="$1" '$2 == 20 && $3 == 100 && $6 == metric \
            && $8 == "emergence_infinite_share" { printf "%.0f %%", 100 * $9 }' out/mirage.csv
}

cat <<MESSAGE

Two figures are in $root/out

  opt-addition-apparent-curve.pdf, .png
    OPT models adding three-digit numbers: the law fitted to the real results, what test sets of
    50 to 2000 items would have shown of it, and the real results themselves. With 100 items,
    $(zero_models 100) models score exactly zero in more than half of all test sets, and the curve
    seems to start from nothing; with 2000 items $(zero_models 2000) do. opt-2.7b alone scores zero in
    $(zero_share 100 opt-2.7b) of the test sets with 100 items and in $(zero_share 2000 opt-2.7b) of those with 2000.

  mirage-resolution.pdf, .png
    Simulated models that improve smoothly, scored twice from the same outputs. With 20-token
    answers and 100 items, $(infinite_share accuracy) of test sets give accuracy an infinite
    emergence score (most neighbouring models tie, at zero), and $(infinite_share token_edit_distance) give token edit distance one.

The numbers behind them are out/*.csv (tables) and out/*.nc (netCDF). To try your own study,
copy configs/mirage.yaml, edit it and run
  build/mpi/nonzero simulate my-study.yaml -o my-run.nc
MESSAGE
