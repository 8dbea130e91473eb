import type { Instruction, ParsedDockerfile, Place } from '../../domain/index.ts';
import {
  type CheckOptions,
  checkOptionsAbove,
  isCheckComment,
  isSpoken,
  readCheckOptions,
} from '../dockerfile/index.ts';
import { hadolintFault, hadolintIgnore, type IgnoreComment, ownIgnore } from './comments.ts';
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
  /** The ids that comments name, and in whose words, to tell those that nobody knows. */
  readonly named: readonly NamedId[];
}

interface NamedId {
  readonly id: string;
  readonly at: Place;
  readonly by: 'tickproof' | 'hadolint' | 'buildkit';
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
  const { read, problems, named } = readComments(source, settings.withoutHadolint ?? false);
  const written = settings.checkOptions ?? source.directives.find(({ name }) => name === 'check')?.value ?? '';
  const options = readCheckOptions(written);
  // the file's own is among the problems of its reading
  if ('fault' in options && settings.checkOptions !== undefined)
    problems.push({ message: options.fault, at: directivePlace(source) });
  const directive: CheckOptions = 'fault' in options ? NOTHING : options;
  named.push(...namesIn(directive, directivePlace(source)));
  const placeOf = commentPlaces(source);
  const above = source.instructions.flatMap((instruction) => {
    const asked = checkOptionsAbove(instruction.comments);
    const { startLine: from, endLine: to } = instruction.at;
    if (asked) named.push(...namesIn(asked, placeOf(instruction)));
    return asked ? [{ from, to, value: asked }] : [];
  });
  const askedAt = spansAt(above);
  const isIgnored = ignoredBy(source, read, problems);
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

/** The build checks that options name. */
function namesIn({ skip, experimental }: CheckOptions, at: Place): NamedId[] {
  return [skip, experimental].flatMap((list) =>
    list === 'all' ? [] : [...list].map((id) => ({ id, at, by: 'buildkit' as const })),
  );
}

/** Where the `check=…` above an instruction stands. */
function commentPlaces({ comments }: ParsedDockerfile): (instruction: Instruction) => Place {
  const lines = comments.map((it) => it.at.startLine);
  return ({ at, comments: above }) => {
    const last = lastNotAbove(lines, at.startLine);
    const block = comments.slice(Math.max(0, last + 1 - above.length), last + 1);
    return block.find(({ text }) => isCheckComment(text.trim()))?.at ?? at;
  };
}

interface Fault {
  readonly message: string;
  readonly at: Place;
}

/** Our comments and hadolint's: what they switch off, what they name, and which of them cannot be read. */
function readComments({ comments }: ParsedDockerfile, withoutHadolint: boolean) {
  const problems: Fault[] = [];
  const named: NamedId[] = [];
  const read: ReadComment[] = [];
  for (const { text, at } of comments) {
    const own = ownIgnore(text);
    if (own && 'fault' in own) problems.push({ message: own.fault, at });
    if (own === null && withoutHadolint) continue;
    const comment = own && !('fault' in own) ? own : hadolintIgnore(text);
    const by = own ? ('tickproof' as const) : ('hadolint' as const);
    if (comment) read.push({ comment, at, isExact: own === null });
    const broken = comment || own ? null : hadolintFault(text);
    if (broken && 'fault' in broken) problems.push({ message: broken.fault, at });
    const ids = comment?.ids ?? (broken && 'ids' in broken ? broken.ids : []);
    named.push(...ids.map((id) => ({ id, at, by })));
  }
  return { problems, named, read };
}

interface ReadComment {
  readonly comment: IgnoreComment;
  readonly at: Place;
  /** hadolint's holds only for what begins with the very next line, and above a FROM not for the FROM itself. */
  readonly isExact: boolean;
}

/** Which names are switched off at a line; comments that stand above nothing join the faults. */
function ignoredBy(source: ParsedDockerfile, read: readonly ReadComment[], faults: Fault[]) {
  const lines = source.instructions.map(({ at }) => at.startLine);
  const froms = source.instructions.filter(({ keyword }) => keyword === 'FROM').map(({ at }) => at.startLine);
  const file = new Set<string>();
  const next: Span<readonly string[]>[] = [];
  const stage: Span<readonly string[]>[] = [];
  for (const { comment, at, isExact } of read) {
    const { scope, ids } = comment;
    const below = source.instructions[lastNotAbove(lines, at.endLine) + 1];
    if (scope === 'file') for (const id of ids) file.add(id);
    if (scope === 'file') continue;
    const idle = idleBecause(scope, below, isExact && below?.at.startLine !== at.endLine + 1);
    if (idle !== null) faults.push({ message: idle, at });
    if (idle !== null || !below) continue;
    const { startLine, endLine } = below.at;
    if (scope === 'next') next.push({ from: startLine, to: endLine, value: ids });
    else {
      const after = froms[lastNotAbove(froms, startLine) + 1] ?? Number.POSITIVE_INFINITY;
      stage.push({ from: isExact ? startLine + 1 : startLine, to: after - (isExact ? 0 : 1), value: ids });
    }
  }
  const [atNext, atStage] = [spansAt(next), spansAt(stage)];
  return (names: readonly string[], line: number): boolean =>
    names.some((it) => file.has(it)) ||
    [...atNext(line), ...atStage(line)].some((ids) => names.some((it) => ids.includes(it)));
}

/** Why a comment for what is below it switches nothing off. */
function idleBecause(scope: 'next' | 'stage', below: Instruction | undefined, isApart: boolean): string | null {
  if (isApart) return 'hadolint heeds it right above an instruction only';
  if (!below) return 'there is no instruction below it';
  return scope === 'stage' && below.keyword !== 'FROM' ? 'it stands above no FROM' : null;
}
