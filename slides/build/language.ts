export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/** A text in every language. */
export type Text = Record<Language, string>;
