import path from 'node:path';
import { t } from 'ttag';
import type { Cluster } from '../../cluster/cluster.ts';
import { type DoctorRequest, diagnose, type ReportedRow } from '../../cluster/doctor/doctor.ts';
import { deadline, inTime } from '../../cluster/doctor/run-rows.ts';
import type { SeenNode } from '../../cluster/doctor/seen-node.ts';
import { hostRoutes } from '../../cluster/host-routes.ts';
import { lookAtNode } from '../../cluster/look-at-node.ts';
import { assembleCluster } from '../../cluster/open-cluster.ts';
import { workspaceAt } from '../../cluster/workspace.ts';
import type { Topology } from '../../config/schema.ts';
import { labIds } from '../../course/lab-folders.ts';
import { hasFile } from '../../files/has-file.ts';
import { impatient } from '../../provider/ask.ts';
import { type Computer, thisComputer } from '../../provider/computer.ts';
import { type DetectedProvider, detectProviders, preferredProvider } from '../../provider/detect.ts';
import type { Outcome } from '../../provider/diagnosis.ts';
import { onceKnown } from '../../provider/docker/coalesce.ts';
import { fileJournal, type Journal } from '../../transport/journal.ts';
import { localRunner } from '../../transport/local.ts';
import type { Runner } from '../../transport/runner.ts';
import { anySignal } from '../any-signal.ts';
import type { CommandContext } from '../context.ts';
import { existingTopology, freshTopology } from '../init/base-topology.ts';
import { type Io, note, print } from '../io.ts';
import { palette } from '../palette.ts';
import { plainTable } from '../plain-table.ts';
import { cacheFolder, surroundingsOf } from '../with-cluster.ts';

/** How long the rows may take where choosing a provider has taken most of the time, in ms. */
const leastPatience = 1_500;

/** How long one node may take to say what it is, in ms: the others are told all the same. */
const nodePatience = 6_000;

/** What `doctor` acts on; tests bring their own. */
export interface DoctorDeps {
  /** The runner of this computer's commands. `journal` is of the cluster's log, where there is a cluster. */
  runner(journal: Journal, signal: AbortSignal): Runner;
  computer: Computer;
  fetch: DoctorRequest['fetch'];
  /** Node.js's version. */
  node: string;
}

/** What `doctor --json` prints. */
export interface DoctorReport {
  cluster: string;
  provider: Topology['provider'];
  /** Whose plan it is about. */
  plan: 'swarmlab.yaml' | 'the defaults';
  /** Null where the plan has chosen already. */
  providers: Pick<DetectedProvider, 'name' | 'usable' | 'reason'>[] | null;
  ok: boolean;
  rows: ReportedRow[];
}

/** Says what will go wrong here and how to mend it. Makes nothing, not even a folder. */
export async function doctor(context: CommandContext, flags: { json?: boolean }): Promise<void> {
  await runDoctor(context, flags, here());
}

function here(): DoctorDeps {
  return {
    runner: localRunner,
    computer: thisComputer(),
    fetch: (url, init) => fetch(url, init),
    node: process.version,
  };
}

/** {@link doctor} with its surroundings handed in. */
export async function runDoctor(
  context: CommandContext,
  flags: { json?: boolean },
  deps: DoctorDeps,
): Promise<void> {
  const { io } = context;
  const report = await examine(context, deps);
  if (flags.json) print(io, JSON.stringify(report, null, 2));
  else show(io, report);
  const why = report.providers && reasons(report.providers);
  if (why) note(io, t`There is no swarmlab.yaml here. \`swarmlab init --yes\` makes one like this: ${why}.`);
  if (!report.ok) context.exitWith(3);
}

