# What building the slides needs; sourced after setup.sh.

# Chromium, of Debian's where that is; fails where there is none.
ensure_chromium() {
  local name
  [ -n "${CHROMIUM:-}" ] && return 0
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && return 0
  done
  is_debian || return 1
  ensure_packages chromium
}
