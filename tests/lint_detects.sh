#!/usr/bin/env bash
# Every check of scripts/lint.sh finds the fault it is for: each is planted in a copy of the
# sources, found, and taken out again.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

mkdir tree build
for path in "$NZ_SOURCE"/* "$NZ_SOURCE"/.ci "$NZ_SOURCE"/.clang-format; do
    case ${path##*/} in
    build* | out | *.nc) ;;
    *) cp -R "$path" tree/ ;;
    esac
done
mkdir -p build/stats build/sim build/docs
cp "$NZ_BUILD/docs/nonzero.1" build/docs/
cp "$NZ_BUILD/stats/libnonzero-stats.a" build/stats/
cp "$NZ_BUILD/sim/libnonzero-sim.a" build/sim/

lint()
{
    tree/scripts/lint.sh --root tree --build build "$1" >out 2>err
}

# detects CHECK FILE COMMAND...: the check passes, fails once COMMAND has spoilt FILE, and names
# the file.
detects()
{
    local check=$1 file=$2
    shift 2
    cp -p "$file" saved 2>/dev/null
    "$@"
    n_checks=$((n_checks + 1))
    lint "$check"
    local code=$?
    [ $code -eq 1 ] || fail "lint $check: exit code $code after: $*"
    check "lint $check names the file" grep -q "$(basename "$file")" err
    if [ -e saved ]; then mv saved "$file"; else rm -f "$file"; fi
}

append()
{
    printf '%b\n' "$2" >>"$1"
}

for check in layers length forbidden symbols man shell links; do
    n_checks=$((n_checks + 1))
    lint $check || { fail "lint $check of the sources as they are"; cat err; }
done

detects layers tree/stats/law.c append tree/stats/law.c '#include "sim/law.h"'
detects layers tree/sim/law.c append tree/sim/law.c '#include "mpi/cli.h"'
detects layers tree/sim/law.c append tree/sim/law.c '# include <mpi.h>'
detects layers tree/stats/rng.c append tree/stats/rng.c '#include "rng.h"'
detects layers tree/sim/mpi.h append tree/sim/mpi.h ''
detects layers tree/stats/CMakeLists.txt append tree/stats/CMakeLists.txt 'nonzero::sim'
detects length tree/sim/law.c eval "yes '' | head -n 600 >>tree/sim/law.c"
detects forbidden tree/stats/beta.c append tree/stats/beta.c 'double x = gsl_cdf_beta_Qinv(.5, 1, 1);'
detects forbidden tree/CMakeLists.txt append tree/CMakeLists.txt 'add_compile_options(-ffast-math)'
detects forbidden tree/mpi/main.c append tree/mpi/main.c 'MPI_Win_create();'
detects forbidden tree/mpi/main.c append tree/mpi/main.c 'MPI_Put(a, b);'
detects forbidden tree/mpi/main.c append tree/mpi/main.c 'n = atoi(argv[1]);'
detects shell tree/scripts/lint.sh append tree/scripts/lint.sh 'if then'
detects shell tree/scripts/test.sh chmod a-x tree/scripts/test.sh
detects links tree/README.md append tree/README.md '[gone](docs/gone.md)'
detects man build/docs/nonzero.1 append build/docs/nonzero.1 '.NOSUCHMACRO x'
detects man build/docs/nonzero.1 append build/docs/nonzero.1 'version @PROJECT_VERSION@'

# add_object LIBRARY C: a further object in a library.
add_object()
{
    echo "$2" >extra.c
    "$NZ_CC" -c extra.c -o extra.o && ar r "$1" extra.o 2>/dev/null
}
stats=build/stats/libnonzero-stats.a
detects symbols $stats add_object $stats 'int unprefixed(void) { return 1; }'
detects symbols $stats add_object $stats \
    'double gsl_cdf_beta_Pinv(double, double, double); double nz_x(void) { return gsl_cdf_beta_Pinv(.5, 2, 3); }'
detects symbols $stats add_object $stats 'void abort(void); void nz_x(void) { abort(); }'
detects symbols build/sim/libnonzero-sim.a rm build/sim/libnonzero-sim.a

# One file is enough, and faster.
find tree -name '*.[ch]' ! -path tree/sim/law.c -exec rm -f {} +
lint format
code=$?
n_checks=$((n_checks + 1))
if [ $code -eq 0 ]; then
    detects format tree/sim/law.c append tree/sim/law.c 'int  nz_x ;'
else
    [ $code -eq 77 ] || fail "lint format: exit code $code"
fi
finish
