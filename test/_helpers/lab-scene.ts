import test from 'ava';
import { installed } from './installed.ts';
import { ScratchCluster } from './scratch-cluster.ts';
import { loadTraefikDouble } from './traefik-double.ts';

/** A cluster that all labs can run on, for the tests of one file. */
export function labScene(name: string): ScratchCluster {
  const cluster = new ScratchCluster(name);
  test.before(async (t) => {
    t.timeout(600_000);
    await cluster.init();
    await cluster.must('up');
    // The real image cannot be had everywhere; what stands in for it says so itself.
    if (installed('apt-get')) await loadTraefikDouble(cluster);
  });
  test.after.always(() => cluster.remove());
  return cluster;
}
