import test from 'ava';
import { kitMeant } from '../../src/cli/kit-meant.ts';
import { FakeIo, fakeContext } from '../_helpers/fake-io.ts';

const meant = (text: string) => kitMeant(fakeContext(new FakeIo('/home/ada')).context, text);

test('a folder is meant relative to the current one', (t) => {
  t.is(meant('kit'), '/home/ada/kit');
  t.is(meant('../kit/'), '/home/kit');
  t.is(meant('/media/stick/kit'), '/media/stick/kit');
  t.is(meant('192.168.1.5'), '/home/ada/192.168.1.5');
});

test('an address is meant with and without its beginning and its end', (t) => {
  t.is(meant('http://192.168.1.5:8321'), 'http://192.168.1.5:8321');
  t.is(meant('http://192.168.1.5:8321/'), 'http://192.168.1.5:8321');
  t.is(meant('192.168.1.5:8321'), 'http://192.168.1.5:8321');
  t.is(meant('HTTP://Teacher:8321/kits/a/'), 'http://teacher:8321/kits/a');
  t.is(meant('http://[fd00::5]:8321'), 'http://[fd00::5]:8321');
});

for (const text of [
  'http://',
  'http://ada:secret@teacher/',
  'http://teacher/?kit=1',
  'http://teacher/#kit',
  'http://a b/',
])
  test(`${text} is refused`, (t) => {
    t.throws(() => meant(text), { code: 'E_USAGE' });
  });
