import { defineCheck, fail, finding, passUnless, seen } from '../kit.ts';
import { atTop } from './shared.ts';

export default defineCheck({
  id: 'dockerfile/valid',
  version: 1,
  title: 'The Dockerfile parses as BuildKit parses it',
  why: 'What the builder refuses cannot be built, and what it reads otherwise than its author builds something else.',
  remedy:
    'Mend the line that is named; where there is no file, write one, or name it under `build.dockerfile` of tickproof.yaml.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  aliases: ['DL1000'],
  reads: ['dockerfile.file', 'dockerfile.source', 'dockerfile.problems'],
  reasons: ['syntax', 'no-dockerfile'],
  lint: {
    severity: 'error',
    profile: 'default',
    supersedes: ['dockerfile/begins-with-from', 'dockerfile/from-args-declared'],
  },
  example: { dockerfile: 'FROM node:22\nCOPY . /app\nCMD ["node", "/app/server.js"]\n' },
  mutants: [
    ['an unknown instruction', 'TICKPROOF unknown'],
    ['an unknown flag', 'COPY --tickproof a /a'],
    ['an array of mixed values', 'CMD ["a", 1]'],
  ].map(([title = '', line = '']) => ({
    level: 'S' as const,
    title,
    reason: 'syntax' as const,
    edit: atTop(line),
  })),

  sightings: ({ dockerfile: { source, problems } }) => {
    const lines = source.text.split('\n');
    return problems.map(({ message, at }) => ({ at, text: lines[at.startLine - 1]?.trim() ?? '', message }));
  },

  judge: ({ dockerfile: { file, source, problems } }) => {
    if (!file.present)
      return fail(finding('no-dockerfile', `there is no ${file.path}`, seen.value('Dockerfile', 'not there')));
    const lines = source.text.split('\n');
    const findings = problems.map(({ message, at }) =>
      finding('syntax', `${message} (line ${at.startLine})`, seen.place(lines[at.startLine - 1]?.trim() ?? '', at)),
    );
    const instructions = source.stages.reduce((sum, { body }) => sum + 1 + body.length, source.globals.length);
    return passUnless(findings, [seen.measure('instructions parsed', instructions, 'count')]);
  },
});
