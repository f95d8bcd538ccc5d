import type { Upload } from './runner.ts';

/** The script's exit code for a file that arrived otherwise than it was sent. */
export const damaged = 3;

/**
 * One visit for everything: says `present` and ends when the file is there already; otherwise says `send`, takes the
 * file from stdin, verifies it as it lies on the disk, and renames it into place. openssl goes first because it uses
 * the CPU's SHA instructions, which many sha256sum do not.
 */
const script = `
to=$1 bytes=$2 sum=$3 mode=$4 part=$5
export LC_ALL=C
whole() {
  [ -f "$1" ] || return 1
  size=$(wc -c <"$1")
  [ "$size" -eq "$bytes" ] || return 1
  got=$({ openssl dgst -sha256 -r <"$1" || sha256sum <"$1"; } 2>/dev/null)
  [ "\${got%% *}" = "$sum" ]
}
[ ! -d "$to" ] || { echo "$to is a directory" >&2; exit 1; }
umask 022
mkdir -p "\${to%/*}/" || exit 1
rm -f "$to".part-*
if whole "$to"; then chmod "$mode" "$to" && echo present; exit; fi
umask 077
trap 'rm -f "$part"' EXIT
trap 'exit 1' HUP INT TERM
echo send
cat >"$part" || exit 1
whole "$part" || { rm -f "$part"; echo "$size bytes arrived" >&2; exit ${damaged}; }
chmod "$mode" "$part" && mv -f "$part" "$to" && echo uploaded
`;

/** The command that receives `upload`; `part` is the path it is collected under. */
export function receiving(upload: Upload, part: string): [string, ...string[]] {
  const mode = (upload.mode ?? 0o644).toString(8);
  const values = [upload.to, String(upload.bytes), upload.sha256, mode, part];
  return ['sh', '-c', script, 'sh', ...values];
}
