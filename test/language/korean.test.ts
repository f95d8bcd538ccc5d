import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { hintLines } from '../../src/cli/lab/hint-lines.ts';
import { showReport } from '../../src/cli/lab/show-report.ts';
import { palette } from '../../src/cli/palette.ts';
import { run } from '../../src/cli/run.ts';
import { findLab } from '../../src/course/catalogue.ts';
import { checkLab } from '../../src/course/check-lab.ts';
import { systemClock } from '../../src/course/clock.ts';
import { liveHints } from '../../src/course/hints.ts';
import { nextHint } from '../../src/course/next-hint.ts';
import { speak } from '../../src/language/speak.ts';
import { FakeIo } from '../_helpers/fake-io.ts';
import { labCluster, serviceJson } from '../_helpers/lab-cluster.ts';
import { labFolder } from '../_helpers/lab-folder.ts';

// The language is the process's: one test after the other, and English again behind each.
test.afterEach.always(() => speak('en'));

/** Lines in which English is spoken: three words in a row that are no command. */
function englishIn(text: string): string[] {
  return text.split('\n').filter((line) => {
    const prose = line.replaceAll(/`[^`]*`|swarmlab [a-z -]+|--?\w+/g, '');
    return /[A-Za-z]{2,}( [A-Za-z]{2,}){2}/.test(prose);
  });
}

/** What a command line says and how it ends. */
async function said(folder: string, line: string, env: NodeJS.ProcessEnv = {}) {
  const io = new FakeIo(folder, env);
  const code = await run(line.split(' '), io);
  return { ...io, code };
}

test.serial('the labs are listed in Korean, wherever --lang stands, and after the locale', async (t) => {
  const { folder } = await labFolder(t);
  const lines = ['lab list --lang ko', '--lang ko lab list', 'lab --lang=ko list'];
  for (const line of lines) {
    const { out, err, code } = await said(folder, line);
    t.is(code, 0);
    t.regex(out, /^실습 +제목 +예상 시간 +상태/);
    t.regex(err, /^다음: swarmlab up$/m);
    t.deepEqual(englishIn(out), [], line);
  }
  t.regex((await said(folder, 'lab list', { LANG: 'ko_KR.UTF-8' })).out, /예상 시간/);
  t.regex((await said(folder, 'lab list --lang en', { LANG: 'ko_KR.UTF-8' })).out, /^LAB +TITLE +TAKES/);
});

test.serial('what programs read is the same in every language', async (t) => {
  const { folder } = await labFolder(t);
  const states = async (line: string) =>
    JSON.parse((await said(folder, line)).out).map(({ title, ...lab }: { title: string }) => lab);
  t.deepEqual(await states('lab list --json --lang ko'), await states('lab list --json'));
  for (const format of ['json', 'csv', 'junit', 'gradescope']) {
    const korean = await said(folder, `grade --lang ko --format ${format} --output -`);
    const english = await said(folder, `grade --format ${format} --output -`);
    const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
    t.not(english.out, '');
    t.is(timeless(korean.out), timeless(english.out), format);
  }
});

test.serial('the grade for people is in Korean', async (t) => {
  const { folder } = await labFolder(t);
  const { out } = await said(folder, 'grade --lang ko --output grade.md');
  t.regex(out, /시작 전/);
  const report = await readFile(path.join(folder, 'grade.md'), 'utf8');
  t.regex(report, /^# Swarmlab: 성적$/m);
  t.regex(report, /\| 00-cluster \| 시작 전 \|/);
});

test.serial('help and complaints are in Korean', async (t) => {
  const { folder } = await labFolder(t);
  for (const line of ['--lang ko --help', 'lab --help --lang ko', 'init --help --lang ko']) {
    const { out, code } = await said(folder, line);
    t.is(code, 0);
    t.regex(out, /^사용법: swarmlab/);
    t.deepEqual(englishIn(out.replace(/\(기본값: Debian\s+13,[^)]*\)/, '')), [], line);
  }
  const { err, code } = await said(folder, 'lab chekc --lang ko');
  t.is(code, 2);
  t.regex(err, /^오류: 모르는 명령입니다: 'chekc' \[E_USAGE\]\n {2}해결: 혹시 check 말씀인가요\?/);
  const { err: wrong } = await said(folder, 'lab list --frob', { LC_ALL: 'ko_KR.UTF-8' });
  t.regex(wrong, /^오류: 모르는 옵션입니다: '--frob'/);
});

/** What `lab check` and `lab hint` say of the whoami lab on a cluster that runs these services. */
async function whoami(services: object[]): Promise<string> {
  const lab = await findLab('whoami');
  const cluster = labCluster({ services: () => services });
  const io = new FakeIo();
  const report = await checkLab(lab, cluster, { clock: systemClock, deadline: 0, grace: 0 });
  showReport(io, report);
  const hint = nextHint(liveHints(lab, report), [], undefined);
  if (hint) for (const line of hintLines(hint, 'ko', palette(io.stdout, {}))) io.stdout.write(`${line}\n`);
  return io.out;
}

test.serial('a check says in Korean what it saw and expected, and so does its hint', async (t) => {
  await speak('ko');
  const before = await whoami([]);
  t.regex(before, /^✘ converged: 이름이 whoami인 서비스가 없습니다 \(있는 서비스: 없음\)$/m);
  t.regex(before, /^01-whoami: 실패$/m);
  t.regex(before, /^converged 힌트 \(1\/3\):/m);
  t.deepEqual(englishIn(before), []);
  const many = await whoami([serviceJson({ replicas: 3 })]);
  t.regex(many, /지정된 수: 태스크 3개; 기대: 1개/);
  t.deepEqual(englishIn(many), []);
  const after = await whoami([serviceJson()]);
  t.regex(after, /^✔ converged: whoami: 태스크 1개 중 1개 실행 중 \(core-02\)$/m);
  t.regex(after, /^01-whoami: 통과$/m);
  t.deepEqual(englishIn(after), []);
});
