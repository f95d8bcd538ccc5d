#!/bin/sh
# Solves the lab; can be run again. Opens the manager's port for core-03 on core-01, and on core-03 all that the other nodes need of
# it; then lets it join, with the token that comes from the manager's part.
# usage: solution.sh
set -eu

# on: core-01
if sudo -n iptables -w -S SWARMLAB-08 >/dev/null 2>&1; then
  sudo -n iptables -w -C SWARMLAB-08 -s core-03 -p tcp --dport 2377 -j RETURN 2>/dev/null ||
    sudo -n iptables -w -I SWARMLAB-08 -s core-03 -p tcp --dport 2377 -j RETURN
fi
docker swarm join-token --quiet worker

# on: core-03
read -r token
if sudo -n iptables -w -S SWARMLAB-08 >/dev/null 2>&1; then
  for what in 'tcp 7946' 'udp 7946' 'udp 4789'; do
    while sudo -n iptables -w -C SWARMLAB-08 -p "${what% *}" --dport "${what#* }" -j DROP 2>/dev/null; do
      sudo -n iptables -w -D SWARMLAB-08 -p "${what% *}" --dport "${what#* }" -j DROP
    done
  done
fi
state=$(docker info --format '{{.Swarm.LocalNodeState}}')
if [ "$state" != active ]; then
  # The engine gives its part in the swarm 15 s to end; one that takes longer is in it still, and is asked again.
  leave() { docker swarm leave --force >/dev/null; }
  [ "$state" = inactive ] || leave || leave || leave
  docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
fi

# on: core-01
[ -n "$(docker service ls --quiet --filter name=door)" ] ||
  docker service create --quiet --detach --no-resolve-image --name door --publish 4580:4567 localhost/whoami:1
