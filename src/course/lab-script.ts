import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Runner } from '../transport/runner.ts';
import type { Lab } from './lab-format.ts';

/** A part of a script that runs on one node, or a line that turns a node's machine off or on. */
interface Section {
  node: string;
  does: 'run' | 'stop' | 'start';
  script: string;
  /** Line of the file that it begins on, from 1. */
  line: number;
}

/** What a part writes when the rest of the script has nothing to do. */
const enough = 'done';

/** A node as scripts of labs use it. */
export interface ScriptNode extends Pick<Runner, 'run'> {
  /** Turns its machine off; absent where that is not ours to do. */
  stop?: (() => Promise<void>) | undefined;
  /** Turns it on again, and waits until the swarm has the node Ready. */
  start?: (() => Promise<void>) | undefined;
}

/** Nodes that scripts of labs may run on, by name. */
export type ScriptNodes = ReadonlyMap<string, ScriptNode>;

/**
 * Runs a script of a lab (`solution.sh`, `mistakes/host-mode.sh`) as the learner would: as the SSH user, on the nodes
 * that its lines `# on: core-02` name, the first node of `nodes` before any of them. Each part gets on standard input what
 * the one before wrote to standard output: that is how a join token goes from a manager to a worker. The lines `# stop: core-03` and
 * `# start: core-03` are the learner's `swarmlab stop core-03` and `swarmlab start core-03`; the script goes on where it was. A part that
 * writes `done` and no more ends the script: what the others do was done before. Returns what the last part wrote. Throws E_NODE_COMMAND with file and line.
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
  for (const section of sectionsOf(text, first)) {
    const node = nodeOf(section, file, nodes);
    if (section.does === 'run') output = await runSection(file, section, output, node);
    else await turn(node, section, file);
    if (output.trim() === enough) break;
  }
  return output;
}

function nodeOf({ node, line }: Section, file: string, nodes: ScriptNodes): ScriptNode {
  const found = nodes.get(node);
  if (found) return found;
  const all = [...nodes.keys()].join(', ');
  throw new SwarmlabError('E_LAB_INVALID', t`${file}:${line}: no node is named ${node}`, {
    fix: t`The nodes are ${all}.`,
  });
}

async function turn(machine: ScriptNode, { node, does, line }: Section, file: string): Promise<void> {
  const turned = does === 'start' ? machine.start : machine.stop;
  if (turned) return turned();
  const what =
    does === 'stop'
      ? t`${file}:${line}: ${node} is not ours to stop`
      : t`${file}:${line}: ${node} is not ours to start`;
  throw new SwarmlabError('E_NO_MACHINES', what, {
    fix: t`Turn it off and on yourself, as the text of the lab says.`,
    node,
  });
}

function sectionsOf(text: string, first: string): Section[] {
  let current = first;
  const run = (line: number): Section => ({ node: current, does: 'run', script: '', line });
  const sections: Section[] = [run(1)];
  for (const [at, line] of text.split('\n').entries()) {
    const [, does, node] = /^# (on|stop|start): (\S+)$/.exec(line) ?? [];
    const last = sections.at(-1);
    if (node && does === 'on') current = node;
    else if (node) sections.push({ ...run(at + 1), node, does: does === 'stop' ? 'stop' : 'start' });
    if (node) sections.push(run(at + 1));
    else if (last) last.script += `${line}\n`;
  }
  const isEmpty = ({ script }: Section) =>
    script.split('\n').every((line) => /^\s*(#|set -\w+$|$)/.test(line));
  return sections.filter((section) => section.does !== 'run' || !isEmpty(section));
}

/** Runs the first `$1` bytes of its standard input as a script; the rest is the script's own input. */
const fromInput = 'script=$(dd bs=1 count="$1" 2>/dev/null) && exec sh -eu -c "$script"';

async function runSection(
  file: string,
  { node, script, line }: Section,
  input: string,
  runner: ScriptNode,
): Promise<string> {
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
