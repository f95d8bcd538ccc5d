import { t } from 'ttag';
/** Milliseconds as people read them: `0.4 s`, `1 min 12 s`. */
export function seconds(ms: number): string {
  const tenths = Math.round(ms / 100);
  const short = (tenths / 10).toFixed(1);
  if (tenths < 600) return t`${short} s`;
  const whole = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return t`${minutes} min ${rest} s`;
}
