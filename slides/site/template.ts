import { readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';

const folder = path.join(import.meta.dirname, 'templates');
const handlebars = Handlebars.create();
const cache = new Map<string, HandlebarsTemplateDelegate>();

/** Renders templates/NAME.hbs. Throws where it names something that `data` has not. */
export function render(name: string, data: object): string {
  const template =
    cache.get(name) ??
    handlebars.compile(readFileSync(path.join(folder, `${name}.hbs`), 'utf8'), { strict: true });
  cache.set(name, template);
  return template(data, {
    // What a template may look up are the fields of plain objects.
    allowProtoPropertiesByDefault: false,
  });
}
