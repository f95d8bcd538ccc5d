import type { Topology } from '../config/schema.ts';
import type { ProviderContext } from './context.ts';
import { nodeImagePart } from './docker/kit-part.ts';
import { dockerProvider } from './docker/provider.ts';
import type { PartRequest, ProviderPart } from './kit-part.ts';
import type { Provider } from './provider.ts';
import { sshProvider } from './ssh/provider.ts';
import { boxPart } from './vagrant/kit-part.ts';
import { vagrantProvider } from './vagrant/provider.ts';

// The only place that tells providers apart.

/** The provider that the topology names. */
export function createProvider(context: ProviderContext): Provider {
  switch (context.topology.provider) {
    case 'docker':
      return dockerProvider(context);
    case 'vagrant':
      return vagrantProvider(context);
    case 'ssh':
      return sshProvider(context);
  }
}

/** What whoever uses an offline kit has to have on the computer, and to tell `init`. */
export function learnerNeeds({ provider, vagrant: { box, provider: hypervisor } }: Topology): {
  programs: string;
  flags: string;
} {
  switch (provider) {
    case 'docker':
      return {
        programs: 'Docker (Docker Desktop, or Docker Engine on Linux)',
        flags: '--provider docker',
      };
    case 'vagrant':
      return {
        programs: 'Vagrant and its hypervisor',
        flags: `--provider vagrant${hypervisor ? ` --hypervisor ${hypervisor}` : ''} --box ${box}`,
      };
    case 'ssh':
      return { programs: 'your machines, with SSH', flags: '--provider ssh' };
  }
}

/** What an offline kit needs for the topology's provider; undefined where the machines are there already. */
export function providerPart(request: PartRequest): ProviderPart | undefined {
  switch (request.topology.provider) {
    case 'docker':
      return nodeImagePart(request);
    case 'vagrant':
      return boxPart(request);
    case 'ssh':
      return undefined;
  }
}
