import { labIds } from '../../../src/course/lab-folders.ts';
import { gateRun } from '../../_helpers/gate-run.ts';
import { labScene } from '../../_helpers/lab-scene.ts';

gateRun(
  labScene('gate-odd'),
  (await labIds()).filter((_, index) => index % 2 === 1),
);
