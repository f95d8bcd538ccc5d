#!/bin/sh
# mistake: The node was paused, so its tasks ran on and nothing was ever missing.
# fails: node-seen
# hint: drain
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
docker node update --availability active core-03 >/dev/null

cat > prometheus.yml <<'FILE'
global:
  scrape_interval: 5s
scrape_configs:
  - job_name: node
    dns_sd_configs:
      - names: [tasks.node-exporter]
        type: A
        port: 9100
        refresh_interval: 5s
  - job_name: prometheus
    dns_sd_configs:
      - names: [tasks.prometheus]
        type: A
        port: 9090
        refresh_interval: 5s
FILE

cat > monitoring.yml <<'FILE'
version: "3.8"
services:
  node-exporter:
    image: localhost/node-exporter:1.9
    hostname: "{{.Node.Hostname}}"
    init: true
    networks: [metrics]
    deploy:
      mode: global
  prometheus:
    image: localhost/prometheus:2.53
    ports: ["9090:9090"]
    networks: [metrics]
    configs:
      - source: prometheus
        target: /etc/prometheus/prometheus.yml
    volumes: ["data:/prometheus"]
    deploy:
      placement:
        constraints: [node.role == manager]
networks:
  metrics:
configs:
  prometheus:
    name: prometheus-1
    file: ./prometheus.yml
volumes:
  data:
FILE
docker stack deploy --detach=true --resolve-image never --compose-file monitoring.yml monitoring >/dev/null
# A node that is paused keeps the tasks that it has; so it must have its task first.
tries=0
until [ "$(docker service ps monitoring_node-exporter --filter desired-state=running --format '{{.CurrentState}}' | grep -c ^Running)" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { echo 'node-exporter does not come to run on all nodes' >&2; exit 1; }
  sleep 0.2
done
docker node update --availability pause core-03 >/dev/null
