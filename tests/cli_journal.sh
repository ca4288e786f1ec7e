#!/usr/bin/env bash
# Journals that are not written over, not believed, or cut short.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/cli_lib.sh"
. "$NZ_SOURCE/tests/cli_run_lib.sh"
RANDOM=20
reference

# random N: a number from 0 to N - 1.
random()
{
    echo $(((RANDOM * 32768 + RANDOM) % $1))
}

# refused TEXT OPTION...: the journal j.nc.journal is told to be what it is, and left alone.
refused()
{
    local text=$1
    shift
    cp -p j.nc.journal kept.journal
    expect 2 "${program:-$NONZERO}" simulate study.yaml -o j.nc "$@"
    says "$text"
    check "$text: one sentence" test "$(wc -l <err)" -eq 1
    check "$text: the journal is untouched" cmp j.nc.journal kept.journal
    check "$text: its time, too" test ! j.nc.journal -nt kept.journal
    check "$text: no run" test ! -e j.nc
}

half=$((bytes / 2))
head -c $half whole.journal >j.nc.journal
n=$(units j.nc)
check "there are units: ${n:-none}" test "${n:-0}" -gt 10
refused 'go on with --resume, or remove it'
cp j.nc.journal kept.journal
expect 2 launch 2 "$NONZERO" simulate study.yaml -o j.nc
says 'go on with --resume, or remove it'
check 'untouched on 2 ranks' cmp j.nc.journal kept.journal
refused 'replicates: 10000' --resume --set replicates=9999
refused 'seed: ' --resume --seed=6

# Another version of the program: the same one, with another commit in it.
commit=$("$NONZERO" --version | sed -n 's/.*(commit \(.*\))$/\1/p')
check 'a commit' test ${#commit} -ge 7
mkdir other
cp "$NONZERO" other
sed "s/$commit/${commit//?/0}/g" "$(dirname "$NONZERO")/nonzero-worker" >other/nonzero-worker
chmod +x other/nonzero-worker
program=other/nonzero refused "${commit//?/0}" --resume

# A byte that is not what it was, anywhere but in the last record.
for i in {1..12}; do
    head -c $half whole.journal >j.nc.journal
    at=$(random $((half - 40000)))
    byte=$(od -An -tu1 -j $at -N 1 j.nc.journal)
    printf "\\x$(printf %x $((byte ^ (1 << (i % 8)))))" \
        | dd of=j.nc.journal bs=1 seek=$at conv=notrunc status=none
    check "byte $at differs" test "$(cmp -l j.nc.journal whole.journal 2>/dev/null | wc -l)" -eq 1
    refused 'j.nc.journal: ' --resume
    check "byte $at: it is damage" grep -qE 'damaged|is not a journal|of another' err
done
refused 'j.nc.journal: '

# What is no journal.
printf 'model,score\na,1\n' >j.nc.journal
refused 'is not a journal' --resume
cp reference.nc j.nc.journal
refused 'is not a journal' --resume
rm j.nc.journal
mkdir j.nc.journal
expect 2 "$NONZERO" simulate study.yaml -o j.nc --resume
says 'is a directory'
rmdir j.nc.journal

# The last record cut short: a note, and the same bytes. Whole, and cut at random places.
for i in {0..7}; do
    case $i in
    0) cut=0 ;;
    1) cut=1 ;;
    2) cut=8 ;;
    *) cut=$((1 + $(random $((bytes / 12))))) ;;
    esac
    cp whole.journal j.nc.journal
    truncate -s $((bytes - cut)) j.nc.journal
    [ $i -ne 3 ] || truncate -s +4096 j.nc.journal # as some file systems leave it
    n=$((i % 3))
    command=("$NONZERO")
    [ $n -eq 0 ] || command=(launch $n "$NONZERO")
    expect 0 "${command[@]}" simulate study.yaml -o j.nc --resume --progress=never
    if [ $i -eq 0 ]; then
        silent err
    else
        says 'the end of the journal was cut short'
    fi
    same j.nc "cut by $cut bytes"
    rm j.nc
done

# Cut within the header, or before it: nothing is known, and the run starts again.
for length in 0 5 40; do
    head -c $length whole.journal >j.nc.journal
    begin 0 j.nc --resume
    grows j.nc 100
    kill -USR1 $pid
    ended_with 75
    rm j.nc.journal
done
finish
