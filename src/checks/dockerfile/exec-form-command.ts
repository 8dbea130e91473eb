import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { atEnd, madeOf } from './shared.ts';

export default defineCheck({
  id: 'dockerfile/exec-form-command',
  version: 1,
  title: 'ENTRYPOINT and CMD are written as JSON arrays',
  why: 'The shell form makes a shell process 1, and a shell does not pass SIGTERM on: every stop then ends in a kill.',
  remedy: 'Write `CMD ["node", "server.js"]` instead of `CMD node server.js`.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  reads: ['dockerfile.stages', 'dockerfile.target', 'dockerfile.final'],
  reasons: ['shell-form'],
  lint: { severity: 'warning', profile: 'strict' },
  example: { dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n' },
  mutants: ['CMD node server.js', 'ENTRYPOINT node server.js', "CMD ['node', 'server.js']"].map((line) => ({
    level: 'S' as const,
    title: `\`${line}\` at the end`,
    reason: 'shell-form' as const,
    edit: atEnd(line),
  })),

  judge: ({ dockerfile: { stages, target, final } }) => {
    const ends = [final.entrypoint, final.cmd].map((it) => it?.at.startOffset);
    const commands = madeOf(stages, target)
      .flatMap(({ body }) => body.flatMap((it) => (it.keyword === 'ONBUILD' && it.inner ? [it.inner] : [it])))
      .filter(({ keyword, at }) => ['CMD', 'ENTRYPOINT'].includes(keyword) && ends.includes(at.startOffset));
    const shellForm = commands.filter(({ form }) => form === 'shell');
    return passUnless(
      shellForm.map((it) => {
        const hint = it.rest.startsWith('[') ? ': what looks like an array is no JSON' : '';
        return finding('shell-form', `\`${it.text}\` is in shell form${hint}`, seen.source(it));
      }),
      commands.map((it) => seen.source(it)),
      'the command is left to the base image',
    );
  },
});
