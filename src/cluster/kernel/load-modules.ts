import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { mustRun } from '../../transport/must-run.ts';
import type { Remote } from '../../transport/runner.ts';
import { keyValues } from '../key-values.ts';
import { kernelProbe } from './kernel-probe.ts';
import {
  type KernelFacts,
  type KernelModules,
  keptLines,
  modulesFile,
  modulesThatAre,
  needed,
  parseKernel,
} from './modules.ts';

/** `$1`: `keep` writes stdin to our file; the rest: modules to load. What came of it is looked at afterwards. */
const loadScript = `
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
file=${modulesFile}
if [ "$1" = keep ]; then mkdir -p "\${file%/*}" && cat >"$file.part" && mv -f "$file.part" "$file" || exit 1; fi
shift
[ $# -eq 0 ] || modprobe -a "$@"
${kernelProbe()}
`;

/**
 * Loads what can be loaded and has the next boot load it; does only what is missing. Returns what there is now.
 * E_NODE_COMMAND when the kernel refuses a module that Swarm needs.
 */
export async function loadModules(remote: Remote, modules: KernelModules): Promise<KernelFacts> {
  const keep = modules.kept ? 'kept' : 'keep';
  const result = await mustRun(
    remote,
    {
      argv: ['sh', '-c', loadScript, 'load-modules', keep, ...modulesThatAre('loadable', modules)],
      root: true,
      input: modules.kept ? '' : `${keptLines(modules).join('\n')}\n`,
      timeout: 60_000,
    },
    {
      code: 'E_NODE_COMMAND',
      what: t`could not write ${modulesFile}`,
      fix: t`Look at the machine with \`swarmlab ssh ${remote.name}\`, then run the same command again.`,
      node: remote.name,
    },
  );
  const facts = parseKernel(keyValues(result.stdout));
  const refused = needed.filter((name) => facts.modules.states[name] !== 'loaded');
  if (refused.length === 0) return facts;
  const reason = result.stderr.trim().split('\n').at(-1) || t`modprobe gave no reason`;
  const [[first], names] = [refused, refused.join(', ')];
  throw new SwarmlabError('E_NODE_COMMAND', t`${remote.name}: the kernel did not load ${names}: ${reason}`, {
    fix: t`Load it with \`swarmlab ssh ${remote.name} sudo modprobe ${first}\`; where the machine is a container, with \`modprobe\` on its host.`,
    node: remote.name,
    output: result.stderr,
  });
}
