/** An element; names without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, references resolved, white space as it stands. */
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

interface Open {
  readonly name: string;
  readonly raw: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly startLine: number;
}

const MOST_DEPTH = 256;
const MOST_ELEMENTS = 1_000_000;
const TAG = /([^\s/>=<]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/y;
const ATTRIBUTE = /([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The root of an XML document. No DTD is read: an entity that a document makes up stays as it is written. */
export function readXml(source: string): XmlElement | { readonly fault: string } {
  try {
    return new XmlReader(source).root();
  } catch (error) {
    if (error instanceof NotXml) return { fault: error.message };
    throw error;
  }
}

class NotXml extends Error {}

class XmlReader {
  private readonly source: string;
  private readonly open: Open[] = [];
  private at = 0;
  private line = 1;
  private nextBreak: number;
  private elements = 0;
  private done: XmlElement | null = null;

  constructor(source: string) {
    this.source = source;
    this.nextBreak = source.indexOf('\n');
  }

  root(): XmlElement {
    for (;;) {
      const next = this.source.indexOf('<', this.at);
      this.words(this.source.slice(this.at, next === -1 ? undefined : next));
      if (next === -1) break;
      this.at = next;
      this.markup();
    }
    const [left] = this.open;
    if (left) throw this.no(`<${left.raw}> does not end`);
    if (!this.done) throw this.no('there is no element');
    return this.done;
  }

  private markup(): void {
    if (this.source.startsWith('<!--', this.at)) this.skip('-->', 4);
    else if (this.source.startsWith('<![CDATA[', this.at)) this.characters();
    else if (this.source.startsWith('<?', this.at)) this.skip('?>', 2);
    else if (this.source.startsWith('<!', this.at)) this.doctype();
    else if (this.source.startsWith('</', this.at)) this.close();
    else this.element();
  }

  private element(): void {
    TAG.lastIndex = this.at + 1;
    const [all, raw = '', inside = '', slash] = TAG.exec(this.source) ?? [];
    if (all === undefined) throw this.no('a tag does not end');
    if (this.done && this.open.length === 0) throw this.no('there is a second root');
    if (this.open.length >= MOST_DEPTH || ++this.elements > MOST_ELEMENTS) throw this.no('it is too large');
    const attributes = new Map<string, string>();
    for (const [, key = '', double, single] of inside.matchAll(ATTRIBUTE))
      attributes.set(localName(key), resolved(double ?? single ?? ''));
    this.open.push({ name: localName(raw), raw, attributes, children: [], text: '', startLine: this.lineAt(this.at) });
    this.at += 1 + all.length;
    if (slash === '/') this.end();
  }

  private close(): void {
    const end = this.source.indexOf('>', this.at);
    if (end === -1) throw this.no('a tag does not end');
    const raw = this.source.slice(this.at + 2, end).trim();
    const last = this.open.at(-1);
    if (last?.raw !== raw) throw this.no(`</${raw.slice(0, 60)}> ends nothing`);
    this.at = end + 1;
    this.end();
  }

  private end(): void {
    const last = this.open.pop();
    if (!last) return;
    const { raw: _raw, ...rest } = last;
    const element = { ...rest, endLine: this.lineAt(this.at) };
    const parent = this.open.at(-1);
    if (parent) parent.children.push(element);
    else this.done = element;
  }

  private words(text: string): void {
    const last = this.open.at(-1);
    if (last) last.text += resolved(text);
    else if (text.trim().replace('\ufeff', '') !== '') throw this.no('there is text outside the root');
  }

  private characters(): void {
    const start = this.at + 9;
    this.skip(']]>', 9);
    const last = this.open.at(-1);
    if (last) last.text += this.source.slice(start, this.at - 3);
  }

  private skip(end: string, from: number): void {
    const found = this.source.indexOf(end, this.at + from);
    if (found === -1) throw this.no(`${end} is missing`);
    this.at = found + end.length;
  }

  /** Up to its `>`, over an internal subset in brackets. */
  private doctype(): void {
    const end = this.source.indexOf('>', this.at);
    const bracket = this.source.indexOf('[', this.at);
    if (bracket !== -1 && bracket < end) {
      this.at = bracket;
      this.skip(']', 1);
    }
    this.skip('>', 0);
  }

  /** Asked for growing places only, so that every line break is looked for once. */
  private lineAt(at: number): number {
    while (this.nextBreak !== -1 && this.nextBreak < at) {
      this.line += 1;
      this.nextBreak = this.source.indexOf('\n', this.nextBreak + 1);
    }
    return this.line;
  }

  private no(why: string): NotXml {
    return new NotXml(`not XML: line ${this.lineAt(this.at)}: ${why}`);
  }
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function resolved(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED.get(name) ?? whole;
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((it) => it.name === name);
}

/** The text of a child, trimmed; empty where there is none. */
export function childText(element: XmlElement | undefined, name: string): string {
  return child(element, name)?.text.trim() ?? '';
}
