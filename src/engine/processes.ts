/** `runs PID NAME`, for shell scripts on nodes: whether this process is that program; a zombie has no exe and does not count. */
export const runsFunction =
  'runs() { case "$(readlink "/proc/$1/exe")" in */"$2" | */"$2 "*) return 0 ;; esac; return 1; }';

/** Docker Engine where no systemd starts it: a dockerd that starts its own containerd dials it too early and then waits a whole second. */
export const dockerdCommand = 'dockerd --containerd /run/containerd/containerd.sock';
