#!/bin/sh
# mistake: All ports were opened, and the node was not told to join again.
# fails: ready
# hint: join
set -eu

# on: core-01
sudo -n iptables -w -I SWARMLAB-08 -s core-03 -p tcp --dport 2377 -j RETURN

# on: core-03
sudo -n iptables -w -D SWARMLAB-08 -p tcp --dport 7946 -j DROP
sudo -n iptables -w -D SWARMLAB-08 -p udp --dport 7946 -j DROP
sudo -n iptables -w -D SWARMLAB-08 -p udp --dport 4789 -j DROP
