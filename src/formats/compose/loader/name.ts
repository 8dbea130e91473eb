import { basename } from 'node:path/posix';
import { readDocuments } from './documents.ts';
import { interpolate } from './interpolate.ts';
import { originOf, type Source } from './origin.ts';
import { Refused } from './refused.ts';
import { type Environment, lookupIn, type Machine } from './run.ts';
import { entryOf, goTypeOf, isMapping, isNull, mapping, text, textOf, type Value } from './value.ts';

export interface Naming {
  /** `--project-name`. */
  readonly asked: string | null;
  readonly folder: string;
  readonly environment: Environment;
  readonly sources: readonly Source[];
}

/** The project's name: asked for, set, written (the last file decides), or its folder's. */
export function projectName(machine: Machine, { asked, folder, environment, sources }: Naming): string {
  const written = sources.flatMap(namesIn);
  const given = asked || environment.get('COMPOSE_PROJECT_NAME') || null;
  if (given !== null) return checkedName(given);
  const last = written.at(-1) ?? null;
  const plain = last === null ? '' : normalisedName(filledName(machine, last, environment));
  if (plain !== '') return plain;
  return written.length > 0 ? '' : normalisedName(basename(folder));
}

export function checkedName(name: string): string {
  if (normalisedName(name) === name) return name;
  throw new Refused(
    'name',
    `invalid project name ${JSON.stringify(name)}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number`,
  );
}

function normalisedName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function filledName(machine: Machine, name: Value, environment: Environment): string {
  const filled = interpolate(mapping([['name', name]], name.at), lookupIn(environment), machine.warn);
  return textOf(filled.entries.get('name')) ?? '';
}

/** What a file's documents give as `name`; the first one must be a mapping, as the name is looked for there. */
function namesIn(source: Source): Value[] {
  return readDocuments(source).flatMap(({ value }, i) => {
    if (value === null) return [];
    if (!isMapping(value)) {
      if (i > 0) return [];
      throw new Refused(
        'yaml',
        `yaml: unmarshal errors:\n  line 1: cannot unmarshal ${goTypeOf(value)} into cli.named`,
        {
          at: originOf(source, value.at.start, value.at.end),
        },
      );
    }
    const name = entryOf(value, 'name');
    if (!name || isNull(name)) return [];
    if (name.kind !== 'scalar') {
      if (i > 0) return [];
      throw new Refused('yaml', `yaml: unmarshal errors:\n  cannot unmarshal ${goTypeOf(name)} into string`, {
        at: name.at,
      });
    }
    const written = String(name.value);
    return written === '' ? [] : [text(written, name.at)];
  });
}
