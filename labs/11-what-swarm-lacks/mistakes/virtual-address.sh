#!/bin/sh
# mistake: Prometheus scrapes the name of the service, behind which another task answers each time.
# fails: scraped
# hint: vip
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# completed COUNT: waits until so many tasks of the job have completed, in all its runs.
completed() {
  until [ "$(docker service ps pieces --format '{{.CurrentState}}' | grep -c ^Complete)" -ge "$1" ]; do
    sleep 0.2
  done
}

docker service rm pieces >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name pieces --mode replicated-job --replicas 6 --max-concurrent 3 \
  localhost/probe:1 echo a piece is done
completed 6
docker service update --quiet --detach --force pieces
completed 12

cat > prometheus.yml <<'FILE'
global:
  scrape_interval: 2s
scrape_configs:
  - job_name: web
    static_configs:
      - targets: ["web:4567"]
FILE
cat > market.yml <<'FILE'
version: "3.8"
services:
  web:
    image: localhost/whoami:1
    deploy:
      replicas: 1
  prometheus:
    image: localhost/prometheus:2.53
    ports: ["9091:9090"]
    configs:
      - source: prometheus
        target: /etc/prometheus/prometheus.yml
    deploy:
      placement:
        constraints: [node.role == manager]
configs:
  prometheus:
    name: market-prometheus-1
    file: ./prometheus.yml
FILE
docker stack deploy --detach=true --resolve-image never --compose-file market.yml market >/dev/null
