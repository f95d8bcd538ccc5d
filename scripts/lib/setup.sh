# Set-up that quickstart and test share; sourced by them. Wants bash, and `assume_yes` set to 1 where nobody is to be asked.

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $1" && say "  fix: $2" && exit 3; }

# An ordinary user's PATH leaves out where Debian has dockerd.
PATH=$PATH:/usr/sbin:/sbin

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

is_debian() { command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; }

# Asks a yes-or-no question; without a terminal and without --yes the answer is no.
agreed() {
  [ "${assume_yes:-0}" -eq 1 ] && return 0
  [ -t 0 ] || return 1
  local answer
  read -r -p "$1 [Y/n] " answer
  case "$answer" in n* | N*) return 1 ;; *) return 0 ;; esac
}

# Installs those of the named Debian packages that are missing. A word of the form `command:package` is satisfied by the command.
ensure_packages() {
  local missing=() word
  for word in "$@"; do
    case "$word" in
      *:*) command -v "${word%%:*}" >/dev/null 2>&1 || missing+=("${word#*:}") ;;
      *) dpkg-query -W -f '${Status}' "$word" 2>/dev/null | grep -q ' installed$' || missing+=("$word") ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "To be installed with apt-get: ${missing[*]}"
  agreed 'Install them now?' || die "not installed: ${missing[*]}" "Run again with --yes, or: sudo apt-get install ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die "apt-get could not install ${missing[*]}" "Look at the lines above; the whole output is in $log."
  fi
  rm -f "$log"
}

# The same for packages that not every release has; the tests that want a missing one say that they are skipped.
ensure_packages_where_offered() {
  local word candidate
  for word in "$@"; do
    candidate=$(apt-cache policy "${word#*:}" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    case "$candidate" in '' | '(none)') say "${word#*:} is not offered here." ;; *) ensure_packages "$word" ;; esac
  done
}

# Docker Engine and its command; newer Debians have the command in a package of its own.
ensure_docker() {
  ensure_packages dockerd:docker.io
  ensure_packages docker:docker-cli
}

# Makes sure that this user may use Docker; where the group was missing, the script is begun again with it.
# usage: ensure_docker_access "$0" "$@"
ensure_docker_access() {
  if [ "$(id -u)" -eq 0 ] || [ -n "${DOCKER_HOST:-}" ] || id -nG | grep -qw docker || ! getent group docker >/dev/null; then return 0; fi
  say "$(id -un) is not in the group docker, whose members may use Docker Engine (and so become root)."
  agreed 'Add the user to it?' || die 'this user may not use Docker' "Run again with --yes, or: sudo usermod -aG docker $(id -un)"
  as_root usermod -aG docker "$(id -un)"
  exec sg docker -c "$(printf '%q ' "$@")"
}

# Node.js 20.19 or later, with npm; installed from the distribution where its own is recent enough.
ensure_node() {
  if node_is_recent; then return 0; fi
  if is_debian; then
    as_root apt-get update >/dev/null 2>&1 || true
    local candidate
    candidate=$(apt-cache policy nodejs | sed -n 's/^ *Candidate: //p')
    if dpkg --compare-versions "${candidate:-0}" ge 20.19; then ensure_packages nodejs npm:npm; fi
  fi
  node_is_recent || die 'Node.js 20.19 or later is needed' 'Install it from https://nodejs.org and run this again.'
}

node_is_recent() {
  command -v npm >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# Installs the npm packages of a folder, unless they are up to date.
ensure_packages_of() {
  if [ -e "$1/node_modules/.package-lock.json" ] && [ ! "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then return 0; fi
  say "Installing npm packages ..."
  npm ci --prefix "$1" --no-audit --no-fund --loglevel=error >&2 || die 'npm ci failed' 'Look at the lines above; mostly the network is the cause.'
  touch "$1/node_modules/.package-lock.json"
}

# Installs the npm packages and builds, unless both are up to date.
ensure_built() {
  ensure_packages_of .
  if [ ! -e dist/main.js ] || [ -n "$(find src package.json scripts/build.js -newer dist/main.js -print -quit)" ]; then
    say 'Building ...'
    npm run --silent build >&2 || die 'the build failed' 'Look at the lines above.'
    touch dist/main.js
  fi
}
