/** What `vagrant ssh-config` says of one machine. */
export interface SshHost {
  host: string;
  port: number;
  user: string;
  /** A shell line whose stdin and stdout are the connection; its tokens are replaced. */
  proxyCommand?: string;
}

/** The hosts in the output of `vagrant ssh-config`, by machine name. Blocks without HostName and User are left out. */
export function parseSshConfig(output: string): Map<string, SshHost> {
  const hosts = new Map<string, SshHost>();
  for (const [name, block] of blocks(output)) {
    const host = block.get('hostname');
    const user = block.get('user');
    const port = Number(block.get('port') ?? 22);
    const proxyCommand = block.get('proxycommand');
    if (!host || !user || !Number.isInteger(port)) continue;
    hosts.set(name, {
      host,
      user,
      port,
      ...(proxyCommand
        ? { proxyCommand: filledIn(proxyCommand, { n: name, h: host, p: port, r: user }) }
        : {}),
    });
  }
  return hosts;
}

/** Replaces the tokens that ssh_config(5) names for ProxyCommand; others stay as they are. */
function filledIn(line: string, tokens: Readonly<Record<string, string | number>>): string {
  return line.replaceAll(/%(.)/g, (whole, token: string) =>
    token === '%' ? '%' : String(tokens[token] ?? whole),
  );
}

/** Keywords in lower case; of one that comes twice the first counts, as ssh_config(5) has it. */
function blocks(output: string): Map<string, Map<string, string>> {
  const all = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of output.split(/\r?\n/)) {
    const [, keyword, value] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? [];
    if (keyword === undefined || value === undefined) continue;
    if (keyword.toLowerCase() === 'host') {
      current = new Map();
      all.set(value, current);
    } else if (current && !current.has(keyword.toLowerCase())) {
      current.set(keyword.toLowerCase(), unquoted(value));
    }
  }
  return all;
}

function unquoted(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}
