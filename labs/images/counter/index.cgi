#!/bin/sh
# GET /: counts this request in the replica's own redis key and prints every replica's count, sorted by host name. The keys of
# replaced replicas stay in redis, and so do their lines.
#   REDIS_HOST   name or address of redis; default redis
host=${REDIS_HOST:-redis}

# One script, which redis runs as a whole: no request of another replica comes between counting and reading.
count="redis.call('INCR', KEYS[1]) local lines = {}
for _, key in ipairs(redis.call('KEYS', 'counter:*')) do
lines[#lines + 1] = string.sub(key, 9) .. ' > ' .. redis.call('GET', key) end
table.sort(lines) return table.concat(lines, string.char(10))"

# Redis takes a command as one line of text. An answer begins with its kind: `$` and a length for text, `-` for an error.
answer=$(
  printf 'EVAL "%s" 1 counter:%s\r\nQUIT\r\n' "$(echo "$count" | tr '\n' ' ')" "$(hostname)" |
    timeout 3 nc -w 2 "$host" 6379 2>/dev/null | tr -d '\r'
)
case $answer in
  '$'*)
    printf 'Status: 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n\r\n'
    # The first line is the length, the last one redis' answer to QUIT.
    echo "$answer" | sed '1d;$d'
    ;;
  *)
    printf 'Status: 503 Service Unavailable\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n'
    why=$(echo "$answer" | sed -n '1s/^-//p')
    echo "$(hostname): no count from redis at $host:6379: ${why:-it cannot be reached}"
    ;;
esac
