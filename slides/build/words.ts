import type { Text } from './language.ts';

/** The builder's own words on slides. */
export const words = {
  lab: { en: 'Lab', ko: '실습' },
  minutes: { en: 'minutes', ko: '분' },
  start: { en: 'Start it:', ko: '시작합니다.' },
  watch: { en: 'Each check turns green by itself:', ko: '확인 항목은 풀릴 때마다 저절로 초록색이 됩니다.' },
  hint: { en: 'When you are stuck:', ko: '막히면 힌트를 봅니다.' },
} satisfies Record<string, Text>;
