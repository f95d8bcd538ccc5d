#!/bin/sh
# Process 1 of the whoami images: an HTTP server on port 4567 whose page is the host name; /metrics counts its visits.
#   PREFIX         what the page says before the host name, as in `v2 - 217c1093489e`; nothing where it is empty
#   START_DELAY    seconds to wait before it listens; an app that needs time to start
#   DRAIN_SECONDS  seconds it goes on accepting after SIGTERM; load balancers learn of the end only then
server=

stop() {
  trap '' TERM INT
  if [ -n "$server" ]; then
    : >/tmp/draining
    sleep "${DRAIN_SECONDS:-3}"
    kill "$server"
    # What was accepted last is still being answered; when process 1 ends, so does every other.
    sleep 1
  fi
  exit 0
}
trap stop TERM
trap 'exit 130' INT

# A shell runs its traps only between commands, but at once when it is in `wait`: so even the sleep is a job.
sleep "${START_DELAY:-0}" &
wait $!

rm -f /tmp/draining
: >/tmp/requests
echo "${PREFIX:+$PREFIX - }$(hostname)" >/tmp/body
# As many l as connections may wait to be accepted; each gets a process of its own.
nc -llllllllllllllllllllllllllllllll -p 4567 -e /bin/sh /answer.sh &
server=$!
wait "$server"
