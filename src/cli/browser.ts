import { t } from 'ttag';
import type { Io } from './io.ts';
import { note } from './io.ts';

/** Whether a browser would be seen by whoever typed the command: a terminal, on a computer with a desktop. */
export function browserLikely(
  { stdout, env }: Pick<Io, 'stdout' | 'env'>,
  platform: NodeJS.Platform,
): boolean {
  if (!stdout.isTTY || env.SSH_CONNECTION || env.CI) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME);
}

/** Opens the user's browser. Where that fails, the URL that was printed has to do. */
export async function openBrowser(io: Io, url: string): Promise<void> {
  const failed = (error: Error) =>
    note(io, t`no browser could be opened (${error.message}); the address is ${url}`);
  try {
    const { default: open } = await import('open');
    (await open(url)).on('error', failed);
  } catch (error) {
    failed(error as Error);
  }
}
