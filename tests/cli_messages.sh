#!/usr/bin/env bash
# On several ranks a message comes once, and the launcher sees the exit code.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

cat >study.yaml <<'STUDY'
replicates: 40
models: {parameters: [1e7, 1e9]}
law: {c: 1e8, alpha: -0.35}
task: {tokens: [3]}
test_sizes: [10]
STUDY

expect 2 launch 2 "$NONZERO" simulate nofile.yaml -o run.nc
says 'nofile.yaml: cannot be read'
expect 2 launch 2 "$NONZERO" simulate study.yaml -o nowhere/run.nc
says 'nowhere/run.nc: cannot be written'
expect 2 launch 2 "$NONZERO" simulate study.yaml -o run.nc --set level=95
says 'level'
only study.yaml
expect 0 launch 2 "$NONZERO" simulate study.yaml -o run.nc
says 'on 2 ranks: run.nc'
silent out
expect 0 launch 2 "$NONZERO" simulate study.yaml -o run.nc --progress=never
refute 'nothing to say' grep -q '^nonzero' err # the MPI library may
expect 0 launch 2 "$NONZERO" simulate study.yaml --dry-run
check 'one plan' test "$(grep -c '^cells' out)" -eq 1
finish
