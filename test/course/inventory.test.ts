import test from 'ava';
import { inventory, inventoryDifferences } from '../../src/course/inventory.ts';
import { FakeEngines } from '../_helpers/fake-engines.ts';

const engines = () =>
  new FakeEngines(
    { services: [{ name: 'web' }, { name: 'db' }], networks: [{ name: 'ingress' }] },
    {
      'core-02': {
        images: ['localhost/whoami:1'],
        containers: [
          { name: 'web.1.x', service: 'web' },
          { name: 'gone.1.x', service: 'gone', lingers: 9 },
        ],
      },
    },
  );

test('the inventory lists names by kind; a container is listed when no service answers for it', async (t) => {
  t.deepEqual(await inventory(engines().nodes), {
    service: ['db', 'web'],
    secret: [],
    config: [],
    network: ['core-01: ingress', 'ingress'],
    volume: [],
    image: ['core-02: localhost/whoami:1'],
    container: ['core-02: gone.1.x'],
  });
});

test('what is left and what is gone is said, each with its node', async (t) => {
  const one = engines();
  const before = await inventory(one.nodes);
  t.deepEqual(inventoryDifferences(before, before), []);
  one.swarm.services = [{ name: 'web' }, { name: 'new' }];
  one.on('core-02').images = [];
  t.deepEqual(inventoryDifferences(before, await inventory(one.nodes)), [
    'the service new is left',
    'the service db is gone',
    'the image core-02: localhost/whoami:1 is gone',
  ]);
});
