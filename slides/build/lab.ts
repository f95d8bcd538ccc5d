import fs from 'node:fs';
import path from 'node:path';
import YAML from 'yaml';
import * as z from 'zod/v4';
import { BuildError } from './build-error.ts';
import { folders } from './folders.ts';
import type { Language } from './language.ts';

const text = z.object({ en: z.string(), ko: z.string().optional() });
const schema = z.object({ title: text, goal: text, minutes: z.number().positive() });

/** What a slide says of a lab. */
export interface Lab {
  id: string;
  title: string;
  goal: string;
  minutes: number;
}

/** The ids of all labs, in order. */
export function labIds(): string[] {
  return fs
    .readdirSync(folders.labs)
    .filter((name) => /^\d\d-/.test(name))
    .sort();
}

export function loadLab(id: string, language: Language): Lab {
  const file = path.join(folders.labs, id, 'lab.yaml');
  if (!fs.existsSync(file)) throw new BuildError(`${file}: there is no such lab.`);
  const lab = schema.parse(YAML.parse(fs.readFileSync(file, 'utf8')));
  const inLanguage = (words: z.infer<typeof text>) => words[language] ?? words.en;
  return { id, title: inLanguage(lab.title), goal: inLanguage(lab.goal), minutes: lab.minutes };
}
