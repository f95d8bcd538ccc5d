import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { solvedCheckDeadline } from '../../../src/course/check-lab.ts';
import { labIds } from '../../../src/course/lab-folders.ts';
import { labScene } from '../../_helpers/lab-scene.ts';
import { missing, Own } from '../../_helpers/lab-text/compare.ts';
import { NodeShell } from '../../_helpers/lab-text/shell.ts';
import { type Typed, typedIn } from '../../_helpers/lab-text/typed.ts';

// Somebody who has never seen Swarm types every command of every text as it is printed, on one cluster, in the course's order.

// AVA takes no test that is declared after a wait.
const labs = await labIds();
const cluster = labScene('texts');

for (const lab of labs)
  test.serial(`typed as printed, ${lab} gives what its text shows`, async (t) => {
    t.timeout(900_000);
    const prepared = await cluster.run('lab', 'start', lab, '--yes');
    t.is(prepared.code, 0, prepared.stderr);
    const images = await cluster.on('core-01', "docker image ls --format '{{.Repository}}:{{.Tag}}'");
    const text = readFileSync(`labs/${lab}/README.md`, 'utf8');
    const learner = new Learner(images, text.includes(`\`${outOfTime}\` instead`));
    try {
      for (const typed of typedIn(text)) await learner.type(t, typed);
    } finally {
      learner.leave();
    }
  });

/** What only looks can be asked again, which the texts say where the swarm takes its time. */
const question = /^(curl|getent|docker (\S+ )?(ls|ps|inspect|services)\b|docker run --rm|docker info)/;
const patience = solvedCheckDeadline;
/** What an engine says that was short of time; a text that knows of it says that one types the command again. */
const outOfTime = 'context deadline exceeded';

/** What is picked out of an answer is to be that and no more: a node that is gone is not there any longer. */
function surplus(commands: string, shown: string, printed: string): string[] {
  return /\| grep -o /.test(commands)
    ? missing(printed, shown).map((line) => `not in the text: ${line}`)
    : [];
}

class Learner {
  readonly #images: string;
  readonly #knowsOfTime: boolean;
  readonly #own = new Own();
  readonly #shells = new Map<string, NodeShell>();
  #passedOver = '';

  constructor(images: string, knowsOfTime: boolean) {
    this.#images = images;
    this.#knowsOfTime = knowsOfTime;
  }

  async type(t: ExecutionContext, { heading, commands, on, shown }: Typed): Promise<void> {
    if (this.#lacks(heading, `${commands}\n${shown}`)) return void t.log(`passed over: ${heading}`);
    const own = this.#own.in(commands);
    const isQuestion = own.split('\n').every((line) => question.test(line));
    const end = Date.now() + (isQuestion ? patience : 0);
    for (let again = this.#knowsOfTime; ; ) {
      const { printed, code } = await this.#typed(own, on);
      if (again && printed.includes(outOfTime)) {
        again = false;
        continue;
      }
      const lacking =
        shown === undefined ? [] : [...missing(shown, printed), ...surplus(own, shown, printed)];
      if (lacking.length > 0 && Date.now() < end) continue;
      t.deepEqual(lacking, [], `${heading}: ${own}\nprinted:\n${printed}`);
      if (shown === undefined) t.is(code, 0, `${heading}: ${own}\nprinted:\n${printed}`);
      this.#own.learn(shown ?? '', printed);
      return;
    }
  }

  leave(): void {
    for (const shell of this.#shells.values()) shell.close();
  }

  /** Parts whose images cannot be had here are passed over, as the texts say. */
  #lacks(heading: string, text: string): boolean {
    const lacking = (text.match(/localhost\/[\w-]+:[\w.]+/g) ?? []).filter(
      (image) => !this.#images.includes(image) && image !== 'localhost/whoami:3',
    );
    if (lacking.length > 0) this.#passedOver = heading;
    return this.#passedOver === heading;
  }

  async #typed(commands: string, on = 'core-01'): Promise<{ printed: string; code: number | null }> {
    if (commands.startsWith('swarmlab ')) {
      const { stdout, stderr, code } = await cluster.run(...commands.split(' ').slice(1));
      return { printed: `${stdout}${stderr}`, code };
    }
    const node = on.startsWith('$') ? (await this.#shell('core-01').type(`echo ${on}`)).printed : on;
    return this.#shell(/core-\d\d/.exec(node)?.[0] ?? node).type(commands);
  }

  #shell(node: string): NodeShell {
    const open = this.#shells.get(node);
    const shell = open && !open.hasEnded ? open : new NodeShell(cluster, node);
    this.#shells.set(node, shell);
    return shell;
  }
}
