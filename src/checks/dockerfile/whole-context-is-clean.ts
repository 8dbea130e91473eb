import type { ContextFile, Instruction } from '../../domain/index.ts';
import { defineCheck, finding, humanize, passUnless, seen } from '../kit.ts';
import { takenBy } from './locks.ts';
import { edited } from './shared.ts';
import { appendToStages } from '../../formats/index.ts';

/** What no image needs from the context: histories, what the build installs itself, settings of one machine. */
const UNWANTED = new Set(
  '.git .hg .svn node_modules .venv __pycache__ .pytest_cache .mypy_cache .tox .env .npmrc .aws .ssh .terraform'.split(
    ' ',
  ),
);

export default defineCheck({
  id: 'dockerfile/whole-context-is-clean',
  version: 1,
  title: 'Where the whole context is copied, it holds no history, no installed packages and no settings of one machine',
  why: '`COPY . .` takes everything that the ignore file lets through: `.git` with all that was ever committed, `.env` with its passwords, packages built for another system.',
  remedy: 'Write what is named here into `.dockerignore`, or copy only the folders that the program needs.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  reads: ['context.files', 'dockerfile.stages'],
  reasons: ['unwanted-copied'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
    ignore: '.git\nnode_modules\n.env\n',
    context: [
      { path: 'server.js', sizeBytes: 1, text: ';' },
      { path: '.git/HEAD', sizeBytes: 1, text: 'x' },
    ],
  },
  mutants: [
    {
      level: 'S',
      title: 'the whole context copied, with its history in it',
      reason: 'unwanted-copied',
      edit: (sources) => {
        const planted = [...sources.planted, { path: '.git/tickproof-planted', sizeBytes: 1, text: 'x' }];
        return edited({ ...sources, ignore: null, planted }, (text) =>
          appendToStages(text, 'COPY . /tickproof-planted/'),
        );
      },
    },
  ],

  judge: ({ context: { files }, dockerfile: { stages } }) => {
    const copies = stages.flatMap(({ body }) => body.filter(takesAll));
    const unwanted = copies.length === 0 ? [] : unwantedIn(files);
    return passUnless(
      unwanted.length === 0
        ? []
        : copies.map(({ text, at }) =>
            finding('unwanted-copied', `\`${text}\` brings ${unwanted.join(', ')}`, seen.place(text, at)),
          ),
      copies.map(({ text, at }) => seen.place(text, at)),
      'nothing copies the whole context',
    );
  },
});

function takesAll(it: Instruction): boolean {
  const isCopy = it.keyword === 'COPY' || it.keyword === 'ADD';
  return isCopy && !it.flags.some(({ name }) => name === 'exclude') && takenBy(it).includes('');
}

/** Entries at the top, with what lies in them. */
function unwantedIn(files: readonly ContextFile[]): readonly string[] {
  const entries = new Map<string, { count: number; bytes: number }>();
  for (const { path, type, sizeBytes } of files) {
    const [top = ''] = path.split('/', 1);
    if (type === 'directory' || !UNWANTED.has(top)) continue;
    const known = entries.get(top) ?? { count: 0, bytes: 0 };
    entries.set(top, { count: known.count + 1, bytes: known.bytes + sizeBytes });
  }
  return [...entries].map(([name, { count, bytes }]) =>
    count === 1 ? `\`${name}\`` : `\`${name}\` (${count} files, ${humanize(bytes, 'B')})`,
  );
}
