import { t } from 'ttag';
import type { Verdict } from '../../diagnosis.ts';
import { isAtLeast } from '../../version.ts';

/** What of the kernel decides whether VirtualBox gets at VT-x or AMD-V. */
export interface KvmSeen {
  /** VirtualBox's version. */
  version: string;
  /** The kernel's, as in 6.12.48+deb13-amd64. */
  kernel: string;
  /** The text of /proc/modules (or lsmod's); undefined where the kernel has no modules. */
  modules: string | undefined;
  /** Whether KVM for Intel or AMD is in the kernel, loaded or built in. */
  kvm: boolean;
  /** /sys/module/kvm/parameters/enable_virt_at_load: Y or N; undefined before Linux 6.12. */
  atLoad: string | undefined;
}

/**
 * Whether KVM holds VT-x or AMD-V, which VirtualBox needs for itself.
 * Before Linux 6.12 KVM takes it while a machine of its own runs (NixOS/nixpkgs#363887: "In 6.11 kvm_intel can coexist").
 * From 6.12 on it takes it when it is loaded, unless `enable_virt_at_load` is N (VirtualBox's Changelog-7.1;
 * VirtualBox/virtualbox#141): VERR_VMX_IN_VMX_ROOT_MODE, VERR_SVM_IN_USE.
 * From 7.2.10 on VirtualBox asks KVM for it, and both live side by side; then it wants Y (VirtualBox/virtualbox#711, #713:
 * VERR_SVM_HOST_SVME_NOT_ENABLED). Not so on Linux 6.12 (void-linux/void-packages#61332); the way it asks is there since 6.16.
 */
export function judgeKvm({ version, kernel, modules, kvm, atLoad }: KvmSeen): Verdict {
  const needed = virtualizationNeeded();
  const loaded = /^(kvm_intel|kvm_amd)\s+\d+\s+(\d+)/m.exec(modules ?? '');
  if (!loaded && !kvm) return { outcome: 'ok', seen: t`KVM is not loaded`, needed };
  const [, name = 'KVM', users = '0'] = loaded ?? [];
  const seen = loaded ? t`${name} is loaded` : t`KVM is built into the kernel`;
  const linux = kernel.split('-', 1)[0] ?? '';
  const shares = isAtLeast(version, '7.2.10') && isAtLeast(kernel, '6.16');
  if (shares && atLoad !== 'N')
    return { outcome: 'ok', seen: t`${seen}; VirtualBox ${version} shares with it`, needed };
  if (shares) {
    return fatal(
      t`${seen} with enable_virt_at_load=N, with which VirtualBox ${version} starts no machine`,
      t`Take \`enable_virt_at_load=0\` out of /etc/modprobe.d and the kernel command line, then restart this computer.`,
    );
  }
  if (isAtLeast(kernel, '6.12') && atLoad !== 'N') {
    return fatal(
      t`${seen}, and Linux ${linux} gives it VT-x or AMD-V as long as it is`,
      loaded
        ? t`sudo modprobe -r ${name}; for good: echo 'options kvm enable_virt_at_load=0' | sudo tee /etc/modprobe.d/kvm-virtualbox.conf, then restart. From Linux 6.16 on VirtualBox 7.2.10 does without.`
        : t`Add kvm.enable_virt_at_load=0 to the kernel command line and restart. From Linux 6.16 on VirtualBox 7.2.10 does without.`,
    );
  }
  if (Number(users) === 0) return { outcome: 'ok', seen: t`${seen}, but nobody uses it`, needed };
  return {
    outcome: 'warn',
    seen: t`${name} is in use: machines of KVM run, and VirtualBox cannot start any beside them`,
    needed,
    fix: t`End those machines first (\`virsh list\`; emulators, GNOME Boxes and Docker Desktop use KVM too).`,
  };
}

function virtualizationNeeded(): string {
  return t`VT-x or AMD-V, not held by KVM`;
}

function fatal(seen: string, fix: string): Verdict {
  return { outcome: 'fatal', seen, needed: virtualizationNeeded(), fix, code: 'E_VAGRANT' };
}

/** libvirt makes machines with KVM; QEMU alone emulates a processor, which takes ten times as long and more. `kvm`: /dev/kvm is there. */
export function judgeDevKvm(kvm: boolean): Verdict {
  if (kvm) return { outcome: 'ok', seen: t`/dev/kvm is there`, needed: '/dev/kvm' };
  return {
    outcome: 'warn',
    seen: t`there is no /dev/kvm, and libvirt makes its machines with KVM`,
    needed: '/dev/kvm',
    fix: t`Switch VT-x or AMD-V on in the firmware and load kvm_intel or kvm_amd (\`sudo modprobe kvm_intel\`).`,
  };
}
