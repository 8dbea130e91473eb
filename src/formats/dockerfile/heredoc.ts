import { expandedWords } from './expand.ts';

/** What `<<-'NAME'` announces; the body follows on the next lines. */
export interface HeredocHead {
  readonly name: string;
  readonly fd: number;
  readonly expand: boolean;
  readonly chomp: boolean;
}

const HEAD = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
const NOTHING = new Map<string, string>();

/** Reads one word: null when it is no here-document, a fault when its quotes are broken. */
export function heredocHead(word: string): HeredocHead | { readonly fault: string } | null {
  const [, fd = '', dash = '', rest = ''] = HEAD.exec(word) ?? [];
  if (rest === '') return null;
  const plain = expandedWords(rest, NOTHING, { unset: 'keep' });
  if ('fault' in plain) return plain;
  const [name] = plain;
  if (name === undefined || plain.length !== 1) return null;
  const quoted = expandedWords(rest, NOTHING, { unset: 'keep', rawQuotes: true });
  const [raw = ''] = 'fault' in quoted ? [] : quoted;
  return { name, fd: Number(fd), expand: quotes(name) === quotes(raw), chomp: dash === '-' };
}

/** The here-documents that a line announces, in order. A line whose quotes or variables do not lex has none. */
export function heredocHeads(line: string): readonly (HeredocHead | { readonly fault: string })[] {
  if (!line.includes('<<')) return [];
  const words = expandedWords(line, NOTHING, { unset: 'keep', rawQuotes: true, rawEscapes: true });
  return 'fault' in words ? [] : words.map(heredocHead).filter((head) => head !== null);
}

function quotes(text: string): number {
  return text.split(/['"]/).length - 1;
}

/** The body as the builder uses it: without leading tabs behind `<<-`. */
export function heredocText({ content, chomp }: { readonly content: string; readonly chomp: boolean }): string {
  return chomp ? content.replace(/^\t+/gm, '') : content;
}
