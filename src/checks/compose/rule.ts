import type {
  ComposeEntry,
  ComposeFacts,
  ComposeNode,
  ComposeSpan,
  ComposeWritten,
  Fix,
  LintSettings,
  Sighting,
} from '../../domain/index.ts';
import { defineCheck, type Evidence, finding, passUnless, seen, type Sources } from '../kit.ts';

export type { ComposeEntry, ComposeNode, ComposeWritten };

type Reads = Pick<ComposeFacts, 'files' | 'texts' | 'model'>;

interface Rule {
  /** `compose/what-holds`. */
  readonly id: `compose/${string}`;
  /** The wanted condition. */
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  /** Ids known elsewhere. */
  readonly aliases?: readonly string[];
  readonly severity: LintSettings['severity'];
  readonly profile?: LintSettings['profile'];
  /** The one reason code. */
  readonly reason: string;
  /** A compose file that is as it should be, and has what the rule looks at. */
  readonly good: string;
  /** What breaks the rule in any project: an entry of a section with these keys, or a key of the top level. */
  readonly bad:
    | { readonly section: 'services' | 'volumes'; readonly keys: string }
    | { readonly top: readonly [key: string, value: string] };
  /** What the rule looks at in one file; a project without any of it is none of its business. */
  readonly looksAt: (written: ComposeWritten, facts: Reads) => readonly ComposeSpan[];
  /** Everything that it objects to in one file, in order. Never throws. */
  readonly find: (written: ComposeWritten, facts: Reads) => readonly Sighting[];
}

const MOST_SHOWN = 3;

/** Declares a rule over the texts of compose files: a check of one reason, whose findings are the sightings. */
export function defineRule(rule: Rule) {
  const { id, title, why, remedy, references, aliases = [], reason, severity, profile = 'default', good, bad } = rule;
  const findAll = (compose: Reads) => (compose.texts ?? []).flatMap((it) => rule.find(it, compose));
  return defineCheck({
    id,
    version: 1,
    title,
    why,
    remedy,
    references,
    aliases,
    reads: ['compose.files', 'compose.texts', 'compose.model'],
    reasons: [reason],
    lint: { severity, profile },
    example: { compose: good },
    mutants: [
      {
        level: 'S',
        title: 'top' in bad ? `\`${bad.top.join(': ')}\` added` : `\`{${bad.keys}}\` added to the ${bad.section}`,
        reason,
        edit: (sources) => withPlanted(sources, bad),
      },
    ],

    judge: ({ compose }) => {
      const shown: readonly Evidence[] = (compose.texts ?? [])
        .flatMap((it) => rule.looksAt(it, compose).map((span) => seen.place(lineOf(it, span), it.placeAt(span))))
        .slice(0, MOST_SHOWN);
      return passUnless(
        findAll(compose).map(({ at, text, message }) => finding(reason, message, seen.place(text, at))),
        shown,
        'there is nothing of the kind in the compose files',
      );
    },

    sightings: ({ compose }) => findAll(compose),

    fixes: ({ compose }) =>
      findAll(compose).flatMap(({ at, fix }): Fix[] =>
        fix ? [{ title: fix.title, file: at.file, at, edits: fix.edits }] : [],
      ),
  });
}

/** A stretch that a rule objects to. */
export function sighting(written: ComposeWritten, span: ComposeSpan, message: string, fix?: Sighting['fix']): Sighting {
  return { at: written.placeAt(span), text: lineOf(written, span), message, ...(fix ? { fix } : {}) };
}

function lineOf({ text }: ComposeWritten, { start }: ComposeSpan): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', start);
  return text.slice(from, to < 0 ? undefined : to).trimEnd();
}

/** The entries of a map; none of anything else. */
export function entriesOf(node: ComposeNode | null | undefined): readonly ComposeEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function itemsOf(node: ComposeNode | null | undefined): readonly ComposeNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The entry at the end of a path of keys. */
export function entryAt(node: ComposeNode | null | undefined, ...path: readonly string[]): ComposeEntry | undefined {
  const [key, ...rest] = path;
  const entry = entriesOf(node).find((it) => it.key === key);
  return entry && rest.length > 0 ? entryAt(entry.value, ...rest) : entry;
}

/** The services of a file, by their entries. */
export function servicesIn({ root }: ComposeWritten): readonly ComposeEntry[] {
  return entriesOf(entryAt(root, 'services')?.value);
}

/** The entries that the services of a file have under a path: `build`, `args`. */
export function inServices(written: ComposeWritten, ...path: readonly string[]) {
  return servicesIn(written).flatMap(({ key: service, value }) => {
    const entry = entryAt(value, ...path);
    return entry ? [{ service, entry }] : [];
  });
}

/** The lines of an entry in a block, whole: what is to be cut so that the entry is gone. Null where others stand in them. */
export function linesOf({ text }: ComposeWritten, { keySpan, value }: ComposeEntry): ComposeSpan | null {
  const start = text.lastIndexOf('\n', keySpan.start - 1) + 1;
  if (
    text
      .slice(start, keySpan.start)
      .replace(/^\uFEFF/, '')
      .trim() !== ''
  )
    return null;
  const last = Math.max(keySpan.end, value?.span.end ?? 0);
  // what a value spans may end behind its line
  const within = text[last - 1] === '\n' ? last - 1 : last;
  const rest = text.indexOf('\n', within);
  const end = rest < 0 ? text.length : rest + 1;
  const tail = text.slice(within, end).trim();
  return /^(?::?\s*)?(?:#.*)?$/.test(tail)
    ? { start: text.startsWith('\uFEFF') ? Math.max(1, start) : start, end }
    : null;
}

function withPlanted(sources: Sources, bad: Rule['bad']): Sources | null {
  const [file] = Object.keys(sources.compose);
  const text = file === undefined ? undefined : sources.compose[file];
  if (file === undefined || text === undefined) return null;
  const changed = 'top' in bad ? `${withoutKey(text, bad.top[0])}\n${bad.top.join(': ')}\n` : withEntry(text, bad);
  return changed === null ? null : { ...sources, compose: { ...sources.compose, [file]: changed } };
}

/** An entry more in a section, before the others and indented as they are; a section of its own where there is none. */
function withEntry(text: string, { section, keys }: Extract<Rule['bad'], { readonly section: string }>): string | null {
  const entry = keys === '' ? `${PLANTED}:` : `${PLANTED}: {${keys}}`;
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`${section}:`));
  if (head < 0) return section === 'services' ? null : `${text}\n${section}:\n  ${entry}\n`;
  const isBlock = /^\w+:\s*(?:#.*)?$/.test(lines[head] ?? '');
  const first = lines.findIndex((line, i) => i > head && !/^\s*(?:#.*)?$/.test(line));
  const indent = /^ +/.exec(lines[first] ?? '')?.[0];
  if (!isBlock || indent === undefined) return null;
  return [...lines.slice(0, first), `${indent}${entry}`, ...lines.slice(first)].join('\n');
}

const PLANTED = 'tickproof-planted';

/** Without a key of the top level that stands in one line. */
function withoutKey(text: string, key: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith(`${key}:`))
    .join('\n');
}
