import type { ContextFile, Instruction } from '../../domain/index.ts';
import { BadPattern, PatternMatcher } from '../../formats/ignorefile/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { takenBy } from './locks.ts';
import { atEnd } from './shared.ts';

const MOST_LINES = 200; // each is held against every file that is sent
const MOST_NAMED = 3;

export default defineCheck({
  id: 'dockerfile/copied-names-apart',
  version: 1,
  title: 'No two files of one COPY land on the same name',
  why: 'A COPY of several files drops their folders: of `api/package.json` and `web/package.json` only one is in the image.',
  remedy: 'Copy each into a folder of its own, or keep the folders with `COPY --parents`.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  reads: ['context.files', 'dockerfile.stages'],
  reasons: ['names-collide'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCMD ["node", "server.js"]\n',
    context: [
      { path: 'package.json', sizeBytes: 2, text: '{}' },
      { path: 'package-lock.json', sizeBytes: 2, text: '{}' },
    ],
  },
  mutants: [
    {
      level: 'S',
      title: 'two files of one name copied by a pattern',
      reason: 'names-collide',
      edit: (sources) => {
        const files = ['a', 'b'].map((name) => ({ path: `tickproof-${name}/planted.txt`, sizeBytes: 1, text: 'x' }));
        const all = { ...sources, ignore: null, planted: [...sources.planted, ...files] };
        return atEnd('COPY tickproof-?/planted.txt /tickproof-planted/')(all);
      },
    },
  ],

  judge: ({ context: { files }, dockerfile: { stages } }) => {
    const lines = stages.flatMap(({ body }) => body.filter(takesSeveral)).slice(0, MOST_LINES);
    const found = lines.flatMap((line) => {
      const pairs = collisions(takenBy(line), files);
      if (pairs.length === 0) return [];
      const more = pairs.length > MOST_NAMED ? ` and ${pairs.length - MOST_NAMED} more` : '';
      const message = `${pairs.slice(0, MOST_NAMED).join(', ')}${more} are copied to one name: only one of them stays`;
      return [finding('names-collide', message, seen.place(line.text, line.at))];
    });
    return passUnless(
      found,
      lines.map(({ text, at }) => seen.place(text, at)),
      'no line copies several files by their names',
    );
  },
});

/** A COPY or ADD of the context that drops the folders of several files. */
function takesSeveral(it: Instruction): boolean {
  const isCopy = (it.keyword === 'COPY' || it.keyword === 'ADD') && it.heredocs.length === 0;
  if (!isCopy || it.flags.some(({ name }) => ['from', 'parents', 'exclude'].includes(name))) return false;
  const sources = takenBy(it);
  return (
    (sources.length > 1 || sources.some((source) => /[*?[]/.test(source))) && !sources.some((it) => /^!|\$/.test(it))
  );
}

/** Pairs of files that the sources name, of one base name. Folders are laid over each other on purpose. */
function collisions(sources: readonly string[], files: readonly ContextFile[]): readonly string[] {
  const taken = filesNamed(sources, files);
  const byName = new Map<string, string>();
  return taken.flatMap((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const before = byName.get(name);
    if (before === undefined) byName.set(name, path);
    return before === undefined ? [] : [`\`${before}\` and \`${path}\``];
  });
}

function filesNamed(sources: readonly string[], files: readonly ContextFile[]): readonly string[] {
  const plain = new Set(sources.filter((source) => !/[*?[]/.test(source)));
  const patterns = sources.filter((source) => /[*?[]/.test(source)).flatMap((source) => patternOf(source) ?? []);
  const depths = new Set(patterns.map(({ depth }) => depth));
  return files.flatMap(({ path, type }) => {
    if (type === 'directory') return [];
    if (plain.has(path)) return [path];
    const depth = path.split('/').length;
    const isNamed = depths.has(depth) && patterns.some((it) => it.depth === depth && it.matches(path));
    return isNamed ? [path] : [];
  });
}

/** A pattern of COPY names entries of its own depth; `**` means no more than `*` there. */
function patternOf(source: string) {
  try {
    const matcher = new PatternMatcher([source.replace(/\*{2,}/g, '*')]);
    const matches = (path: string): boolean => matcher.matchesOrParentMatches(path);
    return { depth: source.split('/').length, matches };
  } catch (error) {
    if (error instanceof BadPattern) return null;
    throw error;
  }
}
