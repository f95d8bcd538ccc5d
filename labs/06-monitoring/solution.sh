#!/bin/sh
# Solves the lab; runs on a manager. It can be run again, and does only what is missing.
# usage: solution.sh
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# cAdvisor and Grafana where their images are at hand; nothing in the lab rests on them.
picture=
if docker image inspect localhost/cadvisor:0.52 localhost/grafana:12 >/dev/null 2>&1; then picture=yes; fi

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
[ -z "$picture" ] || cat >> prometheus.yml <<'FILE'
  - job_name: cadvisor
    dns_sd_configs:
      - names: [tasks.cadvisor]
        type: A
        port: 8080
        refresh_interval: 5s
FILE

# A config cannot be changed, so its name tells its content: the one that the learner may have made stays as it is.
config=prometheus-$(cksum prometheus.yml | cut -d ' ' -f 1)

cat > monitoring.yml <<FILE
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
    name: $config
    file: ./prometheus.yml
volumes:
  data:
FILE

files='--compose-file monitoring.yml'
if [ -n "$picture" ]; then
  files="$files --compose-file picture.yml"
  cat > datasources.yml <<'FILE'
apiVersion: 1
datasources:
  - name: Prometheus
    uid: prometheus
    type: prometheus
    url: http://prometheus:9090
    isDefault: true
FILE
  cat > dashboards.yml <<'FILE'
apiVersion: 1
providers:
  - name: swarm
    options:
      path: /etc/grafana/dashboards
FILE
  cat > swarm-nodes.json <<'FILE'
{
  "uid": "swarm-nodes",
  "title": "Nodes of the swarm",
  "schemaVersion": 39,
  "refresh": "5s",
  "time": { "from": "now-15m", "to": "now" },
  "panels": [
    {
      "id": 1,
      "title": "Load, one minute",
      "type": "timeseries",
      "gridPos": { "x": 0, "y": 0, "w": 24, "h": 10 },
      "datasource": { "type": "prometheus", "uid": "prometheus" },
      "targets": [
        {
          "refId": "A",
          "expr": "node_load1 * on (instance) group_left (nodename) node_uname_info",
          "legendFormat": "{{nodename}}"
        }
      ]
    }
  ]
}
FILE
  cat > picture.yml <<'FILE'
version: "3.8"
services:
  cadvisor:
    image: localhost/cadvisor:0.52
    hostname: "{{.Node.Hostname}}"
    networks: [metrics]
    volumes:
      - /:/rootfs:ro
      - /var/run:/var/run:ro
      - /sys:/sys:ro
      - /var/lib/docker/:/var/lib/docker:ro
    deploy:
      mode: global
  grafana:
    image: localhost/grafana:12
    ports: ["3000:3000"]
    networks: [metrics]
    environment:
      GF_AUTH_ANONYMOUS_ENABLED: "true"
    configs:
      - source: datasources
        target: /etc/grafana/provisioning/datasources/prometheus.yml
      - source: dashboards
        target: /etc/grafana/provisioning/dashboards/swarm.yml
      - source: swarm-nodes
        target: /etc/grafana/dashboards/swarm-nodes.json
configs:
  datasources:
    file: ./datasources.yml
  dashboards:
    file: ./dashboards.yml
  swarm-nodes:
    file: ./swarm-nodes.json
FILE
fi

# What is replicated cannot become global.
mode=$(docker service inspect --format '{{if .Spec.Mode.Global}}global{{end}}' monitoring_node-exporter 2>/dev/null) || mode=global
[ "$mode" = global ] || docker service rm monitoring_node-exporter >/dev/null

docker node update --availability active core-03 >/dev/null
# shellcheck disable=SC2086 # the list of files is split on purpose
docker stack deploy --detach=true --resolve-image never $files monitoring >/dev/null

# Prometheus shall see a node go and come back. Once is enough: four looks, five seconds apart, at which one of three was missing.
value() {
  curl -sG http://127.0.0.1:9090/api/v1/query --data-urlencode "query=$1" |
    sed -n 's/.*"value":\[[0-9.]*,"\([0-9]*\)"\].*/\1/p'
}
tries=0
until [ "$(value 'count(count by (nodename) (node_uname_info))')" = 3 ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 90 ] || { echo 'Prometheus does not see three nodes' >&2; exit 1; }
  sleep 1
done
missed=$(value 'count_over_time((count(count by (nodename) (node_uname_info)) == 2)[25m:5s])')
if [ "${missed:-0}" -lt 4 ]; then
  docker node update --availability drain core-03 >/dev/null
  sleep 25
  docker node update --availability active core-03 >/dev/null
fi
