import { canonical } from './canonical.ts';
import { type ComposeDocument, readDocuments } from './documents.ts';
import { interpolate } from './interpolate.ts';
import { merge } from './merge.ts';
import { originOf, type Source } from './origin.ts';
import { Refused } from './refused.ts';
import { withoutResets } from './reset.ts';
import { type Environment, lookupIn, type Machine } from './run.ts';
import { checkSchema } from './schema.ts';
import { withoutDoubles } from './unicity.ts';
import { isMapping, mapping, type Mapping, type Path, withoutEntry } from './value.ts';

/** Where a file is loaded, and what has been laid below it. */
export interface Loading {
  readonly machine: Machine;
  readonly environment: Environment;
  /** The file's absolute path. */
  readonly path: string;
}

/** What a document becomes before it is laid over the others: `extends` and `include` are followed here. */
export type Follow = (document: Mapping, resets: readonly Path[]) => Mapping;

/** A file laid over the model, document by document. Without `follow` it is a mere base of services, which nothing checks. */
export function layFile(below: Mapping | null, source: Source, loading: Loading, follow: Follow | null): Mapping {
  const { leftOut } = loading.machine;
  const read = readDocuments(source);
  const documents = leftOut ? read.map((it) => ({ ...it, value: it.value && leftOut.without(it.value) })) : read;
  return documents.reduce<Mapping>(
    (model, document) => layDocument(model, document, source, loading, follow),
    below ?? mapping([], originOf(source)),
  );
}

/** What the last document of a file resets. */
export function lastResets(source: Source): readonly Path[] {
  return readDocuments(source).at(-1)?.resets ?? [];
}

function layDocument(
  below: Mapping,
  { value, resets }: ComposeDocument,
  source: Source,
  { machine, environment, path }: Loading,
  follow: Follow | null,
): Mapping {
  const at = originOf(source);
  if (value === null) throw new Refused('empty', 'empty compose file', { at });
  if (!isMapping(value)) throw new Refused('type', 'top-level object must be a mapping', { at });
  const written = interpolate(value, lookupIn(environment), machine.warn);
  const document = follow?.(written, resets) ?? written;
  const base = withoutResets(below, resets);
  const whole = withoutDoubles(base.entries.size === 0 ? document : merge(base, document));
  const checked = follow ? validated(whole, machine, path) : whole;
  return withoutDoubles(canonical(checked, machine.warn));
}

function validated(model: Mapping, machine: Machine, path: string): Mapping {
  checkSchema(model, path);
  if (!model.entries.has('version')) return model;
  if (!machine.versioned.has(path)) {
    machine.warn(
      `${path}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
    );
    machine.versioned.add(path);
  }
  return withoutEntry(model, 'version');
}
