import { t } from 'ttag';
import { networkOf, overlap } from '../config/ipv4.ts';
import type { NodePlan, Topology } from '../config/schema.ts';
import type { Facts } from './facts.ts';
import { needed } from './kernel/modules.ts';

/** Something about a machine that the cluster would fail on later, in less clear words. */
export interface Finding {
  /** One sentence without the node's name. */
  problem: string;
  fix: string;
}

/** Free disk that the engine, its images and the labs need, in MiB. */
const diskNeeded = 1024;
/** Memory that a node needs at least, in MiB; a machine of "1 GiB" shows somewhat less. */
const memoryNeeded = 700;
/** Raft, certificates and Prometheus suffer when clocks differ by more, in seconds. */
export const skewAllowed = 30;

/** What is wrong with one machine for itself. */
export function findings(plan: NodePlan, facts: Facts, network: Topology['network']): Finding[] {
  return [...machineFindings(plan, facts, network), ...kernelFindings(plan, facts)];
}

/** The same, but for its kernel. */
export function machineFindings(plan: NodePlan, facts: Facts, network: Topology['network']): Finding[] {
  return [...identity(plan, facts), ...resources(plan, facts), ...addresses(plan, facts, network)];
}

/** What is wrong between two machines. */
export function pairFindings(one: NodePlan, oneFacts: Facts, other: NodePlan, otherFacts: Facts): Finding[] {
  const found: Finding[] = [];
  if (oneFacts.machineId !== '' && oneFacts.machineId === otherFacts.machineId) {
    found.push({
      problem: t`it has the same machine-id as ${other.name}: one was cloned from the other`,
      fix: t`On ${one.name}: rm /etc/machine-id && systemd-machine-id-setup, then restart it.`,
    });
  }
  if (oneFacts.hostname === otherFacts.hostname) {
    found.push({
      problem: t`it has the same host name as ${other.name}: ${oneFacts.hostname}`,
      fix: t`On ${one.name}: hostnamectl set-hostname ${one.name}`,
    });
  }
  const skew = Math.round(oneFacts.clockSkew - otherFacts.clockSkew);
  if (Math.abs(skew) > skewAllowed) {
    const seconds = Math.abs(skew);
    found.push({
      problem:
        skew > 0
          ? t`its clock is ${seconds} s ahead of ${other.name}'s`
          : t`its clock is ${seconds} s behind ${other.name}'s`,
      fix: t`Set the clocks: on both machines \`timedatectl set-ntp true\`, or restart them after a suspend.`,
    });
  }
  return found;
}

function identity(plan: NodePlan, facts: Facts): Finding[] {
  const found: Finding[] = [];
  if (facts.hostname !== plan.name) {
    const seen = facts.hostname || t`empty`;
    found.push({
      problem: t`its host name is ${seen}, but the plan says ${plan.name}`,
      fix: t`On the machine: hostnamectl set-hostname ${plan.name}; or change the name in swarmlab.yaml.`,
    });
  }
  if (facts.arch === 'unknown') {
    found.push({
      problem: t`its processor is neither amd64 nor arm64`,
      fix: t`Use an amd64 or arm64 machine: Docker Engine is pushed for these two.`,
    });
  }
  return found;
}

function resources(plan: NodePlan, facts: Facts): Finding[] {
  const found: Finding[] = [];
  if (facts.memoryMiB < memoryNeeded) {
    found.push({
      problem: t`it has ${facts.memoryMiB} MiB of memory; a node needs ${memoryNeeded}`,
      fix: t`Set memory: 1024 for ${plan.name} in swarmlab.yaml and make the machine anew.`,
    });
  }
  const disk = Math.min(facts.diskMiB, facts.dataDiskMiB);
  if (!facts.engine && disk < diskNeeded) {
    found.push({
      problem: t`it has ${disk} MiB of free disk; the engine and the labs need ${diskNeeded}`,
      fix: t`Look with \`swarmlab ssh ${plan.name} df -h\` and make room.`,
    });
  }
  if (!facts.tools.has('iptables')) {
    found.push({
      problem: t`it has no iptables, which Docker Engine needs`,
      fix: installFix(plan, facts, 'iptables'),
    });
  }
  return found;
}

/** Without IPVS (ip_vs, ip_vs_rr, xt_ipvs) a machine is fit: nftables fill in, and the phase that loads modules says so. */
export function kernelFindings(plan: NodePlan, facts: Facts): Finding[] {
  const { kernel: release, arch, modules, appArmorUnusable } = facts;
  const found: Finding[] = [];
  const missing = needed.filter((name) => modules.states[name] === 'missing');
  if (missing.length > 0) {
    const names = missing.join(', ');
    found.push({
      problem: t`its kernel ${release} has no ${names}, which Swarm needs`,
      fix: t`On Ubuntu: swarmlab ssh ${plan.name} sudo apt-get install -y linux-modules-extra-${release}; on Debian: install linux-image-${arch}, its stock kernel, and restart the machine.`,
    });
  }
  if (appArmorUnusable) {
    found.push({
      problem: t`its kernel has AppArmor on, but there is no apparmor_parser, and so no container starts`,
      fix: installFix(plan, facts, 'apparmor'),
    });
  }
  return found;
}

/** `up` has tried it where there is apt-get, and said why it could not. */
function installFix({ name }: NodePlan, { tools }: Facts, what: string): string {
  if (!tools.has('apt-get'))
    return t`Install ${what} on ${name} (swarmlab ssh ${name}), then run the same command again.`;
  return t`swarmlab ssh ${name} sudo apt-get install -y ${what}; without internet, take a VM box that has it (README, Without internet).`;
}

function addresses(plan: NodePlan, facts: Facts, network: Topology['network']): Finding[] {
  const found: Finding[] = [];
  const here = facts.addresses.find(({ cidr }) => cidr.split('/')[0] === plan.address);
  if (!here) {
    const addresses = facts.addresses
      .filter((it) => it.interface !== 'lo')
      .map((it) => `${it.interface} ${it.cidr}`);
    const seen = addresses.join(', ') || t`none`;
    found.push({
      problem: t`no interface has the planned address ${plan.address} (seen: ${seen})`,
      fix: t`Correct the address of ${plan.name} in swarmlab.yaml, or make the machine anew: swarmlab down, swarmlab up.`,
    });
  }
  for (const { interface: name, cidr } of facts.addresses) {
    if (
      name === here?.interface ||
      name.startsWith('docker') ||
      name.startsWith('br-') ||
      name.startsWith('veth')
    )
      continue;
    for (const key of ['subnet', 'overlayPool', 'bip', 'addressPool'] as const) {
      const planned = network[key];
      if (name !== 'lo' && shareAddress(cidr, planned)) {
        found.push({
          problem: t`its interface ${name} (${cidr}) overlaps network.${key} ${planned}`,
          fix: t`Choose another network.${key} in swarmlab.yaml.`,
        });
      }
    }
  }
  return found;
}

/** Whether two networks, given as an address with a prefix length, share an address; text that is none shares nothing. */
function shareAddress(one: string, other: string): boolean {
  const [a, b] = [networkOf(one), networkOf(other)];
  return a !== undefined && b !== undefined && overlap(a, b);
}
