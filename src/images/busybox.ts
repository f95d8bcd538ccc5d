import { readFile } from 'node:fs/promises';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { busyboxFromDebian } from './busybox-debian.ts';
import { busyboxFromDocker } from './busybox-docker.ts';
import type { BusyboxRequest } from './busybox-source.ts';

/** A static busybox: its bytes and where they are from, for people. */
export interface Busybox {
  content: Buffer;
  source: string;
}

/**
 * Gets a static busybox for an architecture: from Debian's packages where apt is at hand, else out of the registry's image.
 * Neither a Docker host nor a registry is needed for the first. Throws E_IMAGE_SOURCE when there is neither.
 */
export async function getBusybox(request: BusyboxRequest, report: (line: string) => void): Promise<Busybox> {
  const reasons: string[] = [];
  for (const source of [busyboxFromDebian, busyboxFromDocker]) {
    const answer = await source(request);
    if ('file' in answer) {
      report(t`busybox from ${answer.source}`);
      return { content: await readProgram(answer.file, request.arch), source: answer.source };
    }
    reasons.push(answer.reason);
  }
  const why = reasons.join('; ');
  throw new SwarmlabError('E_IMAGE_SOURCE', t`the lab images cannot be made (${request.arch}): ${why}`, {
    fix: t`Make one of the two work: apt with its package servers in reach, or a Docker host that can pull.`,
  });
}

/** e_machine of the ELF header. Source: elf(5). */
const machines = { amd64: 62, arm64: 183 } as const;

async function readProgram(file: string, arch: 'amd64' | 'arm64'): Promise<Buffer> {
  const content = await readFile(file);
  const isElf = content.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1')) && content.length > 64;
  if (isElf && content.readUInt16LE(18) === machines[arch]) return content;
  throw new SwarmlabError('E_IMAGE_SOURCE', t`${file} is no program for ${arch}`, {
    fix: t`Report this: the source of busybox gave something else.`,
  });
}
