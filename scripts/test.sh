#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors and runs every test.
# usage: scripts/test.sh [ARGUMENTS OF CTEST...]     NZ_LONG=1 adds the long verification suite
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/install-deps.sh
if [ "$(id -u)" -eq 0 ]; then # Open MPI asks root to insist
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

long=OFF
[ "${NZ_LONG:-0}" = 0 ] || long=ON
cmake --preset dev -DNZ_LONG=$long
cmake --build --preset dev --parallel "$(nproc)"
# Tests that start MPI lock one resource, so two of them never share the cores.
ctest --test-dir build-dev -j "$(nproc)" --output-on-failure --no-tests=error "$@"
