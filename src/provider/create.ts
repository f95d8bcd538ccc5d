import type { ProviderContext } from './context.ts';
import { dockerProvider } from './docker/provider.ts';
import type { Provider } from './provider.ts';
import { sshProvider } from './ssh/provider.ts';
import { vagrantProvider } from './vagrant/provider.ts';

/** The provider that the topology names. The only place that tells them apart. */
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
