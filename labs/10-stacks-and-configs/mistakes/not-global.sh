#!/bin/sh
# mistake: the notice has three replicas where room is, not one task on each node
# fails: notice-runs
# hint: global
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

docker node update --label-add disk=ssd core-02 >/dev/null
echo 'Open from 9 to 5' > notice.txt
cat > app.yml <<'FILE'
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
      replicas: 3
networks:
  backend:
configs:
  notice:
    name: notice-1
    file: ./notice.txt
FILE
docker stack deploy --detach=true --resolve-image never --compose-file app.yml app
