import { dirname, relative } from 'node:path';
import type { ComposeReference, Files, Place } from '../../domain/index.ts';
import { type ComposeText, fillIn, readComposeText, readEnvFile } from '../../formats/compose/index.ts';
import type { ComposeSource } from './source.ts';
import { standInFor } from './stand-in.ts';

/** A file or folder that a text names; the path is absolute. */
export interface Named extends Pick<ComposeReference, 'kind' | 'owner' | 'needed'> {
  readonly path: string;
  readonly at: Place | null;
  /** Mounted to be read only: its content is part of the deployment. */
  readonly readOnly?: boolean;
  /** Of a build, relative to its context. */
  readonly dockerfile?: string;
}

/** One text that writes a service, under the name that it has there. */
export interface Home {
  readonly text: ComposeText;
  readonly service: string;
}

/** What the project's texts lead to: texts that they include or extend, and everything else that they name. */
export interface Reached {
  /** The project's own texts first. */
  readonly texts: readonly ComposeText[];
  readonly named: readonly Named[];
  /** Where each service is written, bases first. */
  readonly homes: ReadonlyMap<string, readonly Home[]>;
}

const MOST_TEXTS = 100; // a chain of includes has an end
type Raw = Readonly<Record<string, unknown>>;

interface Walk {
  readonly files: Files;
  readonly source: ComposeSource;
  readonly valueOf: (name: string) => string | null;
  readonly visited: Set<string>;
  readonly texts: ComposeText[];
  readonly named: Named[];
  readonly homes: Map<string, Home[]>;
}

/** Follows the texts as far as text alone leads; what only the client can resolve is left to it. */
export function reachedFrom(files: Files, source: ComposeSource, texts: readonly ComposeText[]): Reached {
  const walk: Walk = {
    files,
    source,
    valueOf: valuesOf(files, source),
    visited: new Set(),
    texts: [...texts],
    named: [],
    homes: new Map(),
  };
  for (const text of texts) follow(walk, text, source.folder);
  return walk;
}

/** What a variable of the texts stands for: given, else in the project's `.env`; null where nothing sets it. */
export function valuesOf(files: Files, { folder, variables }: ComposeSource): (name: string) => string | null {
  const dotenv = new Map(
    readEnvFile(files.readText(files.resolve(folder, '.env')) ?? '').map(({ name, value }) => [name, value]),
  );
  return (name) => {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (given === null) return null;
    return given === undefined ? (dotenv.get(name) ?? null) : standInFor(name, given);
  };
}

function follow(walk: Walk, text: ComposeText, folder: string): void {
  for (const [index, entry] of listOf(text.plain.include).entries()) {
    const { path, project_directory: own } = isObject(entry) ? entry : { path: entry, project_directory: undefined };
    for (const one of listOf(path)) {
      const found = name(walk, text, folder, { kind: 'include', owner: 'include', needed: true }, one, [
        'include',
        index,
      ]);
      const inner = found && textAt(walk, found);
      if (found && inner)
        follow(walk, inner, typeof own === 'string' ? walk.files.resolve(folder, own) : dirname(found));
    }
  }
  for (const [service, raw] of Object.entries(objectOf(text.plain.services))) {
    if (isObject(raw) && isActive(raw, walk.source.profiles)) followService(walk, text, folder, service, service);
  }
  for (const kind of ['secret', 'config'] as const) {
    for (const [key, raw] of Object.entries(objectOf(text.plain[`${kind}s`]))) {
      const owner = `${kind}s.${key}`;
      name(walk, text, folder, { kind, owner, needed: true }, objectOf(raw).file, [`${kind}s`, key, 'file']);
    }
  }
}

