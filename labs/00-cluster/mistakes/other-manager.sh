#!/bin/sh
# mistake: began the swarm on core-02, and core-01 joined it as a worker
# fails: one-manager
# hint: other-manager

# on: core-02
docker swarm init --advertise-addr 172.17.8.102 --default-addr-pool 10.20.0.0/16 >/dev/null
docker swarm join-token --quiet worker

# on: core-01
read -r token
docker swarm join --advertise-addr 172.17.8.101 --token "$token" 172.17.8.102:2377 >/dev/null
echo "$token"

# on: core-03
read -r token
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.102:2377 >/dev/null
