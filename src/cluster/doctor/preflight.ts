import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import { providerRows } from '../../provider/doctor.ts';
import type { DoctorContext } from '../../provider/doctor-context.ts';
import { groundRows } from './ground-rows.ts';
import { runRows } from './run-rows.ts';

/** Stops with what would keep machines from being made: the first fatal row's sentence, fix and code, and the names of others. */
export async function preflight(context: DoctorContext): Promise<void> {
  const provider = providerRows(context);
  const rows = [...provider.rows, ...groundRows(context, provider)].filter(({ beforeUp }) => beforeUp);
  const fatal = (await runRows(rows)).flatMap(({ row, verdict }) =>
    verdict.outcome === 'fatal' ? [{ ...verdict, title: row.title }] : [],
  );
  const [first, ...others] = fatal;
  if (!first) return;
  const titles = others.map(({ title }) => title).join(', ');
  const all = titles ? t`${first.seen} (\`swarmlab doctor\` has more: ${titles})` : first.seen;
  throw new SwarmlabError(first.code, all, {
    fix: first.fix,
    output: fatal.map(({ title, seen, fix }) => `${title}: ${seen}\n  fix: ${fix}`).join('\n'),
  });
}
