#!/bin/sh
# mistake: switched the health check off, so that new tasks get requests before they listen
# fails: no-downtime
# hint: health
set -eu

# running SERVICE COUNT: waits until so many of its tasks run.
running() {
  until [ "$(docker service ps "$1" --filter desired-state=running --format "{{.CurrentState}}" | grep -c ^Running)" = "$2" ]; do
    sleep 0.2
  done
}

# answering: waits until ten connections in a row, so every task twice, get an answer; version 1 does not say when it is ready.
answering() {
  until curl -sf --max-time 5 --fail-early --output /dev/null --header 'Connection: close' 'http://172.17.8.101:4567/?[1-10]'; do
    sleep 0.2
  done
}

# loading: waits until the loader of every node has asked every node.
loading() {
  for node in 172.17.8.101 172.17.8.102 172.17.8.103; do
    until [ "$(curl -s "http://$node:4570/" | grep -c '"target"')" = 3 ]; do sleep 0.2; done
  done
}

docker service rm whoami loader >/dev/null 2>&1 || true
docker service create --quiet --detach --no-resolve-image --name whoami --replicas 5 --publish 4567:4567 localhost/whoami:1
running whoami 5
answering
docker service create --quiet --detach --no-resolve-image --name loader --mode global --network host localhost/loader:1 \
  172.17.8.101:4567 172.17.8.102:4567 172.17.8.103:4567
running loader 3
loading
docker service update --quiet --detach --no-resolve-image --update-monitor 1s --no-healthcheck --image localhost/whoami:2 whoami
until [ "$(docker service inspect whoami --format '{{.UpdateStatus.State}}')" = completed ]; do sleep 0.2; done
