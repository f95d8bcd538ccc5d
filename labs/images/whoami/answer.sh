#!/bin/sh
# Answers the HTTP requests of one connection, which is its standard input and output. As HTTP/1.1 has it, the connection is
# kept for the next request unless the client wants it closed. While the server drains, every answer ends its connection.
# `GET /metrics` tells Prometheus how often `GET /` was answered: a byte of /tmp/requests for each.
while read -r -t 60 method path version; do
  close=
  case $version in HTTP/1.1*) ;; *) close=1 ;; esac
  # A line that is empty but for its carriage return ends the request.
  while read -r -t 60 name value && [ "${#name}" -gt 1 ]; do
    case $name,$value in [Cc]onnection:,*[Cc]lose*) close=1 ;; esac
  done
  [ ! -e /tmp/draining ] || close=1
  status='200 OK'
  read -r body </tmp/body
  case $path in
    / | /\?*) printf . >>/tmp/requests ;;
    /metrics) body="# TYPE whoami_requests_total counter
whoami_requests_total $(stat -c %s /tmp/requests)" ;;
    *) status='404 Not Found' body='not found' ;;
  esac
  connection=keep-alive
  [ -z "$close" ] || connection=close
  printf 'HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s\n' \
    "$status" $((${#body} + 1)) "$connection" "$body"
  [ -z "$close" ] || exit 0
done
