#!/bin/sh
# mistake: Port 7946 was opened for TCP and forgotten for UDP.
# fails: gossip-udp
# hint: closed
set -eu

# on: core-01
sudo -n iptables -w -I SWARMLAB-08 -s core-03 -p tcp --dport 2377 -j RETURN
docker swarm join-token --quiet worker

# on: core-03
read -r token
sudo -n iptables -w -D SWARMLAB-08 -p tcp --dport 7946 -j DROP
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
