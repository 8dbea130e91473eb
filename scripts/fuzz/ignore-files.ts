import {
  BadPattern,
  listSent,
  listSentByLegacy,
  PatternMatcher,
  readIgnoreFile,
} from '../../src/formats/ignorefile/index.ts';
import { trimSpace } from '../../src/formats/ignorefile/names.ts';
import { ensure } from './lint.ts';

const FILES = [
  'README.md',
  'a',
  'ab/a',
  'ab/b/a.js',
  'b.md',
  `${'a'.repeat(60)}/${'ab'.repeat(60)}`,
  'node_modules/a/b.js',
  'src/a.js',
  'src/test/b.js',
  '.git/a',
];
const folders = new Map<string, Map<string, 'file' | 'directory'>>([['', new Map()]]);
for (const path of FILES) {
  const parts = path.split('/');
  for (const [i, name] of parts.entries()) {
    const folder = parts.slice(0, i).join('/');
    const here = folders.get(folder) ?? new Map<string, 'file' | 'directory'>();
    here.set(name, i === parts.length - 1 ? 'file' : 'directory');
    folders.set(folder, here);
  }
}
const tree = {
  list: (path: string) =>
    [...(folders.get(path) ?? [])].map(([name, type]) => ({ name, type })).sort((a, b) => (a.name < b.name ? -1 : 1)),
};

/** Every ignore file is read or refused; what is read and printed reads the same; nothing is sent that is not there. */
export function checkContext(text: string): void {
  const { patterns, problems } = readIgnoreFile('.dockerignore', text);
  const lines = text.split('\n').length;
  for (const { line } of patterns) ensure(line >= 1 && line <= lines, 'a pattern of no line');
  const texts = patterns.map((it) => it.text);
  const printed = texts.map((it) => (/^[#\ufeff]/.test(it) ? `./${it}` : it)).join('\n');
  const again = readIgnoreFile('.dockerignore', printed).patterns.map((it) => it.text);
  const isPlain = texts.every((it) => /^!?[^/!]/.test(it) && trimSpace(it.replace(/^!/, '')) === it.replace(/^!/, '')); // `a /` is `a ` by then, and `/!a` is `!a`
  const isCleaned = /^[\s/.]+!/m.test(text); // `./!./a` is `!./a` by then, which says the opposite
  if (problems.length === 0 && isPlain && !isCleaned)
    ensure(JSON.stringify(again) === JSON.stringify(texts), 'what is printed reads otherwise');
  refusable(() => {
    const exclude = new PatternMatcher(texts);
    const sent = listSent(tree, { exclude, include: null }).map(({ path, entry }) =>
      entry.type === 'directory' ? `${path}/` : path,
    );
    ensure(new Set(sent).size === sent.length, 'something is sent twice');
    for (const path of FILES) exclude.decidingIndex(path);
    // without exceptions the builder of old and today's send the same
    if (!exclude.hasExclusions && !/Dockerfile|\.dockerignore|\\|\[|[*?]/.test(printed))
      ensure(
        JSON.stringify([...sent].sort()) === JSON.stringify(listSentByLegacy(tree, texts, 'Dockerfile').sort()),
        'the builders differ',
      );
    else listSentByLegacy(tree, texts, 'Dockerfile');
  });
}

/** Does what may end with a pattern that the builder refuses. */
export function refusable(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
  }
}
