import type { ContextFacts, ParsedDockerfile } from '../../domain/index.ts';
import { BadPattern, cleanPath, hasWildcards, PatternMatcher } from '../../formats/ignorefile/index.ts';
import { flagValue } from '../../formats/index.ts';
import { defineCheck, finding, type Instruction, passUnless, seen, type Sighting, type Sources } from '../kit.ts';
import { atEnd } from './shared.ts';
import { eachInScope } from './stage-scope.ts';

type Patterns = ContextFacts['ignore']['patterns'];

const PLANTED = 'tickproof-planted.txt';
const REMOTE = /^(?:https?:\/\/|git@|git:|ssh:|<<)/;

interface Copied {
  readonly instruction: Instruction;
  readonly source: string;
}

/** Sources that COPY and ADD take from the context, variables filled in. */
function copied(dockerfile: ParsedDockerfile): readonly Copied[] {
  const found: Copied[] = [];
  eachInScope(dockerfile, ({ instruction, words }) => {
    const { keyword, args } = instruction;
    if ((keyword !== 'COPY' && keyword !== 'ADD') || flagValue(instruction, 'from') !== null) return;
    const flags = words.length - args.length - instruction.heredocs.filter((it) => it.expand).length;
    const sources = words.slice(flags, flags + args.length - 1);
    for (const { value } of sources)
      if (value !== '' && !REMOTE.test(value)) found.push({ instruction, source: value });
  });
  return found;
}

/** Whether the patterns take a source away altogether, by its name alone. */
function isIgnored(source: string, patterns: Patterns, matcher: PatternMatcher): boolean {
  const path = cleanPath(source).replace(/^\/+/, '') || '.';
  if (path === '.') {
    const all = ['*', '**', '**/*'];
    return !matcher.hasExclusions && patterns.some(({ text }) => all.includes(text));
  }
  if (!matcher.matchesOrParentMatches(path)) return false;
  // what an earlier rule lets in, a later one takes away again
  const last = patterns.findLastIndex(({ text, negated }) => !negated && takes(text, path));
  return !patterns.slice(last + 1).some(({ text, negated }) => negated && mayLetIn(text.slice(1), path));
}

function takes(pattern: string, path: string): boolean {
  return matcherOf([pattern])?.matchesOrParentMatches(path) ?? false;
}

/** Whether a `!pattern` could bring something at or below the path back; a pattern with wildcards always might. */
function mayLetIn(pattern: string, path: string): boolean {
  const plain = pattern.replace(/\\(.)/g, '$1');
  if (hasWildcards(pattern) || hasWildcards(path)) return true;
  return plain === path || plain.startsWith(`${path}/`) || path.startsWith(`${plain}/`);
}

function matcherOf(patterns: readonly string[]): PatternMatcher | null {
  try {
    const matcher = new PatternMatcher(patterns);
    matcher.matchesOrParentMatches('a');
    return matcher;
  } catch (error) {
    if (error instanceof BadPattern) return null; // the builder refuses the file; another check says so
    throw error;
  }
}

function find(dockerfile: ParsedDockerfile, patterns: Patterns): readonly Sighting[] {
  const matcher = matcherOf(patterns.map(({ text }) => text));
  if (!matcher) return [];
  return copied(dockerfile)
    .filter(({ source }) => isIgnored(source, patterns, matcher))
    .map(({ instruction: { at, text }, source }) => ({ at, text, message: `An ignore rule takes \`${source}\` away` }));
}

// Goes by the names alone, as BuildKit does; dockerfile/copy-sources-exist looks at what is there.
export default defineCheck({
  id: 'dockerfile/copied-is-not-ignored',
  version: 1,
  title: 'No ignore rule names what COPY or ADD takes',
  why: 'What an ignore rule takes away is not sent to the builder: the COPY fails, or copies less than it says.',
  remedy: 'Take the rule out of the ignore file, or let the file through with `!name` below it.',
  references: [
    'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  aliases: ['CopyIgnoredFile'],
  reads: ['context.ignore', 'dockerfile.source'],
  reasons: ['copied-but-ignored'],
  lint: { severity: 'warning', profile: 'default' },
  example: {
    dockerfile: 'FROM node:22\nCOPY package.json /app/\n',
    ignore: 'node_modules\n',
    context: [{ path: 'package.json', sizeBytes: 2, text: '{}' }],
  },
  mutants: [
    {
      level: 'S',
      title: 'a COPY of a file that is ignored',
      reason: 'copied-but-ignored',
      edit: (sources: Sources) =>
        atEnd(`COPY ${PLANTED} /`)({ ...sources, ignore: `${sources.ignore ?? ''}\n${PLANTED}\n` }),
    },
  ],

  judge: ({ context: { ignore }, dockerfile: { source } }) =>
    passUnless(
      find(source, ignore.patterns).map(({ at, text, message }) =>
        finding('copied-but-ignored', message, seen.place(text, at)),
      ),
      copied(source)
        .slice(0, 3)
        .map(({ instruction }) => seen.source(instruction)),
      'nothing is copied from the context',
    ),

  sightings: ({ context: { ignore }, dockerfile: { source } }) => find(source, ignore.patterns),
});
