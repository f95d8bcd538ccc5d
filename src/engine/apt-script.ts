/** For every call: nothing is asked, removed or recommended, the user's settings stay, and who holds dpkg gets a minute. */
const options = [
  '-q -y',
  '-o DPkg::Lock::Timeout=60',
  '-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold',
  '-o APT::Install-Recommends=false -o APT::Get::Remove=false',
  '-o Acquire::Retries=1 -o Acquire::http::Timeout=20',
].join(' ');

/**
 * A part of a POSIX shell script, for root, that installs packages with apt-get. `$1`: `repair` when an interrupted dpkg may
 * be brought to its end, the rest: packages. Prints what apt-get says; exits with 0 when they are installed.
 *
 * Lists are fetched only when it does not go without. What waits for the network has an end; dpkg is left to finish, also when
 * we are interrupted. The locks of apt's own folders know no timeout, so they are tried for a minute. Ubuntu's needrestart,
 * which restarts services after every installation, is told not to.
 */
export const aptScript = `
export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
exec </dev/null
repair=$1; shift
apt() {
  limit=$1 tries=20; shift
  while :; do
    said=$(timeout "$limit" apt-get ${options} "$@" 2>&1); status=$?
    printf '%s\\n' "$said"
    case $status$said in
      0*) return 0 ;;
      *'get lock /var/lib/apt/'* | *'get lock /var/cache/apt/'*) tries=$((tries - 1)) ;;
      *) break ;;
    esac
    [ $tries -gt 0 ] || break
    sleep 3
  done
  [ $status -ne 124 ] || echo "E: no end after $limit s"
  return $status
}
fetch() { apt 180 --download-only install "$@"; }
interrupted() { case $said in *'dpkg --configure -a'*) ;; *) return 1 ;; esac; }
mend() { (trap '' HUP INT TERM; dpkg --force-confdef --force-confold --configure -a 2>&1); }
if ! fetch "$@"; then
  if interrupted; then [ "$repair" = repair ] && mend; else apt 180 update; fi
  fetch "$@" || exit 1
fi
trap '' HUP INT TERM
apt 0 install "$@"
`;
