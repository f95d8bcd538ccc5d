#!/bin/sh
# mistake: Only the port of the manager was opened. The node is Ready, and nobody can talk to it.
# fails: gossip-tcp
# hint: closed
set -eu

# on: core-01
sudo -n iptables -w -I SWARMLAB-08 -s core-03 -p tcp --dport 2377 -j RETURN
docker swarm join-token --quiet worker

# on: core-03
read -r token
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
