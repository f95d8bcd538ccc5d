import { t } from 'ttag';
import { takenNames, withNames } from '../../cluster/host-names/block.ts';
import { namesHere } from '../../cluster/host-names/names-here.ts';
import { changeHosts, ending, hostsPath, readHosts } from '../../cluster/host-names/system-hosts.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { CommandContext } from '../context.ts';
import { type Io, note, print } from '../io.ts';
import { withCluster } from '../with-cluster.ts';
import { wizardOn } from '../wizard.ts';

/** Shows what is to be written and asks; the file is read again after the answer. */
export async function hostsAdd(context: CommandContext, flags: { yes?: boolean }): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'hosts add', changes: false }, async (cluster) => {
    const hosts = { file: hostsPath(io.env), runner: cluster.local };
    const owner = cluster.workspace.folder;
    const plan = async (text: string) =>
      namesHere(
        cluster,
        ending(hosts, () => takenNames(text, owner)),
      );
    const text = await readHosts(hosts);
    const { names, leftOut, throughForward } = await plan(text);
    for (const line of leftOut) note(io, t`left out: ${line}`);
    if (names.length === 0)
      throw new SwarmlabError('E_USAGE', t`there is no name to add to ${hosts.file}`, {
        fix: t`The names that are left out are there already; change those lines by hand if they are wrong.`,
      });
    if (withNames(text, owner, names) !== text) {
      for (const { name, address } of names) note(io, `${address} ${name}`);
      if (!flags.yes) await agree(context, t`Write ${names.length} names into ${hosts.file}?`);
    }
    const now = (await plan(await readHosts(hosts))).names;
    const changed = await changeHosts(hosts, (current) => withNames(current, owner, now));
    print(
      io,
      `${hosts.file}: ${changed ? t`${now.length} names are there now` : t`the names are there already`}.`,
    );
    if (throughForward) tellForward(io);
  });
}

/** The machines of some providers are on no network of this computer's. */
function tellForward(io: Io): void {
  note(io, t`The labs' hosts lead to 127.0.0.1: \`swarmlab forward PORT\` opens the cluster's port there.`);
}

async function agree({ io, signal }: CommandContext, question: string): Promise<void> {
  if (!io.stdin.isTTY || !io.stdout.isTTY)
    throw new SwarmlabError('E_NO_TTY', t`the hosts file is changed only when you agree`, {
      fix: t`To agree: swarmlab hosts add --yes`,
    });
  const wizard = wizardOn({ input: io.stdin, output: io.stdout, signal });
  if (await wizard.confirm(question)) return;
  throw new SwarmlabError('E_INTERRUPTED', t`nothing was changed`, {
    fix: t`\`swarmlab hosts show\` shows what there is.`,
  });
}
