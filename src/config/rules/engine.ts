import { t } from 'ttag';
import type { Draft } from '../draft.ts';
import type { Finding } from '../problem.ts';
import { show } from '../show.ts';

const official = /^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/;
const debian = /^\d+\.\d+(\.\d+)?[A-Za-z0-9.+~:-]*$/;

/** The engine's source, version and file must go together. */
export function engineFindings({ engine }: Draft): Finding[] {
  const { source, version, file } = engine;
  const findings: Finding[] = [];
  const say = (severity: Finding['severity'], key: string, message: string, fix: string) =>
    findings.push({ severity, path: ['engine', key], message, fix });

  if (source === 'file' && file === undefined) {
    const message = t`engine.source file needs engine.file, the path of the bundle (got "file" alone)`;
    say(
      'error',
      'source',
      message,
      t`add \`file: engine.tar.gz\` under \`engine:\`, or write \`source: auto\``,
    );
  }
  if (file !== undefined && file.trim() === '')
    say('error', 'file', t`engine.file is empty (got "")`, t`write the path of a bundle or remove the line`);
  else if (file !== undefined && source !== 'file') {
    const got = show(file);
    const message = t`engine.file is only for source file, and source is ${source} (got ${got})`;
    say('error', 'file', message, t`write \`source: file\` under \`engine:\`, or remove engine.file`);
  }
  if (version === undefined) return findings;
  const got = show(version);
  if (source === 'file' || source === 'preinstalled') {
    const message = t`engine.version says nothing for source ${source}, which has the version it has (got ${got})`;
    say('warning', 'version', message, t`remove engine.version`);
  } else if (!(source === 'docker' ? official : debian).test(version)) {
    const bare = version.slice(1);
    const fix = /^v\d/.test(version)
      ? t`write \`version: "${bare}"\``
      : t`write a version as in "28.5.1", or remove the line for the pinned one`;
    say('error', 'version', t`engine.version is not a version (got ${got})`, fix);
  }
  return findings;
}
