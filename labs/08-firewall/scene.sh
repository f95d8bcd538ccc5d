#!/bin/sh
# What is amiss in this lab: core-03 is out of the swarm, and two firewalls keep it out. The one on core-01 knows the manager's
# port for core-02 alone; the one on core-03 lets in nothing of Swarm. Both are a chain SWARMLAB-08, and leave SSH alone.
set -eu

# on: core-03
# The engine gives its part in the swarm 15 s to end; one that takes longer is in it still, and is asked again.
leave() { docker swarm leave --force >/dev/null; }
[ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = inactive ] || leave || leave || leave
sudo -n iptables -w -N SWARMLAB-08 2>/dev/null || sudo -n iptables -w -F SWARMLAB-08
sudo -n iptables -w -A SWARMLAB-08 -i lo -j RETURN
for port in 2377 7946; do sudo -n iptables -w -A SWARMLAB-08 -p tcp --dport $port -j DROP; done
for port in 7946 4789; do sudo -n iptables -w -A SWARMLAB-08 -p udp --dport $port -j DROP; done
sudo -n iptables -w -C INPUT -j SWARMLAB-08 2>/dev/null || sudo -n iptables -w -I INPUT -j SWARMLAB-08

# on: core-01
for entry in $(docker node ls --quiet); do
  if [ "$(docker node inspect "$entry" --format '{{.Description.Hostname}}')" = core-03 ]; then
    docker node rm --force "$entry" >/dev/null
  fi
done
sudo -n iptables -w -N SWARMLAB-08 2>/dev/null || sudo -n iptables -w -F SWARMLAB-08
sudo -n iptables -w -A SWARMLAB-08 -i lo -j RETURN
sudo -n iptables -w -A SWARMLAB-08 -s core-02 -p tcp --dport 2377 -j RETURN
sudo -n iptables -w -A SWARMLAB-08 -p tcp --dport 2377 -j DROP
sudo -n iptables -w -C INPUT -j SWARMLAB-08 2>/dev/null || sudo -n iptables -w -I INPUT -j SWARMLAB-08
