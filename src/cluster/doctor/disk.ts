import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import type { Room, Verdict } from '../../provider/diagnosis.ts';

/** A disk, what is free on it, and what will be put there. */
export interface DiskSeen {
  /** The folder that was looked at. */
  folder: string;
  freeMiB: number;
  rooms: readonly Room[];
}

/** Room on the disks. What is asked for is what a course fills; with less than half of it `up` does not come to its end. */
export function judgeDisks(disks: readonly DiskSeen[]): Verdict {
  const wants = disks.map((disk) => ({
    ...disk,
    mib: disk.rooms.reduce((total, { mib }) => total + mib, 0),
  }));
  const needed =
    wants
      .filter(({ mib }) => mib > 0)
      .map(({ mib, rooms }) => {
        const all = rooms.map(({ what }) => what).reduce((before, what) => t`${before} and ${what}`);
        return t`${mib} MiB for ${all}`;
      })
      .join('; ') || t`nothing more`;
  const seen = disks.map(({ folder, freeMiB }) => t`${freeMiB} MiB free at ${folder}`).join('; ');
  const short = wants.filter(({ mib, freeMiB }) => freeMiB < mib);
  const [first] = short;
  if (!first) return { outcome: 'ok', seen, needed };
  const fix = t`Make room at ${first.folder}; \`docker system df\` and \`vagrant box list\` show what may go.`;
  if (short.some(({ mib, freeMiB }) => freeMiB < mib / 2))
    return { outcome: 'fatal', seen, needed, fix, code: 'E_VALIDATE' };
  return { outcome: 'warn', seen, needed, fix };
}

/** Looks at the disks that folders are on, or will be: those that are not there yet are made on the disk of the one above. */
export async function lookAtDisks(rooms: readonly Room[]): Promise<DiskSeen[]> {
  const disks = new Map<number, { folder: string; freeMiB: number; rooms: Room[] }>();
  for (const room of rooms) {
    const folder = await nearestFolder(room.folder);
    const { dev } = await stat(folder);
    const known = disks.get(dev);
    if (known) {
      known.rooms.push(room);
      continue;
    }
    const { bavail, bsize } = await statfs(folder);
    disks.set(dev, { folder, freeMiB: Math.floor((bavail * bsize) / 2 ** 20), rooms: [room] });
  }
  return [...disks.values()];
}

async function nearestFolder(folder: string): Promise<string> {
  const above = path.dirname(folder);
  return stat(folder).then(
    () => folder,
    (error) => {
      if (above === folder) throw error;
      return nearestFolder(above);
    },
  );
}
