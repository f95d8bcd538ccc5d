#!/bin/sh
# Solves the lab; can be run again: what is right stays, and a node that is in a wrong swarm leaves it first. Each part hands the
# next one, from standard output to standard input, the join token, the manager's id, and the ids of the nodes that are done.
# usage: solution.sh
set -eu

# The engine gives its part in a swarm 15 s to end; one that takes longer is in it still, and is asked again.
leave() { docker swarm leave --force >/dev/null; }
seen=$(docker info --format '{{.Swarm.NodeAddr}} {{.Swarm.ControlAvailable}}{{with .Swarm.Cluster}} {{.DefaultAddrPool}}{{end}}')
if [ "$seen" != '172.17.8.101 true [10.20.0.0/16]' ]; then
  [ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = inactive ] || leave || leave || leave
  docker swarm init --advertise-addr 172.17.8.101 --default-addr-pool 10.20.0.0/16 >/dev/null
fi
id=$(docker info --format '{{.Swarm.NodeID}}')
for other in $(docker node ls --filter role=manager --quiet); do
  [ "$other" = "$id" ] || docker node demote "$other" >/dev/null
done
echo "$(docker swarm join-token --quiet worker) $id"

# on: core-02
read -r token manager ids
leave() { docker swarm leave --force >/dev/null; }
seen=$(docker info --format '{{.Swarm.NodeAddr}} {{.Swarm.ControlAvailable}} {{range .Swarm.RemoteManagers}}{{.NodeID}}{{end}}')
if [ "$seen" != "172.17.8.102 false $manager" ]; then
  [ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = inactive ] || leave || leave || leave
  docker swarm join --advertise-addr 172.17.8.102 --token "$token" 172.17.8.101:2377 >/dev/null
fi
echo "$token $manager $ids $(docker info --format '{{.Swarm.NodeID}}')"

# on: core-03
read -r token manager ids
leave() { docker swarm leave --force >/dev/null; }
seen=$(docker info --format '{{.Swarm.NodeAddr}} {{.Swarm.ControlAvailable}} {{range .Swarm.RemoteManagers}}{{.NodeID}}{{end}}')
if [ "$seen" != "172.17.8.103 false $manager" ]; then
  [ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = inactive ] || leave || leave || leave
  docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
fi
echo "$manager $ids $(docker info --format '{{.Swarm.NodeID}}')"

# on: core-01
read -r ids
for entry in $(docker node ls --quiet); do
  case " $ids " in *" $entry "*) ;; *) docker node rm --force "$entry" >/dev/null ;; esac
done
