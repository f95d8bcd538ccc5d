import test from 'ava';
import { run } from '../../../src/cli/run.ts';
import { FakeIo } from '../../_helpers/fake-io.ts';

test('the schema is JSON that names the keys of swarmlab.yaml', async (t) => {
  const io = new FakeIo();
  t.is(await run(['schema'], io), 0);
  const schema = JSON.parse(io.out);
  t.is(schema.type, 'object');
  t.true(['cluster', 'provider', 'nodes', 'network'].every((key) => key in schema.properties));
  t.is(io.err, '');
});
