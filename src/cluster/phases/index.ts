import type { Phase } from '../phase.ts';
import { configureEngine } from './configure-engine.ts';
import { connect } from './connect.ts';
import { dissolveSwarm } from './dissolve-swarm.ts';
import { formSwarm } from './form-swarm.ts';
import { gatherFacts } from './gather-facts.ts';
import { installPackages } from './install-packages.ts';
import { loadImages } from './load-images.ts';
import { loadModules } from './load-modules.ts';
import { makeMachines } from './make-machines.ts';
import { nameNodes } from './name-nodes.ts';
import { pushEngine } from './push-engine.ts';
import { startEngine } from './start-engine.ts';
import { startMesh } from './start-mesh.ts';
import { validate } from './validate.ts';
import { verifyDataPlane } from './verify-data-plane.ts';

/** All of `up`, from top to bottom. */
export const upPhases: readonly Phase[] = [
  makeMachines,
  connect,
  gatherFacts,
  installPackages,
  validate,
  nameNodes,
  pushEngine,
  configureEngine,
  loadModules,
  startEngine,
  formSwarm,
  startMesh,
  loadImages,
  verifyDataPlane,
];

/** The same, but first of all, once there are facts, whatever swarm there is goes. */
export const dissolvePhases: readonly Phase[] = upPhases.flatMap((phase) =>
  phase === gatherFacts ? [phase, dissolveSwarm] : [phase],
);

/** What `up --no-swarm` leaves out: the learner forms the swarm in lab 00, and finds the mesh there already. */
export const swarmPhases: ReadonlySet<Phase> = new Set<Phase>([formSwarm, verifyDataPlane]);
