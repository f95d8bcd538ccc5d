#!/bin/sh
# Process 1 of localhost/redis where it is made from Debian's package; does what the upstream image's does:
# options alone are redis-server's, and without a configuration file it answers other hosts, no password asked.
case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "${1:-}" = redis-server ]; then
  case "${2:-}" in
    -v | --version | -h | --help | --test-memory | --check-system) ;;
    '' | -*) shift && set -- redis-server --protected-mode no "$@" ;;
  esac
fi
exec "$@"
