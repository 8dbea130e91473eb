import { type Alias, type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, Scalar } from 'yaml';
import { nearest } from '../../nearest.ts';
import { originOf, type Origin, placeOf, type Source } from './origin.ts';
import { attempt, faultAt, MOST_VISITS, parsed, tooMuch } from './parsing.ts';
import { Refused } from './refused.ts';
import { type Resolved, resolvePlain, resolveTagged } from './scalar.ts';
import { mapping, type Path, sequence, type Value } from './value.ts';

/** One document of a compose file. */
export interface ComposeDocument {
  /** `null` where nothing is in it. */
  readonly value: Value | null;
  /** Paths tagged with `!reset` or `!override`: what earlier files say there does not count. */
  readonly resets: readonly Path[];
}

// YAML 1.1 does not know `\/`, and half of a surrogate pair is no character
const BAD_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\(?:\/|(?:u|U0000)[dD][89a-fA-F])/;
const READ = new WeakMap<Source, readonly ComposeDocument[]>();

/** The documents of a file, read once. */
export function readDocuments(source: Source): readonly ComposeDocument[] {
  const known = READ.get(source);
  if (known) return known;
  const documents = documentsIn(source);
  READ.set(source, documents);
  return documents;
}

function documentsIn(source: Source): ComposeDocument[] {
  return parsed(source)
    .filter((document) => document.contents !== null || document.directives?.docStart === true)
    .map((document) => valueOf(source, document));
}

function valueOf(source: Source, document: Document.Parsed): ComposeDocument {
  if (document.contents === null) return { value: null, resets: [] };
  const reading = new Reading(source, targetsIn(source, document));
  const value = attempt(source, () => reading.read(document.contents, []));
  const isEmpty = value === null || (value.kind === 'scalar' && value.type === 'null');
  return { value: isEmpty ? null : value, resets: reading.resets };
}

/** What each alias stands for: the last anchor of that name before it. */
function targetsIn(source: Source, document: Document.Parsed): ReadonlyMap<Node, Node> {
  const targets = new Map<Node, Node>();
  if (!source.text.includes('*')) return targets;
  const anchors = new Map<string, Node>();
  const meet = (node: unknown): void => {
    if (!isNode(node)) return;
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) throw anchorFault(source, node, anchors.keys());
      targets.set(node, target);
      return;
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isSeq(node)) node.items.forEach(meet);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      meet(key);
      meet(value);
    }
  };
  meet(document.contents);
  return targets;
}

function anchorFault(source: Source, { source: name, range }: Alias, known: Iterable<string>): Refused {
  const near = nearest(name, known);
  const advice =
    near === null ? `write \`&${name}\` before it, or quote it where a star is meant` : `did you mean \`*${near}\`?`;
  return faultAt(source, `unknown anchor '${name}' referenced`, range?.[0] ?? 0, range?.[1] ?? 0, advice);
}

class Reading {
  readonly resets: Path[] = [];
  readonly #source: Source;
  readonly #targets: ReadonlyMap<Node, Node>;
  readonly #visited = new Map<Node, Visited>();
  readonly #reset = new Set<Node>();
  #visits = 0;
  /** How many brackets are open around what is read. */
  #brackets = 0;

  constructor(source: Source, targets: ReadonlyMap<Node, Node>) {
    this.#source = source;
    this.#targets = targets;
  }

