#!/usr/bin/env bash
# The installed package, moved to another place: the program runs, and a consumer builds and
# runs by CMake's find_package and by pkg-config, and every installed header compiles alone.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

expect 0 "$CMAKE" --install "$NZ_BUILD" --prefix "$scratch/first"
mv first 'moved here'
prefix="$scratch/moved here"

expect 0 "$prefix/bin/nonzero" --version
expect 0 "$prefix/bin/nonzero" simulate "$prefix/share/nonzero/configs/mirage.yaml" --dry-run
expect 0 "$prefix/bin/nonzero" simulate "$prefix/share/nonzero/configs/opt-addition.yaml" --dry-run
expect 0 "$prefix/bin/nonzero" interval --successes=0 --trials=100
mv "$prefix/libexec/nonzero/nonzero-worker" worker
expect 1 "$prefix/bin/nonzero" --version
says 'cannot be started'
mv worker "$prefix/libexec/nonzero/nonzero-worker"
ln -s "$prefix/bin/nonzero" link
expect 0 ./link --version
check 'the man page' test -s "$prefix/share/man/man1/nonzero.1"

sanitize=()
[ -z "$NZ_SANITIZE" ] || sanitize=("-fsanitize=$NZ_SANITIZE")
wanted='0.000000 0.036993 3'

expect 0 "$CMAKE" -S "$NZ_SOURCE/tests/consumer" -B by-cmake -G "$NZ_GENERATOR" \
    "-DCMAKE_C_COMPILER=$NZ_CC" "-DCMAKE_PREFIX_PATH=$prefix" "-DCMAKE_C_FLAGS=$NZ_C_FLAGS ${sanitize[*]}"
expect 0 "$CMAKE" --build by-cmake
expect 0 by-cmake/consumer
check 'find_package' grep -qx "$wanted" out

module=$(find "$prefix" -name nonzero-sim.pc)
export PKG_CONFIG_PATH=${module%/*}
for name in nonzero-stats nonzero-sim; do
    expect 0 pkg-config --modversion $name
    check "$name is of this version" grep -qE '^[0-9]+\.[0-9]+\.[0-9]+$' out
done
refute 'no path of the build' grep -rqlF -e "$NZ_SOURCE" -e "$NZ_BUILD" -e "$scratch/first" \
    --include='*.pc' --include='*.cmake' "$prefix"
# pkg-config escapes the space of the prefix for a shell, hence eval.
flags=$(pkg-config --cflags nonzero-sim)
libs=$(pkg-config --libs nonzero-sim)
eval "compile=(\"\$NZ_CC\" -std=c11 $NZ_C_FLAGS ${sanitize[*]} $flags)"
eval "link=($libs)"
expect 0 "${compile[@]}" -o by-pkg-config "$NZ_SOURCE/tests/consumer/consumer.c" "${link[@]}"
expect 0 ./by-pkg-config
check 'pkg-config' grep -qx "$wanted" out

n_headers=0
while IFS= read -r header; do
    n_headers=$((n_headers + 1))
    echo "#include \"${header#"$prefix/include/nonzero/"}\"" >header.c
    expect 0 "${compile[@]}" -Wall -Wextra -Werror -fsyntax-only header.c
done < <(find "$prefix/include/nonzero" -name '*.h')
check 'there are headers' test $n_headers -gt 20
refute 'headers of the program are not installed' test -d "$prefix/include/nonzero/mpi"
finish
