#!/bin/sh
# mistake: `docker swarm init` on core-02 too, instead of joining: two swarms
# fails: joined
# hint: second-swarm
docker swarm init --advertise-addr 172.17.8.101 --default-addr-pool 10.20.0.0/16 >/dev/null
docker swarm join-token --quiet worker

# on: core-03
read -r token
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null

# on: core-02
docker swarm init --advertise-addr 172.17.8.102 --default-addr-pool 10.20.0.0/16 >/dev/null
