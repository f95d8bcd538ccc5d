import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { findKnownProblem, type KnownProblem } from '../../errors/known-problems.ts';
import { spokenOf } from '../../language/speak.ts';
import type { Result } from '../../transport/runner.ts';
import { foreignBox, type NodeProcess, wrongProcessor } from './foreign-box.ts';
import { inPlanWords } from './plan-words.ts';

/**
 * The error for a Vagrant command that did not exit with 0; `what` begins the sentence when the failure is not a known one.
 */
export function explainVagrant(
  what: string,
  result: Result,
  topology: Topology,
  node: NodeProcess = process,
): SwarmlabError {
  const output = `${result.stdout}${result.stderr}`;
  const boxArch = foreignBox(output, node);
  if (boxArch) return wrongProcessor(boxArch, output, topology);
  const known = findKnownProblem(output, 'vagrant');
  if (known) {
    const { code, ofMachine, cause, fix, link } = known.problem;
    const machine = ofMachine ? machineBefore(output.slice(0, known.at), topology) : undefined;
    const say = (text: KnownProblem['cause']) => inPlanWords(spokenOf(text), topology, machine);
    return new SwarmlabError(code, say(cause), {
      fix: say(fix),
      link,
      output,
      ...(machine ? { node: machine } : {}),
    });
  }
  return new SwarmlabError('E_VAGRANT', `${what}: ${reason(result)}`, {
    fix: t`Look at the log for all that Vagrant said; \`vagrant status\` shows the machines.`,
    output,
  });
}

/**
 * Whose failure comes after this output. Where Vagrant works on several machines at once it says so before each failure;
 * where it takes one after the other, it is the one that it spoke of last.
 */
function machineBefore(output: string, { nodes }: Topology): string | undefined {
  const named = (pattern: RegExp) =>
    [...output.matchAll(pattern)]
      .map(([, name]) => name)
      .filter((name) => nodes.some((node) => node.name === name));
  const said = named(/ occurred (?:while|when) executing the action on the\s+'([^']*)'\s+machine\./g);
  if (said.length > 0) return said.at(-1);
  const turns = named(/^==> (\S+): /gm).filter((name, i, all) => name !== all[i - 1]);
  return new Set(turns).size === turns.length ? turns.at(-1) : undefined;
}

/** What Vagrant says around the failures of machines that it works on at once. */
const announcement = /^An (?:unexpected )?error occurred (?:while|when) executing /;
const notice = /^==> \S+: An error occurred\. The error will be shown after all tasks complete\.\n?/gm;

/** Vagrant wraps its sentences; what went wrong stands in the first paragraph that announces nothing. */
function reason({ stderr, stdout, exitCode }: Result): string {
  const said = (stderr.trim() || stdout.trim()).replaceAll(notice, '').trim();
  const paragraph = said.split(/\n\s*\n/).find((each) => !announcement.test(each)) ?? '';
  const text = paragraph.replaceAll(/\s+/g, ' ').trim();
  if (text === '') return t`exit code ${exitCode}`;
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
