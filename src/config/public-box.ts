/** A Vagrant box that anybody can download. */
interface PublicBox {
  name: string;
  /** Whom it serves, for a line of text. */
  serves: string;
}

// As found in November 2026. No one box serves VirtualBox, libvirt, VMware and Parallels on both processors:
//   bento/debian-13 (202510.26.0: Debian 13.1)   VirtualBox, VMware, Parallels; amd64 and arm64. No libvirt: chef/bento#1628.
//   cloud-image/debian-13 (20260819.2575.0)      libvirt, VirtualBox, QEMU; amd64 and arm64. Debian's own cloud image.
//   debian/trixie64 (13.20260519.1)              libvirt alone: sandstorm-io/vagrant-spk#362.
//   bento/ubuntu-24.04 (202510.26.0)             as bento/debian-13, and libvirt on amd64 alone (chef/bento#1660); bento's
//                                                newer ones were reported not to boot there (chef/bento#1604, #1684).
//   ubuntu/*, generic/*                          no Ubuntu 24.04 (Canonical makes none since), no Debian 13.
// So it is Debian 13 everywhere, as in the docker provider, from whoever makes it for the hypervisor.
//
// What Docker Engine needs besides, as their makers' recipes say:
//   bento/debian-13       no iptables: the installer's standard task (chef/bento, packer_templates/http/debian/preseed.cfg), and
//                         iptables has been optional since Debian 11; nftables is important, and the kernel recommends apparmor.
//   cloud-image/debian-13 iptables and apparmor, but no nftables: Debian's generic image (debian-cloud-images,
//                         config_space/13/package_config/SYSTEM_BOOT; alchemy-solutions/vagrant-cloud-images, distros.yaml).
//   bento/ubuntu-24.04    all three: Ubuntu's server, with ubuntu-standard and ufw.
// `up` installs what is missing: cluster/phases/install-packages.ts.
const bento = { name: 'bento/debian-13', serves: 'VirtualBox, VMware and Parallels, Intel and ARM' };
const cloudImage = { name: 'cloud-image/debian-13', serves: 'libvirt, Intel and ARM' };

/** The public boxes that `init` proposes. */
export const publicBoxes: readonly PublicBox[] = [bento, cloudImage];

/** The public box for a hypervisor, in Vagrant's words; for the most widespread ones when it is not known. */
export function publicBox(hypervisor?: string): PublicBox {
  return hypervisor === 'libvirt' ? cloudImage : bento;
}
