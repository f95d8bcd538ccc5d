import type { Topology } from '../config/schema.ts';
import type { Runner } from '../transport/runner.ts';
import type { Report } from './provider.ts';

/** What any of the providers may need. Folders and files are absolute. */
export interface ProviderContext {
  topology: Topology;
  /** The folder of swarmlab.yaml. */
  folder: string;
  cacheFolder: string;
  /** Tells this cluster from another one of the same name. */
  clusterId: string;
  /** Our private key, and the line of its public half that machines are to trust. */
  keyFile: string;
  publicKey: string;
  /** Records the host key of a machine that was just made: the whole key line, as in `ssh-ed25519 AAAA...`. */
  plantHostKey(name: string, keyLine: string): Promise<void>;
  /** Forgets the host key of a machine that is about to be made anew. */
  forgetHostKey(name: string): void;
  runner: Runner;
  env: NodeJS.ProcessEnv;
  /** The offline kit; where there is one, nothing else is asked for what machines are made from. */
  kit?: KitFiles | undefined;
}

/** What a provider sees of an offline kit. */
export interface KitFiles {
  /** A file by its path in the kit, whole and on this computer. E_BUNDLE where it has none, with the reason. */
  file(path: string, report: Report): Promise<string>;
}
