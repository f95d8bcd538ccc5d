#!/bin/sh
# mistake: one lost manager was replaced while the other two went on: the quorum was never lost, and nobody had to go on alone
# fails: recovered
# hint: never-lost
set -eu
votes() { docker node inspect core-01 core-02 core-03 --format '{{if .ManagerStatus}}{{.ManagerStatus.Reachability}}{{end}}' | grep -c '^reachable$' || :; }

docker node promote core-02 core-03 >/dev/null
tries=0
until [ "$(votes)" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || exit 1
  sleep 0.5
done
docker service create --quiet --detach --no-resolve-image --name web --mode global --publish 4579:4567 localhost/whoami:1 >/dev/null
# For tasks a drained node is as good as one that is off, and it takes no half a minute until it is called Down.
docker node update --availability drain core-01 >/dev/null
docker service create --quiet --detach --no-resolve-image --name witness --mode global localhost/whoami:1 >/dev/null
tries=0
until [ "$(docker service ps witness --quiet | wc -l)" -ge 2 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || exit 1
  sleep 0.5
done
# Whoever gets a task now got it too late to have been there.
sleep 4
docker node update --availability active core-01 >/dev/null

# on: core-02
docker swarm leave --force >/dev/null || docker swarm leave --force >/dev/null

# on: core-01
docker node demote core-02 >/dev/null
docker node rm --force core-02 >/dev/null

# As in the text, a new machine comes.
# stop: core-02
# start: core-02

docker swarm join-token --quiet manager

# on: core-02
read -r token
docker swarm join --advertise-addr 172.17.8.102 --token "$token" 172.17.8.101:2377 >/dev/null

# on: core-01
# What came back is whole, so that nothing but how it came back is amiss.
voting() { docker node ls --format '{{.ManagerStatus}}' | grep -c -e Leader -e Reachable; }
running() { docker service ps web --filter desired-state=running --format '{{.CurrentState}}' | grep -c '^Running'; }
tries=0
until [ "$(voting) $(running)" = '3 3' ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 120 ] || exit 1
  sleep 0.5
done
