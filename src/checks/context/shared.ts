import type { ContextFacts, ContextFile } from '../../domain/index.ts';
import { PatternMatcher } from '../../formats/ignorefile/index.ts';
export type { Mutant } from '../../domain/index.ts';
import { inapplicable, inconclusive, type Sources, type Verdict } from '../kit.ts';

/** Where nothing can be said about what is sent: a refused ignore file, or a context without a byte. */
export function nothingSent({ problems }: ContextFacts['ignore'], isSent: boolean): Verdict<never> | null {
  const [problem] = problems;
  if (problem) return inconclusive(problem.message, `Mend line ${problem.at.startLine} of ${problem.at.file}.`);
  return isSent ? null : inapplicable('nothing of the build context is sent');
}

/** A file laid into the context in a way that no ignore rule takes it away again. */
export function planted(sources: Sources, path: string, sizeBytes: number, text?: string): Sources {
  const file = {
    path,
    sizeBytes: text === undefined ? sizeBytes : text.length,
    ...(text === undefined ? {} : { text }),
  };
  return { ...sources, planted: [...sources.planted, file], ignore: `${sources.ignore ?? ''}\n!${path}\n` };
}

/** Sent files (and folders) that match a list of patterns at any depth; `!` lets through again. */
export function matching(files: readonly ContextFile[], patterns: readonly string[]): readonly ContextFile[] {
  const matcher = new PatternMatcher(patterns.map(atAnyDepth));
  return files.filter(({ path }) => matcher.matchesOrParentMatches(path));
}

/** Whether one pattern, anchored at the context root, matches a path. */
export function matches(pattern: string, path: string): boolean {
  return new PatternMatcher([pattern]).matchesOrParentMatches(path);
}

function atAnyDepth(pattern: string): string {
  const negated = pattern.startsWith('!');
  const text = negated ? pattern.slice(1) : pattern;
  return `${negated ? '!' : ''}${text.startsWith('**') ? text : text.startsWith('/') ? text.slice(1) : `**/${text}`}`;
}

/** A name that the pattern matches. */
export function sampleOf(pattern: string): string {
  return pattern
    .replace(/^(?:\*\*\/|\/)+/, '')
    .replaceAll('**', 'tickproof')
    .replaceAll(/[*?]/g, 'x')
    .replaceAll(/\[\^?([^\]])[^\]]*\]/g, '$1');
}

/** The ignore file without the lines that take this path away. */
export function withoutRulesFor(ignore: string, path: string): string {
  return ignore
    .split('\n')
    .filter((line) => !ignores(line, path))
    .join('\n');
}

function ignores(line: string, path: string): boolean {
  const pattern = line.trim();
  return pattern !== '' && !/^[#!]/.test(pattern) && matches(pattern.replace(/^\/+/, ''), path);
}

/** Whether any of these files holds a byte. */
export function holdAnything(files: readonly ContextFile[]): boolean {
  return files.some(({ sizeBytes }) => sizeBytes > 0);
}

export const isSentFile = ({ type }: ContextFile): boolean => type !== 'directory';