/** Looks at this computer and its cluster, and says nothing. */
export async function examine(
  context: Pick<CommandContext, 'io' | 'folder' | 'signal'>,
  { runner: runnerOf, computer, fetch, node }: DoctorDeps = here(),
): Promise<DoctorReport> {
  const { io } = context;
  const begun = performance.now();
  const workspace = workspaceAt(path.resolve(io.cwd(), context.folder));
  const { folder } = workspace;
  const isMade = await hasFile(workspace.stateFile);
  const journal = isMade ? fileJournal(path.join(workspace.logFolder, 'doctor.log')) : { write() {} };
  const over = new AbortController();
  const signal = anySignal(context.signal, over.signal);
  const runner = impatient(runnerOf(journal, signal));
  const existing = await existingTopology(workspace.configFile, false);
  const detected = existing ? undefined : await detectProviders(runner);
  const topology = existing ?? (await proposed(folder, detected ?? []));
  let cluster: Cluster | undefined;
  try {
    if (existing && isMade)
      cluster = await assembleCluster(
        workspace,
        topology,
        await surroundingsOf(io, { local: runner, journal, signal }),
      );
    const states = onceKnown(async () => (await cluster?.provider.list()) ?? new Map());
    const request = {
      topology,
      folder,
      cacheFolder: cacheFolder(io.env),
      runner,
      env: io.env,
      computer,
      states,
      routes: () => hostRoutes(runner),
      nodes: async () => (cluster ? seenNodes(cluster, await states()) : []),
      fetch,
      now: () => Date.now(),
      node,
    };
    const rows = await diagnose(request, Math.max(deadline - (performance.now() - begun), leastPatience));
    return {
      cluster: topology.cluster,
      provider: topology.provider,
      plan: existing ? 'swarmlab.yaml' : 'the defaults',
      providers: detected?.map(({ name, usable, reason }) => ({ name, usable, reason })) ?? null,
      ok: !rows.some(({ outcome }) => outcome === 'fatal'),
      rows,
    };
  } finally {
    for (const each of cluster?.nodes ?? []) each.close();
    // What did not answer in time is ended.
    over.abort();
  }
}

/** The plan that `init --yes` would make here. */
async function proposed(folder: string, detected: readonly DetectedProvider[]): Promise<Topology> {
  return freshTopology(folder, preferredProvider(detected), await labIds());
}

async function seenNodes(
  cluster: Cluster,
  states: ReadonlyMap<string, string>,
): Promise<readonly SeenNode[]> {
  const running = cluster.nodes.filter(({ name }) => states.get(name) === 'running');
  return Promise.all(
    running.map(async (node) => {
      const seconds = nodePatience / 1000;
      const late = new Error(t`${node.name}: no answer within ${seconds} s`);
      const trouble = await inTime(lookAtNode(node, cluster), nodePatience, late);
      const { plan } = node;
      if (trouble === undefined) return { plan, facts: node.facts };
      return { plan, reason: trouble instanceof Error ? trouble.message : String(trouble) };
    }),
  );
}

const marks: Readonly<Record<Outcome, 'green' | 'yellow' | 'red' | 'dim'>> = {
  ok: 'green',
  warn: 'yellow',
  fatal: 'red',
  skip: 'dim',
  unknown: 'dim',
};

function show(io: Io, { cluster, provider, plan, rows }: DoctorReport): void {
  const paint = palette(io.stdout, io.env);
  const colour = (outcome: Outcome, text: string) => paint[marks[outcome]](text);
  const name = paint.bold(cluster);
  const source = plan === 'the defaults' ? t`the defaults` : plan;
  print(io, t`${name} (${provider}), as in ${source}`);
  const lines = rows.map(({ title, outcome, seen }) => [
    title,
    colour(outcome, outcomeWord(outcome)),
    wrapped(seen),
  ]);
  print(io, plainTable([t`CHECK`, t`RESULT`, t`SEEN`], lines));
  const troubles = rows.filter(({ fix }) => fix !== null);
  for (const { title, outcome, needed, fix } of troubles) {
    print(io, `${colour(outcome, `${outcomeWord(outcome)}:`)} ${title}`);
    print(io, `  ${t`needed: ${needed}`}`);
    print(io, `  ${paint.bold(t`fix:`)} ${fix}`);
  }
}

function outcomeWord(outcome: Outcome): string {
  return { ok: t`ok`, warn: t`warn`, fatal: t`fatal`, skip: t`skip`, unknown: t`unknown` }[outcome];
}

/** A sentence in lines of a table. */
function wrapped(text: string): string {
  return text.replaceAll(/(.{1,80})(?: |$)/g, '$1\n').trimEnd();
}

/** Why this provider and no other. */
function reasons(detected: NonNullable<DoctorReport['providers']>): string {
  return detected
    .filter(({ name }) => name !== 'ssh')
    .map(({ name, reason }) => `${name}: ${reason}`)
    .join('; ');
}
