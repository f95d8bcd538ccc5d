import path from 'node:path';
import { buildSite } from './build-site.ts';

// usage: node --import=tsx slides/site/main.ts [OUT]     as scripts/site does it
const out = path.resolve(process.argv[2] ?? 'slides/dist/site');
await buildSite(out, path.resolve('slides/dist'));
process.stdout.write(`${path.join(out, 'index.html')}\n`);
