import { t } from 'ttag';
import { isAtLeast } from '../version.ts';

/**
 * What makes public boxes fail. Before 2.4 Vagrant knew nothing of architectures, and of a version's boxes for one hypervisor it
 * takes the last: an amd64 computer may get one for arm64. Seen with 2.3.4, which Debian 12 has. Source:
 * lib/vagrant/box_metadata.rb. `version`: as in `Vagrant 2.3.4`.
 */
export function troubleWithBoxes(version: string): { message: string; fix: string } | undefined {
  if (!/\d\.\d/.test(version) || isAtLeast(version, '2.4')) return undefined;
  return {
    message: t`${version} may take a public box for another processor: it does not tell them apart`,
    fix: t`Get Vagrant 2.4 or later (https://developer.hashicorp.com/vagrant/install), or pass --box with a box of your own.`,
  };
}
