import { t } from 'ttag';
import * as z from 'zod';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The node to run it on; the first one when absent. */
  node: z.string().min(1).optional(),
  /** A line for `sh -c`. It runs again and again, as the SSH user, so it must change nothing. */
  command: z.string().min(1),
  /** A regular expression that what it prints on standard output has to match; any output when absent. */
  output: z.string().min(1).refine(isRegExp, 'a regular expression').optional(),
});

/** What a command did, or that there is no such node. */
interface RunSeen {
  node: string;
  result?: { exitCode: number | null; stdout: string; stderr: string };
  nodes: readonly string[];
}

/** Milliseconds that the command may take, times the cluster's pace. */
const patience = 10_000;

/** A command on a node ends with exit code 0, and prints what is expected: for what no other type of check observes. */
export const run = defineCheck({
  name: 'run',
  params,
  reasons: ['no-node', 'exit-code', 'other-output'],
  async probe({ nodes, pace }, { node: wanted, command }): Promise<RunSeen> {
    const names = nodes.map(({ name }) => name);
    const node = nodes.find(({ name }) => wanted === undefined || name === wanted);
    if (!node) return { node: wanted ?? '', nodes: names };
    const result = await node.remote.run({ argv: ['sh', '-c', command], timeout: patience * pace });
    return { node: node.name, nodes: names, result };
  },
  judge({ command, output }, { node, nodes, result }) {
    if (!result) {
      const all = nodes.join(', ');
      const message = t`no node is named ${node}; the nodes are ${all}`;
      return { outcome: 'fail', reason: 'no-node', message, settled: true };
    }
    const { exitCode, stdout, stderr } = result;
    if (exitCode !== 0) {
      const said = lastLine(stderr) || lastLine(stdout);
      const message = t`${node}: ${command} ended with ${exitCode}; expected 0: ${said}`;
      return { outcome: 'fail', reason: 'exit-code', message };
    }
    const said = lastLine(stdout);
    if (output !== undefined && !new RegExp(output, 'm').test(stdout)) {
      const message = t`${node}: ${command} printed "${said}"; expected a match for ${output}`;
      return { outcome: 'fail', reason: 'other-output', message };
    }
    return { outcome: 'pass', message: t`${node}: ${command} ended with 0: ${said}` };
  },
  evidence: ({ node, result }) => ({ node, exitCode: result?.exitCode }),
});

function isRegExp(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}

function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 200);
}
