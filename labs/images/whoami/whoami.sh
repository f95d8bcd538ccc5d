#!/bin/sh
# Process 1 of the whoami image: an HTTP server on port 4567 whose only page is the host name.
#   START_DELAY    seconds to wait before it listens; an app that needs time to start
#   DRAIN_SECONDS  seconds it goes on accepting after SIGTERM; load balancers learn of the end only then
server=

stop() {
  trap '' TERM INT
  if [ -n "$server" ]; then
    sleep "${DRAIN_SECONDS:-3}"
    kill "$server"
  fi
  exit 0
}
trap stop TERM
trap 'exit 130' INT

# A shell runs its traps only between commands, but at once when it is in `wait`: so even the sleep is a job.
sleep "${START_DELAY:-0}" &
wait $!

hostname > /www/index.html
httpd -f -p 4567 -h /www &
server=$!
wait "$server"
