import { readFileSync } from 'node:fs';
import test from 'ava';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

const config = JSON.parse(readFileSync('.dependency-cruiser.json', 'utf8')) as {
  forbidden: IForbiddenRuleType[];
  options: object;
};

test('imports point right or down only, and each outside package has its one place', async (t) => {
  const { output } = await cruise(['src'], {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
  });
  const { summary, modules } = output as ICruiseResult;
  t.true(modules.filter((module) => module.source.startsWith('src/')).length > 50, 'the sources were read');
  t.deepEqual(
    summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    [],
  );
});

test('nothing outside src/provider and src/config tells the providers apart', async (t) => {
  const { output } = await cruise(['src'], config.options);
  const elsewhere = (output as ICruiseResult).modules
    .map((module) => module.source)
    .filter(
      (source) => /^src\/(cluster|course|engine|images|transport)\//.test(source) && source.endsWith('.ts'),
    );
  const branch = /provider\s*(===|!==|==)\s*['"]|case ['"](docker|vagrant|ssh)['"]:/;
  t.deepEqual(
    elsewhere.filter((source) => branch.test(readFileSync(source, 'utf8'))),
    [],
  );
});
