import { dirname, isAbsolute } from 'node:path/posix';
import { joinPaths } from './clean.ts';
import { type Around, placed, relativeFolder } from './extends.ts';
import type { Origin, Step } from './origin.ts';
import { misspelt } from './misspelt.ts';
import { isRemoteFile } from './paths.ts';
import { Refused } from './refused.ts';
import { absolute, type Environment, readEnvironment } from './run.ts';
import { withStep } from './steps.ts';
import {
  entryOf,
  isMapping,
  isNull,
  isSame,
  isSequence,
  mapping,
  type Mapping,
  textOf,
  type Value,
  withEntry,
  withoutEntry,
} from './value.ts';

/** One entry of `include` with its paths found. */
export interface Included {
  readonly paths: readonly string[];
  /** Where names of files begin in it. */
  readonly folder: string;
  /** The same, as seen from the files that include it: where its own relative paths begin. */
  readonly base: string;
  readonly environment: Environment;
  /** The files on the way. */
  readonly chain: readonly string[];
}

export type LoadIncluded = (included: Included) => Mapping;

/** Where an including file stands: `base` as the folder of the paths that it writes. */
export interface Including extends Around {
  readonly base: string;
  readonly chain: readonly string[];
}

const KINDS = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** The document with everything that it includes copied in. */
export function withIncluded(document: Mapping, around: Including, load: LoadIncluded): Mapping {
  const written = document.entries.get('include');
  const rest = withoutEntry(document, 'include');
  if (!written || isNull(written)) return rest;
  if (!isSequence(written)) throw new Refused('type', '`include` must be a list', { at: written.at, where: 'include' });
  return written.items.reduce<Mapping>((model, item) => {
    const step: Step = { kind: 'include', at: item.at };
    const source = placed(step, () => load(foundFor(item, around)));
    return KINDS.reduce<Mapping>((all, kind) => imported(all, source, kind, step), model);
  }, rest);
}

function foundFor(item: Value, around: Including): Included {
  const { machine, base, chain } = around;
  if (!isMapping(item) && !isNull(item) && textOf(item) === undefined) throw misnamed(item.at);
  const paths = textsOf(isMapping(item) ? entryOf(item, 'path') : item, item.at).map((path) =>
    fileFor(path, around, item.at),
  );
  const [main = ''] = paths;
  if (main === '' && isMapping(item) && !item.entries.has('path'))
    throw new Refused('not-found', 'no compose file specified', { at: item.at, ...misspelt(item, 'path') });
  const [wanted] = textsOf(entryOf(item, 'project_directory'), item.at);
  const own = wanted ? (isAbsolute(wanted) ? wanted : joinPaths(base, wanted)) : dirname(main);
  const folder = absolute(machine, own);
  if (chain.includes(main))
    throw new Refused(
      'cycle',
      `include cycle detected:\n${chain[0] ?? ''}\n include ${[...chain.slice(1), main].join('\n include ')}`,
      { at: item.at },
    );
  const seen = wanted ? joinPaths(around.folder, wanted) : dirname(main);
  const isThere = machine.files.stat(seen) === 'directory';
  return {
    paths,
    folder,
    base: wanted && isAbsolute(wanted) ? wanted : relativeFolder(isThere ? seen : dirname(seen), around.folder),
    environment: environmentFor(item, folder, around),
    chain,
  };
}

function fileFor(path: string, { machine, folder }: Including, at: Origin): string {
  if (isRemoteFile(path)) throw new Refused('value', `${path} is not on this machine: it is not included`, { at });
  return absolute({ ...machine, folder }, path);
}

/** What the includer knows counts before what the included folder's `.env` says. */
function environmentFor(item: Value, folder: string, { machine, environment, base }: Including): Environment {
  const named = isMapping(item) ? textsOf(entryOf(item, 'env_file'), item.at) : [];
  const ownFile = joinPaths(folder, '.env');
  const files = named.map((file) => {
    const path = isAbsolute(file) ? file : absolute(machine, joinPaths(base, file));
    const kind = machine.files.stat(path);
    if (kind === null) throw new Refused('not-found', `stat ${path}: no such file or directory`, { at: item.at });
    if (kind === 'directory') throw new Refused('value', `${path} is not a file`, { at: item.at });
    return path;
  });
  const isThere = machine.files.stat(ownFile) === 'file';
  const found = readEnvironment(machine, environment, files.length === 0 && isThere ? [ownFile] : files);
  return new Map([...found, ...environment]);
}

function misnamed(at: Origin): Refused {
  return new Refused('value', '`include` must name files', { at, where: 'include' });
}

function textsOf(value: Value | undefined, at: Origin): string[] {
  if (!value || isNull(value)) return [];
  return (isSequence(value) ? value.items : [value]).map((item) => {
    const written = textOf(item);
    if (written === undefined) throw misnamed(at);
    return written;
  });
}

function imported(model: Mapping, source: Mapping, kind: string, step: Step): Mapping {
  const from = source.entries.get(kind);
  if (!isMapping(from)) return model;
  const own = model.entries.get(kind);
  const to = new Map(isMapping(own) ? own.entries : []);
  for (const [name, value] of from.entries) {
    const known = to.get(name);
    if (known && !isSame(known, value)) {
      const where = `${kind}.${name}`;
      throw new Refused('include-conflict', `${where} conflicts with imported resource`, { at: known.at, where });
    }
    to.set(name, known ?? withStep(value, step));
  }
  return withEntry(model, kind, mapping(to, own?.at ?? from.at));
}
