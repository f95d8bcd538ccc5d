import { t } from 'ttag';
import type { Report } from '../provider.ts';
import { type DockerCli, dockerFailed, outputLines } from './docker-cli.ts';
import { natNetwork } from './names.ts';

/** Two networks cannot have the same bridge, so of two clusters that make it at once one fails, and uses the other's. */
const flags = ['--driver', 'bridge', '--opt', 'com.docker.network.bridge.name=swarmlab0'];
const isolated = ['--opt', 'com.docker.network.bridge.enable_icc=false'];

/**
 * The first that the Docker host has no network in is taken. Left to itself Docker takes another one each time a network is
 * made, and soon one that nodes need for themselves: 192.168.16.0/20 has network.bip in it.
 */
const subnets = ['10.199.0.0/22', '10.203.0.0/22', '10.207.0.0/22', '10.211.0.0/22'];

/** Makes the NAT network unless it is there. */
export async function ensureNatNetwork(docker: DockerCli, report: Report): Promise<void> {
  if (await exists(docker)) return;
  const candidates = [...subnets.map((subnet) => ['--subnet', subnet]), []];
  let isolation = isolated;
  for (;;) {
    const args = ['network', 'create', ...flags, ...isolation, ...(candidates[0] ?? []), natNetwork];
    const result = await docker.run(args);
    if (result.exitCode === 0 || (await exists(docker))) return;
    if (isolation.length > 0 && /br_netfilter|inter-container/i.test(result.stderr)) {
      report(t`this host has no br_netfilter: machines can meet on the NAT network too`);
      isolation = [];
    } else if (candidates.length > 1 && /overlaps/i.test(result.stderr)) {
      candidates.shift();
    } else {
      throw dockerFailed(args, result, {
        what: t`could not make the network ${natNetwork}`,
        fix: t`Look at \`docker network ls\`; \`docker network prune\` removes the ones nobody uses.`,
      });
    }
  }
}

/** Removes the NAT network unless a machine, running or not, of any cluster is on it. */
export async function removeUnusedNatNetwork(docker: DockerCli): Promise<void> {
  const users = await docker.must(['ps', '--all', '--quiet', '--filter', `network=${natNetwork}`], {
    what: t`could not see who uses the network ${natNetwork}`,
  });
  if (outputLines(users).length > 0) return;
  const args = ['network', 'rm', natNetwork];
  const result = await docker.run(args);
  if (result.exitCode === 0 || /not found|no such network|active endpoints/i.test(result.stderr)) return;
  throw dockerFailed(args, result, {
    what: t`could not remove the network ${natNetwork}`,
    fix: t`Look at \`docker network inspect ${natNetwork}\`, then run the same command again.`,
  });
}

async function exists(docker: DockerCli): Promise<boolean> {
  return (await docker.run(['network', 'inspect', '--format', '{{.Id}}', natNetwork])).exitCode === 0;
}
