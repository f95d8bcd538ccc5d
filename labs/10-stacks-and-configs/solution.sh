#!/bin/sh
# Solves the lab; runs on a manager. It can be run again, and does only what is missing.
# usage: solution.sh
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

stack() {
  cat > app.yml <<FILE
version: "3.8"
services:
  redis:
    image: localhost/redis:8.0
    networks: [backend]
    deploy:
      placement:
        constraints: [node.labels.disk == ssd]
  counter:
    image: localhost/counter:1
    environment:
      REDIS_HOST: redis
    networks: [backend]
    ports: ["4573:4567"]
    deploy:
      replicas: 3
      labels:
        team: shop
      resources:
        reservations:
          memory: 32M
  notice:
    image: localhost/secret:1
    environment:
      SECRET_PATH: /notice.txt
    ports: ["4574:4567"]
    configs:
      - source: notice
        target: /notice.txt
    deploy:
      mode: global
networks:
  backend:
configs:
  notice:
    name: $1
    file: ./notice.txt
FILE
  docker stack deploy --detach=true --resolve-image never --compose-file app.yml app >/dev/null
}

# What is replicated cannot become global, nor the other way round.
for service in redis:Replicated counter:Replicated notice:Global; do
  name=app_${service%:*}
  mode=$(docker service inspect --format '{{json .Spec.Mode}}' "$name" 2>/dev/null) || continue
  case $mode in *"${service#*:}"*) ;; *) docker service rm "$name" >/dev/null ;; esac
done

# The label is on core-02 alone, for one that is everywhere chooses nothing.
for node in core-01 core-03; do
  if [ -n "$(docker node inspect --format '{{index .Spec.Labels "disk"}}' "$node")" ]; then
    docker node update --label-rm disk "$node" >/dev/null
  fi
done
docker node update --label-add disk=ssd core-02 >/dev/null

# A config cannot be changed: where there is a notice-2 with another text, ours gets another name.
echo 'Open from 9 to 5, on Saturdays too' > notice.txt
config=notice-2
seen=$(docker config inspect --format '{{printf "%s" .Spec.Data}}' notice-2 2>/dev/null) || seen=
if [ -n "$seen" ] && [ "$seen" != "$(cat notice.txt)" ]; then config=notice-$(cksum notice.txt | cut -d ' ' -f 1); fi

if ! docker service inspect app_notice >/dev/null 2>&1; then
  # A rotation needs something to rotate: first the old text.
  docker config rm notice-1 >/dev/null 2>&1 || :
  echo 'Open from 9 to 5' > notice.txt
  stack notice-1
  echo 'Open from 9 to 5, on Saturdays too' > notice.txt
fi
stack "$config"

# The old one can go when no task has it any longer; the swarm refuses it until the service has changed over.
tries=0
while docker config inspect notice-1 >/dev/null 2>&1 && ! docker config rm notice-1 >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 120 ]; then docker config rm notice-1; fi
  sleep 0.5
done
