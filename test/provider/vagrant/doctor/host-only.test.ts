import test from 'ava';
import { type HostOnlySeen, judgeHostOnly } from '../../../../src/provider/vagrant/doctor/host-only.ts';
import { recorded } from '../../../_helpers/recorded.ts';
import { topology } from '../../../_helpers/topology.ts';

const version = recorded('vboxmanage-6.1.28.txt').trim();

const judge = ({ subnet = '172.17.8.0/24', ...changes }: Partial<HostOnlySeen> & { subnet?: string }) => {
  const { network, ...plan } = topology();
  const seen = { version, platform: 'linux' as const, conf: undefined };
  return judgeHostOnly({ ...seen, topology: { ...plan, network: { ...network, subnet } }, ...changes });
};

const fixOf = (verdict: ReturnType<typeof judge>) => ('fix' in verdict ? verdict.fix : '');

test('without networks.conf the lab network is refused, and the line keeps the default range', (t) => {
  const verdict = judge({});
  t.like(verdict, { outcome: 'fatal', code: 'E_HOSTONLY_RANGE' });
  t.is(
    verdict.seen,
    'VirtualBox allows no host-only network at 172.17.8.0/24 (/etc/vbox/networks.conf is missing, so only 192.168.56.0/21 is)',
  );
  t.regex(fixOf(verdict), /`\* 192\.168\.56\.0\/21 172\.17\.8\.0\/24` to \/etc\/vbox\/networks\.conf/);
});

test('a networks.conf without the lab network is refused', (t) => {
  const verdict = judge({ conf: recorded('networks-conf-with-10.conf') });
  t.is(verdict.outcome, 'fatal');
  t.regex(verdict.seen, /10\.0\.0\.0\/8, 192\.168\.0\.0\/16\)$/);
  t.is(judge({ conf: recorded('networks-conf-fixed.conf') }).outcome, 'fatal');
});

test('a file that is there replaces the default range, so the line brings it back', (t) => {
  t.regex(fixOf(judge({ conf: '* 10.0.0.0/8\n' })), /`\* 192\.168\.56\.0\/21 172\.17\.8\.0\/24`/);
  t.is(judge({ conf: '* 10.0.0.0/8\n', subnet: '192.168.56.0/24' }).outcome, 'fatal');
  t.is(judge({ subnet: '192.168.56.0/24' }).outcome, 'ok');
});

test('a range around the lab network allows it, whatever host bits it is written with', (t) => {
  t.is(judge({ conf: recorded('networks-conf-with-10.conf'), subnet: '10.17.8.0/24' }).outcome, 'ok');
  t.is(judge({ conf: recorded('networks-conf-fixed.conf'), subnet: '172.28.8.0/24' }).outcome, 'ok');
  t.is(judge({ conf: '* 0.0.0.0/0 ::/0\n' }).outcome, 'ok');
  t.is(judge({ conf: '  *172.17.8.0/24\n' }).outcome, 'ok');
});

test('a part of the lab network is not enough, and lines without a star allow nothing', (t) => {
  t.is(judge({ conf: '* 172.17.8.0/25\n' }).outcome, 'fatal');
  t.is(judge({ conf: '# * 172.17.8.0/24\n172.17.8.0/24\n' }).outcome, 'fatal');
});

test('where VirtualBox has no such ranges, the row does not apply', (t) => {
  t.is(judge({ version: '6.1.26r145957' }).outcome, 'skip');
  t.is(judge({ platform: 'win32' }).outcome, 'skip');
  t.is(judge({ platform: 'darwin', version: '7.0.14r161095' }).outcome, 'skip');
  t.is(judge({ platform: 'darwin' }).outcome, 'fatal');
});
