#!/bin/sh
# GET /: the file at SECRET_PATH as it is, read anew for each request.
fail() {
  printf 'Status: 500 Internal Server Error\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n%s\n' "$1"
  exit 0
}

[ -n "${SECRET_PATH:-}" ] || fail 'SECRET_PATH is not set: it names the file to print'
[ -f "$SECRET_PATH" ] || fail "there is no file at $SECRET_PATH (SECRET_PATH)"
printf 'Status: 200 OK\r\nConnection: close\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n\r\n'
cat "$SECRET_PATH"
