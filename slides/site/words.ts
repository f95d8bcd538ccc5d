import type { Language } from '../../src/language/languages.ts';

/** The site's own words, in every language. */
export interface Words {
  language: string;
  other: string;
  tagline: string;
  intro: string;
  labs: string;
  lab: string;
  slides: string;
  demos: string;
  commands: string;
  troubleshooting: string;
  authors: string;
  begin: string;
  beginText: string;
  minutes: string;
  seconds: string;
  goal: string;
  inShort: string;
  onThisPage: string;
  needsLabs: string;
  noSwarm: string;
  seeDemo: string;
  previous: string;
  next: string;
  slidesText: string;
  noDecks: string;
  demosText: string;
  demoText: string;
  needsScript: string;
  typedThere: string;
  textOfLab: string;
  commandsText: string;
  global: string;
  choices: string;
  byDefault: string;
  remedy: string;
  untranslated: string;
  authorsMissing: string;
  skip: string;
  main: string;
  footer: string;
}

export const words: Record<Language, Words> = {
  en: {
    language: 'English',
    other: '한국어로 읽기',
    tagline: 'A real three-node Docker Swarm on one laptop, and a course on it that checks itself.',
    intro:
      'Nothing in it is simulated: each node is a machine of its own with its own Docker Engine, and a check looks at the live cluster. You type in a shell, and every check turns green by itself.',
    labs: 'Labs',
    lab: 'Lab',
    slides: 'Slides',
    demos: 'Demos',
    commands: 'Commands',
    troubleshooting: 'Troubleshooting',
    authors: 'For authors',
    begin: 'Begin',
    beginText: 'On Debian or Ubuntu, from a fresh clone. It asks before it installs anything.',
    minutes: ' min',
    seconds: ' s',
    goal: 'Goal',
    inShort: 'In short',
    onThisPage: 'On this page',
    needsLabs: 'Goes on with',
    noSwarm: 'Begins with machines that are in no swarm',
    seeDemo: 'See it done',
    previous: 'Before',
    next: 'Next',
    slidesText:
      'Each deck is one file that needs no network. In the HTML, f fills the screen and p opens the presenter’s view with the speaker’s notes; the PDF is for printing.',
    noDecks: 'The decks were not built into this copy of the site.',
    demosText:
      'Recorded in real terminals on a real cluster, at a reader’s pace. What lets a script be run again, and its waits, are not shown.',
    demoText:
      'Recorded on a real cluster. Long pauses are shortened. In the player, [ and ] go from command to command.',
    needsScript: 'The player needs JavaScript. What is typed in it stands below.',
    typedThere: 'What is typed',
    textOfLab: 'The lab’s text',
    commandsText: 'Made from the program itself. Every command also knows --help.',
    global: 'For every command',
    choices: 'one of',
    byDefault: 'default',
    remedy: 'Do',
    untranslated: '',
    authorsMissing: 'The guide for authors is not in this copy of the site.',
    skip: 'Skip to the text',
    main: 'Pages',
    footer: 'Swarmlab, MIT licence.',
  },
  ko: {
    language: '한국어',
    other: 'Read in English',
    tagline: '노트북 한 대에 띄우는 진짜 3노드 Docker Swarm, 그리고 스스로 채점하는 실습 과정입니다.',
    intro:
      '흉내 낸 것은 없습니다. 노드마다 자기 Docker Engine이 있는 별도의 머신이고, 검사는 살아 있는 클러스터를 봅니다. 셸에서 명령을 치면 검사가 하나씩 초록색으로 바뀝니다.',
    labs: '실습',
    lab: '실습',
    slides: '슬라이드',
    demos: '데모',
    commands: '명령',
    troubleshooting: '문제 해결',
    authors: '실습 만들기',
    begin: '시작하기',
    beginText:
      'Debian이나 Ubuntu에서 저장소를 새로 클론한 뒤 실행합니다. 무엇이든 설치하기 전에 먼저 물어봅니다.',
    minutes: '분',
    seconds: '초',
    goal: '목표',
    inShort: '한눈에 보기',
    onThisPage: '이 페이지의 내용',
    needsLabs: '이어지는 실습',
    noSwarm: '스웜에 속하지 않은 머신에서 시작합니다',
    seeDemo: '데모 보기',
    previous: '이전',
    next: '다음',
    slidesText:
      '덱 하나가 파일 하나이고, 네트워크 없이 열립니다. HTML에서 f 키는 전체 화면, p 키는 발표자 노트가 있는 발표자 화면이고, PDF는 인쇄용입니다.',
    noDecks: '이 사이트에는 덱이 들어 있지 않습니다.',
    demosText:
      '진짜 클러스터의 진짜 터미널에서, 읽으면서 따라갈 수 있는 속도로 녹화했습니다. 스크립트를 다시 실행할 수 있게 하는 부분과 기다리는 부분은 보이지 않습니다.',
    demoText:
      '진짜 클러스터에서 녹화했습니다. 긴 멈춤은 줄였습니다. 플레이어에서 [ 와 ] 키로 명령 사이를 옮겨 다닙니다.',
    needsScript: '플레이어에는 JavaScript가 필요합니다. 입력하는 명령은 아래에 있습니다.',
    typedThere: '입력하는 명령',
    textOfLab: '실습 본문',
    commandsText: '프로그램에서 바로 만든 문서입니다. 모든 명령에 --help가 있습니다.',
    global: '모든 명령에 공통',
    choices: '다음 중 하나',
    byDefault: '기본값',
    remedy: '할 일',
    untranslated: '이 글은 아직 영어로만 있습니다.',
    authorsMissing: '이 사이트에는 실습 작성 안내가 들어 있지 않습니다.',
    skip: '본문으로 건너뛰기',
    main: '페이지',
    footer: 'Swarmlab, MIT 라이선스.',
  },
};
