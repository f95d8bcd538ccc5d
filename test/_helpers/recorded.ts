import { readFileSync } from 'node:fs';

/** What a tool really printed; test/fixtures/doctor/README.md says where it is from. */
export function recorded(file: string): string {
  return readFileSync(`test/fixtures/doctor/${file}`, 'utf8');
}
