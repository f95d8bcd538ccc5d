#!/bin/sh
# mistake: left out the pool, so the third overlay network would be VirtualBox's NAT network
# fails: formed
# hint: pool
docker swarm init --advertise-addr 172.17.8.101 >/dev/null
