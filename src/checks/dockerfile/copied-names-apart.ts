import type { ContextFile, Instruction } from '../../domain/index.ts';
import { hasWildcards } from '../../formats/ignorefile/index.ts';
import { defineCheck, finding, passUnless, seen } from '../kit.ts';
import { isNamedBy, takenBy } from './locks.ts';
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
    const lines = stages.flatMap(({ body }) => body.filter((line) => namesOf(line).length > 0)).slice(0, MOST_LINES);
    const found = lines.flatMap((line) => {
      const pairs = collisions(namesOf(line), files);
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

/** What a COPY or ADD takes of the context without the folders, where that may be several files; a variable's value is not known. */
function namesOf(it: Instruction): readonly string[] {
  const isCopy = it.keyword === 'COPY' || it.keyword === 'ADD';
  if (!isCopy || it.flags.some(({ name }) => name === 'parents' || name === 'exclude')) return [];
  const names = takenBy(it).filter((source) => !/^<<|\$/.test(source));
  return names.length > 1 || hasWildcards(names.join()) ? names : [];
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
  const isNamed = (path: string) => sources.some((source) => isNamedBy(source, path));
  return files.flatMap(({ path, type }) => (type !== 'directory' && isNamed(path) ? [path] : []));
}
