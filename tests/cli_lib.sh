# shellcheck shell=bash
# Sourced by the tests that are shell scripts. They run in an empty scratch directory, whose
# name has a space, and end with `finish`. From the environment: NONZERO (the program), MPIEXEC,
# NZ_SOURCE and NZ_BUILD (directories).
set -u
export LC_ALL=C OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset OMPI_COMM_WORLD_RANK PMIX_RANK PMI_RANK SLURM_PROCID
unset OMPI_COMM_WORLD_SIZE PMI_SIZE SLURM_STEP_NUM_TASKS SLURM_NTASKS
# Open MPI looks for fast networks for a fifth of a second per start, unless told to do without.
export OMPI_MCA_pml=${OMPI_MCA_pml-ob1}
# Its hwloc complains on stderr where there is no /sys, as in some containers.
export HWLOC_HIDE_ERRORS=2

scratch=$(mktemp -d "${TMPDIR:-/tmp}/nonzero test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
n_checks=0
n_failed=0
mpiexec=() # and its options, once know_launcher ran

fail()
{
    n_failed=$((n_failed + 1))
    echo "FAILED: $*"
}

# check WHAT COMMAND...: the command succeeds.
check()
{
    local what=$1
    shift
    n_checks=$((n_checks + 1))
    "$@" || fail "$what: $*"
}

# refute WHAT COMMAND...: the command reports failure (1), not trouble (2 and above).
refute()
{
    local what=$1 code=0
    shift
    n_checks=$((n_checks + 1))
    "$@" || code=$?
    [ $code -eq 1 ] || fail "$what: exit code $code of $*"
}

# expect CODE COMMAND...: run it with its output in the files `out` and `err`.
expect()
{
    local wanted=$1 code=0
    shift
    n_checks=$((n_checks + 1))
    "$@" >out 2>err </dev/null || code=$?
    if [ $code -ne "$wanted" ]; then
        fail "exit code $code, expected $wanted: $*"
        sed 's/^/    /' out err | head -n 20
    fi
}

# says TEXT: the last command printed this text to stderr, once.
says()
{
    local n
    n_checks=$((n_checks + 1))
    n=$(grep -cF -- "$1" err)
    if [ "$n" -ne 1 ]; then
        fail "expected once, found $n times on stderr: $1"
        sed 's/^/    /' err | head -n 20
    fi
}

# silent FILE: out or err is empty.
silent()
{
    n_checks=$((n_checks + 1))
    [ ! -s "$1" ] || { fail "$1 should be empty"; sed 's/^/    /' "$1" | head -n 5; }
}

# only FILE...: nothing else is in the directory, hidden or not, apart from out and err.
only()
{
    n_checks=$((n_checks + 1))
    local found wanted
    found=$(find . -mindepth 1 ! -name out ! -name err | sed 's|^\./||' | sort)
    wanted=$(printf '%s\n' "$@" | sort)
    [ "$found" = "$wanted" ] || fail "files are" $found ", expected" $wanted
}

# know_launcher: it and its options in `mpiexec`.
know_launcher()
{
    [ ${#mpiexec[@]} -eq 0 ] || return 0
    mpiexec=("$MPIEXEC")
    if "$MPIEXEC" --version 2>/dev/null | grep -qiE 'open ?(mpi|rte)'; then
        mpiexec+=(--oversubscribe)
    fi
}

# launch N COMMAND...: on N ranks, more than there are cores if need be.
launch()
{
    local n=$1
    shift
    know_launcher
    "${mpiexec[@]}" -n "$n" "$@"
}

simulate() # simulate STUDY RUN.nc [OPTION...]
{
    local study=$1 run=$2
    shift 2
    expect 0 "$NONZERO" simulate "$study" -o "$run" --progress=never "$@"
}

# rows CSV CONDITION: the rows, without the header, for which an awk condition holds. Columns:
# 1 task 2 difficulty 3 test_size 4 model 5 parameters 6 metric 7 method 8 quantity 9 value 10 mcse
rows()
{
    awk -F, "NR > 1 && ($2)" "$1"
}

# cell ROW COLUMN: of the table in `out`, by the first field of the row and the column's name.
cell()
{
    awk -F, -v row="$1" -v column="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) c = i }
        NR > 1 && $1 == row { print $c; n++ } END { exit !(c && n == 1) }' out
}

# near VALUE EXPECTED TOLERANCE [WHAT]
near()
{
    check "${4+$4: }$1 is $2 within $3" awk -v a="$1" -v b="$2" -v c="$3" \
        'BEGIN { exit !(a != "" && a - b <= c && b - a <= c) }'
}

# words TEXT: the table's words, lines joined, have this once.
words()
{
    local n
    n_checks=$((n_checks + 1))
    n=$(tr '\n' ' ' <out | grep -oF -- "$1" | wc -l)
    if [ "$n" -ne 1 ]; then
        fail "expected once in words, found $n times: $1"
        sed 's/^/    /' out
    fi
}

# without_words TEXT: they do not have it.
without_words()
{
    n_checks=$((n_checks + 1))
    ! tr '\n' ' ' <out | grep -qF -- "$1" || fail "should not be there: $1"
}

finish()
{
    echo "$n_checks checks, $n_failed failed"
    [ $n_checks -gt 0 ] && [ $n_failed -eq 0 ]
    exit
}
