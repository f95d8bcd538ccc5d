import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { quote } from './quote.ts';

/**
 * The host keys we trust, in an OpenSSH known_hosts file (mode 0600) that `ssh -F` uses too. Machines go by the name of
 * their node (HostKeyAlias), not by address: ports on 127.0.0.1 are handed out anew.
 */
export interface KnownHosts {
  readonly file: string;
  /** Plants a public key line (`ssh-ed25519 AAAA...`) as the only key of `name`; E_CONFIG when it is none. */
  expect(name: string, keyLine: string): void;
  /** Judges the key blob a machine shows; at first sight it is stored. E_HOST_KEY when it is another than before. */
  check(name: string, key: Buffer): 'known' | 'pinned';
  /** Key types stored for `name`, such as `ssh-ed25519`: what to ask the machine for. */
  types(name: string): string[];
  /** Forgets `name`, for instance because its machine was destroyed. */
  forget(name: string): void;
}

/** The known hosts in `file`. It is read anew each time and replaced in one step, so that nobody sees half of it. */
export function knownHosts(file: string): KnownHosts {
  const linesOf = (name: string) => readLines(file).filter((line) => line.names.includes(name));
  const replace = (name: string, keys: string[]): void => {
    const others = readLines(file).filter((line) => !line.names.includes(name));
    write(file, [...others.map((line) => line.text), ...keys.map((key) => `${name} ${key}`)]);
  };
  return {
    file,
    expect(name, keyLine) {
      const [type = '', base64 = ''] = keyLine.trim().split(/\s+/);
      const blob = Buffer.from(base64, 'base64');
      if (!type || typeOf(blob) !== type) throw notAKey(name, keyLine);
      const known = linesOf(name);
      if (known.length !== 1 || known[0]?.base64 !== base64) replace(name, [`${type} ${base64}`]);
    },
    check(name, key) {
      const known = linesOf(name);
      const shown = key.toString('base64');
      if (known.some((line) => line.base64 === shown)) return 'known';
      const [before] = known;
      if (before) throw changed(file, name, before, key);
      replace(name, [`${typeOf(key)} ${shown}`]);
      return 'pinned';
    },
    types: (name) => linesOf(name).map((line) => line.type),
    forget(name) {
      if (linesOf(name).length > 0) replace(name, []);
    },
  };
}

/** A key's fingerprint as OpenSSH prints it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

interface Line {
  text: string;
  /** 1 is the first line of the file. */
  number: number;
  /** Empty for comments and for lines with a marker, which are kept as they are. */
  names: string[];
  type: string;
  base64: string;
}

function readLines(file: string): Line[] {
  return read(file)
    .split('\n')
    .flatMap((text, index) => {
      const [names = '', type = '', base64 = ''] = text.trim().split(/\s+/);
      const isKey = base64 !== '' && !/^[#@]/.test(names);
      return text === ''
        ? []
        : [{ text, number: index + 1, names: isKey ? names.split(',') : [], type, base64 }];
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function write(file: string, lines: string[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  writeFileSync(beside, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  renameSync(beside, file);
}

/** A key blob begins with its type: four bytes of length, then the name. */
function typeOf(key: Buffer): string {
  return key.length < 4 ? '' : key.toString('latin1', 4, 4 + key.readUInt32BE(0));
}

function notAKey(name: string, keyLine: string): SwarmlabError {
  const given = keyLine.trim().slice(0, 60);
  return new SwarmlabError('E_CONFIG', t`${name}: "${given}" is not a public host key`, {
    fix: t`Give it as /etc/ssh/ssh_host_ed25519_key.pub on the machine has it: ssh-ed25519 AAAA...`,
    node: name,
  });
}

function changed(file: string, name: string, before: Line, key: Buffer): SwarmlabError {
  const old = fingerprint(Buffer.from(before.base64, 'base64'));
  const shown = fingerprint(key);
  const remove = `ssh-keygen -R ${quote(name)} -f ${quote(file)}`;
  return new SwarmlabError(
    'E_HOST_KEY',
    t`${name} shows another SSH host key than before (${old}, now ${shown}): either the machine was made anew, or somebody sits between you and it`,
    {
      fix: t`If you made the machine anew, remove line ${before.number} of ${file}: ${remove}`,
      node: name,
    },
  );
}
