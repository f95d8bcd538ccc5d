import { waitProgram } from './wait-for-managers.ts';

/** Where our systemd units are written; the names are Docker's own, so that every guide and habit fits. */
export const unitFolder = '/etc/systemd/system';

/** containerd's unit. Source: containerd.service of containerd 1.7, with a modest number of open files. */
export function containerdUnit(): string {
  return `# Written by swarmlab.
[Unit]
Description=containerd container runtime
Documentation=https://containerd.io
After=network.target local-fs.target

[Service]
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/local/bin/containerd --config /etc/swarmlab/containerd.toml
Type=notify
Delegate=yes
KillMode=process
Restart=always
RestartSec=5
LimitNPROC=infinity
LimitCORE=infinity
LimitNOFILE=65536
TasksMax=infinity
OOMScoreAdjust=-999

[Install]
WantedBy=multi-user.target
`;
}

/** The engine's unit. Source: docker.service of Docker 28, without the TCP-capable socket unit. */
export function dockerUnit(): string {
  return `# Written by swarmlab.
[Unit]
Description=Docker Application Container Engine
Documentation=https://docs.docker.com
After=network-online.target nss-lookup.target firewalld.service containerd.service time-set.target
Wants=network-online.target
Requires=containerd.service
StartLimitBurst=3
StartLimitIntervalSec=60

[Service]
Type=notify
ExecStartPre=-${waitProgram}
ExecStart=/usr/local/bin/dockerd --containerd=/run/containerd/containerd.sock
ExecReload=/bin/kill -s HUP $MAINPID
TimeoutStartSec=180
Restart=always
RestartSec=2
LimitNPROC=infinity
LimitCORE=infinity
LimitNOFILE=65536
TasksMax=infinity
Delegate=yes
KillMode=process
OOMScoreAdjust=-500

[Install]
WantedBy=multi-user.target
`;
}

/**
 * containerd's settings: what dockerd gives the containerd it starts itself. The CRI plugin is for Kubernetes; data lives
 * beside the engine's, which may be a disk of its own. Format 2 is read by containerd 1.x and 2.x.
 */
export function containerdConfig(): string {
  return `# Written by swarmlab.
version = 2
root = "/var/lib/docker/containerd/daemon"
state = "/run/containerd"
disabled_plugins = ["io.containerd.grpc.v1.cri"]

[grpc]
  address = "/run/containerd/containerd.sock"
`;
}
