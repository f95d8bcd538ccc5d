import { labIds } from '../../../src/course/lab-folders.ts';
import { gateRun } from '../../_helpers/gate-run.ts';
import { labScene } from '../../_helpers/lab-scene.ts';

// AVA takes no test that is declared after a wait.
const labs = await labIds();
gateRun(
  labScene('gate-odd'),
  labs.filter((_, index) => index % 2 === 1),
);
