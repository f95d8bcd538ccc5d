import { SwarmlabError } from '../../errors/index.ts';
import { type KnownProblem, knownProblems } from '../../errors/known-problems.ts';
import { redact } from './redact.ts';

/** One file of the archive. */
interface SupportFile {
  path: string;
  text: string;
  /** What of it is there, where that is not all. */
  note?: string;
}

/** What was looked for and is not there, and why. */
interface LeftOut {
  what: string;
  why: string;
}

/** What an archive is made of: texts that are redacted already, and what could not be had. */
export class Collection {
  readonly files: SupportFile[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly #hide: (text: string) => string;

  /** `hide` takes out of every text what is nobody else's business. */
  constructor(hide: (text: string) => string = (text) => text) {
    this.#hide = hide;
  }

  add(path: string, text: string, note?: string): void {
    this.files.push({ path, text: this.#hide(text), ...(note ? { note } : {}) });
  }

  addJson(path: string, value: unknown): void {
    this.add(path, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** `why` may hold what a program said. */
  leaveOut(what: string, why: string): void {
    this.leftOut.push({ what, why: this.#hide(redact(why)).replaceAll(/\s+/g, ' ') });
  }

  /** Does work that adds something; what fails is left out with the reason, and nothing else is kept from the archive. */
  async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof SwarmlabError && error.code === 'E_INTERRUPTED') throw error;
      this.leaveOut(what, error instanceof Error ? error.message : String(error));
    }
  }

  /** Into the order in which people look for things: what came when is of no interest. */
  sort(): void {
    this.files.sort((a, b) => a.path.localeCompare(b.path));
    this.leftOut.sort((a, b) => a.what.localeCompare(b.what));
  }

  /** Problems of the catalogue that the files tell of, each with the files. */
  knownProblems(): { problem: KnownProblem; paths: string[] }[] {
    return knownProblems
      .filter(({ of }) => of === undefined)
      .map((problem) => ({
        problem,
        paths: this.files.filter(({ text }) => problem.pattern.test(text)).map(({ path }) => path),
      }))
      .filter(({ paths }) => paths.length > 0);
  }
}
