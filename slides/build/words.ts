import type { Text } from './language.ts';

/** The builder's own words on slides. */
export const words = {
  lab: { en: 'Lab', ko: '실습' },
  watch: { en: 'each check turns green by itself', ko: '풀릴 때마다 확인 항목이 초록색이 됩니다' },
  hint: { en: 'when you are stuck', ko: '막히면 힌트를 봅니다' },
} satisfies Record<string, Text>;
