#!/bin/sh
# mistake: both joins typed on core-01, which is a member already and refuses
# fails: joined
# hint: join
docker swarm init --advertise-addr 172.17.8.101 --default-addr-pool 10.20.0.0/16 >/dev/null
token=$(docker swarm join-token --quiet worker)
docker swarm join --advertise-addr 172.17.8.102 --token "$token" 172.17.8.101:2377 >/dev/null 2>&1 || true
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null 2>&1 || true
