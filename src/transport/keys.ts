import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An SSH key pair on disk. */
export interface KeyPair {
  /** Path of the private half, in OpenSSH's format, mode 0600; the public half lies beside it as `.pub`. */
  privateFile: string;
  /** The public half as one line for authorized_keys or known_hosts: `ssh-ed25519 AAAA... swarmlab`. */
  publicLine: string;
}

/**
 * The ed25519 key pair `name` in `folder` (made with mode 0700), generated at the first call. Calls may overlap: nothing
 * is awaited between looking and writing. The public half is put in place first, so that a private key which exists
 * always has its partner.
 */
export async function ensureKeyPair(folder: string, name = 'id_ed25519'): Promise<KeyPair> {
  const privateFile = join(folder, name);
  const publicFile = `${privateFile}.pub`;
  const exists = () => existsSync(privateFile) && existsSync(publicFile);
  if (!exists()) {
    const { generateKeyPair } = await import('./ssh.ts');
    if (!exists()) {
      const pair = generateKeyPair('swarmlab');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      put(publicFile, `${pair.publicLine}\n`, 0o644);
      put(privateFile, pair.privateKey, 0o600);
    }
  }
  return { privateFile, publicLine: readFileSync(publicFile, 'utf8').trim() };
}

function put(path: string, text: string, mode: number): void {
  const beside = `${path}.${process.pid}.new`;
  writeFileSync(beside, text, { mode });
  renameSync(beside, path);
}
