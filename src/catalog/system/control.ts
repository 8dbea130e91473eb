import { eachLine } from '../shared/text.ts';

/** A paragraph of the control format (deb822): fields by lower-cased name, folded lines kept with their line breaks. */
export type Paragraph = ReadonlyMap<string, string>;

/** Paragraphs of a control file, some without any field; lines that are neither fields nor their continuation are passed over. */
export function* paragraphsOf(text: string): Generator<Paragraph> {
  let fields = new Map<string, string[]>();
  let last: string[] | null = null;
  const closed = (): Paragraph => {
    const paragraph = new Map([...fields].map(([name, lines]) => [name, lines.join('\n')]));
    fields = new Map();
    last = null;
    return paragraph;
  };
  for (const raw of eachLine(text)) {
    const line = raw.trimEnd();
    if (line === '') yield closed();
    else if (/^[ \t]/.test(line)) last?.push(line);
    else {
      const colon = line.indexOf(':');
      last = colon > 0 ? [line.slice(colon + 1).trim()] : null;
      if (last) fields.set(line.slice(0, colon).toLowerCase(), last);
    }
  }
  yield closed();
}

/** Names in a relation field (`a (>= 1) | b:any, c [amd64]`), alternatives included, each once. */
export function relationNames(field: string | undefined): string[] {
  const names = (field ?? '').split(/[,|]/).map((relation) => /^\s*([^\s:(<[]+)/.exec(relation)?.[1] ?? '');
  return [...new Set(names)].filter((name) => name !== '');
}
