import { defineCheck, fail, finding, inapplicable, inconclusive, pass, seen } from '../kit.ts';
import { atEnd, madeOf } from './shared.ts';
import { startedBy } from './started-scripts.ts';

const PLANTED = 'tickproof-planted.sh';

export default defineCheck({
  id: 'dockerfile/script-hands-over',
  version: 1,
  title: 'The script that a container starts ends by becoming the service',
  why: 'A shell that waits for the service stays process 1 and passes no signal on: a stop ends in a kill after ten seconds, with requests and writes cut off.',
  remedy: 'Write `exec` before the last command of the script: `exec "$@"`.',
  references: ['https://docs.docker.com/reference/dockerfile/#entrypoint'],
  reads: ['context.scripts', 'dockerfile.stages', 'dockerfile.target', 'dockerfile.final'],
  reasons: ['waits-for-child'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    dockerfile:
      'FROM node:22\nWORKDIR /app\nCOPY entrypoint.sh server.js ./\nENTRYPOINT ["./entrypoint.sh"]\nCMD ["node", "server.js"]\n',
    context: [{ path: 'entrypoint.sh', sizeBytes: 20, text: '#!/bin/sh\nexec "$@"\n' }],
  },
  mutants: [
    {
      level: 'S',
      title: 'a script that waits for what it is given',
      reason: 'waits-for-child',
      edit: (sources) => {
        const text = '#!/bin/sh\n"$@"\n';
        const planted = [...sources.planted, { path: PLANTED, sizeBytes: text.length, text }];
        return atEnd(`COPY ${PLANTED} /${PLANTED}\nENTRYPOINT ["/${PLANTED}"]`)({ ...sources, ignore: null, planted });
      },
    },
  ],

  judge: ({ context: { scripts }, dockerfile: { stages, target, final } }) => {
    const started = startedBy(final, madeOf(stages, target), scripts);
    const [waits, ...others] = started
      .filter(({ ending }) => ending.kind === 'waits')
      .map(({ by, path, ending: { text, line } }) =>
        finding(
          'waits-for-child',
          `${path} ends with \`${text}\` (line ${line}) without \`exec\`: the shell stays, and passes no signal on`,
          seen.source(by),
          seen.place(text, { file: path, startLine: line, endLine: line }),
        ),
      );
    if (waits) return fail(waits, ...others);
    const unknown = started.find(({ ending }) => ending.kind === 'unknown');
    if (unknown) return inconclusive(`what ${unknown.path} ends with is not known`, 'Judge the stop with run/stop.');
    const [shown, ...more] = started.map(({ path, ending }) => seen.path(path, `ends with ${ending.text}`));
    return shown ? pass(shown, ...more) : inapplicable('the container starts no script of the context');
  },
});
