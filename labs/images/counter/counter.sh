#!/bin/sh
# Process 1 of the counter image: an HTTP server on port 4567 whose only page counts. SIGTERM ends it at once.
trap 'kill "$server"; exit 0' TERM
trap 'exit 130' INT
httpd -f -p 4567 -h /www &
server=$!
wait "$server"
