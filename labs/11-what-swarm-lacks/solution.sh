#!/bin/sh
# Solves the lab; runs on a manager. It can be run again: a run of the job, a crowd and its end, once each is enough.
# usage: solution.sh
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

mode=$(docker service inspect --format '{{with .Spec.Mode.ReplicatedJob}}{{.TotalCompletions}}{{end}}' pieces 2>/dev/null) || mode=
if [ "$mode" != 6 ]; then
  docker service rm pieces >/dev/null 2>&1 || true
  docker service create --quiet --detach --no-resolve-image --name pieces --mode replicated-job --replicas 6 --max-concurrent 3 \
    localhost/probe:1 echo a piece is done
  completed 6
fi
if [ "$(docker service inspect --format '{{.JobStatus.JobIteration.Index}}' pieces)" = 0 ]; then
  docker service update --quiet --detach --force pieces
  completed 12
fi

# Without Prometheus nothing more can be done, and what needs it is skipped.
docker image inspect localhost/prometheus:2.53 >/dev/null 2>&1 || exit 0

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

# The loop of the text, less patient, which is the same in less time.
cat > autoscale.sh <<'FILE'
#!/bin/sh
# Scales a service with its load, as Prometheus sees it, until the service is gone.
# usage: autoscale.sh SERVICE
min=1 max=4  # tasks
each=2       # visits a second that are enough for one task
spare=20     # percent of room that must be left before a task goes
patience=11  # seconds for which fewer tasks must have been enough
pause=2      # seconds after a change until its effect is seen
load='sum(rate(whoami_requests_total[10s]))'

# number QUERY: the whole number that Prometheus answers; nothing where it has none.
number() {
  curl -sG --max-time 5 http://127.0.0.1:9091/api/v1/query --data-urlencode "query=$1" |
    sed -n 's/.*"value":\[[0-9.]*,"\([0-9]*\)"\].*/\1/p'
}

# within NUMBER: the number, or the limit that it is beyond.
within() {
  if [ "$1" -lt "$min" ]; then echo "$min"; elif [ "$1" -gt "$max" ]; then echo "$max"; else echo "$1"; fi
}

# scale TASKS WHY
scale() {
  echo "$(date +%T) from $now to $1: $2"
  docker service scale --detach "$service=$1" >/dev/null
  changed=$(date +%s)
}

service=$(docker service inspect --format '{{.ID}}' "$1") || exit
changed=0 busy=$(date +%s)
while sleep 2 && now=$(docker service inspect --format '{{.Spec.Mode.Replicated.Replicas}}' "$service" 2>/dev/null); do
  time=$(date +%s)
  needed=$(number "ceil($load / $each)")
  roomy=$(number "ceil($load / $each * (1 + $spare / 100))")
  if [ -z "$needed" ] || [ -z "$roomy" ]; then
    echo "$(date +%T) Prometheus does not know the load: nothing is changed"
    busy=$time
    continue
  fi
  needed=$(within "$needed") roomy=$(within "$roomy")
  [ "$roomy" -lt "$now" ] || busy=$time
  [ $((time - changed)) -ge "$pause" ] || continue
  if [ "$needed" -gt "$now" ]; then
    scale "$needed" "the load needs them"
  elif [ $((time - busy)) -ge "$patience" ]; then
    scale $((now - 1)) "fewer have been enough for $((time - busy)) s"
  fi
done
FILE
tasks='count(up{job="web"})'
load='sum(rate(whoami_requests_total[10s]))'
reaches 1 'clamp_max(count(up{job="web"} == 1), 1)'
# Four tasks some seconds after the load had gone: then a patient loop has been at work.
if [ -z "$(value "count_over_time(($tasks == 4 and max_over_time($load[8s:2s]) <= 2)[25m:2s])")" ]; then
  docker service rm crowd >/dev/null 2>&1 || true
  # The folder goes with this script, so the loop gets its text as a word.
  (cd / && exec sh -c "$(cat "$folder/autoscale.sh")" autoscale.sh market_web) </dev/null >/dev/null 2>&1 &
  reaches 0 "$load"
  docker service create --quiet --detach --no-resolve-image --name crowd --replicas 3 --network market_default \
    localhost/loader:1 web:4567
  reaches 4 "$tasks"
  docker service rm crowd >/dev/null
  reaches 1 "$tasks"
fi
