import { hasCode } from '../errors/index.ts';
import { allLabs } from './catalogue.ts';
import type { Lab } from './lab-format.ts';
import { runLabScript, type ScriptNodes } from './lab-script.ts';

/** What of a lab its scene is made of. */
type Staged = Pick<Lab, 'id' | 'folder' | 'scene'>;

/** Makes what is amiss when the lab begins; nothing where the lab has no scene. Throws E_NODE_COMMAND. */
export async function setScene(lab: Staged, nodes: ScriptNodes): Promise<void> {
  if (lab.scene) await runLabScript(lab, 'scene.sh', nodes);
}

/** Takes it away, also what a killed `setScene` left; a node that it put out of the swarm is for `up` to bring back. Throws E_NODE_COMMAND. */
export async function clearScene(lab: Staged, nodes: ScriptNodes): Promise<void> {
  if (lab.scene) await runLabScript(lab, 'scene-off.sh', nodes);
}

/** No lab finds another one's scene. `labs`: those there are; when absent those of the package. */
export async function clearScenes(nodes: ScriptNodes, labs?: readonly Staged[]): Promise<void> {
  for (const lab of labs ?? (await allLabs()))
    await clearScene(lab, nodes).catch((error: unknown) => {
      // A cluster without the nodes of a scene has none of it.
      if (!hasCode(error, 'E_LAB_INVALID')) throw error;
    });
}
