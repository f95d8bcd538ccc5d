#!/bin/sh
# Process 1 of the loader image: asks every target for its page again and again, and tells on port 4570 what came of it.
# usage: loader.sh ADDRESS:PORT...
#   KEEPALIVE  1: one connection a target for as long as it lasts; else a fresh connection for every request
#   PAUSE      seconds between an answer and the next request
#   PATIENCE   whole seconds that an answer may take
# Times are hundredths of a second since the node's start: nobody sets that clock.
set -u
cr=$(printf '\r')
rm -rf /load

# Sets `now`. No process is started for it.
clock() {
  read -r now rest </proc/uptime
  now=${now%.*}${now#*.}
}

# Reads a response from standard input. Sets `body`; fails unless the status is 200 and there is a body.
response() {
  body=
  read -r -t "$PATIENCE" version status rest && [ "$status" = 200 ] || return 1
  while read -r -t "$PATIENCE" header && [ -n "${header%"$cr"}" ]; do :; done
  read -r -t "$PATIENCE" body
  body=${body%"$cr"}
  [ -n "$body" ]
}

ask_fresh() {
  timeout "$PATIENCE" nc "$host" "$port" <request >answer 2>/dev/null && response <answer || return 1
  connections=$((connections + 1))
}

# Asks on descriptors 3 and 4, which lead to the target; connects them anew where the target has closed.
ask_kept() {
  new=0
  if [ "$connected" = 0 ]; then
    nc "$host" "$port" <to >from 2>/dev/null &
    exec 3>to 4<from
    connected=1 new=1
  fi
  if printf 'GET / HTTP/1.1\r\nHost: %s\r\n\r\n' "$host" >&3 2>/dev/null && response <&4; then
    connections=$((connections + new))
    return
  fi
  exec 3>&- 4<&-
  connected=0
  return 1
}

# Failures less than eight seconds apart are one burst: began, ended, count. Of bursts long ago only the newest are kept.
failure() {
  failed=$((failed + 1))
  if [ "$burst_count" -gt 0 ] && [ $((now - burst_end)) -le 800 ]; then
    burst_end=$now
    burst_count=$((burst_count + 1))
    return
  fi
  if [ "$burst_count" -gt 0 ]; then
    echo "$burst_start $burst_end $burst_count" >>bursts
    bursts=$((bursts + 1))
    if [ "$bursts" -gt 40 ]; then
      # What is forgotten can no longer be told of: the time that is known begins after it.
      began=$(sed -n 20p bursts | cut -d ' ' -f 2)
      sed -i 1,20d bursts
      bursts=$((bursts - 20))
    fi
  fi
  burst_start=$now burst_end=$now burst_count=1
}

# How often each answer came, and when last: a file for each.
answer() {
  case $body in *[!a-zA-Z0-9\ ._-]*) body=other ;; esac
  seen=0
  [ ! -e "answers/$body" ] || read -r seen rest <"answers/$body"
  echo "$((seen + 1)) $now" >"answers/$body"
}

load() {
  host=${1%:*} port=${1##*:}
  mkdir -p "/load/$1/answers" && cd "/load/$1" || exit 1
  : >bursts
  busybox mkfifo to from
  printf 'GET / HTTP/1.0\r\nHost: %s\r\n\r\n' "$host" >request
  trap '' PIPE
  requests=0 failed=0 connections=0 connected=0 bursts=0 burst_start=0 burst_end=0 burst_count=0 last=0
  while :; do
    clock
    # After a standstill nothing is known of the time before.
    [ $((now - last)) -le 2000 ] || began=$now
    last=$now
    requests=$((requests + 1))
    if [ "$KEEPALIVE" = 1 ]; then ask_kept; else ask_fresh; fi && answer || failure
    echo "$began $last $requests $failed $connections $burst_start $burst_end $burst_count" >state
    sleep "$PAUSE"
  done
}

trap 'exit 0' TERM INT
for target; do load "$target" & done
# In the host's network, a loader that is about to go may hold the port for a moment.
while ! httpd -f -p 4570 -h /www 2>/dev/null; do sleep 0.2; done &
wait
