/** The languages of the course, English first: it is always there. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];
