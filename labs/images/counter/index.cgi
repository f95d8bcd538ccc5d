#!/bin/sh
# GET /: counts this request in the replica's own redis key and prints every replica's count, sorted by host name. The keys of
# replaced replicas stay in redis, and so do their lines.
#   REDIS_HOST   name or address of redis; default redis
host=${REDIS_HOST:-redis}

# One script, which redis runs as a whole: no request of another replica comes between counting and reading. The visit has an
# id, so that one that is sent again, because its answer did not come, counts once.
count="if redis.call('SET', KEYS[2], 1, 'NX', 'EX', 60) then redis.call('INCR', KEYS[1]) end local lines = {}
for _, key in ipairs(redis.call('KEYS', 'counter:*')) do
lines[#lines + 1] = string.sub(key, 9) .. ' > ' .. redis.call('GET', key) end
table.sort(lines) return table.concat(lines, string.char(10))"
visit=$(cat /proc/sys/kernel/random/uuid)

# Redis takes a command as one line of text. An answer begins with its kind: `$` and a length for text, `-` for an error.
ask() {
  printf 'EVAL "%s" 2 counter:%s visit:%s\r\nQUIT\r\n' "$(echo "$count" | tr '\n' ' ')" "$(hostname)" "$visit" |
    timeout 2 nc -w 2 "$host" 6379 2>/dev/null | tr -d '\r'
}
# In the first moments of a new network a node may not know the way yet; a connection made later finds it.
answer=$(ask)
[ -n "$answer" ] || { sleep 1 && answer=$(ask); }
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
