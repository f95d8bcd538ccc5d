import type { Remote } from '../../transport/runner.ts';

/** Asks the kernel for its IPVS interface as dockerd does (generic netlink's GETFAMILY), upon which it loads what it has. */
const askKernel = `socket(S,16,3,16)||exit 1;setsockopt S,SOL_SOCKET,SO_RCVTIMEO,pack"q2",1,0;
syswrite S,pack"LSSLLCCSSSa8",32,16,1,1,0,3,1,0,9,2,"IPVS";sysread(S,$b,4096)||exit 1;exit(unpack("x4S",$b)==2)`;

/** A shell command, POSIX, that prints `ipvs` when dockerd can balance with IPVS on this kernel, else `none`. */
export const ipvsProbe = `if [ -e /proc/net/ip_vs ] || perl -MSocket -e '${askKernel}' 2>/dev/null
then echo ipvs; else echo none; fi`;

/**
 * Whether the kernel that a system container shares has IPVS. It is not among the facts, for to ask is to have it loaded:
 * the container has no modules to look at.
 */
export async function sharesIpvs(remote: Remote): Promise<boolean> {
  const { stdout } = await remote.run({ argv: ['sh', '-c', ipvsProbe], root: true, timeout: 30_000 });
  return stdout.trim() === 'ipvs';
}
