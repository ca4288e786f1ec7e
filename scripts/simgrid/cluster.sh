#!/usr/bin/env bash
# A cluster of RANKS nodes of one core, for SimGrid: a fat tree of switches of 16 ports down and as
# many up, so that no link but the nodes' own is ever the narrow one. All traffic of the program is
# to and from rank 0: what counts is its link and the way there.
# usage: cluster.sh RANKS [BYTES_PER_SECOND [LATENCY_OF_A_LINK]] >PLATFORM.xml
set -euo pipefail

ranks=$1 bandwidth=${2:-12.5GBps} latency=${3:-250ns} # 100 Gb/s; 2 links a level, so .5 us
levels=1 room=16 down=16 up=1 links=1
while [ "$room" -lt "$ranks" ]; do
    levels=$((levels + 1)) room=$((room * 16)) down+=,16 up+=,16 links+=,1
done
cat <<PLATFORM
<?xml version='1.0'?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="cluster" prefix="node-" radical="0-$((room - 1))" suffix="" speed="1Gf" bw="$bandwidth"
    lat="$latency" topology="FAT_TREE" topo_parameters="$levels;$down;$up;$links"/>
</platform>
PLATFORM
