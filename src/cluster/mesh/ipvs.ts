/** Asks the kernel for its IPVS interface as dockerd does, which also loads the module where one can be loaded. */
const askKernel = `socket(S,16,3,16)||exit 1;setsockopt S,SOL_SOCKET,SO_RCVTIMEO,pack"q2",1,0;
syswrite S,pack"LSSLLCCSSSa8",32,16,1,1,0,3,1,0,9,2,"IPVS";sysread(S,$b,4096)||exit 1;exit(unpack("x4S",$b)==2)`;

/**
 * A shell command, POSIX, that prints `ipvs` when dockerd can balance with IPVS on this kernel, else `none`. A system
 * container has no modules of its own to load, so where `modprobe` fails the kernel is asked (generic netlink's GETFAMILY).
 */
export const ipvsProbe = `if [ -e /proc/net/ip_vs ] || { modprobe ip_vs && [ -e /proc/net/ip_vs ]; } >/dev/null 2>&1 ||
perl -MSocket -e '${askKernel}' 2>/dev/null; then echo ipvs; else echo none; fi`;
