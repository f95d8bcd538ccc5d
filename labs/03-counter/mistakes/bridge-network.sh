#!/bin/sh
# mistake: the network is a bridge of one node, for --driver overlay was left out
# fails: network
# hint: not-overlay
docker network create --attachable backend
