import { defineCheck, finding, passUnless, seen, z } from '../kit.ts';
import {
  holdAnything,
  matches,
  matching,
  type Mutant,
  nothingSent,
  planted,
  sampleOf,
  withoutRulesFor,
} from './shared.ts';

const TEMPLATES = ['!.env.example', '!.env.sample', '!.env.template', '!.env.dist'];
const KEYS = ['*.pem', '*.key', '*.p12', '*.pfx', 'id_rsa', 'id_ecdsa', 'id_ed25519'];
const DEPENDENCIES = ['node_modules', '__pycache__', '*.pyc', '.venv'];
const TESTS = ['test', 'tests', '__tests__', '.pytest_cache', 'coverage'];
const EDITORS = ['.vscode', '.idea', '.DS_Store', '*.swp'];
const DEFAULT = ['.git', '.env', '.env.*', ...TEMPLATES, ...KEYS, ...DEPENDENCIES, ...TESTS, ...EDITORS];
const SHOWN = 5; // paths of one pattern; the rest is counted

export default defineCheck({
  id: 'context/excludes',
  version: 1,
  title: 'Nothing that the image must not hold is sent to the builder',
  why: 'Patterns of .dockerignore are anchored at the context root: `node_modules` does not match `packages/a/node_modules`, and what is sent is one `COPY .` away from the image.',
  remedy: 'Ignore it at any depth: `**/node_modules`, `**/.env`, `**/.git`.',
  references: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  reads: ['context.ignore', 'context.files'],
  params: z.strictObject({
    list: z
      .array(z.string().min(1))
      .min(1)
      .default(DEFAULT)
      .describe(
        'Patterns as in .dockerignore, matched at any depth; a leading `/` anchors at the root, `!` lets through again',
      ),
  }),
  reasons: ['context-leak'],
  lint: { severity: 'info', profile: 'strict' },
  example: {
    dockerfile: 'FROM scratch\nCOPY . /app\n',
    ignore: '**/.git\n**/.env*\n**/node_modules\n',
    context: [
      { path: 'src/server.js', sizeBytes: 900 },
      { path: 'node_modules/a/index.js', sizeBytes: 10 },
    ],
  },
  mutants: [],
  mutantsFor: ({ context: { ignore } }, { list }) =>
    list
      .filter((pattern) => !pattern.startsWith('!'))
      .flatMap((pattern) => [...withoutItsRule(pattern, ignore.patterns), leakOf(pattern)]),

  judge: ({ context: { ignore, files } }, { list }) => {
    const nothing = nothingSent(ignore, holdAnything(files));
    if (nothing) return nothing;
    const leaked = matching(files, list);
    const tops = leaked.filter(({ path }) => !leaked.some((above) => path.startsWith(`${above.path}/`)));
    const shown = tops.slice(0, SHOWN * list.length);
    return passUnless(
      shown.map(({ path, type }) =>
        finding('context-leak', `${path}${type === 'directory' ? '/' : ''} is sent`, seen.path(path)),
      ),
      [seen.measure('entries looked at', files.length, 'count'), seen.value('patterns', list.join(' '))],
    );
  },
});

type Leak = Mutant<'context-leak', { list: string[] }>;

function withoutItsRule(
  pattern: string,
  rules: readonly { readonly text: string; readonly negated: boolean }[],
): Leak[] {
  const name = sampleOf(pattern);
  if (!rules.some(({ text, negated }) => !negated && matches(text, name))) return [];
  return [
    {
      level: 'S',
      title: `${name} without the rule that ignores it`,
      reason: 'context-leak',
      edit: (sources) => planted({ ...sources, ignore: withoutRulesFor(sources.ignore ?? '', name) }, name, 1),
    },
  ];
}

function leakOf(pattern: string): Leak {
  const name = sampleOf(pattern);
  const anchored = pattern.startsWith('/');
  return {
    level: 'S',
    title: anchored ? `${name} is sent` : `${name} two folders deep is sent`,
    reason: 'context-leak',
    edit: (sources) => planted(sources, anchored ? name : `tickproof-a/tickproof-b/${name}`, 1),
  };
}
