#!/bin/sh
# mistake: Port 4789 was opened for TCP; the overlay speaks UDP.
# fails: overlay
# hint: closed
set -eu

# on: core-01
sudo -n iptables -w -I SWARMLAB-08 -s core-03 -p tcp --dport 2377 -j RETURN
docker swarm join-token --quiet worker

# on: core-03
read -r token
sudo -n iptables -w -D SWARMLAB-08 -p tcp --dport 7946 -j DROP
sudo -n iptables -w -D SWARMLAB-08 -p udp --dport 7946 -j DROP
sudo -n iptables -w -I SWARMLAB-08 -p tcp --dport 4789 -j RETURN
docker swarm join --advertise-addr 172.17.8.103 --token "$token" 172.17.8.101:2377 >/dev/null
