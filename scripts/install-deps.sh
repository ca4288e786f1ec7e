#!/usr/bin/env bash
# Installs what nonzero needs to be built, run and tested, on Debian and Ubuntu; only what is
# missing, so that a machine that has everything needs neither root nor a network.
# usage: scripts/install-deps.sh [--list]     --list prints the packages and installs nothing
set -euo pipefail

packages=(
    gcc libc6-dev cmake ninja-build pkg-config
    git                                             # the commit that a run file names
    libgsl-dev libopenmpi-dev openmpi-bin libnetcdf-dev libyaml-dev libjansson-dev libcsv-dev
    libxxhash-dev uthash-dev
    gnuplot-nox fonts-dejavu-core                   # figures
    libcunit1-dev groff-base                        # tests
)

if [ "${1:-}" = --list ]; then
    printf '%s\n' "${packages[@]}"
    exit 0
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    cat >&2 <<'MESSAGE'
install-deps.sh: this is not Debian or Ubuntu; please install by hand
  Spack        cmake ninja pkgconf gsl openmpi netcdf-c libyaml jansson xxhash uthash gnuplot cunit groff
  conda-forge  cmake ninja pkg-config c-compiler gsl openmpi libnetcdf yaml jansson xxhash uthash gnuplot
and, where it is not packaged, libcsv from https://github.com/rgamble/libcsv. Any MPI library
will do. Then build with `cmake --preset release && cmake --build --preset release`.
MESSAGE
    exit 1
fi

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install-deps.sh: missing ${missing[*]}; installing needs root or sudo" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
"${as_root[@]}" apt-get -q -o Acquire::Retries=3 update >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o Acquire::Retries=3 install --no-install-recommends "${missing[@]}" >&2
