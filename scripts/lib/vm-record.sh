# Which commit e2e-vagrant last passed on, and whether it has to run again; sourced by it, in the top folder.

record=test/vagrant/passed

# What may behave otherwise on VMs than on the container nodes that every run of the tests drives.
covered=(
  Vagrantfile.hbs ava.vagrant.config.js package-lock.json scripts/box scripts/build-box scripts/e2e-vagrant scripts/lib
  src/cluster src/config src/debian src/engine src/files src/images src/provider src/transport
  test/_helpers/scratch-cluster.ts test/_helpers/vm-cluster.ts test/vagrant ":!$record"
)

# Prints why it has to run, in one line; fails and prints why not where it need not.
reason_to_run() {
  local commit changed
  git rev-parse --git-dir >/dev/null 2>&1 || { echo 'this is no git clone, so nothing is known of earlier runs' && return; }
  commit=$(sed -n 's/^commit //p' "$record" 2>/dev/null) || true
  [ -n "$commit" ] || { echo 'it has passed on no commit yet' && return; }
  git cat-file -e "$commit^{commit}" 2>/dev/null || { echo "commit ${commit:0:12}, on which it passed, is not in this clone" && return; }
  changed=$(changed_since "$commit")
  if [ -n "$changed" ]; then
    echo "changed since ${commit:0:12}, on which it passed: $(head -n 3 <<<"$changed" | paste -sd ' ')$(more $(($(wc -l <<<"$changed") - 3)))"
    return
  fi
  echo "nothing that it covers has changed since ${commit:0:12}, on which it passed"
  return 1
}

more() { [ "$1" -le 0 ] || echo " and $1 more"; }

# Covered files that differ from a commit, also those that are not committed yet.
changed_since() {
  git diff --name-only "$1" -- "${covered[@]}"
  git ls-files --others --exclude-standard -- "${covered[@]}"
}

# To be called before a run: what a pass would be of. Sets `candidate`, empty where that is no commit.
begin_record() {
  candidate=
  git rev-parse --git-dir >/dev/null 2>&1 && [ -z "$(changed_since HEAD)" ] && candidate=$(git rev-parse HEAD)
  return 0
}

# Keeps a pass: the commit, and the table of times on standard input. Not for files that no commit has, or that changed meanwhile.
keep_record() {
  if [ -z "$candidate" ] || [ "$(git rev-parse HEAD)" != "$candidate" ] || [ -n "$(changed_since HEAD)" ]; then
    say "The pass is not recorded in $record: what ran is not what is committed."
    return 0
  fi
  { echo "commit $candidate" && cat; } >"$record.new" && mv "$record.new" "$record"
  say "The pass is recorded in $record: commit it."
}
