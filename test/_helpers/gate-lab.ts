import { parseLabFile } from '../../src/course/lab-format.ts';

const text = `version: 1
title: { en: A lab }
goal: { en: It is done. }
minutes: 10
images: []
makes: { services: [web] }
steps:
  - id: only
    text: { en: Do it. }
    checks:
      - { id: runs, type: service-converged, service: web, tasks: 1, hints: [HINT-any] }
      - id: published
        type: service-published
        service: web
        port: 80
        target: 80
        after: [runs]
        hints:
          - { id: host-mode, on: [host-mode], nudge: { en: Look. }, concept: { en: Why. }, command: look }
          - HINT-other
      - { id: closed, type: port-refuses, service: web, port: 81, after: [runs], hints: [HINT-any] }
`;

/** A lab with three checks: `runs`, then `published` (hints `host-mode` and `other`) and `closed`. */
export function gateLab(folder = '/nowhere') {
  const hint = (id: string) => `{ id: ${id}, nudge: { en: Look. }, concept: { en: Why. }, command: look }`;
  const yaml = text.replaceAll(/HINT-(\w+)/g, (_, id: string) => hint(id));
  return { ...parseLabFile(yaml, 'lab.yaml'), id: '09-web', folder, sha256: '0'.repeat(64) };
}
