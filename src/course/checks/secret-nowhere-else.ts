import { t } from 'ttag';
import * as z from 'zod';
import { askServiceSpec } from '../probes/engine-answers.ts';
import { fingerprint, holdsValue } from '../probes/fingerprint.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { textsOf } from '../probes/spec-texts.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The values that must not stand there. */
  values: z.array(fingerprint).min(1),
});
type Params = z.output<typeof params>;

/** What was seen: the service, and the places of its spec that hold a value; never what stands there. */
export interface SecretPlaces {
  state: ServiceState;
  places: readonly string[];
}

/** A secret value stands nowhere in what the swarm tells about a service: not in its environment, arguments or labels. */
export const secretNowhereElse = defineCheck({
  name: 'secret-nowhere-else',
  params,
  reasons: ['no-service', 'in-environment', 'in-arguments', 'in-labels', 'elsewhere'],
  async probe(cluster, { service: name, values }: Params): Promise<SecretPlaces> {
    const state = await observeService(cluster, name);
    if (!state.service) return { state, places: [] };
    const texts = textsOf(await askServiceSpec(cluster, state.service.ID));
    const found = texts.filter(({ text }) => values.some((value) => holdsValue(text, value)));
    return { state, places: [...new Set(found.map(({ place }) => place))] };
  },
  judge({ service: name }, { state, places }) {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    if (places.length === 0)
      return {
        outcome: 'pass',
        message: t`the value stands nowhere in ${name}'s environment, arguments and labels`,
      };
    const where = places.map(placeText).join(', ');
    const message = t`${name}: the value stands in ${where}, where \`docker service inspect\` shows it; expected it nowhere but in the secret`;
    return { outcome: 'fail', reason: reasonOf(places), message, settled: true };
  },
  evidence: ({ places }) => ({ places }),
});

/** A place, for people; in the record it stands as the probe named it. */
function placeText(place: string): string {
  const [, what, name] = /^the (variable|label) (.*)$/.exec(place) ?? [];
  if (what === 'variable') return t`the variable ${name}`;
  if (what === 'label') return t`the label ${name}`;
  return { 'a label': t`a label`, 'its arguments': t`its arguments` }[place] ?? place;
}

function reasonOf(places: readonly string[]): 'in-environment' | 'in-arguments' | 'in-labels' | 'elsewhere' {
  if (places.some((place) => place.startsWith('the variable '))) return 'in-environment';
  if (places.includes('its arguments')) return 'in-arguments';
  return places.some((place) => /^(the|a) label\b/.test(place)) ? 'in-labels' : 'elsewhere';
}
