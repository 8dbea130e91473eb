import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { linesOf, textOf } from '../../shared/text.ts';
import { requirementName } from './names.ts';

const CATALOGUER = 'python-requirements';

/** requirements.txt and what is named like it: a requirement a line, with pip's options, markers, hashes and continuations. */
export const pythonRequirements: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  paths: /(?:^|\/)[^/]*requirements[^/]*\.txt$/i,
  where: (path) => !/\/(?:node_modules|site-packages|dist-packages)\//.test(path),
  read,
};

interface Line {
  readonly text: string;
  readonly lines: readonly [number, number];
}

function read(file: CatalogFile): Reading | null {
  const packages = joined(textOf(file.bytes)).flatMap(({ text, lines }) => {
    const found = requirementOf(text);
    return found === null ? [] : [{ ...found, isDirect: true, lines }];
  });
  return reading(CATALOGUER, file, packages);
}

/** Lines that end in a backslash go on in the next one; a comment ends what it stands in. */
function joined(source: string): Line[] {
  const made: Line[] = [];
  let open: { parts: string[]; start: number } | null = null;
  for (const [index, line] of linesOf(source).entries()) {
    open ??= { parts: [], start: index + 1 };
    const isComment = line.trimStart().startsWith('#');
    const goesOn = line.endsWith('\\') && !isComment;
    open.parts.push(goesOn ? line.slice(0, -1) : line);
    if (goesOn) continue;
    made.push({ text: withoutComment(open.parts.join(' ')), lines: [open.start, index + 1] });
    open = null;
  }
  if (open !== null) made.push({ text: withoutComment(open.parts.join(' ')), lines: [open.start, open.start] });
  return made;
}

function withoutComment(line: string): string {
  const at = /(?:^|\s)#/.exec(line)?.index;
  return (at === undefined ? line : line.slice(0, at)).trim();
}

/** A requirement (PEP 508) with what pip allows behind it; null for options, paths, addresses and what is none. */
export function requirementOf(line: string): Found | null {
  const name = requirementName(line);
  if (name === '') return null;
  const rest = withoutExtras(line.trimStart().slice(name.length).trimStart());
  if (rest === null || !/^(?:[=<>!~;@(]|--|$)/.test(rest)) return null;
  if (rest.startsWith('@')) return { type: 'pypi', name, version: '', ...given('qualifiers', addressOf(rest)) };
  // An address behind a version is no requirement of PEP 508, and is met with all the same.
  const [specifiers = ''] = rest.split(/;|\s--|\s@\s/);
  const bare = specifiers.trim().replace(/^\(|\)$/g, '');
  if (bare !== '' && !bare.split(',').every(isSpecifier)) return null;
  return { type: 'pypi', name, version: pinnedBy(bare), ...given('integrity', hashOf(rest)) };
}

/** What stands behind `[extra, other]`; null where the bracket does not close. */
function withoutExtras(rest: string): string | null {
  if (!rest.startsWith('[')) return rest;
  const end = rest.indexOf(']');
  return end < 0 ? null : rest.slice(end + 1).trimStart();
}

const isSpecifier = (text: string): boolean => /^\s*(?:===|[=~!<>]=|[<>])\s*v?\d[\w.!+*-]*(?:#.*)?\s*$/i.test(text);

/** The version that `==` or `===` names; a prefix such as `1.2.*` is none. */
function pinnedBy(specifiers: string): string {
  const [, version = ''] = /(?:^|,)\s*={2,3}\s*([^\s,#]+)/.exec(specifiers) ?? [];
  return version.endsWith('*') ? '' : version;
}

const hashOf = (rest: string): string => /--hash[= ]\s*([a-z0-9]+:[0-9a-f]+)/i.exec(rest)?.[1] ?? '';

function addressOf(rest: string): Readonly<Record<string, string>> | undefined {
  const [address = ''] = rest.slice(1).trimStart().split(/\s/);
  if (address === '' || address.startsWith('file:')) return undefined;
  return /^(?:git|hg|svn|bzr)\+/.test(address) ? { vcs_url: address } : { download_url: address };
}
