#!/usr/bin/env bash
# The layers: stats <- sim <- mpi. Looks at every #include and at what the libraries link.
# usage: scripts/check_layers.sh [ROOT]
set -euo pipefail
export LC_ALL=C

cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"
failed=0
n_includes=0

complain()
{
    echo "$1" >&2
    failed=1
}

# may_include LAYER PATH: whether a file of LAYER may include "PATH".
may_include()
{
    case "$1:$2" in
    stats:stats/* | sim:stats/* | sim:sim/* | mpi:stats/* | mpi:sim/* | mpi:mpi/*) return 0 ;;
    tests:stats/* | tests:sim/* | tests:mpi/* | tests:tests/*) return 0 ;;
    esac
    return 1
}

for layer in stats sim mpi tests; do
    [ -d "$layer" ] || continue
    while IFS=: read -r file line text; do
        n_includes=$((n_includes + 1))
        name=${text#*[<\"]}
        name=${name%%[>\"]*}
        if [ "$name" = mpi.h ] && [ "$layer" != mpi ] && [ "$layer" != tests ]; then
            complain "$file:$line: MPI is used below the layer mpi/"
        elif [[ $text == *\"* ]] && ! may_include "$layer" "$name"; then
            complain "$file:$line: $layer/ may not include \"$name\" (paths start at the root)"
        fi
    done < <(grep -rnE '^[[:space:]]*#[[:space:]]*include' --include='*.[ch]' "$layer" || true)
done

while read -r file; do
    complain "$file: a file of this name hides the MPI library's header"
done < <(find . -name mpi.h -not -path './build*')
if grep -nE 'nonzero::sim|nz_program|MPI' stats/CMakeLists.txt >&2; then
    complain "stats/CMakeLists.txt: stats links a layer above it"
fi
if grep -nE 'nz_program|MPI' sim/CMakeLists.txt >&2; then
    complain "sim/CMakeLists.txt: sim links a layer above it"
fi
[ "$n_includes" -gt 0 ] || complain "no #include found: is this the root of the sources?"
exit $failed
