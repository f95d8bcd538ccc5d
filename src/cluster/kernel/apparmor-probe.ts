/**
 * A part of a POSIX shell script that prints `apparmor=no parser` where no container could start: the kernel has AppArmor
 * on and shows it here, Docker's profile is not loaded yet, and the program that loads it is not installed. dockerd looks at
 * the same files (containerd's pkg/apparmor, moby's profiles/apparmor): in a system container /sys/kernel/security is empty,
 * and so dockerd leaves AppArmor alone. `root`: where /sys is.
 */
export function appArmorProbe(root = ''): string {
  return `
if [ -d ${root}/sys/kernel/security/apparmor ] && ! command -v apparmor_parser >/dev/null 2>&1 &&
  read -r enabled 2>/dev/null <${root}/sys/module/apparmor/parameters/enabled && [ "$enabled" = Y ] &&
  ! grep -qs '^docker-default ' ${root}/sys/kernel/security/apparmor/profiles; then echo 'apparmor=no parser'; fi
`;
}
