#!/bin/sh
# mistake: core-03 left and joined again, and its former entry stays in the node list
# fails: no-twins
# hint: twin
docker swarm init --advertise-addr 172.17.8.101 --default-addr-pool 10.20.0.0/16 >/dev/null
docker swarm join-token --quiet worker

# on: core-02
read -r token
docker swarm join --advertise-addr 172.17.8.102 --token "$token" 172.17.8.101:2377 >/dev/null
echo "$token"

# on: core-03
read -r token
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
docker swarm leave >/dev/null || docker swarm leave >/dev/null
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
