#!/bin/sh
# mistake: advertised the address of the first network, 10.0.2.15 on every machine under VirtualBox
# fails: addresses
# hint: address
device=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
docker swarm init --advertise-addr "$device" --default-addr-pool 10.20.0.0/16 >/dev/null
