#!/bin/sh
# Solves the lab, from nodes alone: an engine that is frozen is gone for the others, as one that is off.
# It can be run again, and does only what is missing.
# usage: solution.sh
set -eu

seen() { docker service inspect "$1" --format '{{.ID}}' 2>/dev/null || :; }
mode() { docker service inspect "$1" --format '{{if .Spec.Mode.Global}}global{{end}}' 2>/dev/null || :; }
votes() { docker node inspect "$@" --format '{{if .ManagerStatus}}{{.ManagerStatus.Reachability}}{{end}}' | grep -c '^reachable$' || :; }

docker node update --availability active core-01 >/dev/null
docker node promote core-02 core-03 >/dev/null
tries=0
until [ "$(votes core-01 core-02 core-03)" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || { echo 'there are no three managers' >&2; exit 1; }
  sleep 0.5
done
if [ -n "$(seen web)" ] && [ "$(mode web)" != global ]; then docker service rm web >/dev/null; fi
if [ -z "$(seen web)" ]; then
  # A witness of what was before is none of what comes now.
  [ -z "$(seen witness)" ] || docker service rm witness >/dev/null
  docker service create --quiet --detach --no-resolve-image --name web --mode global --publish 4579:4567 localhost/whoami:1 >/dev/null
fi
if [ -n "$(seen witness)" ] && [ "$(mode witness)" != global ]; then docker service rm witness >/dev/null; fi

# What is still to be done goes on to the next part.
if [ -z "$(seen witness)" ]; then echo leader; fi

# on: core-01
read -r todo || todo=
# The leader is frozen until the others have done without it.
# Should this script be killed, it thaws by itself.
if [ "$todo" = leader ]; then
  engine=$(cat /var/run/docker.pid)
  sudo -n kill -STOP "$engine"
  sudo -n sh -c "(sleep 200; kill -CONT $engine) >/dev/null 2>&1 </dev/null &"
fi
echo "$todo"

# on: core-02
read -r todo || todo=
if [ "$todo" = leader ]; then
  tries=0
  until [ "$(docker node ls --format '{{.Hostname}} {{.Status}}' 2>/dev/null | grep -c '^core-01 Down$')" = 1 ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 120 ]; then break; fi
    sleep 1
  done
  docker service create --quiet --detach --no-resolve-image --name witness --mode global localhost/whoami:1 >/dev/null
fi

# on: core-01
# Nobody is frozen any longer, whatever came of it.
sudo -n kill -CONT "$(cat /var/run/docker.pid)"
tries=0
until docker node ls >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { docker node ls >/dev/null; exit 1; }
  sleep 1
done

# Who joined after the witness was made has been lost before.
made=$(docker service inspect witness --format '{{.CreatedAt.Unix}}')
for node in core-02 core-03; do
  if [ "$(docker node inspect "$node" --format '{{.CreatedAt.Unix}}')" -lt "$made" ]; then lost=yes; fi
done
if [ -n "${lost-}" ]; then
  echo quorum
else
  docker node update --availability drain core-01 >/dev/null
  echo done
fi

# on: core-02
# A manager that leaves by force forgets all, as one whose disk burnt; its vote stays in the count. The engine gives it 15 s to end;
# one that takes longer is in the swarm still, and is asked again.
leave() { docker swarm leave --force >/dev/null; }
leave || leave || leave

# on: core-03
leave() { docker swarm leave --force >/dev/null; }
leave || leave || leave

# on: core-01
docker swarm init --force-new-cluster --advertise-addr 172.17.8.101 --default-addr-pool 10.20.0.0/16 >/dev/null
docker node rm --force core-02 core-03 >/dev/null

# An engine whose last word does not get through when it leaves keeps the old swarm's gossip, and is deaf in the next one until it starts anew.
# stop: core-02
# stop: core-03
# start: core-02
# start: core-03

docker swarm join-token --quiet manager

# on: core-02
read -r token
docker swarm join --advertise-addr 172.17.8.102 --token "$token" 172.17.8.101:2377 >/dev/null
echo "$token"

# on: core-03
read -r token
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
tries=0
until [ "$(docker node ls --format '{{.ManagerStatus}}' 2>/dev/null | grep -c -e Leader -e Reachable)" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || { echo 'there are no three managers again' >&2; exit 1; }
  sleep 0.5
done

# An engine that went on alone does not tell those that join where its end of the ingress network is; one that starts does.
# stop: core-01
# start: core-01

# on: core-01
# The manager that leads only leads.
docker node update --availability drain core-01 >/dev/null
