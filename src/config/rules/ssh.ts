import { t } from 'ttag';
import type { Draft, DraftNode } from '../draft.ts';
import { nodeLabel } from '../draft.ts';
import type { Finding } from '../problem.ts';
import { show } from '../show.ts';

/** Provider ssh needs to know how to reach every node; the other providers know it by themselves. */
export function sshFindings({ nodes, provider }: Draft): Finding[] {
  if (provider === undefined) return [];
  const dialled = new Map<string, string>();
  return nodes.flatMap((node, i): Finding[] => {
    const label = nodeLabel(node, i);
    const path = ['nodes', i, 'ssh'];
    if (provider !== 'ssh') {
      if (!node.ssh) return [];
      const message = t`${label}: ssh has no meaning for provider ${provider}, which makes the machines itself`;
      return [
        { severity: 'warning', path, onKey: true, message, fix: t`remove it, or write \`provider: ssh\`` },
      ];
    }
    if (!node.ssh) {
      const message = t`${label}: provider ssh needs to know how to reach this node`;
      const fix = t`add \`ssh: { host: 203.0.113.10, user: root, key: ~/.ssh/id_ed25519 }\` to it`;
      return [{ severity: 'error', path, message, fix }];
    }
    return [...twice(dialled, node.ssh, label, path), ...values(node.ssh, label, path)];
  });
}

type Ssh = NonNullable<DraftNode['ssh']>;

function twice(dialled: Map<string, string>, ssh: Ssh, label: string, path: (string | number)[]): Finding[] {
  if (ssh.host === undefined) return [];
  const key = `${ssh.host.toLowerCase()} ${ssh.port ?? 22}`;
  const other = dialled.get(key);
  if (other === undefined) {
    dialled.set(key, label);
    return [];
  }
  const [got, port] = [show(ssh.host), ssh.port ?? 22];
  const message = t`${label}: ssh leads to the same machine as ${other}'s (got ${got} port ${port})`;
  return [
    { severity: 'error', path: [...path, 'host'], message, fix: t`every node needs a machine of its own` },
  ];
}

function values({ host, user, key, hostKey }: Ssh, label: string, path: (string | number)[]): Finding[] {
  const findings: Finding[] = [];
  const wrong = (name: string, value: string, what: string, fix: string) => {
    const got = show(value);
    const message = t`${label}: ssh.${name} ${what} (got ${got})`;
    findings.push({ severity: 'error', path: [...path, name], message, fix });
  };
  if (host !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/.test(host)) {
    const [before, after] = [host.split('@')[0], host.split('@').at(-1)];
    const fix = host.includes('@')
      ? t`write \`user: ${before}\` and \`host: ${after}\``
      : t`write a host name or an address`;
    wrong('host', host, t`is not a host name or address`, fix);
  } else if (host !== undefined && /^[^:]+:\d*$/.test(host)) {
    const [name, written] = host.split(':');
    const port = written || 22;
    wrong('host', host, t`holds a port`, t`write \`host: ${name}\` and \`port: ${port}\``);
  }
  if (user !== undefined && !/^[^\s"'`$;|&<>:/-][^\s"'`;|&<>:/]*$/.test(user))
    wrong('user', user, t`is not a user name`, t`write \`user: root\`, or a user with passwordless sudo`);
  if (key !== undefined && /[\n\r]|PRIVATE KEY/.test(key))
    wrong(
      'key',
      key,
      t`is the key itself`,
      t`write the path of the file that holds it: \`key: ~/.ssh/id_ed25519\``,
    );
  if (hostKey !== undefined && !/^(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]{20,}=*( .*)?$/.test(hostKey)) {
    const fix = t`write what \`ssh-keyscan -t ed25519 HOST\` prints after the host name, or leave it out`;
    wrong('hostKey', hostKey, t`is not a host key`, fix);
  }
  return findings;
}
