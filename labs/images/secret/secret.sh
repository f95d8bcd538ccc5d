#!/bin/sh
# Process 1 of the secret image: an HTTP server on port 4567 whose only page is a file. SIGTERM ends it at once.
trap 'kill "$server"; exit 0' TERM
trap 'exit 130' INT
httpd -f -p 4567 -h /www &
server=$!
wait "$server"
