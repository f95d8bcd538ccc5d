import { fileURLToPath } from 'node:url';

/** Node.js finds it by the entry `imports` of package.json, wherever a build puts the code that asks. */
const manifest = import.meta.resolve('#package.json');

/** The place of a file or folder that comes with this package, given relative to the package's own folder. */
export function packageFile(relative: string): string {
  return fileURLToPath(new URL(relative, manifest));
}
