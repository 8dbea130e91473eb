import type { ParsedDockerfile, Place } from '../../domain/index.ts';
import { type CheckOptions, checkOptionsAbove, isSpoken, readCheckOptions } from '../dockerfile/index.ts';
import { hadolintIgnore, type IgnoreComment, ownIgnore } from './comments.ts';

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
  readonly count: number;
}

interface Ignore {
  readonly ids: ReadonlySet<string>;
  /** First and last line where it holds. */
  readonly from: number;
  readonly to: number;
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
  const ignores: Ignore[] = [];
  for (const { text, at } of source.comments) {
    const own = ownIgnore(text);
    if (own && 'fault' in own) problems.push({ message: own.fault, at });
    else if (own) named.push(...own.ids.map((id) => ({ id, at })));
    const read = own && !('fault' in own) ? own : settings.withoutHadolint ? null : hadolintIgnore(text);
    if (read) ignores.push(...reachOf(source, read, at, own === null));
  }
  const written = settings.checkOptions ?? source.directives.find(({ name }) => name === 'check')?.value ?? '';
  const options = readCheckOptions(written);
  if ('fault' in options) problems.push({ message: options.fault, at: directivePlace(source) });
  const directive: CheckOptions = 'fault' in options ? NOTHING : options;
  const above = source.instructions.flatMap(({ comments, at }) => {
    const asked = checkOptionsAbove(comments);
    return asked ? [{ at, asked }] : [];
  });
  const experimental = [directive, ...above.map((it) => it.asked)].map((it) => it.experimental);
  const asked = [...EXPERIMENTAL].filter((name) => experimental.some((it) => it === 'all' || it.has(name)));
  const isSilent = (name: string, line: number): boolean => {
    const here = above.find(({ at }) => line >= at.startLine && line <= at.endLine);
    return !isSpoken(name, EXPERIMENTAL.has(name), directive, here?.asked ?? null);
  };
  return {
    ignores: (check, at) => {
      const names = namesOf(check);
      const line = at?.startLine ?? 0;
      if (names.some((it) => isBuildKits(it) && isSilent(it, line))) return true;
      return ignores.some(({ ids, from, to }) => line >= from && line <= to && names.some((it) => ids.has(it)));
    },
    asksFor: (check) => asked.length > 0 && namesOf(check).some((it) => asked.includes(it)),
    isError: directive.error,
    problems,
    named,
    count: ignores.length,
  };
}

const namesOf = ({ id, aliases = [] }: Named): readonly string[] => [id, ...aliases];

/** BuildKit's names are words with capitals and hold no digits; an experimental one speaks to those who asked for the check here. */
const isBuildKits = (name: string): boolean => /^[A-Z][a-zA-Z]+$/.test(name) && !EXPERIMENTAL.has(name);

function directivePlace({ file, directives }: ParsedDockerfile): Place {
  return directives.find(({ name }) => name === 'check')?.at ?? { file, startLine: 1, endLine: 1 };
}

/** The lines where a comment holds. hadolint's holds for what begins with the very next line, ours for the next instruction. */
function reachOf(source: ParsedDockerfile, { scope, ids }: IgnoreComment, at: Place, isExact: boolean): Ignore[] {
  const all = new Set(ids);
  if (scope === 'file') return [{ ids: all, from: 0, to: Number.POSITIVE_INFINITY }];
  const next = source.instructions.find((it) => it.at.startLine > at.endLine);
  const isRight = next && (!isExact || next.at.startLine === at.endLine + 1);
  if (!next || !isRight) return [];
  const { startLine, endLine } = next.at;
  if (scope === 'next') return [{ ids: all, from: startLine, to: endLine }];
  if (next.keyword !== 'FROM') return [];
  const after = source.instructions.find((it) => it.keyword === 'FROM' && it.at.startLine > startLine);
  // hadolint's own does not hold for the FROM itself
  const to = after ? after.at.startLine - (isExact ? 0 : 1) : Number.POSITIVE_INFINITY;
  return [{ ids: all, from: isExact ? startLine + 1 : startLine, to }];
}
