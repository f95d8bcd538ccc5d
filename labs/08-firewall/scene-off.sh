#!/bin/sh
# Takes the firewalls of scene.sh away, by their name; `swarmlab up` lets core-03 join again.
set -eu

# on: core-01
if sudo -n iptables -w -S SWARMLAB-08 >/dev/null 2>&1; then
  while sudo -n iptables -w -C INPUT -j SWARMLAB-08 2>/dev/null; do sudo -n iptables -w -D INPUT -j SWARMLAB-08; done
  sudo -n iptables -w -F SWARMLAB-08
  sudo -n iptables -w -X SWARMLAB-08
fi

# on: core-03
if sudo -n iptables -w -S SWARMLAB-08 >/dev/null 2>&1; then
  while sudo -n iptables -w -C INPUT -j SWARMLAB-08 2>/dev/null; do sudo -n iptables -w -D INPUT -j SWARMLAB-08; done
  sudo -n iptables -w -F SWARMLAB-08
  sudo -n iptables -w -X SWARMLAB-08
fi
