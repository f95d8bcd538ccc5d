import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { commandFailed } from '../transport/must-run.ts';
import type { Command, Remote, Result } from '../transport/runner.ts';
import { durability } from './durability.ts';
import { binaries, type Compression } from './manifest.ts';

const path = 'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C';

/** `link PLACE`: /usr/local/bin gets one link a program, each put in place by a rename. `taken`: names what is not ours there. */
const linking = `
taken() {
  for program in ${binaries.join(' ')}; do
    to=/usr/local/bin/$program
    if [ -e "$to" ] && [ ! -L "$to" ]; then echo "not ours: $to" >&2; return 0; fi
  done
  return 1
}
link() {
  taken && return 1
  mkdir -p /usr/local/bin || return 1
  for program in ${binaries.join(' ')}; do
    to=/usr/local/bin/$program
    [ "$(readlink "$to")" = "$1/docker/$program" ] && continue
    ln -sfn "$1/docker/$program" "$to.part-$$" && mv -fT "$to.part-$$" "$to" || return 1
  done
}`;

/**
 * `$1`: the place. Says `present`, or `absent` and the free KiB beside it; removes what a killed push left. A place whose
 * content may have been lost with the machine's power is absent.
 */
const lookScript = `${path}${linking}${durability()}
mkdir -p "\${1%/*}" || exit 1
rm -rf "$1".part-*
if [ -e "$1/.complete" ] && intact "$1"; then rm -f "$1".engine.tar*; link "$1" && echo present; exit; fi
taken && exit 1
echo "absent $(df -Pk "\${1%/*}" | awk 'NR==2 { print $4 }')"
`;

/**
 * `$1`: the place, `$2`: the verified tarball, the rest: the command that uncompresses stdin. Unpacked beside and renamed;
 * the marker is written last. A program that finds no library here is named by the loader.
 */
const installScript = `${path}${linking}${durability()}
place=$1 tarball=$2; shift 2
part=$place.part-$$
mkdir -p "$part" || exit 1
trap 'rm -rf "$part"' EXIT
trap 'exit 1' HUP INT TERM
if [ $# -gt 0 ]; then "$@" <"$tarball" | tar -C "$part" -xf - --no-same-owner; else tar -C "$part" -xf "$tarball" --no-same-owner; fi || exit 1
for program in ${binaries.join(' ')}; do
  [ -f "$part/docker/$program" ] || { echo "the tarball was cut short: no docker/$program" >&2; exit 1; }
done
chmod 755 "$part" "$part"/docker/*
missing=$(ldd "$part/docker/dockerd" "$part/docker/containerd" "$part/docker/runc" 2>&1 | grep 'not found' | sed 's/^[[:space:]]*//; s/ => not found.*//' | sort -u | paste -sd, -)
if [ -n "$missing" ]; then rm -f "$tarball"; echo "cannot run: $missing" >&2; exit 1; fi
: >"$part/.complete" && rm -rf "$place" && mv -T "$part" "$place" && rm -f "$tarball" && link "$place" && written "$place"
`;

/** Where a node stands: the engine is there and linked, or how much room there is for it. */
export async function lookForEngine(
  remote: Remote,
  place: string,
): Promise<{ present: true } | { present: false; freeBytes: number }> {
  const command: Command = { argv: ['sh', '-c', lookScript, 'look-for-engine', place], root: true };
  const result = await remote.run(command);
  const answer = /^(present)|^absent (\d+)/m.exec(result.stdout);
  if (answer?.[1]) return { present: true };
  if (answer?.[2]) return { present: false, freeBytes: Number(answer[2]) * 1024 };
  throw (
    notOurs(remote, result) ??
    commandFailed(command, result, {
      code: 'E_NODE_COMMAND',
      what: t`could not look for the engine`,
      fix: t`Run the same command again; if it happens again, look at the log.`,
      node: remote.name,
    })
  );
}

const uncompress: Readonly<Record<Compression, readonly string[]>> = {
  none: [],
  gz: ['gzip', '-dc'],
  zst: ['zstd', '-dcq'],
};

/** Unpacks a verified tarball into its place, in one round trip. The result says what went wrong. */
export async function install(
  remote: Remote,
  place: string,
  tarball: string,
  compression: Compression,
): Promise<{ command: Command; result: Result }> {
  const argv = [
    'sh',
    '-c',
    installScript,
    'install-engine',
    place,
    tarball,
    ...uncompress[compression],
  ] as const;
  const command: Command = { argv, root: true };
  return { command, result: await remote.run(command) };
}

/** The error for programs of the machine's own where ours would be linked; undefined when that was not the reason. */
export function notOurs({ name }: Remote, { stderr }: Result): SwarmlabError | undefined {
  const file = /^not ours: (.*)$/m.exec(stderr)?.[1];
  if (!file) return undefined;
  return new SwarmlabError('E_VALIDATE', t`${name} has its own ${file}, which would be overwritten`, {
    fix: t`Set engine.source: preinstalled to use it, or remove ${file} on ${name}.`,
    node: name,
  });
}
