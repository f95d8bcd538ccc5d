import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeImageArchive } from '../../src/images/archive.ts';
import { imageFromPackages } from '../../src/images/packages-image.ts';
import { localRunner } from '../../src/transport/local.ts';
import { ended, type ScratchCluster } from './scratch-cluster.ts';

/** The name of the real image, under which the lab wants it. */
const name = 'localhost/traefik';
const tag = '3.6';

/** Where archives wait for the next run; `npm ci` clears it. */
const cacheFolder = path.resolve('node_modules/.cache/swarmlab-doubles');

/**
 * Puts the test double of Traefik (test/doubles/traefik) into the engines of a cluster's nodes, under the real image's name.
 * For end-to-end tests alone: its label `swarmlab.test-double` and its API say what it is.
 */
export async function loadTraefikDouble(
  cluster: ScratchCluster,
  nodes: readonly string[] = ['core-01', 'core-02', 'core-03'],
): Promise<void> {
  const archive = await doubleArchive();
  await Promise.all(
    nodes.map(async (node) => {
      const child = cluster.spawn('ssh', node, 'sudo -n docker load --quiet');
      const { code, stdout, stderr } = await ended(child, createReadStream(archive));
      if (code !== 0) throw new Error(`${node} did not take the double, ${code}:\n${stdout}${stderr}`);
    }),
  );
}

/** The image as a file for `docker load`, made unless the same one was made before: a file of the same content has the same name. */
async function doubleArchive(): Promise<string> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'swarmlab-double-'));
  try {
    const program = path.join(scratch, 'program');
    const tsc = [path.resolve('node_modules/typescript/bin/tsc'), '-p', path.resolve('test/doubles/traefik')];
    await promisify(execFile)(process.execPath, [...tsc, '--outDir', program]);
    // The nodes' Node.js takes a file for an ES module where its package says so.
    await writeFile(path.join(program, 'package.json'), '{ "type": "module" }\n');
    const files = (await readdir(program)).sort();
    const hash = createHash('sha256').update(process.arch);
    for (const file of files) hash.update(file).update(await readFile(path.join(program, file)));
    const archive = path.join(cacheFolder, `traefik-${hash.digest('hex').slice(0, 16)}.tar`);
    if (await stat(archive).catch(() => undefined)) return archive;
    const { image } = await imageFromPackages({
      name,
      tag,
      arch: process.arch === 'arm64' ? 'arm64' : 'amd64',
      folder: scratch,
      runner: localRunner({ write() {} }),
      report: () => {},
      recipe: {
        packages: ['nodejs'],
        files: files.map((file) => ({
          from: path.join(program, file),
          to: `srv/traefik/${file}`,
          executable: false,
        })),
        entrypoint: ['/usr/bin/node', '/srv/traefik/main.js'],
        ports: [80],
        labels: { 'swarmlab.test-double': 'true' },
      },
    });
    await mkdir(cacheFolder, { recursive: true });
    const part = `${archive}.${process.pid}`;
    await writeImageArchive(part, [image]);
    await rename(part, archive);
    return archive;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
