import path from 'node:path';
import { t } from 'ttag';
import { hostRoutes } from '../../cluster/host-routes.ts';
import { publicBoxes } from '../../config/public-box.ts';
import type { Route } from '../../config/routes.ts';
import type { Topology } from '../../config/schema.ts';
import { findLab } from '../../course/catalogue.ts';
import { labIds } from '../../course/lab-folders.ts';
import { textIn } from '../../course/lab-text.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { Language } from '../../language/languages.ts';
import { detectProviders, preferredProvider } from '../../provider/detect.ts';
import { localRunner } from '../../transport/local.ts';
import { quote } from '../../transport/quote.ts';
import type { Runner } from '../../transport/runner.ts';
import type { CommandContext } from '../context.ts';
import { type Answers, answersFrom } from '../init/answers.ts';
import { askAnswers, type LabChoice } from '../init/ask-answers.ts';
import { existingTopology, freshTopology } from '../init/base-topology.ts';
import { initFiles } from '../init/init-files.ts';
import type { InitFlags } from '../init/init-flags.ts';
import { judgePlan } from '../init/judge-plan.ts';
import { flagFor, openQuestions } from '../init/open-questions.ts';
import { paintDiff } from '../init/paint-diff.ts';
import { planTopology } from '../init/plan-topology.ts';
import { presetBox } from '../init/preset-box.ts';
import { type Put, putFiles } from '../init/put-files.ts';
import { note, print } from '../io.ts';
import { type Wizard, wizardOn } from '../wizard.ts';

/** What `init` acts on; tests bring their own. */
export interface InitDeps {
  runner: Runner;
  /** The routes of this computer. */
  routes: () => Promise<Route[]>;
  /** Who to ask; undefined where nobody can be asked. */
  wizard: Wizard | undefined;
  labs: readonly LabChoice[];
}

/** Writes swarmlab.yaml, the Vagrantfile and the schema for editors, from flags and answers. */
export async function init(context: CommandContext, flags: InitFlags): Promise<void> {
  const { io, signal, language } = context;
  const isTerminal = Boolean(io.stdin.isTTY && io.stderr.isTTY);
  const runner = localRunner({ write: () => {} }, signal);
  await runInit(context, flags, {
    runner,
    routes: () => hostRoutes(runner),
    wizard: isTerminal ? wizardOn({ input: io.stdin, output: io.stderr, signal }) : undefined,
    labs: await labChoices(language),
  });
}

/** {@link init} with its surroundings handed in. */
export async function runInit(context: CommandContext, flags: InitFlags, deps: InitDeps): Promise<void> {
  const { io } = context;
  const folder = path.resolve(io.cwd(), context.folder);
  const wizard = flags.yes ? undefined : deps.wizard;
  const labs = deps.labs.map(({ id }) => id);
  const given = answersFrom(flags);
  const existing = await existingTopology(path.join(folder, 'swarmlab.yaml'), flags.force === true);

  const plan =
    existing && (await staysAsItIs(given, flags, wizard))
      ? existing
      : await makePlan(existing, folder, given, { ...deps, wizard }, flags, io);
  for (const { message, fix } of judgePlan(plan, { labs, routes: await deps.routes() }))
    note(io, `${t`warning: ${message}`}\n  ${t`fix:`} ${fix}`);

  const put = await putFiles(initFiles(plan, existing), {
    folder,
    differing: flags.force ? 'replace' : wizard ? 'ask' : 'refuse',
    show: (diff) => note(io, paintDiff(diff, io)),
    confirm: (name) => wizard?.confirm(t`Replace ${name}?`) ?? Promise.resolve(false),
  });
  if (!put.some(({ name }) => name === 'swarmlab.yaml')) print(io, `swarmlab.yaml: ${putWord('unchanged')}`);
  for (const { name, outcome } of put) print(io, `${name}: ${putWord(outcome)}`);
  const where = context.folder === '.' ? '' : `-C ${quote(context.folder)} `;
  print(io, t`next: swarmlab ${where}up`);
}

function putWord(outcome: Put['outcome']): string {
  return { written: t`written`, replaced: t`replaced`, unchanged: t`unchanged`, kept: t`kept` }[outcome];
}

/** Whether to render the files anew from the swarmlab.yaml that is there, instead of planning one. */
async function staysAsItIs(given: Answers, flags: InitFlags, wizard: Wizard | undefined): Promise<boolean> {
  if (Object.keys(given).length > 0) return false;
  if (flags.yes || !wizard) return true;
  const choices = [
    { value: true, name: t`keep it, and render the Vagrantfile from it` },
    { value: false, name: t`answer the questions again` },
  ];
  return wizard.choose(t`swarmlab.yaml is there already.`, choices, true);
}

async function makePlan(
  existing: Topology | undefined,
  folder: string,
  given: Answers,
  { runner, wizard, labs }: Omit<InitDeps, 'routes'>,
  flags: InitFlags,
  io: CommandContext['io'],
): Promise<Topology> {
  const open = openQuestions(given);
  if (open.length > 0 && !wizard && !flags.yes) throw nobodyToAsk(open.map(flagFor));
  const mustDetect = wizard !== undefined || !given.provider || (given.provider === 'vagrant' && !given.box);
  const detected = mustDetect ? await detectProviders(runner) : [];
  const ids = labs.map(({ id }) => id);
  const fresh = existing ?? freshTopology(folder, preferredProvider(detected), ids);
  const baseFor = (answers: Answers): Topology => ({
    ...fresh,
    vagrant: { ...fresh.vagrant, box: presetBox(existing, answers, detected, io.env) },
  });
  // Whoever is asked for a box has chosen Vagrant.
  const asked = baseFor({ ...given, provider: 'vagrant' });
  const answers =
    wizard && open.length > 0 ? await askAnswers(given, { wizard, base: asked, detected, labs }) : given;
  const plan = planTopology(baseFor(answers), answers);
  const used = detected.find(({ name }) => name === plan.provider);
  if (used && !used.usable)
    note(io, t`warning: provider ${used.name} cannot be used here yet: ${used.reason}`);
  if (used?.boxTrouble && publicBoxes.some(({ name }) => name === plan.vagrant.box)) {
    const { message, fix } = used.boxTrouble;
    note(io, `${t`warning: ${message}`}\n  ${t`fix:`} ${fix}`);
  }
  return plan;
}

function nobodyToAsk(open: readonly string[]): SwarmlabError {
  const flags = open.join(', ');
  return new SwarmlabError('E_NO_TTY', t`init has questions, and without a terminal nobody can be asked`, {
    fix: t`Pass --yes to take the defaults, or answer with ${flags}.`,
  });
}

async function labChoices(language: Language): Promise<LabChoice[]> {
  const ids = await labIds();
  return Promise.all(ids.map(async (id) => ({ id, title: textIn((await findLab(id)).title, language) })));
}
