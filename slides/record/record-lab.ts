import type { Cast } from './cast.ts';
import { Recorder } from './recorder.ts';
import type { Part, Section } from './solution.ts';
import { type Place, Terminal } from './terminal.ts';

/** What a demo is made of. */
export interface Demo {
  /** Its first line, and the title in the file. */
  title: string;
  sections: readonly Section[];
  /** What is looked at when all is done. */
  looks: readonly { at: string; command: string }[];
  /** How to open a shell, by the name of its place. */
  place(name: string): Place;
}

/** Plays a solution in real terminals and returns what they showed. Throws where a command fails. */
export async function record({ title, sections, looks, place }: Demo): Promise<Cast> {
  const recorder = new Recorder();
  const terminals = new Map<string, Terminal>();
  let last: Terminal | undefined;
  const at = async (name: string): Promise<Terminal> => {
    const terminal = terminals.get(name) ?? (await Terminal.open(place(name), recorder));
    terminals.set(name, terminal);
    if (terminal !== last) terminal.appear();
    last = terminal;
    return terminal;
  };
  try {
    let handedOn = '';
    for (const [index, { node, parts }] of sections.entries()) {
      const terminal = await at(node);
      if (index === 0) await terminal.say(`# ${title}`);
      handedOn = await play(parts, terminal, handedOn);
      // So a solution says that the rest of it has nothing to do.
      if (handedOn === 'done') throw solved();
    }
    for (const look of looks) await (await at(look.at)).run(look.command);
    return recorder.cast(title);
  } finally {
    for (const terminal of terminals.values()) terminal.close();
  }
}

/** Plays parts in their order. `input`: what the section before wrote, for a `read`. Returns what was written unseen. */
async function play(parts: readonly Part[], terminal: Terminal, input: string): Promise<string> {
  let written = '';
  for (const part of parts) {
    if (part.kind === 'typed') {
      for (const line of part.comment) await terminal.say(line);
      await terminal.run(part.text);
    } else if (part.kind === 'if') {
      const { code } = await terminal.unseen(part.condition);
      written += await play(code === 0 ? part.yes : part.no, terminal, input);
    } else written += await unseen(part.text, terminal, input);
  }
  return written;
}

async function unseen(text: string, terminal: Terminal, input: string): Promise<string> {
  // It would end a shell that is typed into; a failure ends the recording anyhow.
  if (/^set -\w+$/.test(text)) return '';
  if (/^exit\b/.test(text)) throw solved();
  const { printed, code } = await terminal.unseen(
    text.startsWith('read ') ? `${text} <<'HANDED-ON'\n${input}\nHANDED-ON` : text,
  );
  if (code !== 0) throw new Error(`ended with ${code}: ${text}\n${printed}`);
  return printed;
}

function solved(): Error {
  return new Error('there is nothing to show: the lab is solved already');
}
