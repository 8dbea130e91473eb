import { expand } from './expand.ts';

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
  const plain = expand(rest, NOTHING, { unset: 'keep' });
  if (plain.fault !== null) return { fault: plain.fault };
  const [name] = plain.words;
  if (name === undefined || plain.words.length !== 1) return null;
  const [raw = ''] = expand(rest, NOTHING, { unset: 'keep', rawQuotes: true }).words;
  return { name, fd: Number(fd), expand: quotes(name) === quotes(raw), chomp: dash === '-' };
}

/** The here-documents that a line announces, in order. A line whose quotes or variables do not lex has none. */
export function heredocHeads(line: string): readonly (HeredocHead | { readonly fault: string })[] {
  if (!line.includes('<<')) return [];
  const { words } = expand(line, NOTHING, { unset: 'keep', rawQuotes: true, rawEscapes: true });
  return words.map(heredocHead).filter((head) => head !== null);
}

function quotes(text: string): number {
  return text.split(/['"]/).length - 1;
}

/** The body as the builder uses it: without leading tabs behind `<<-`. */
export function heredocText({ content, chomp }: { readonly content: string; readonly chomp: boolean }): string {
  return chomp ? content.replace(/^\t+/gm, '') : content;
}
