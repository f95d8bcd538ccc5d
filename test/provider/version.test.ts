import test from 'ava';
import { isAtLeast } from '../../src/provider/version.ts';

test('versions are compared number by number, whatever stands around them', (t) => {
  for (const [version, least] of [
    ['7.0.14r161095', '7.0'],
    ['Vagrant 2.4.9', '2.4.9'],
    ['2.10', '2.9'],
    ['v20.19.0', '20.19'],
    ['6.12.48+deb13-amd64', '6.12'],
    ['6.1.28r147628', '6.1.28'],
  ] as const)
    t.true(isAtLeast(version, least), `${version} >= ${least}`);
  for (const [version, least] of [
    ['6.1.26r145957', '6.1.28'],
    ['7.0', '7.0.1'],
    ['2.9', '2.10'],
    ['', '1'],
  ] as const)
    t.false(isAtLeast(version, least), `${version} < ${least}`);
});
