import { t } from 'ttag';
import { publicBoxes } from '../../../config/public-box.ts';
import type { Verdict } from '../../diagnosis.ts';
import { troubleWithBoxes } from '../box-trouble.ts';

/** A box that is on this computer. */
export interface InstalledBox {
  version: string;
  /** Vagrant's name of the hypervisor that it is for. */
  hypervisor: string;
  /** Only Vagrant from 2.4 on notes it. */
  arch?: string;
}

export interface BoxSeen {
  /** As in swarmlab.yaml. */
  box: string;
  /** Undefined where it is not known which one is taken. */
  hypervisor: string | undefined;
  /** Of this computer, in Vagrant's words: amd64, arm64; undefined where that is not sure. */
  arch: string | undefined;
  installed: readonly InstalledBox[];
  /** As in `Vagrant 2.4.9`; empty where it is not known. */
  vagrant: string;
}

/** The box is on this computer, and is for it. */
export function judgeBox({ box, hypervisor, arch, installed, vagrant }: BoxSeen): Verdict {
  const wanted = hypervisor ? t`${box} for ${hypervisor}` : box;
  const needed = arch ? `${wanted}, ${arch}` : wanted;
  const here = installed.filter((it) => hypervisor === undefined || it.hypervisor === hypervisor);
  const fits = here.filter((it) => !arch || !it.arch || it.arch === arch);
  const [first] = fits;
  if (first) {
    const versions = [...new Set(fits.map(({ version }) => version))].join(', ');
    return { outcome: 'ok', seen: t`${box} ${versions} is on this computer`, needed };
  }
  const [other] = here;
  const get = `vagrant box add ${box.includes('/') ? box : `--name ${box} FILE`}${hypervisor ? ` --provider ${hypervisor}` : ''}`;
  if (other)
    return {
      outcome: 'warn',
      seen: t`${box} is on this computer for ${other.arch} only, and this is ${arch}`,
      needed,
      fix: `${get} --architecture ${arch}`,
    };
  const isPublic = publicBoxes.some(({ name }) => name === box);
  const trouble = isPublic ? troubleWithBoxes(vagrant) : undefined;
  if (trouble) return { outcome: 'warn', seen: trouble.message, needed, fix: trouble.fix };
  return {
    outcome: 'warn',
    seen: hypervisor
      ? t`${box} is not on this computer for ${hypervisor}: \`up\` downloads some 600 MB`
      : t`${box} is not on this computer: \`up\` downloads some 600 MB`,
    needed,
    fix: t`Before the class: ${get}. HashiCorp's registry is closed from 2027 on: then from a file, as in vagrant box add --name ${box} FILE.`,
  };
}
