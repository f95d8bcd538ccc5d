#!/bin/sh
# mistake: Every port was opened on the worker, where nothing listens on 2377, and none on the manager.
# fails: manager-port
# hint: elsewhere
set -eu

# on: core-03
sudo -n iptables -w -D SWARMLAB-08 -p tcp --dport 2377 -j DROP
sudo -n iptables -w -D SWARMLAB-08 -p tcp --dport 7946 -j DROP
sudo -n iptables -w -D SWARMLAB-08 -p udp --dport 7946 -j DROP
sudo -n iptables -w -D SWARMLAB-08 -p udp --dport 4789 -j DROP
