import {
  Composer,
  type Document,
  Lexer,
  Parser,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  visit,
} from 'yaml';
import { originOf, type Origin, type Source } from './origin.ts';
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

const BAD_ESCAPE = /(?:^|[^\\])(?:\\\\)*\\\//; // YAML 1.1 does not know it
const MOST_VISITS = 100_000; // Compose's own bound: what aliases multiply counts each time
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/; // oxlint-disable-line no-control-regex -- YAML allows none of them
/** Flow collections may end anywhere for Compose's parser, however little they are indented. */
const NO_FAULT = /sufficiently indented|more indented than parent/;

export function readDocuments(source: Source): ComposeDocument[] {
  const control = CONTROL.exec(source.text);
  if (control) throw faultAt(source, 'control characters are not allowed', control.index);
  return parsed(source)
    .filter((document) => document.contents !== null || document.directives?.docStart === true)
    .map((document) => valueOf(source, document));
}

function parsed(source: Source): Document.Parsed[] {
  const documents = attempt(source, () => [
    ...new Composer({
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      resolveKnownTags: false,
      logLevel: 'silent',
    }).compose(looseParser().parse(source.text)),
  ]);
  for (const { errors } of documents) {
    const fault = errors.find(({ message }) => !NO_FAULT.test(message));
    if (fault) throw faultAt(source, fault.message, fault.pos[0], fault.pos[1]);
  }
  return documents;
}

/** A parser whose flow collections go on however little a line is indented, as they do for Compose's own. */
function looseParser(): Parser {
  const parser = new Parser();
  const lexer: unknown = Reflect.get(parser, 'lexer');
  if (!(lexer instanceof Lexer)) return parser;
  let indent: unknown = Reflect.get(lexer, 'indentNext');
  Object.defineProperty(lexer, 'indentNext', {
    get: () => (Reflect.get(lexer, 'flowLevel') > 0 ? 0 : indent),
    set: (value: unknown) => {
      indent = value;
    },
  });
  return parser;
}

function valueOf(source: Source, document: Document.Parsed): ComposeDocument {
  if (document.contents === null) return { value: null, resets: [] };
  const reading = new Reading(source, targetsIn(source, document));
  const value = attempt(source, () => reading.read(document.contents, []));
  const isEmpty = value === null || (value.kind === 'scalar' && value.type === 'null');
  return { value: isEmpty ? null : value, resets: reading.resets };
}

/** Deep nesting is more than the parser's stack holds. */
function attempt<T>(source: Source, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw faultAt(source, 'exceeded max depth', 0);
  }
}

function faultAt(source: Source, message: string, start: number, end = start): Refused {
  return new Refused('yaml', `yaml: ${message}`, { at: originOf(source, start, end) });
}

/** What each alias stands for: the last anchor of that name before it. */
function targetsIn(source: Source, document: Document.Parsed): ReadonlyMap<Node, Node> {
  const targets = new Map<Node, Node>();
  if (!source.text.includes('*')) return targets;
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const target = anchors.get(node.source);
      if (!target) throw faultAt(source, `unknown anchor '${node.source}' referenced`, node.range?.[0] ?? 0);
      targets.set(node, target);
    },
  });
  return targets;
}

class Reading {
  readonly resets: Path[] = [];
  readonly #source: Source;
  readonly #targets: ReadonlyMap<Node, Node>;
  readonly #visited = new Map<Node, string[]>();
  readonly #reset = new Set<Node>();
  #visits = 0;

  constructor(source: Source, targets: ReadonlyMap<Node, Node>) {
    this.#source = source;
    this.#targets = targets;
  }

  /** `null` where the node is reset, and is not there. Without a path tags mean nothing. */
  read(node: unknown, path: Path | null): Value | null {
    this.#visits += 1;
    const at = this.#at(node);
    if (this.#visits > MOST_VISITS)
      throw this.#fault(`compose file exceeds maximum node visit limit (${MOST_VISITS})`, at);
    if (!isNode(node)) return { kind: 'scalar', type: 'null', value: null, at };
    if (isAlias(node)) {
      const target = this.#targets.get(node);
      if (path) this.#refuseCycle(target ?? node, path, at);
      return this.read(target, path);
    }
    if (path && (node.tag === '!override' || (node.tag === '!reset' && !this.#reset.has(node)))) this.resets.push(path);
    if (path && node.tag === '!reset') {
      this.#reset.add(node); // where an alias brings it again, it is not there any more
      return null;
    }
    const inner = node.tag === '!override' ? null : path;
    if (isMap(node)) return mapping(this.#entries(node.items, inner), at);
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.read(item, inner && [...inner, String(i)]));
      return sequence(
        items.filter((item) => item !== null),
        at,
      );
    }
    return { kind: 'scalar', ...this.#scalar(node, at), at };
  }

  #entries(
    items: readonly { readonly key: unknown; readonly value: unknown }[],
    path: Path | null,
  ): Map<string, Value> {
    const entries = new Map<string, Value>();
    const seen = new Set<string>();
    let merged: Value | null = null;
    for (const { key, value } of items) {
      const name = this.#key(key, path);
      if (seen.has(name)) throw this.#fault(`mapping key ${JSON.stringify(name)} already defined`, this.#at(key));
      seen.add(name);
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

  /** A node that stands inside itself; the same anchor in two services, or through a merge, is none. */
  #refuseCycle(target: Node, path: Path, at: Origin): void {
    const here = path.join('.');
    const before = this.#visited.get(target) ?? [];
    const outer = before.find((it) => it !== here && (here.startsWith(`${it}.`) || it.startsWith(`${here}.`)));
    if (outer !== undefined || before.length > MOST_DEPTH)
      throw new Refused('cycle', `cycle detected: node at path ${here} references node at path ${outer ?? here}`, {
        at,
      });
    this.#visited.set(target, [...before, here]);
  }

  #at(node: unknown): Origin {
    const range = isNode(node) ? node.range : null;
    return originOf(this.#source, range?.[0] ?? 0, range?.[1] ?? 0);
  }

  #fault(message: string, at: Origin): Refused {
    return new Refused('yaml', `yaml: ${message}`, { at });
  }
}

const MOST_DEPTH = 10_000;

/** As Compose writes the way to a key: `networks.default.ipam.config[0]`. */
function locationOf(path: Path): string {
  return path.reduce(
    (whole, step) => (/^\d+$/.test(step) ? `${whole}[${step}]` : whole === '' ? step : `${whole}.${step}`),
    '',
  );
}
