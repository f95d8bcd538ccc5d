import { access } from 'node:fs/promises';

/** Whether there is something at this path. */
export function hasFile(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
