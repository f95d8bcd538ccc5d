import type { Behaviour, Scene } from './lab-cluster.ts';

/** A target as Prometheus tells it. */
export function targetJson(host: string, changes: { job?: string; health?: string; error?: string } = {}) {
  const { job = 'node', health = 'up', error = '' } = changes;
  return {
    discoveredLabels: { __address__: `${host}:9100`, job },
    labels: { instance: `${host}:9100`, job },
    scrapePool: job,
    scrapeUrl: `http://${host}:9100/metrics`,
    lastError: error,
    lastScrape: '2026-01-01T12:00:00Z',
    health,
  };
}

export function targetsJson(targets: readonly object[]) {
  return { status: 'success', data: { activeTargets: targets, droppedTargets: [] } };
}

/** An instant vector: the labels of each series. */
export function vectorJson(metrics: readonly Record<string, string>[]) {
  const result = metrics.map((metric) => ({ metric, value: [1767268800.5, '1'] }));
  return { status: 'success', data: { resultType: 'vector', result } };
}

/** A range vector: for each series its labels and the seconds at which it has a sample. */
export function matrixJson(series: readonly { metric: Record<string, string>; times: readonly number[] }[]) {
  const result = series.map(({ metric, times }) => ({ metric, values: times.map((at) => [at, '1']) }));
  return { status: 'success', data: { resultType: 'matrix', result } };
}

/** An HTTP answer with this JSON. */
export function says(json: unknown, status = '200 OK'): Behaviour {
  const body = JSON.stringify(json);
  return {
    http: `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  };
}

/** The exporter as the Engine API gives it; `mode`: as in the service's description. */
export function exporterJson(mode: object = { Global: {} }) {
  return {
    ID: 'id-of-exporter',
    Spec: { Name: 'exporter', TaskTemplate: {}, Mode: mode, EndpointSpec: { Mode: 'vip' } },
    Endpoint: { VirtualIPs: [{ NetworkID: 'net', Addr: '10.20.2.2/24' }] },
  };
}

/** A running task of the exporter on node `n1` to `n3`, at 10.20.2.11 to 10.20.2.13. */
export function exporterTask(at: 1 | 2 | 3, changes: { state?: string; err?: string } = {}) {
  const { state = 'running', err } = changes;
  return {
    ID: `task${at}`,
    CreatedAt: '2026-01-01T10:00:00Z',
    NodeID: `n${at}`,
    DesiredState: 'running',
    Status: { State: state, ...(err ? { Err: err } : {}), ContainerStatus: { ContainerID: `c${at}` } },
    NetworksAttachments: [{ Network: { ID: 'net' }, Addresses: [`10.20.2.1${at}/24`] }],
  };
}

/** A node as the Engine API gives it. */
export function nodeJson(
  at: 1 | 2 | 3,
  {
    state = 'ready',
    availability = 'active',
    id = `n${at}`,
  }: { state?: string; availability?: string; id?: string } = {},
) {
  return {
    ID: id,
    Spec: { Role: at === 1 ? 'manager' : 'worker', Availability: availability },
    Description: { Hostname: `core-0${at}` },
    Status: { State: state },
  };
}

/** The exporter on all three nodes, and whatever answers on Prometheus's port. */
export function monitoring(answers: Behaviour, changes: Partial<Scene> = {}): Scene {
  return {
    services: () => [exporterJson()],
    tasks: () => [exporterTask(1), exporterTask(2), exporterTask(3)],
    behaves: () => answers,
    ...changes,
  };
}
