import type { Instruction, ParsedDockerfile } from '../../domain/index.ts';
import { blanksBehind, lineStart, spanOf } from './layout.ts';

/** What stands under one FROM, or before the first: a file that is still being written has no stage and is read all the same. */
export interface Section {
  readonly from: Instruction | null;
  /** In lower case, as BuildKit compares it. */
  readonly name: string | null;
  /** What the FROM names, as written, without quotes. */
  readonly base: string;
  /** The earlier section that it goes on from. */
  readonly parent: Section | null;
  readonly body: readonly Instruction[];
}

/** The instructions of these kinds themselves, triggers of ONBUILD left out: those belong to another build. */
export function own(source: ParsedDockerfile, ...keywords: readonly string[]): readonly Instruction[] {
  return source.instructions.filter(({ keyword }) => keywords.includes(keyword));
}

/** The file cut at each FROM; the first section has none where something stands before it. */
export function sectionsOf({ instructions }: ParsedDockerfile): readonly Section[] {
  const sections: Section[] = [];
  const byName = new Map<string, Section>();
  let body: Instruction[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === 'FROM') {
      body = [];
      const base = unquoted(instruction.args[0] ?? '');
      const name = stageName(instruction);
      const section = { from: instruction, name, base, parent: byName.get(base.toLowerCase()) ?? null, body };
      sections.push(section);
      if (name !== null) byName.set(name, section);
    } else {
      if (sections.length === 0) sections.push({ from: null, name: null, base: '', parent: null, body });
      body.push(instruction);
    }
  }
  return sections;
}

/** The name that a FROM gives its stage, in lower case. */
export function stageName({ args }: Instruction): string | null {
  const [, as = '', name] = args;
  return as.toLowerCase() === 'as' && name !== undefined ? name.toLowerCase() : null;
}

/** What is so at the end of each section, from what was so at the end of the one that it goes on from. */
export function along<T>(
  sections: readonly Section[],
  atFirst: T,
  next: (before: T, section: Section) => T,
): ReadonlyMap<Section | null, T> {
  const ends = new Map<Section | null, T>();
  for (const section of sections) ends.set(section, next(ends.get(section.parent) ?? atFirst, section));
  return ends;
}

/** The sections that no other goes on from: what is in them is what ends up in an image. */
export function endsOf(sections: readonly Section[]): readonly Section[] {
  const gone = new Set(sections.map(({ parent }) => parent));
  return sections.filter((section) => section.from && !gone.has(section));
}

/** A word without the quotes around it. */
export function unquoted(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && isQuote(word[start])) start++;
  while (end > start && isQuote(word[end - 1])) end--;
  return word.slice(start, end);
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

/** Whether a path is the same wherever it is used from; a variable may hold such a one. */
export function isAbsolute(path: string): boolean {
  return /^(?:[/$]|[A-Za-z]:|\\\\)/.test(path);
}

const ARCHIVE = /\.(?:tar|gz|bz2|xz|lz|lzma|zst|Z|tgz|tbz2?|tb2|txz|tlz|tpz|tZ)$/;

/** Whether the name is that of an archive which ADD unpacks. */
export function isArchive(path: string): boolean {
  return ARCHIVE.test(path);
}

export interface ImageName {
  /** A host in front of the name; null for the engine's own registry. */
  readonly registry: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** The parts of an image's name, however odd they are. */
export function imageName(text: string): ImageName {
  const [, named = '', digest = null] = /^([^@]*)(?:@(.*))?$/s.exec(text) ?? [];
  const [first = '', ...path] = named.split('/');
  const isHost = path.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const [, tag = null] = /:([^:]*)$/.exec(path.at(-1) ?? first) ?? [];
  return { registry: isHost ? first : null, tag, digest };
}

/** A fix that takes a whole instruction out, with its line end. */
export function removal(title: string, { text }: ParsedDockerfile, { at }: Instruction) {
  const span = spanOf(at);
  const behind = span && blanksBehind(text, span.end);
  if (!span || behind === null) return undefined;
  return { title, edits: [{ start: lineStart(text, span.start), end: span.end + behind.length, text: '' }] };
}
