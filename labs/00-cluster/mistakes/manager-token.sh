#!/bin/sh
# mistake: core-02 joined with the manager's token
# fails: one-manager
# hint: token
docker swarm init --advertise-addr 172.17.8.101 --default-addr-pool 10.20.0.0/16 >/dev/null
echo "$(docker swarm join-token --quiet manager) $(docker swarm join-token --quiet worker)"

# on: core-02
read -r manager worker
docker swarm join --advertise-addr 172.17.8.102 --token "$manager" 172.17.8.101:2377 >/dev/null
echo "$worker"

# on: core-03
read -r token
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