function followService(walk: Walk, text: ComposeText, folder: string, written: string, service: string): void {
  const raw = objectOf(objectOf(text.plain.services)[written]);
  const base = isObject(raw.extends) ? raw.extends : { service: raw.extends, file: undefined };
  if (typeof base.service === 'string') {
    const what = { kind: 'extends', owner: `services.${service}`, needed: true } as const;
    const at = ['services', written, 'extends'];
    const path = base.file === undefined ? null : name(walk, text, folder, what, base.file, at);
    const other = base.file === undefined ? text : path === null ? null : textAt(walk, path, service);
    const isNew = !walk.visited.has(`${other?.file} ${base.service} ${service}`);
    walk.visited.add(`${other?.file} ${base.service} ${service}`);
    if (other && isNew) followService(walk, other, path ? dirname(path) : folder, base.service, service);
  }
  walk.homes.set(service, [...(walk.homes.get(service) ?? []), { text, service: written }]);
  const owner = `services.${service}`;
  for (const [key, kind] of [
    ['env_file', 'env-file'],
    ['label_file', 'label-file'],
  ] as const) {
    for (const [index, entry] of listOf(raw[key]).entries()) {
      const { path, required } = isObject(entry) ? entry : { path: entry, required: true };
      const at = Array.isArray(raw[key]) ? ['services', written, key, index] : ['services', written, key];
      name(walk, text, folder, { kind, owner, needed: required !== false }, path, at);
    }
  }
  for (const [index, entry] of listOf(raw.volumes).entries()) {
    const mount = mountOf(entry);
    const what = { kind: 'bind', owner, needed: false, readOnly: mount?.readOnly ?? false } as const;
    if (mount) name(walk, text, folder, what, mount.source, ['services', written, 'volumes', index]);
  }
  const { context = '.', dockerfile } = isObject(raw.build)
    ? raw.build
    : { context: raw.build ?? '', dockerfile: null };
  const recipe = typeof dockerfile === 'string' ? { dockerfile: fillIn(dockerfile, walk.valueOf) ?? dockerfile } : {};
  name(walk, text, folder, { kind: 'build', owner, needed: true, ...recipe }, context, ['services', written, 'build']);
}

/** Notes what is named, and gives its absolute path; null where text alone does not tell it. */
function name(
  walk: Walk,
  text: ComposeText,
  folder: string,
  what: Omit<Named, 'path' | 'at'>,
  written: unknown,
  at: readonly (string | number)[],
): string | null {
  const filled = typeof written === 'string' ? fillIn(written, walk.valueOf) : null;
  if (filled === null || filled === '' || /^(?:\w[\w+.-]*:\/\/|git@|oci:|~)/.test(filled)) return null;
  const path = walk.files.resolve(folder, filled);
  walk.named.push({ ...what, path, at: text.placeOf(at) });
  return path;
}

/** Each file is read once, for the whole project or for one service that extends it. */
function textAt(walk: Walk, path: string, service = ''): ComposeText | null {
  const shown = shownPath(walk.source.folder, path);
  const known = walk.texts.find(({ file }) => file === shown);
  if (known && service !== '') return known;
  if (walk.visited.has(path) || walk.texts.length >= MOST_TEXTS) return null;
  walk.visited.add(path);
  const content = walk.files.stat(path)?.type === 'directory' ? null : walk.files.readText(path);
  if (content === null) return null;
  const text = known ?? readComposeText(shown, content);
  if (!known) walk.texts.push(text);
  return text;
}

/** Relative to the project's folder where it lies inside. */
export function shownPath(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') || inside === '' ? (inside === '' ? '.' : path) : inside;
}

function isActive({ profiles }: Raw, enabled: readonly string[]): boolean {
  const own = listOf(profiles).map(String);
  return own.length === 0 || enabled.includes('*') || own.some((it) => enabled.includes(it));
}

function mountOf(entry: unknown): { readonly source: unknown; readonly readOnly: boolean } | null {
  if (isObject(entry))
    return entry.type === 'bind' ? { source: entry.source, readOnly: entry.read_only === true } : null;
  const [source = '', , options = ''] = String(entry).split(/:(?!-|\?|\+)/);
  return /^[./]/.test(source) ? { source, readOnly: /(?:^|,)ro(?:,|$)/.test(options) } : null;
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const objectOf = (value: unknown): Raw => (isObject(value) ? value : {});

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
