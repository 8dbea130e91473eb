import type { ContextFile, Instruction } from '../../domain/index.ts';
import { compareBytes } from '../../formats/ignorefile/index.ts';
import { defineCheck, finding, humanize, passUnless, seen } from '../kit.ts';
import { takenBy } from './locks.ts';
import { atEnd } from './shared.ts';

/** Names that no image needs from the top of the context, by how much harm they do: what opens doors, histories, installed packages. */
const UNWANTED: readonly ReadonlySet<string>[] = [
  '.env .npmrc .netrc .pypirc .aws .ssh .kube .gnupg',
  '.git .hg .svn',
  'node_modules .venv __pycache__ .pytest_cache .mypy_cache .tox .terraform',
].map((names) => new Set(names.split(' ')));
/** Files that hold passwords or private keys wherever they lie. */
const SECRET = /^(?:\.env(?:\.local|\.[\w-]+\.local)?|\.netrc|\.pypirc|id_(?:rsa|dsa|ecdsa|ed25519))$/;
/** Other people's files: what lies in there comes with the folder. */
const FOREIGN = new Set(['node_modules', '.venv', 'venv', 'vendor', '.git', '.hg', '.svn', '.terraform', '.tox']);
const MOST_NAMED = 10;

export default defineCheck({
  id: 'dockerfile/whole-context-is-clean',
  version: 2,
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
        return atEnd('COPY . /tickproof-planted/')({ ...sources, ignore: null, planted });
      },
    },
  ],

  judge: ({ context: { files }, dockerfile: { stages } }) => {
    const copies = stages.flatMap(({ body }) => body.filter(takesAll));
    const unwanted = unwantedIn(files);
    return passUnless(
      unwanted === ''
        ? []
        : copies.map(({ text, at }) =>
            finding('unwanted-copied', `\`${text}\` brings ${unwanted}`, seen.place(text, at)),
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

interface Entry {
  readonly path: string;
  readonly rank: number;
  count: number;
  bytes: number;
}

/** Entries at the top with what lies in them, and secrets at any depth; the worst first. */
function unwantedIn(files: readonly ContextFile[]): string {
  const entries = new Map<string, Entry>();
  for (const { path, type, sizeBytes } of files) {
    const [top = '', ...below] = path.split('/');
    if (type === 'directory') continue;
    const topRank = UNWANTED.findIndex((names) => names.has(top));
    const isSecret = topRank < 0 && SECRET.test(below.at(-1) ?? top) && ![top, ...below].some((it) => FOREIGN.has(it));
    if (topRank < 0 && !isSecret) continue;
    const name = isSecret ? path : top;
    const known = entries.get(name) ?? { path: name, rank: isSecret ? 0 : topRank, count: 0, bytes: 0 };
    entries.set(name, known);
    known.count += 1;
    known.bytes += sizeBytes;
  }
  const worstFirst = [...entries.values()].sort((a, b) => a.rank - b.rank || compareBytes(a.path, b.path));
  const named = worstFirst
    .slice(0, MOST_NAMED)
    .map(({ path, count, bytes }) =>
      count === 1 ? `\`${path}\`` : `\`${path}\` (${count} files, ${humanize(bytes, 'B')})`,
    );
  const more = worstFirst.length > MOST_NAMED ? ` and ${worstFirst.length - MOST_NAMED} more` : '';
  return named.join(', ') + more;
}
