import { Help, type HelpConfiguration } from 'commander';
import { t } from 'ttag';

/** What commander itself says in a help text, in the language that is spoken. A Korean letter takes two columns. */
export function helpWords(): HelpConfiguration {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': t`Usage:`,
    'Arguments:': t`Arguments:`,
    'Options:': t`Options:`,
    'Commands:': t`Commands:`,
  };
  const help = new Help();
  return {
    displayWidth: (text) => text.length + (text.match(/[\u3131-\u318e\uac00-\ud7a3]/g)?.length ?? 0),
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: (option) => remarks(help.optionDescription(option)),
    argumentDescription: (argument) => remarks(help.argumentDescription(argument)),
  };
}

/** What stands in brackets behind a description. */
function remarks(text: string): string {
  return text.replace('(choices: ', `(${t`choices:`} `).replace(/([(,] ?)default: /, `$1${t`default:`} `);
}
