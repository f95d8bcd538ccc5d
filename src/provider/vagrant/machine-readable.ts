import type { MachineState } from '../provider.ts';

/** One line of `vagrant --machine-readable`: `timestamp,target,type,data...`. */
interface Line {
  target: string;
  type: string;
  data: string[];
}

/** Vagrant's machine-readable output (https://developer.hashicorp.com/vagrant/docs/cli/machine-readable); other lines are left out. */
function parseMachineReadable(output: string): Line[] {
  return output.split(/\r?\n/).flatMap((text) => {
    const [time = '', target = '', type, ...data] = text.split(',');
    if (!/^\d+$/.test(time) || type === undefined) return [];
    return [{ target, type, data: data.map(unescaped) }];
  });
}

/** State of each machine in the output of `vagrant status --machine-readable`. */
export function parseStates(output: string): Map<string, MachineState> {
  const states = parseMachineReadable(output).filter((line) => line.type === 'state');
  return new Map(states.map(({ target, data }) => [target, machineState(data[0])]));
}

/**
 * The snapshots of each machine in the output of `vagrant snapshot list --machine-readable`. It is meant for people: a name stands
 * where other details do, and those begin with blanks.
 */
export function parseSnapshots(output: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { target, type, data } of parseMachineReadable(output)) {
    const [kind, text = ''] = data;
    if (type !== 'ui' || kind !== 'detail' || /^\s/.test(text)) continue;
    found.set(target, (found.get(target) ?? new Set()).add(text));
  }
  return found;
}

/** A box that Vagrant has. */
export interface Box {
  name: string;
  hypervisor: string;
  version: string;
}

/** The boxes in the output of `vagrant box list --machine-readable`. Source: plugins/commands/box/command/list.rb */
export function parseBoxes(output: string): Box[] {
  const boxes: Box[] = [];
  for (const { type, data } of parseMachineReadable(output)) {
    const [value = ''] = data;
    const last = boxes.at(-1);
    if (type === 'box-name') boxes.push({ name: value, hypervisor: '', version: '' });
    else if (type === 'box-provider' && last) last.hypervisor = value;
    else if (type === 'box-version' && last) last.version = value;
  }
  return boxes;
}

// Providers have words of their own for a machine that is made but off: poweroff, shutoff, saved, not_running, ...
function machineState(word: string | undefined): MachineState {
  if (word === 'running') return 'running';
  return word === 'not_created' ? 'missing' : 'stopped';
}

function unescaped(field: string): string {
  return field.replaceAll('%!(VAGRANT_COMMA)', ',').replaceAll('\\n', '\n').replaceAll('\\r', '\r');
}
