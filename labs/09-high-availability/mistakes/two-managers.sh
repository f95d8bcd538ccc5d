#!/bin/sh
# mistake: one more manager for safety: both are needed for a quorum, so there are two that must not fail
# fails: managers
# hint: two-managers
set -eu
docker node promote core-02 >/dev/null
