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
    const message = 'engine.source file needs engine.file, the path of the bundle (got "file" alone)';
    say('error', 'source', message, 'add `file: engine.tar.gz` under `engine:`, or write `source: auto`');
  }
  if (file !== undefined && file.trim() === '')
    say('error', 'file', 'engine.file is empty (got "")', 'write the path of a bundle or remove the line');
  else if (file !== undefined && source !== 'file') {
    const message = `engine.file is only for source file, and source is ${source} (got ${show(file)})`;
    say('error', 'file', message, 'write `source: file` under `engine:`, or remove engine.file');
  }
  if (version === undefined) return findings;
  if (source === 'file' || source === 'preinstalled') {
    const message = `engine.version says nothing for source ${source}, which has the version it has (got ${show(version)})`;
    say('warning', 'version', message, 'remove engine.version');
  } else if (!(source === 'docker' ? official : debian).test(version)) {
    const fix = /^v\d/.test(version)
      ? `write \`version: "${version.slice(1)}"\``
      : 'write a version as in "28.5.1", or remove the line for the pinned one';
    say('error', 'version', `engine.version is not a version (got ${show(version)})`, fix);
  }
  return findings;
}
