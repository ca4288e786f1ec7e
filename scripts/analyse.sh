#!/usr/bin/env bash
# Static analysis with cppcheck and clang-tidy, each if it is installed. Not part of the tests:
# findings differ by version and are for a reader to judge.
# usage: scripts/analyse.sh [FILE.c...]     default: all of stats, sim and mpi
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ $# -eq 0 ]; then
    set -- stats/*.c sim/*.c mpi/*.c
fi
cmake --preset dev -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null

if command -v cppcheck >/dev/null; then
    echo '== cppcheck'
    cppcheck --std=c11 --language=c -I . --quiet --inline-suppr \
        --enable=warning,portability,performance --suppress=missingIncludeSystem "$@"
fi
if command -v clang-tidy >/dev/null; then
    echo '== clang-tidy'
    clang-tidy -p build-dev --quiet \
        --checks='-*,clang-analyzer-*,bugprone-*,mpi-*,performance-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling' \
        "$@" 2>/dev/null
fi
