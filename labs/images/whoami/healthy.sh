#!/bin/sh
# The health check of whoami:2: whether it answers a request of its own.
printf 'GET / HTTP/1.0\r\n\r\n' | nc 127.0.0.1 4567 | grep -q '^HTTP/1.1 200'
