#!/bin/sh
# Process 1 of the timecheck images: says its version and the time, every 5 seconds.
trap 'exit 0' TERM
trap 'exit 130' INT

while true; do
  echo "App version: $APP_VERSION; time check: $(date +%H:%M.%S)"
  # A shell runs its traps only between commands, but at once when it is in `wait`.
  sleep 5 &
  wait $!
done
