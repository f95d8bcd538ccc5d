import { t } from 'ttag';
/** Why an engine did not start, in its own words, and what to do about it. */
export interface StartFailure {
  reason: string;
  fix: string;
  /** No remedy fits the reason: the fix says where to look. */
  unexplained: boolean;
}

const remedies: readonly [RegExp, (node: string) => string][] = [
  [
    /code=(killed|dumped|exited), status=(11\/SEGV|4\/ILL|7\/BUS|203\/EXEC)/,
    (node) =>
      t`Its programs may be damaged: install them again. Those that swarmlab pushed come again by \`swarmlab ssh ${node} sudo rm -rf /opt/swarmlab/engine\` and the same command.`,
  ],
  [
    /iptables|nf_tables|nftables/i,
    (node) => t`Install iptables on ${node} and load its kernel modules, then run the same command again.`,
  ],
  [
    /no space left/i,
    (node) => t`Free some space on ${node} (see: df -h /var/lib/docker), then run the same command again.`,
  ],
  [
    /unable to configure the daemon|daemon\.json|invalid CIDR/i,
    (node) => t`Correct /etc/docker/daemon.json on ${node}, then run the same command again.`,
  ],
  [
    /cgroup/i,
    (node) => t`Mount the cgroup file system on ${node}, writable, then run the same command again.`,
  ],
  [
    /overlay|storage driver|graphdriver/i,
    (node) => t`Give ${node} a disk for /var/lib/docker that the kernel's overlay can use (ext4, xfs).`,
  ],
  [
    /pool|overlap|bip|network .* conflicts/i,
    () => t`Choose another network.bip or network.addressPool in swarmlab.yaml.`,
  ],
  [
    /pid file found|process with PID .* still running/i,
    (node) => t`End the other dockerd on ${node}, then run the same command again.`,
  ],
];

/** Reads the end of the engine's log. */
export function startFailure(log: string, node: string): StartFailure {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const telling =
    lines.findLast((line) => /level=fatal|failed to start daemon|unable to configure/i.test(line)) ??
    lines.findLast((line) => /Main process exited/.test(line)) ??
    lines.findLast((line) => /level=error|error|cannot|failed/i.test(line)) ??
    lines.at(-1) ??
    t`it ended without a word`;
  const reason = plain(telling);
  const remedy = remedies.find(([pattern]) => pattern.test(reason))?.[1];
  return {
    reason,
    fix: remedy?.(node) ?? t`Read its log with \`swarmlab logs ${node}\`.`,
    unexplained: !remedy,
  };
}

/** The message in a line of logrus's, or the line itself; at most 300 characters. */
function plain(line: string): string {
  const field = (name: string) => new RegExp(`\\b${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(line)?.[1];
  const said = [field('msg'), field('error')].filter(Boolean).join(': ') || line;
  return said.replaceAll('\\"', '"').trim().slice(0, 300);
}
