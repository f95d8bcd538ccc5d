import fs from 'node:fs';
import path from 'node:path';
import YAML from 'yaml';
import * as z from 'zod/v4';
import { BuildError } from './build-error.ts';
import { folders } from './folders.ts';
import { type Language, languages } from './language.ts';

const frontMatter = z.strictObject({
  title: z.string().min(1),
  minutes: z.number().positive(),
  lab: z.string().min(1),
  because: z.string().optional(),
});

interface Slide {
  /** Markdown without the speaker's note. */
  markdown: string;
  note: string;
  minutes: number;
}

/** One file of slides/topics/, in one language. */
export interface Topic extends z.infer<typeof frontMatter> {
  name: string;
  language: Language;
  slides: Slide[];
}

const note = /<!--\s*(?<minutes>\d+(?:\.5)?) ?(?:min|분)\. (?<text>(?:(?!-->)[\s\S])*?)\s*-->\s*$/;

/** The Markdown between lines of `---`, those within code left alone. */
function split(markdown: string): string[] {
  const slides: string[][] = [[]];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^(```+|~~~+)/.exec(line)?.[1];
    if (mark && (!fence || line.trim() === fence)) fence = fence ? undefined : mark;
    if (line === '---' && !fence) slides.push([]);
    else slides.at(-1)?.push(line);
  }
  return slides.map((lines) => lines.join('\n').trim());
}

/** Reads a topic's text. Throws a {@link BuildError} that names `file` where it is not in the format of slides/README.md. */
export function parseTopic(file: string, text: string): Topic {
  const base = /^(?<name>[a-z0-9-]+)\.(?<language>en|ko)\.md$/.exec(path.basename(file))?.groups;
  if (!base) throw new BuildError(`${file}: a topic's file is named NAME.en.md or NAME.ko.md.`);
  const head = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!head) throw new BuildError(`${file}: it does not begin with front matter between lines of ---.`);
  const meta = frontMatter.safeParse(YAML.parse(head[1] ?? ''));
  if (!meta.success) throw new BuildError(`${file}: front matter: ${z.prettifyError(meta.error)}`);
  if ((meta.data.lab === 'none') !== (meta.data.because !== undefined)) {
    throw new BuildError(`${file}: \`because:\` belongs to \`lab: none\`, and only there.`);
  }
  const slides = split(text.slice(head[0].length)).map((markdown, index): Slide => {
    const found = note.exec(markdown);
    if (!found?.groups) {
      throw new BuildError(
        `${file}: slide ${index + 1} does not end with a note such as <!-- 2 min. What to say. -->.`,
      );
    }
    return {
      markdown: markdown.slice(0, found.index).trim(),
      note: found.groups.text ?? '',
      minutes: Number(found.groups.minutes),
    };
  });
  return { ...meta.data, name: base.name ?? '', language: base.language as Language, slides };
}

export function loadTopic(name: string, language: Language): Topic {
  const file = path.join(folders.topics, `${name}.${language}.md`);
  if (!fs.existsSync(file)) throw new BuildError(`${file}: there is no such topic.`);
  return parseTopic(file, fs.readFileSync(file, 'utf8'));
}

/** The names of all topics, whichever language they are there in. */
export function topicNames(): string[] {
  const ending = new RegExp(`\\.(${languages.join('|')})\\.md$`);
  const names = fs.readdirSync(folders.topics).filter((file) => ending.test(file));
  return [...new Set(names.map((file) => file.replace(ending, '')))].sort();
}

/** What a slide shows through `![alt](diagram:NAME)`, `<!-- demo: NAME -->` and code blocks. */
export function partsOf(markdown: string): { diagrams: string[]; demos: string[]; code: string[] } {
  const all = (pattern: RegExp) => [...markdown.matchAll(pattern)].map((match) => match[1] ?? '');
  return {
    diagrams: all(/!\[[^\]]*\]\(diagram:([^)]+)\)/g),
    demos: all(/^<!-- demo: (\S+) -->$/gm),
    code: all(/^(```[^\n]*\n[\s\S]*?\n```)$/gm),
  };
}
