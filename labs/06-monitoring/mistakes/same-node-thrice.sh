#!/bin/sh
# mistake: Three targets are up, as asked for, but all three are the same task.
# fails: targets
# hint: one-node
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

# The address of one task, as a learner would read it from an inspection.
tries=0
address=
until [ -n "$address" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || { echo 'the exporter does not start' >&2; exit 1; }
  sleep 0.5
  task=$(docker service ps --quiet --filter desired-state=running --filter node=core-02 monitoring_node-exporter)
  [ -z "$task" ] ||
    address=$(docker inspect --format '{{range .NetworksAttachments}}{{range .Addresses}}{{.}}{{end}}{{end}}' "$task" | cut -d / -f 1)
done
cat > prometheus.yml <<FILE
global:
  scrape_interval: 5s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["$address:9100"]
        labels: { node: core-01 }
      - targets: ["$address:9100"]
        labels: { node: core-02 }
      - targets: ["$address:9100"]
        labels: { node: core-03 }
FILE
sed -i 's/name: prometheus-1/name: prometheus-2/' monitoring.yml
docker stack deploy --detach=true --resolve-image never --compose-file monitoring.yml monitoring >/dev/null
