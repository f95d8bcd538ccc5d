# libvirtd in namespaces of its own, sourced by e2e-vagrant; wants `work`, a folder to be used and removed by the caller.

# Starts it and waits until it answers. Sets `libvirtd`, the pid of the process that holds its namespaces: whoever kills that
# ends every VM and DHCP server in them. Exports LIBVIRT_DEFAULT_URI. Configuration and state that the system's own
# libvirt may have are hidden behind empty folders.
start_libvirt() {
  local folder
  for folder in etc run lib cache log; do mkdir -p "$work/libvirt/$folder"; done
  mkdir -p "$work/libvirt/lib/qemu" "$work/libvirt/lib/dnsmasq"
  cat >"$work/libvirt/etc/libvirtd.conf" <<'END'
unix_sock_group = "root"
unix_sock_rw_perms = "0700"
auth_unix_ro = "none"
auth_unix_rw = "none"
END
  # No virtlogd is needed, no other user, no security driver.
  cat >"$work/libvirt/etc/qemu.conf" <<'END'
user = "root"
group = "root"
security_driver = "none"
namespaces = []
stdio_handler = "file"
remember_owner = 0
END
  setsid unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private sh -c '
    set -e
    ip link set lo up
    mkdir -p /run/libvirt /var/cache/libvirt /var/log/libvirt
    mount --bind "$1/etc" /etc/libvirt
    mount --bind "$1/run" /run/libvirt
    mount --bind "$1/lib" /var/lib/libvirt
    mount --bind "$1/cache" /var/cache/libvirt
    mount --bind "$1/log" /var/log/libvirt
    # Not exec: the first process must outlive it and reap.
    libvirtd -f /etc/libvirt/libvirtd.conf -p /run/libvirt/libvirtd.pid
  ' sh "$work/libvirt" >"$work/libvirtd.log" 2>&1 </dev/null &
  libvirtd=$!
  export LIBVIRT_DEFAULT_URI="qemu:///system?socket=$work/libvirt/run/libvirt-sock"
  local tries=0
  until virsh version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 "$libvirtd" 2>/dev/null; then
      tail -n 20 "$work/libvirtd.log" >&2
      die 'libvirtd does not start' 'Look at the lines above.'
    fi
    sleep 0.1
  done
}
