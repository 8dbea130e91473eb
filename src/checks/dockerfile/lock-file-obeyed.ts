import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { foldersWith, installIn, LOCKS } from './locks.ts';
import { atEnd } from './shared.ts';

export default defineCheck({
  id: 'dockerfile/lock-file-obeyed',
  version: 1,
  title: 'Installs are held to the lock file',
  why: '`npm install` and its like mend a lock file that does not fit, in the image alone: what is shipped is written down nowhere.',
  remedy:
    'Use `npm ci`, `yarn install --frozen-lockfile`, `uv sync --locked`, `pipenv install --deploy`, `cargo build --locked`.',
  references: ['https://docs.npmjs.com/cli/commands/npm-ci'],
  reads: ['context.files', 'dockerfile.stages'],
  reasons: ['lock-not-obeyed'],
  lint: { severity: 'info', profile: 'strict' },
  example: {
    dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
    context: [{ path: 'package-lock.json', sizeBytes: 2, text: '{}' }],
  },
  mutants: [
    {
      level: 'S',
      title: 'an install that may change the lock file',
      reason: 'lock-not-obeyed',
      edit: (sources) => {
        const lock = { path: 'tickproof-planted/package-lock.json', sizeBytes: 2, text: '{}' };
        const all = { ...sources, ignore: null, planted: [...sources.planted, lock] };
        return atEnd('RUN ["npm", "install"]')(all);
      },
    },
  ],

  judge: ({ context: { files }, dockerfile: { stages } }) => {
    const bound = LOCKS.filter(({ strict, name }) => strict.length > 0 && foldersWith(name, files).length > 0);
    const runs = stages.flatMap(({ body }) => body.filter(({ keyword }) => keyword === 'RUN'));
    const installs = runs.flatMap((run) =>
      bound.flatMap((lock) => {
        const command = installIn(run, lock);
        return command ? [{ lock, command }] : [];
      }),
    );
    return passUnless(
      installs
        .filter(({ lock, command }) => !command.words.some(({ text }) => lock.strict.includes(text)))
        .map(({ lock, command: { text, at } }) =>
          finding(
            'lock-not-obeyed',
            `\`${text}\` may install other versions than ${lock.name} says`,
            seen.place(text, at),
          ),
        ),
      installs.map(({ command: { text, at } }) => seen.place(text, at)),
      'nothing is installed that a lock file is there for',
    );
  },
});
