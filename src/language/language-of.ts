import { type Language, languages } from './languages.ts';

/** The language that the locale asks for: `ko_KR.UTF-8`, `ko.UTF-8` and `ko` all ask for Korean. */
export function languageOf(env: NodeJS.ProcessEnv): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const [word] = locale.toLowerCase().split(/[_.@-]/);
  return languages.find((language) => language === word) ?? 'en';
}
