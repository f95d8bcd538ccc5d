import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { SwarmlabError } from '../../errors/index.ts';
import type { Command, Runner } from '../../transport/runner.ts';
import { version } from '../version.ts';

const tools: Readonly<Record<string, Command['argv']>> = {
  vagrant: ['vagrant', '--version'],
  virtualbox: ['VBoxManage', '--version'],
  libvirt: ['virsh', '--version'],
  docker: ['docker', '--version'],
  dockerEngine: ['docker', 'version', '--format', '{{.Server.Version}} (API {{.Server.APIVersion}})'],
};

/** Milliseconds. */
const patience = 10_000;

/** What runs here in which version; of a tool that does not say, why not. */
export async function versions(runner: Runner): Promise<Record<string, string>> {
  const said = await Promise.all(
    Object.entries(tools).map(async ([name, argv]) => [name, await ask(runner, argv)] as const),
  );
  return {
    swarmlab: version(),
    node: process.version,
    os: `${os.type()} ${os.release()} ${os.arch()}${await distribution()}`,
    ...Object.fromEntries(said),
  };
}

async function ask(runner: Runner, argv: Command['argv']): Promise<string> {
  try {
    const { exitCode, stdout, stderr } = await runner.run({ argv, timeout: patience });
    const said = (exitCode === 0 ? stdout : stderr).trim().split('\n').at(-1) ?? '';
    return exitCode === 0 ? said : `unknown: ${said || `exit code ${exitCode}`}`;
  } catch (error) {
    if (!(error instanceof SwarmlabError) || error.code === 'E_INTERRUPTED') throw error;
    return `unknown: ${error.message}`;
  }
}

// Source: os-release(5)
async function distribution(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1];
  return name ? `, ${name}` : '';
}
