import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { t } from 'ttag';
import { type Workspace, workspaceAt } from '../../cluster/workspace.ts';
import { writeFileAtomic } from '../../config/atomic-write.ts';
import { hasFile } from '../../files/has-file.ts';
import { readIfThere } from '../../files/read-if-there.ts';
import { tar } from '../../images/tar.ts';
import { localRunner } from '../../transport/local.ts';
import type { Runner } from '../../transport/runner.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { progressOf } from '../lab/course.ts';
import { Logged } from '../logged.ts';
import { Collection } from '../support/collection.ts';
import { hidden } from '../support/hidden.ts';
import { addLive } from '../support/live.ts';
import { addLogTails } from '../support/log-tails.ts';
import { readmeText } from '../support/readme-text.ts';
import { mostOfOne, redact } from '../support/redact.ts';
import { redactJson } from '../support/redact-json.ts';
import { versions } from '../support/versions.ts';
import { withCluster } from '../with-cluster.ts';
import { type DoctorReport, examine as doctor } from './doctor.ts';

interface Flags {
  output?: string;
  withName?: boolean;
}

/** What `support` acts on; tests bring their own. */
export interface SupportDeps {
  runner: Runner;
  examine(context: CommandContext): Promise<DoctorReport>;
}

/** Writes one archive for whoever helps. What cannot be had is named in it, and keeps nothing else out of it. */
export async function support(
  context: CommandContext,
  { output, withName = false }: Flags,
  { runner, examine }: SupportDeps = { runner: localRunner({ write() {} }, context.signal), examine: doctor },
): Promise<void> {
  const { io, signal } = context;
  const workspace = workspaceAt(path.resolve(io.cwd(), context.folder));
  const at = new Date();
  const progressFile = progressOf(context).file;
  const progress = await parsed(progressFile);
  const collection = new Collection(withName ? undefined : hidden(progress?.who, os.homedir()));
  await collection.attempt('versions.json', async () =>
    collection.addJson('versions.json', redactJson(await versions(runner))),
  );
  await addText(collection, 'swarmlab.yaml', workspace.configFile);
  await addText(collection, 'state.json', workspace.stateFile);
  if (progress) addProgress(collection, progress, withName);
  else
    collection.leaveOut(
      'progress.json',
      (await hasFile(progressFile)) ? 'it cannot be read' : 'there is none',
    );
  await collection.attempt('logs', () => addLogTails(collection, workspace.logFolder));
  note(io, t`looking at this computer and the nodes; where one hangs that takes half a minute`);
  await Promise.all([
    collection.attempt('doctor.json', async () =>
      collection.addJson('doctor.json', redactJson(await examine(context))),
    ),
    collection.attempt('nodes and swarm', () => addNow(collection, context, workspace)),
  ]);
  signal.throwIfAborted();

  const target = path.resolve(workspace.folder, output ?? archiveName(at));
  collection.sort();
  const bytes = await pack(collection, readmeText(collection, { at, withName }));
  await writeFileAtomic(target, bytes, 0o600);
  const size = Math.ceil(bytes.length / 1024);
  print(io, t`written to ${target} (${size} KiB)`);
  for (const { what, why } of collection.leftOut) print(io, t`left out: ${what}: ${why}`);
  print(io, t`Look through it before you send it.`);
}

function archiveName(at: Date): string {
  return `swarmlab-support-${at.toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')}.tar.gz`;
}

async function pack({ files }: Collection, readme: string): Promise<Buffer> {
  const all = [{ path: 'README.txt', text: readme }, ...files];
  const entries = all.map((file) => ({
    type: 'file' as const,
    path: `swarmlab-support/${file.path}`,
    content: Buffer.from(file.text),
  }));
  return promisify(gzip)(tar(entries));
}

async function addText(collection: Collection, name: string, file: string): Promise<void> {
  await collection.attempt(name, async () => {
    const text = await readIfThere(file);
    if (text === undefined) collection.leaveOut(name, 'there is none');
    else if (text.length > mostOfOne) collection.leaveOut(name, 'it is too large');
    else collection.add(name, redact(text));
  });
}

/** Whose work it is concerns nobody who looks for a fault. */
function addProgress(collection: Collection, { who, ...rest }: Parsed, withName: boolean): void {
  collection.addJson('progress.json', redactJson(withName ? { who, ...rest } : rest));
}

type Parsed = { who?: Record<string, unknown> };

/** What a JSON file says; undefined where there is none that can be read. */
async function parsed(file: string): Promise<Parsed | undefined> {
  try {
    const value = JSON.parse((await readIfThere(file)) ?? 'null');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What the cluster is like now; where none was ever made nothing is asked, and none of its files comes into being. */
async function addNow(collection: Collection, context: CommandContext, workspace: Workspace): Promise<void> {
  if (!(await hasFile(workspace.stateFile)))
    return collection.leaveOut('nodes and swarm', 'no cluster was made in this folder yet');
  try {
    await withCluster(context, { name: 'support', changes: false }, (cluster) =>
      addLive(collection, cluster),
    );
  } catch (error) {
    throw error instanceof Logged ? error.cause : error;
  }
}
