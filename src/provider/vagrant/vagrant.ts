import { access } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import type { Command, Result, Runner } from '../../transport/runner.ts';
import { explainVagrant } from './explain.ts';
import { getVagrant } from './tools.ts';

/** Runs `vagrant` for one cluster. */
export interface Vagrant {
  /** A command that must exit with 0; `what` begins the sentence otherwise, as in `could not stop the machines`. */
  run(what: string, args: readonly string[], options?: Pick<Command, 'onLine'>): Promise<string>;
}

/** `needsVagrantfile`: the commands are about the machines of the Vagrantfile in `folder`; default true. */
export function vagrantIn(
  folder: string,
  topology: Topology,
  runner: Runner,
  { needsVagrantfile = true } = {},
): Vagrant {
  const hypervisor = topology.vagrant.provider;
  return {
    async run(what, args, options = {}) {
      if (needsVagrantfile) await requireVagrantfile(folder);
      const result = await started(
        runner.run({
          argv: ['vagrant', ...args],
          cwd: folder,
          env: {
            VAGRANT_CHECKPOINT_DISABLE: '1',
            ...(hypervisor ? { VAGRANT_DEFAULT_PROVIDER: hypervisor } : {}),
          },
          ...options,
        }),
      );
      if (result.exitCode !== 0) throw explainVagrant(what, result, topology);
      return result.stdout;
    },
  };
}

/** Without one of our own, Vagrant would take the Vagrantfile of a folder further up, and its machines. */
async function requireVagrantfile(folder: string): Promise<void> {
  try {
    await access(path.join(folder, 'Vagrantfile'));
  } catch (cause) {
    throw new SwarmlabError('E_VAGRANT', t`there is no Vagrantfile in ${folder}`, {
      fix: t`Run \`swarmlab init\`: it renders the Vagrantfile from swarmlab.yaml.`,
      cause,
    });
  }
}

async function started(run: Promise<Result>): Promise<Result> {
  try {
    return await run;
  } catch (error) {
    if (!hasCode(error, 'E_COMMAND_MISSING')) throw error;
    throw new SwarmlabError('E_COMMAND_MISSING', t`Vagrant is not installed`, {
      fix: getVagrant(),
      cause: error,
    });
  }
}
