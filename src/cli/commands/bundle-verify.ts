import { t } from 'ttag';
import { readableSize } from '../../files/readable-size.ts';
import { totalBytes } from '../../kit/manifest.ts';
import { verifyKit } from '../../kit/verify.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { kitFolder } from '../kit-meant.ts';
import { palette } from '../palette.ts';
import { plainTable } from '../plain-table.ts';

/** Compares a kit with its manifest; exit code 1 where something is not as it says. */
export async function bundleVerify(
  context: CommandContext,
  name: string,
  flags: { json?: boolean },
): Promise<void> {
  const { io, signal } = context;
  const folder = kitFolder(context, name);
  const { manifest, findings } = await verifyKit(folder, {
    signal,
    report: ({ path, bytes }) => note(io, `reading ${path} (${readableSize(bytes)})`),
  });
  const { files, lacking, ...about } = manifest;
  const total = { files: files.length, bytes: totalBytes(files) };
  if (findings.length > 0) context.exitWith(1);
  if (flags.json) {
    print(
      io,
      JSON.stringify(
        { folder, whole: findings.length === 0, ...about, ...total, findings, lacking },
        null,
        2,
      ),
    );
    return;
  }
  const paint = palette(io.stdout, io.env);
  if (findings.length > 0) {
    const rows = findings.map((it) => [paint.red(it.state), it.path, it.says]);
    print(io, plainTable(['STATE', 'FILE', ''], rows));
  }
  const size = `${total.files} files, ${readableSize(total.bytes)}`;
  const whole = paint.green('whole');
  print(
    io,
    findings.length === 0
      ? t`${folder}: ${whole} (${size}, of swarmlab ${about.swarmlab}, ${about.created})`
      : t`${folder}: ${findings.length} of its files are not as they should be. Get them again.`,
  );
  for (const { what, arch, reason } of lacking) {
    const forArch = arch ? ` (${arch})` : '';
    print(io, t`made without: ${what}${forArch}: ${reason}`);
  }
}
