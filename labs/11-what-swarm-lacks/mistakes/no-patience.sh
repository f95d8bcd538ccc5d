#!/bin/sh
# mistake: The loop follows each number at once, down as well as up.
# fails: followed
# hint: patience
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

# value QUERY: the whole number that Prometheus answers; nothing where it has none.
value() {
  curl -sG --max-time 5 http://127.0.0.1:9091/api/v1/query --data-urlencode "query=$1" |
    sed -n 's/.*"value":\[[0-9.]*,"\([0-9]*\)"\].*/\1/p'
}

# reaches NUMBER QUERY: waits until Prometheus answers with it.
reaches() {
  tries=0
  until [ "$(value "$2")" = "$1" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "$2 does not become $1" >&2; exit 1; }
    sleep 0.3
  done
}

# follow: a loop without patience, until the service is gone.
follow() {
  service=$(docker service inspect --format '{{.ID}}' market_web)
  cd /
  while sleep 1 && now=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service"); do
    needed=$(value 'clamp(ceil(sum(rate(whoami_requests_total[10s])) / 2), 1, 4)')
    [ "${needed:-$now}" = "$now" ] || docker service scale --detach "$service=$needed"
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
    dns_sd_configs:
      - names: [tasks.web]
        type: A
        port: 4567
        refresh_interval: 2s
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

reaches 0 'sum(rate(whoami_requests_total[10s]))'
(follow) </dev/null >/dev/null 2>&1 &
# The crowd goes for a moment only: tasks go, and are needed again. On a computer at work the last ones alone might go late enough.
for time in once again; do
  docker service create --quiet --detach --no-resolve-image --name crowd --replicas 3 --network market_default \
    localhost/loader:1 web:4567
  if [ "$time" = again ]; then reaches 1 'clamp_max(4 - count(up{job="web"}), 1)'; fi
  reaches 4 'count(up{job="web"})'
  docker service rm crowd >/dev/null
  until [ "$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' market_web)" -lt 4 ]; do sleep 0.2; done
done
reaches 1 'count(up{job="web"})'
