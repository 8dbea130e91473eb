import type { ParsedDockerfile, Place } from '../../domain/index.ts';
import { type CheckOptions, checkOptionsAbove, isSpoken, readCheckOptions } from '../dockerfile/index.ts';
import { hadolintIgnore, type IgnoreComment, ownIgnore } from './comments.ts';
import { lastNotAbove } from '../sorted.ts';
import { type Span, spansAt } from './spans.ts';

/** A check by the names that people know it by. */
export interface Named {
  readonly id: string;
  readonly aliases?: readonly string[] | undefined;
}

/** What a file's own comments say about the checks that look at it. */
export interface Pragmas {
  /** Switched off at that place, by the way of any of the tools whose comments count. */
  readonly ignores: (check: Named, at: Place | undefined) => boolean;
  /** The file asks for checks that are not asked of everybody. */
  readonly asksFor: (check: Named) => boolean;
  /** `check=…;error=true`: a warning fails the build. */
  readonly isError: boolean;
  /** Comments that were meant to switch something off, but do not. */
  readonly problems: readonly { readonly message: string; readonly at: Place }[];
  /** The ids that our own comments name, to tell those that nobody knows. */
  readonly named: readonly { readonly id: string; readonly at: Place }[];
}

export interface PragmaSettings {
  /** hadolint's `disable-ignore-pragma`: its comments do not count. */
  readonly withoutHadolint?: boolean;
  /** BuildKit's own options in place of the file's. */
  readonly checkOptions?: string | undefined;
}

const NOTHING: CheckOptions = { skip: new Set(), experimental: new Set(), error: false };
/** Checks of BuildKit's that speak only where they are asked for. */
const EXPERIMENTAL = new Set(['InvalidDefinitionDescription']);

/** Reads the comments of a Dockerfile that are meant for linters: hadolint's, BuildKit's and ours. */
export function pragmasOf(source: ParsedDockerfile, settings: PragmaSettings = {}): Pragmas {
  const problems: { message: string; at: Place }[] = [];
  const named: { id: string; at: Place }[] = [];
  const read: ReadComment[] = [];
  for (const { text, at } of source.comments) {
    const own = ownIgnore(text);
    if (own && 'fault' in own) problems.push({ message: own.fault, at });
    else if (own) named.push(...own.ids.map((id) => ({ id, at })));
    const comment = own && !('fault' in own) ? own : settings.withoutHadolint ? null : hadolintIgnore(text);
    if (comment) read.push({ comment, at, isExact: own === null });
  }
  const written = settings.checkOptions ?? source.directives.find(({ name }) => name === 'check')?.value ?? '';
  const options = readCheckOptions(written);
  if ('fault' in options) problems.push({ message: options.fault, at: directivePlace(source) });
  const directive: CheckOptions = 'fault' in options ? NOTHING : options;
  const above = source.instructions.flatMap(({ comments, at }) => {
    const asked = checkOptionsAbove(comments);
    return asked ? [{ from: at.startLine, to: at.endLine, value: asked }] : [];
  });
  const askedAt = spansAt(above);
  const isIgnored = ignoredBy(source, read);
  const experimental = [directive, ...above.map(({ value }) => value)].map((it) => it.experimental);
  const asked = [...EXPERIMENTAL].filter((name) => experimental.some((it) => it === 'all' || it.has(name)));
  return {
    ignores: (check, at) => {
      const names = namesOf(check);
      const line = at?.startLine ?? 0;
      const [here = null] = askedAt(line);
      const isSilent = names.some((it) => isBuildKits(it) && !isSpoken(it, false, directive, here));
      return isSilent || isIgnored(names, line);
    },
    asksFor: (check) => asked.length > 0 && namesOf(check).some((it) => asked.includes(it)),
    isError: directive.error,
    problems,
    named,
  };
}

const namesOf = ({ id, aliases = [] }: Named): readonly string[] => [id, ...aliases];

/** BuildKit's names are words with capitals and hold no digits; an experimental one speaks to those who asked for the check here. */
const isBuildKits = (name: string): boolean => /^[A-Z][a-zA-Z]+$/.test(name) && !EXPERIMENTAL.has(name);

function directivePlace({ file, directives }: ParsedDockerfile): Place {
  return directives.find(({ name }) => name === 'check')?.at ?? { file, startLine: 1, endLine: 1 };
}

interface ReadComment {
  readonly comment: IgnoreComment;
  readonly at: Place;
  /** hadolint's holds only for what begins with the very next line, and above a FROM not for the FROM itself. */
  readonly isExact: boolean;
}

function ignoredBy(source: ParsedDockerfile, read: readonly ReadComment[]) {
  const lines = source.instructions.map(({ at }) => at.startLine);
  const froms = source.instructions.filter(({ keyword }) => keyword === 'FROM').map(({ at }) => at.startLine);
  const file = new Set<string>();
  const next: Span<readonly string[]>[] = [];
  const stage: Span<readonly string[]>[] = [];
  for (const { comment, at, isExact } of read) {
    const { scope, ids } = comment;
    const below = source.instructions[lastNotAbove(lines, at.endLine) + 1];
    if (scope === 'file') for (const id of ids) file.add(id);
    if (scope === 'file' || !below || (isExact && below.at.startLine !== at.endLine + 1)) continue;
    const { startLine, endLine } = below.at;
    if (scope === 'next') next.push({ from: startLine, to: endLine, value: ids });
    else if (below.keyword === 'FROM') {
      const after = froms[lastNotAbove(froms, startLine) + 1] ?? Number.POSITIVE_INFINITY;
      stage.push({ from: isExact ? startLine + 1 : startLine, to: after - (isExact ? 0 : 1), value: ids });
    }
  }
  const [atNext, atStage] = [spansAt(next), spansAt(stage)];
  return (names: readonly string[], line: number): boolean =>
    names.some((it) => file.has(it)) ||
    [...atNext(line), ...atStage(line)].some((ids) => names.some((it) => ids.includes(it)));
}
