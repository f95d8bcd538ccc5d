import type { Text } from './language.ts';

/** The builder's own words on slides. */
export const words = {
  lab: { en: 'Lab', ko: '실습' },
  watch: { en: 'each check turns green by itself', ko: '풀릴 때마다 확인 항목이 초록색이 됩니다' },
  hint: { en: 'when you are stuck', ko: '막히면 힌트를 봅니다' },
  noDemo: {
    en: 'No recording: it needs an image that was not at hand,',
    ko: '녹화가 없습니다. 녹화할 때 구할 수 없던 이미지가 필요합니다.',
  },
} satisfies Record<string, Text>;
