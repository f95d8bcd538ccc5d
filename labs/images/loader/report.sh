#!/bin/sh
# What the loader of this node has seen, as JSON, one line a target. Times are seconds before now: clocks need not agree.
#   ran          since when it has asked without a standstill; failures of that time are all listed
#   idle         since its last request began
#   failures     [began, ended, how many] of each burst of failures
#   answers      how often each answer came, of those that came in the last minute
read -r now rest </proc/uptime
now=${now%.*}${now#*.}

ago() {
  age=$((now - $1))
  [ "$age" -ge 0 ] || age=0
  printf '%d.%02d' $((age / 100)) $((age % 100))
}

burst() {
  printf '%s[%s, %s, %d]' "$comma" "$(ago "$1")" "$(ago "$2")" "$3"
  comma=', '
}

printf 'Content-Type: application/json\r\n\r\n{"targets": ['
between='
'
for folder in /load/*; do
  # The state is written anew for each request: it may be empty for a moment, on a busy node for longer.
  tries=0
  until read -r began last requests failed connections start end count <"$folder/state"; do
    tries=$((tries + 1))
    [ "$tries" -lt 40 ] || continue 2
    sleep 0.05
  done 2>/dev/null
  printf '%s{"target": "%s", "ran": %s, "idle": %s, ' "$between" "${folder##*/}" "$(ago "$began")" "$(ago "$last")"
  printf '"requests": %d, "failed": %d, "connections": %d, "failures": [' "$requests" "$failed" "$connections"
  comma=
  while read -r from to times; do burst "$from" "$to" "$times"; done <"$folder/bursts"
  [ "$count" = 0 ] || burst "$start" "$end" "$count"
  printf '], "answers": {'
  comma=
  for file in "$folder"/answers/*; do
    [ -e "$file" ] && read -r times when <"$file" && [ $((now - when)) -le 6000 ] || continue
    printf '%s"%s": %d' "$comma" "${file##*/}" "$times"
    comma=', '
  done
  printf '}}'
  between=',
'
done
printf '\n]}\n'
