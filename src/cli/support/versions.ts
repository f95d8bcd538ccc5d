import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { ask, firstLine } from '../../provider/ask.ts';
import type { Command, Runner } from '../../transport/runner.ts';
import { version } from '../version.ts';

const tools: Readonly<Record<string, Command['argv']>> = {
  vagrant: ['vagrant', '--version'],
  virtualbox: ['VBoxManage', '--version'],
  libvirt: ['virsh', '--version'],
  docker: ['docker', '--version'],
  dockerEngine: ['docker', 'version', '--format', '{{.Server.Version}} (API {{.Server.APIVersion}})'],
};

/** What runs here in which version; of a tool that does not say, why not. */
export async function versions(runner: Runner): Promise<Record<string, string>> {
  const said = await Promise.all(
    Object.entries(tools).map(async ([name, argv]) => [name, await versionOf(runner, argv)] as const),
  );
  return {
    swarmlab: version(),
    node: process.version,
    os: `${os.type()} ${os.release()} ${os.arch()}${await distribution()}`,
    ...Object.fromEntries(said),
  };
}

async function versionOf(runner: Runner, argv: Command['argv']): Promise<string> {
  const asked = await ask(runner, argv);
  switch (asked.state) {
    case 'answered':
      return firstLine(asked.stdout);
    case 'failed':
      return `unknown: ${asked.stderr.trim().split('\n').at(-1)}`;
    case 'missing':
      return 'not installed';
    case 'silent':
      return 'unknown: no answer in time';
  }
}

// Source: os-release(5)
async function distribution(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1];
  return name ? `, ${name}` : '';
}
