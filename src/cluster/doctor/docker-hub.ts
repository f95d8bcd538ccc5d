import { t } from 'ttag';
import * as z from 'zod';
import type { Verdict } from '../../provider/diagnosis.ts';

/** What Docker Hub says of pulls from here without a login. */
export type HubAnswer =
  | { state: 'silent'; reason: string }
  | {
      state: 'answered';
      status: number;
      /** As in `100;w=21600`: pulls, and in how many seconds. Absent where no limit holds. */
      limit?: string | undefined;
      remaining?: string | undefined;
      /** Its Date header, in milliseconds since 1970. */
      date?: number | undefined;
    };

/** What asks over HTTP: the global `fetch`, or a test's. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const tokenUrl =
  'https://auth.docker.io/token?service=registry.docker.io&scope=repository:ratelimitpreview/test:pull';
const imageUrl = 'https://registry-1.docker.io/v2/ratelimitpreview/test/manifests/latest';
const tokenShape = z.object({ token: z.string() });

/** Asks as Docker's documentation has it (Docker Hub, Usage and limits, Pulls); a HEAD counts as no pull. Gives up after `patience` ms. */
export async function askHub(fetch: Fetch, patience = 3_000): Promise<HubAnswer> {
  const signal = AbortSignal.timeout(patience);
  try {
    const { token } = tokenShape.parse(await (await fetch(tokenUrl, { signal })).json());
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(imageUrl, { method: 'HEAD', headers, signal });
    const header = (name: string) => response.headers.get(name) ?? undefined;
    const date = Date.parse(header('date') ?? '');
    return {
      state: 'answered',
      status: response.status,
      limit: header('ratelimit-limit'),
      remaining: header('ratelimit-remaining'),
      date: Number.isNaN(date) ? undefined : date,
    };
  } catch (error) {
    return { state: 'silent', reason: reasonOf(error, patience) };
  }
}

function reasonOf(error: unknown, patience: number): string {
  if (!(error instanceof Error)) return String(error);
  const seconds = patience / 1000;
  if (error.name === 'TimeoutError') return t`no answer within ${seconds} s`;
  const { cause } = error as { cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return error instanceof z.ZodError || error instanceof SyntaxError ? t`it gives no token` : error.message;
}

/** Pulls that Docker Hub still allows from this address. `pulls`: what one computer needs of them, images being downloaded once. */
export function judgeHub(answer: HubAnswer, pulls: number): Verdict {
  if (answer.state === 'silent')
    return { outcome: 'skip', seen: t`Docker Hub is out of reach: ${answer.reason}` };
  const { status, limit, remaining } = answer;
  const needed = t`${pulls} for each computer of the room: they mostly share one address`;
  const fix = t`Log in (\`docker login\`), wait, or bring the images: what one \`up\` downloaded stays with \`down --keep-cache\`.`;
  if (status === 429)
    return {
      outcome: 'warn',
      seen: t`Docker Hub allows no more pulls from here for now`,
      needed,
      fix,
    };
  if (status !== 200) return { outcome: 'unknown', seen: t`Docker Hub answers with HTTP ${status}` };
  const [left, all] = [numberOf(remaining), numberOf(limit)];
  if (left === undefined) return { outcome: 'ok', seen: t`Docker Hub sets no limit here`, needed };
  const pullsLeft = all === undefined ? t`${left} pulls are left` : t`${left} of ${all} pulls are left`;
  const hours = windowOf(limit);
  const seen = hours ? t`${pullsLeft} for ${hours}` : pullsLeft;
  return left >= pulls ? { outcome: 'ok', seen, needed } : { outcome: 'warn', seen, needed, fix };
}

function numberOf(header: string | undefined): number | undefined {
  const [, number] = /^(\d+)/.exec(header ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** `100;w=21600` -> `6 h`. */
function windowOf(header: string | undefined): string | undefined {
  const [, seconds] = /;w=(\d+)/.exec(header ?? '') ?? [];
  const hours = Math.round(Number(seconds) / 360) / 10;
  return seconds === undefined ? undefined : t`${hours} h`;
}
