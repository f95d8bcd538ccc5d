import { t } from 'ttag';
import * as z from 'zod';
import { askImages } from '../images-on-nodes.ts';
import {
  imageOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The image with its tag, as in `localhost/whoami:2`. */
  image: z.string().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'other-image',
  'image-on-some-nodes',
  'image-nowhere',
  'stands-still',
  'updating',
  'not-running',
] as const;
type Reason = (typeof reasons)[number];

/** States of an update that is not over. */
const underWay: readonly string[] = ['updating', 'rollback_started'];

/** A service, and the names of the images on each node that answers. */
export interface ImageSeen {
  state: ServiceState;
  images: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The service is to run an image, and all its tasks do, once no update is under way. Where it cannot be had, says where it is. */
export const serviceImage = defineCheck({
  name: 'service-image',
  params,
  reasons,
  async probe(cluster, { service }): Promise<ImageSeen> {
    const [state, images] = await Promise.all([observeService(cluster, service), askImages(cluster)]);
    return { state, images };
  },
  judge(params, { state, images }) {
    const { service, services } = state;
    const { service: name, image } = params;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const wanted = imageOf(service.Spec.TaskTemplate);
    const update = service.UpdateStatus?.State ?? 'completed';
    const absent = judgeWanted(wanted, params, images);
    // An update to it may still end in a rollback by itself.
    if (absent) return { ...absent, settled: !underWay.includes(update) };
    if (update.includes('paused')) {
      const status = update.replaceAll('_', ' ');
      const message = t`${name}: the update to ${wanted} is ${status}; expected all tasks on ${image}`;
      return { outcome: 'fail', reason: 'stands-still', message, settled: true };
    }
    if (wanted !== image) {
      const message = t`${name} is to run ${wanted}; expected ${image}`;
      return { outcome: 'fail', reason: 'other-image', message, settled: true };
    }
    const running = runningTasks(state);
    const there = running.filter(({ Spec }) => imageOf(Spec) === image).length;
    const seen = t`${there} of ${running.length} running tasks of ${name} run ${image}`;
    if (!update.endsWith('completed')) {
      const status = update.replaceAll('_', ' ');
      const message = t`${seen}, and its update is ${status}; expected all, and the update completed`;
      return { outcome: 'fail', reason: 'updating', message };
    }
    if (there === 0 || there < running.length)
      return { outcome: 'fail', reason: 'not-running', message: t`${seen}; expected all` };
    return { outcome: 'pass', message: t`all ${there} running tasks of ${name} run ${image}` };
  },
  evidence: ({ state }) => ({
    ...serviceEvidence(state),
    image: state.service && imageOf(state.service.Spec.TaskTemplate),
  }),
});

/** What is wrong with the image that the service is to run: not that it is another one, but that nodes cannot run it. */
function judgeWanted(
  wanted: string,
  { service: name, image }: Params,
  images: ImageSeen['images'],
): (Verdict<Reason> & { outcome: 'fail' }) | undefined {
  const named = wanted.includes(':') ? wanted : `${wanted}:latest`;
  const having = [...images].filter(([, tags]) => tags.has(named)).map(([node]) => node);
  const lacking = [...images].filter(([, tags]) => !tags.has(named)).map(([node]) => node);
  if (lacking.length === 0) return undefined;
  if (having.length === 0) {
    const message = t`${name} is to run ${wanted}, which is on no node; expected ${image}`;
    return { outcome: 'fail', reason: 'image-nowhere', message };
  }
  const there = having.join(', ');
  const notThere = lacking.join(', ');
  const message = t`${name} is to run ${wanted}, which is on ${there} and not on ${notThere}; expected ${image}, which is on every node`;
  return { outcome: 'fail', reason: 'image-on-some-nodes', message };
}
