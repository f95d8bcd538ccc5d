import { t } from 'ttag';
import type { PhaseEvent, PhaseListener } from '../cluster/phase.ts';
import { seconds } from './duration.ts';
import { type Io, note } from './io.ts';

/** Milliseconds between two reports of the same work: an upload's progress would fill a log. */
const pause = 3_000;

/** Progress for pipes and log files: one line an event, each with its node's name in front. */
export function plainProgress(io: Io, cluster: string, now: () => number): PhaseListener {
  const reported = new Map<string, number>();
  return (event) => {
    if (event.kind === 'reported') {
      const key = `${event.phase.id}/${event.node}`;
      if (now() - (reported.get(key) ?? 0) < pause) return;
      reported.set(key, now());
    }
    const line = describe(event);
    if (line) note(io, `${event.node ?? cluster}: ${event.phase.title}: ${line}`);
  };
}

function failedText(time: string, why: string): string {
  return t`failed after ${time}: ${why}`;
}

function describe(event: PhaseEvent): string | undefined {
  switch (event.kind) {
    case 'started':
      return undefined;
    case 'reported':
      return event.line;
    case 'failed':
      return failedText(seconds(event.ms), event.error.message);
    case 'skipped':
      return t`nothing to do: ${event.line}`;
    case 'done':
      return `${event.line} (${seconds(event.ms)})`;
  }
}
