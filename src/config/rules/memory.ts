import { t } from 'ttag';
import type { Draft } from '../draft.ts';
import { nodeLabel } from '../draft.ts';
import type { Finding } from '../problem.ts';
import { shortLabId } from './labs.ts';

/** MiB that a manager needs for the monitoring lab: Prometheus and Grafana are placed on managers. */
export const monitoringMemory = 2048;

/** Whether one of these labs is the monitoring lab. */
export function monitors(labs: readonly string[]): boolean {
  return labs.some((lab) => shortLabId(lab) === 'monitoring');
}

/** Managers too small for the labs that are chosen. */
export function memoryFindings({ nodes, labs }: Draft): Finding[] {
  if (!monitors(labs)) return [];
  return nodes.flatMap((node, i): Finding[] => {
    if (node.role !== 'manager' || node.memory === undefined || node.memory >= monitoringMemory) return [];
    const label = nodeLabel(node, i);
    const message = t`${label}: the monitoring lab needs a manager of ${monitoringMemory} MiB (got ${node.memory})`;
    return [
      {
        severity: 'warning',
        path: ['nodes', i, 'memory'],
        message,
        fix: t`write \`memory: ${monitoringMemory}\``,
      },
    ];
  });
}
