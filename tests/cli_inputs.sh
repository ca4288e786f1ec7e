#!/usr/bin/env bash
# Inputs that cannot be: exit code 2, a message that names the file and the place, no output.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"

good()
{
    cat <<'STUDY'
replicates: 40
models: {parameters: [1e7, 1e9]}
law: {c: 1e8, alpha: -0.35}
task: {tokens: [3]}
test_sizes: [10]
STUDY
}

# refused PLACE TEXT: the file bad.yaml is refused with a message at PLACE that holds TEXT.
refused()
{
    expect 2 "$NONZERO" simulate bad.yaml -o run.nc
    silent out
    n_checks=$((n_checks + 1))
    grep -F -- "$1" err | grep -qF -- "$2" || { fail "no '$2' at $1"; sed 's/^/    /' err; }
    check "$2: nothing written" test -z "$(find . -name 'run.nc*')"
}

good >bad.yaml
expect 0 "$NONZERO" simulate bad.yaml -o run.nc --progress=never
rm run.nc

{ good; echo 'replicate: 5'; } >bad.yaml
refused bad.yaml:6:1: replicate
{ good; echo 'replicates: 5'; } >bad.yaml
refused bad.yaml:6:1: replicates
good | sed 's/1e9/1e8z/' >bad.yaml
refused bad.yaml:2:28: 1e8z
good | sed 's/\[1e7, 1e9\]/[-1e7, 1e9]/' >bad.yaml
refused bad.yaml:2:23: -1e7
good | sed 's/-0.35/0.35/' >bad.yaml
refused bad.yaml:3: alpha
{ good; echo 'level: 95'; } >bad.yaml
refused bad.yaml:6:8: level
good | sed 's/\[10\]/[]/' >bad.yaml
refused bad.yaml:5:13: test_sizes
good | awk '/^test_sizes/ { printf "test_sizes: ["; for (i = 1; i < 10000000; i++) printf "%d,", i
    print i "]"; next } { print }' >bad.yaml
refused bad.yaml: ''
good | sed 's/\[1e7, 1e9\]/[1e7, 1e9/' >bad.yaml
refused bad.yaml: ''
printf 'models: \001\002' >bad.yaml
refused bad.yaml:1: 'binary'
: >bad.yaml
refused bad.yaml ''
cp "$NONZERO" bad.yaml
refused bad.yaml:1: 'binary'
rm bad.yaml
refused bad.yaml: 'No such file'
mkdir bad.yaml
refused bad.yaml: 'cannot be read'
rmdir bad.yaml

{ good; echo 'observed: real.csv'; } >bad.yaml
refused real.csv: 'No such file'
{ good; echo 'observed: .'; } >bad.yaml
refused .: 'cannot be'
{ good; echo 'observed: real.csv'; } >bad.yaml
printf 'parameters,trials,successes\n1e8,10,3\n1e9,10,11\n' >real.csv
refused real.csv:3: successes
printf 'parameters,trials,successes\n1e8,10,3\n' >real.csv
expect 0 "$NONZERO" simulate bad.yaml -o run.nc --progress=never
rm run.nc

# The table is found beside the study, not beside the user.
mkdir elsewhere
mv bad.yaml real.csv elsewhere
expect 0 "$NONZERO" simulate elsewhere/bad.yaml -o run.nc --progress=never

# export
unreadable()
{
    expect 2 "$NONZERO" export "$1"
    silent out
    says "$1:"
}
unreadable nofile.nc
echo 'not a run' >text.nc
unreadable text.nc
: >empty.nc
unreadable empty.nc
size=$(wc -c <run.nc) # of which less than 64 KiB at the end are padding
for part in 100 $((size / 3)) $((size - 65536)); do
    head -c "$part" run.nc >short.nc
    unreadable short.nc
done
mkdir folder.nc
unreadable folder.nc
finish
