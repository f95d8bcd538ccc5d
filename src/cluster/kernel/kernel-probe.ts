import { moduleNames, modulesFile } from './modules.ts';

/**
 * A part of a POSIX shell script, for root, that prints what `parseKernel` reads and changes nothing. Quick also where
 * processes are dear: what is loaded shows in /sys, what is built in stands in one file, and one `modprobe -n` asks for
 * all of the rest. `root`: where /lib, /sys, /proc and /etc are.
 */
export function kernelProbe(root = ''): string {
  return `
tree=${root}/lib/modules/$(uname -r) hidden='' loadable='' builtin=''
for module in ${moduleNames}; do
  if [ -d ${root}/sys/module/$module ]; then echo "module=$module loaded"; else hidden="$hidden $module"; fi
done
if [ -e "$tree/modules.dep" ] && command -v modprobe >/dev/null 2>&1; then
  echo modules_own=yes
  [ -z "$hidden" ] || builtin=$(cat "$tree/modules.builtin" 2>/dev/null)
  others=''
  for module in $hidden; do
    case $builtin in */$module.ko*) echo "module=$module loaded" ;; *) others="$others $module" ;; esac
  done
  [ -z "$others" ] || { modprobe -n -q -a $others >/dev/null 2>&1 && loadable=all; }
  for module in $others; do
    if [ -n "$loadable" ] || modprobe -n -q $module >/dev/null 2>&1
    then echo "module=$module loadable"
    else echo "module=$module missing"; fi
  done
fi
[ ! -e ${root}/proc/net/ip_vs ] || echo ipvs=yes
[ ! -f ${root}${modulesFile} ] || while IFS= read -r line; do echo "modules_file=$line"; done <${root}${modulesFile}
`;
}
