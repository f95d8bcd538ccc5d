import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Runner } from '../transport/runner.ts';
import type { Lab } from './lab-format.ts';

/** A part of a script that runs on one node. */
interface Section {
  node: string;
  script: string;
  /** Line of the file that it begins on, from 1. */
  line: number;
}

/** Nodes that scripts of labs may run on, by name. */
export type ScriptNodes = ReadonlyMap<string, Pick<Runner, 'run'>>;

/**
 * Runs a script of a lab (`solution.sh`, `mistakes/host-mode.sh`) as the learner would: as the SSH user, on the nodes
 * that its lines `# on: core-02` name, the first node of `nodes` before any of them. Each part gets on standard input what
 * the one before wrote to standard output: that is how a join token goes from a manager to a worker. Returns what the last
 * part wrote. Throws E_NODE_COMMAND with file and line.
 */
export async function runLabScript(
  lab: Pick<Lab, 'id' | 'folder'>,
  script: string,
  nodes: ScriptNodes,
): Promise<string> {
  const file = `labs/${lab.id}/${script}`;
  const text = await readFile(path.join(lab.folder, script), 'utf8');
  const [first = ''] = nodes.keys();
  let output = '';
  for (const section of sectionsOf(text, first)) output = await runSection(file, section, output, nodes);
  return output;
}

function sectionsOf(text: string, first: string): Section[] {
  const sections: Section[] = [{ node: first, script: '', line: 1 }];
  for (const [at, line] of text.split('\n').entries()) {
    const node = /^# on: (\S+)$/.exec(line)?.[1];
    const last = sections.at(-1);
    if (node) sections.push({ node, script: '', line: at + 1 });
    else if (last) last.script += `${line}\n`;
  }
  const isEmpty = ({ script }: Section) =>
    script.split('\n').every((line) => /^\s*(#|set -\w+$|$)/.test(line));
  return sections.filter((section) => !isEmpty(section));
}

/** Runs the first `$1` bytes of its standard input as a script; the rest is the script's own input. */
const fromInput = 'script=$(dd bs=1 count="$1" 2>/dev/null) && exec sh -eu -c "$script"';

async function runSection(
  file: string,
  section: Section,
  input: string,
  nodes: ScriptNodes,
): Promise<string> {
  const { node, script, line } = section;
  const runner = nodes.get(node);
  if (!runner) {
    const all = [...nodes.keys()].join(', ');
    throw new SwarmlabError('E_LAB_INVALID', t`${file}:${line}: no node is named ${node}`, {
      fix: t`The nodes are ${all}.`,
    });
  }
  // Not as an argument: arguments stand in the journal, and a script may hold what a learner would keep to themselves.
  const argv = ['sh', '-c', fromInput, 'lab-script', String(Buffer.byteLength(script))] as const;
  const result = await runner.run({ argv: [...argv], input: `${script}${input}`, secret: true });
  if (result.exitCode === 0) return result.stdout;
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1) ?? '';
  const lab = file.split('/')[1];
  throw new SwarmlabError(
    'E_NODE_COMMAND',
    t`${file}:${line} ended with ${result.exitCode} on ${node}: ${said}`,
    {
      fix: t`Look at what is there with \`swarmlab lab check ${lab}\`; \`swarmlab lab reset\` begins anew.`,
      node,
      unexplained: true,
      output: result.stderr,
    },
  );
}
