import YAML from 'yaml';
import type { Deck } from './deck.ts';
import { absentDemo, demoHtml } from './demo.ts';
import { diagramHtml } from './diagram.ts';
import { loadLab } from './lab.ts';
import type { Language } from './language.ts';
import { loadTopic, type Topic } from './topic.ts';
import { words } from './words.ts';

/** A deck as one Markdown text for Marp, with the names of the demos that it plays. */
export interface DeckMarkdown {
  markdown: string;
  slides: number;
  demos: string[];
}

export async function deckMarkdown(deck: Deck, language: Language, covers: boolean): Promise<DeckMarkdown> {
  const slides: string[] = [];
  const demos = new Set<string>();
  if (covers) slides.push(titleSlide(deck, language));
  for (const section of deck.sections) {
    const topics = section.topics.map((name) => loadTopic(name, language));
    if (covers && deck.sections.length > 1) slides.push(sectionSlide(section.title[language], topics));
    for (const topic of topics) {
      for (const [index, slide] of topic.slides.entries()) {
        const id = `${topic.name}-${index + 1}`;
        const body = await withParts(slide.markdown, language, id, demos);
        slides.push(
          [
            `<!-- _footer: ${YAML.stringify(footer(topic)).trim()} -->`,
            body,
            `<!-- ${slide.minutes} min. ${slide.note} -->`,
          ].join('\n\n'),
        );
      }
    }
    if (covers) slides.push(...section.labs.map((lab) => labSlide(lab, language)));
  }
  const head = YAML.stringify(
    { theme: 'swarmlab', lang: language, title: deck.title[language], paginate: true },
    { lineWidth: 0 },
  );
  return {
    markdown: `---\n${head}---\n\n${slides.join('\n\n---\n\n')}\n`,
    slides: slides.length,
    demos: [...demos],
  };
}

function footer(topic: Topic): string {
  return topic.lab === 'none' ? topic.title : `${topic.title} · ${words.lab[topic.language]} ${topic.lab}`;
}

/** Puts diagrams and demos where a line of Markdown asks for one. */
async function withParts(
  markdown: string,
  language: Language,
  id: string,
  demos: Set<string>,
): Promise<string> {
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
    const diagram = /^!\[(?<alt>[^\]]*)\]\(diagram:(?<name>[^)]+)\)$/.exec(line)?.groups;
    const demo = /^<!-- demo: (?<name>\S+) -->$/.exec(line)?.groups?.name;
    if (diagram)
      lines.push(
        await diagramHtml(diagram.name ?? '', diagram.alt ?? '', language, `arrow-${id}-${lines.length}`),
      );
    else if (demo) {
      const absent = absentDemo(demo, language);
      if (!absent) demos.add(demo);
      lines.push(absent ?? demoHtml(demo));
    } else lines.push(line);
  }
  return lines.join('\n');
}

function titleSlide(deck: Deck, language: Language): string {
  return `<!-- _class: title -->\n<!-- _paginate: false -->\n\n# ${deck.title[language]}\n\n${deck.subtitle[language]}`;
}

function sectionSlide(title: string, topics: Topic[]): string {
  const list = topics.map((topic) => `- ${topic.title}`).join('\n');
  return `<!-- _class: section -->\n<!-- _paginate: false -->\n\n# ${title}\n\n${list}`;
}

function labSlide(id: string, language: Language): string {
  const lab = loadLab(id, language);
  const number = id.slice(0, 2);
  const say = (key: keyof typeof words) => words[key][language];
  const minutes = language === 'ko' ? `약 ${lab.minutes}분입니다.` : `About ${lab.minutes} minutes.`;
  const commands = [
    `swarmlab lab start ${number}`,
    `swarmlab lab watch ${number}    # ${say('watch')}`,
    `swarmlab lab hint ${number}     # ${say('hint')}`,
  ];
  return [
    '<!-- _class: lab -->',
    `## ${say('lab')} ${number} · ${lab.title}`,
    lab.goal,
    minutes,
    `\`\`\`sh\n${commands.join('\n')}\n\`\`\``,
    `<!-- ${lab.minutes} min. ${language === 'ko' ? '학습자가 직접 풉니다.' : 'Learners work by themselves.'} -->`,
  ].join('\n\n');
}