  /** `null` where the node is reset, and is not there. Without a path tags mean nothing. */
  read(node: unknown, path: Path | null): Value | null {
    this.#visits += 1;
    const at = this.#at(node);
    if (this.#visits > MOST_VISITS) throw tooMuch(at);
    if (!isNode(node)) return { kind: 'scalar', type: 'null', value: null, at };
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (path) this.#refuseCycle(target ?? node, path, at);
      return this.#inBrackets(null, () => this.read(target, path));
    }
    if (path && (node.tag === '!override' || (node.tag === '!reset' && !this.#reset.has(node)))) this.resets.push(path);
    if (path && node.tag === '!reset') {
      this.#reset.add(node); // where an alias brings it again, it is not there any more
      return null;
    }
    const inner = node.tag === '!override' ? null : path;
    if (isMap(node)) return this.#inBrackets(node, () => mapping(this.#entries(node.items, inner), at));
    if (isSeq(node)) {
      const items = this.#inBrackets(node, () =>
        node.items.map((item, i) => this.read(item, inner && [...inner, String(i)])),
      );
      return sequence(
        items.filter((item) => item !== null),
        at,
      );
    }
    return { kind: 'scalar', ...this.#scalar(node, at), at };
  }

  /** Brackets count where they are written: what an alias brings (`null`) has its own. */
  #inBrackets<T>(node: { readonly flow?: boolean | undefined } | null, read: () => T): T {
    const before = this.#brackets;
    this.#brackets = node === null ? 0 : before + (node.flow === true ? 1 : 0);
    const value = read();
    this.#brackets = before;
    return value;
  }

  #entries(
    items: readonly { readonly key: unknown; readonly value: unknown }[],
    path: Path | null,
  ): Map<string, Value> {
    const entries = new Map<string, Value>();
    const seen = new Map<string, unknown>();
    let merged: Value | null = null;
    for (const { key, value } of items) {
      const name = this.#key(key, path);
      if (seen.has(name)) throw this.#twice(name, seen.get(name), key);
      seen.set(name, key);
      const isMerge = name === '<<' && isScalar(key) && key.type === Scalar.PLAIN;
      const read = this.read(value, isMerge || path === null ? path : [...path, name]);
      if (read === null) continue;
      if (isMerge) merged = read;
      else entries.set(name, read.kind === 'scalar' && read.type === 'null' ? { ...read, at: this.#at(key) } : read);
    }
    if (merged) this.#merge(entries, merged);
    return entries;
  }

  #merge(entries: Map<string, Value>, merged: Value): void {
    for (const from of merged.kind === 'sequence' ? merged.items : [merged]) {
      if (from.kind !== 'mapping')
        throw this.#fault('map merge requires map or sequence of maps as the value', merged.at);
      for (const [name, value] of from.entries) if (!entries.has(name)) entries.set(name, value);
    }
  }

  #key(key: unknown, path: Path | null): string {
    const at = this.#at(key);
    const node = isAlias(key) ? this.#targets.get(key) : key;
    if (node !== null && !isScalar(node)) throw this.#fault('invalid map key', at);
    const { type, value } = node === null ? { type: 'null', value: null } : this.#scalar(node, at);
    if (type === 'string') return String(value);
    throw new Refused('type', `non-string key in ${locationOf(path ?? [])}: ${String(value)}`, { at });
  }

  #scalar(node: Scalar, at: Origin): Resolved {
    const written = typeof node.value === 'string' ? node.value : '';
    if (node.type === Scalar.QUOTE_DOUBLE && BAD_ESCAPE.test(this.#source.text.slice(at.start, at.end)))
      throw this.#fault('found unknown escape character', at);
    if (this.#brackets > 0 && node.type === Scalar.PLAIN) this.#refuseSigns(written, at);
    const tag = node.tag === '!' ? undefined : node.tag;
    if (tag === undefined || tag === 'tag:yaml.org,2002:str')
      return node.type === Scalar.PLAIN && tag === undefined
        ? resolvePlain(written)
        : { type: 'string', value: written };
    const standard = /^tag:yaml\.org,2002:(\w+)$/.exec(tag)?.[1];
    if (standard === undefined) return { type: 'string', value: written };
    const resolved = resolveTagged(standard, written);
    if (!resolved) throw this.#fault(`cannot decode ${JSON.stringify(written)} as a !!${standard}`, at);
    return resolved;
  }

  /** In brackets a question mark says that a key comes, and a colon at the beginning that one has been there. */
  #refuseSigns(written: string, at: Origin): void {
    if (written.includes('?')) throw this.#fault('a `?` stands in brackets without quotes, and ends the value', at);
    if (written.startsWith('::')) throw this.#fault('did not find expected node content', at);
    if (written.startsWith(':')) throw new Refused('type', 'non-string key: null', { at });
  }

  /** A node that stands inside itself; the same anchor in two services, or through a merge, is none. */
  #refuseCycle(target: Node, path: Path, at: Origin): void {
    const before = this.#visited.get(target) ?? { paths: new Set(), above: new Set() };
    this.#visited.set(target, before);
    const here = path.join('.');
    // dots in names count too, as Compose compares texts
    const steps = here.split('.');
    const above = steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('.'));
    if (before.above.has(here) || above.some((it) => before.paths.has(it)))
      throw new Refused('cycle', `cycle detected: node at path ${here} references a node around it`, { at });
    before.paths.add(here);
    for (const it of above) before.above.add(it);
  }

  #at(node: unknown): Origin {
    const range = isNode(node) ? node.range : null;
    return originOf(this.#source, range?.[0] ?? 0, range?.[1] ?? 0);
  }

  #twice(name: string, first: unknown, second: unknown): Refused {
    const { startLine } = placeOf(this.#at(first));
    const { start, end } = this.#at(second);
    const message = `mapping key ${JSON.stringify(name)} already defined at line ${startLine}`;
    return faultAt(this.#source, message, start, end, 'keep one of the two');
  }

  #fault(message: string, at: Origin): Refused {
    return new Refused('yaml', `yaml: ${message}`, { at });
  }
}

/** Where an anchor has been met, and what lies above there. */
interface Visited {
  readonly paths: Set<string>;
  readonly above: Set<string>;
}

/** As Compose writes the way to a key: `networks.default.ipam.config[0]`. */
function locationOf(path: Path): string {
  return path.reduce(
    (whole, step) => (/^\d+$/.test(step) ? `${whole}[${step}]` : whole === '' ? step : `${whole}.${step}`),
    '',
  );
}
