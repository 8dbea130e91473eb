import type { ImageConfig, Kind, PlantedFile, RunChange, Sources, StackChange } from '../domain/index.ts';
import { editedSources } from './own-edits.ts';
import type { ChangeName, WrittenMutant } from './mutant-schema.ts';
import { outOfReach, type ReadChange } from './own-reach.ts';

/** The change of that name, at the lowest level that reaches what the check reads. */
export function changeOf(
  name: ChangeName,
  written: WrittenMutant,
  kinds: ReadonlySet<Kind>,
  params: unknown,
): ReadChange {
  switch (name) {
    case 'remove':
    case 'plant':
      return filesChange(name, written, kinds);
    case 'dockerfile':
    case 'ignore':
    case 'compose':
      return editedSources(name, written, kinds);
    default:
      return startedOtherwise(name, written, kinds, params);
  }
}

function filesChange(name: 'remove' | 'plant', written: WrittenMutant, kinds: ReadonlySet<Kind>): ReadChange {
  const removed = written.remove ?? [];
  const planted = Object.entries(written.plant ?? {});
  const paths = [...removed, ...planted.map(([path]) => path)];
  const climbing = paths.find((path) => path.split('/').includes('..') || path.includes('\0'));
  if (climbing !== undefined)
    return { fault: `${climbing} leads out of where it stands`, remedy: 'Write the path without `..`.' };
  if (kinds.has('run') || kinds.has('image') || kinds.has('packages')) {
    const foreign = paths.find((path) => !path.startsWith('/') || !/[^/]/.test(path));
    if (foreign !== undefined)
      return { fault: `${foreign} is no path in an image`, remedy: 'Write the whole path: `/app/server.js`.' };
    const layers: readonly (readonly PlantedFile[])[] = [
      [
        ...removed.map((path) => ({ path: trimmed(path), type: 'whiteout' as const })),
        ...planted.map(([path, text]) => ({ path: trimmed(path), type: 'file' as const, text })),
      ],
    ];
    return kinds.has('run') ? { level: 'R', edit: (): RunChange => ({ layers }) } : { level: 'L', edit: () => layers };
  }
  if (!kinds.has('context') && !kinds.has('dockerfile'))
    return outOfReach(name, kinds, 'the image, the container or the build context');
  return {
    level: 'S',
    edit: (sources): Sources => ({
      ...sources,
      removed: [...sources.removed, ...removed.map(relative)],
      planted: [
        ...sources.planted,
        ...planted.map(([path, text]) => ({ path: relative(path), sizeBytes: Buffer.byteLength(text), text })),
      ],
    }),
  };
}

function trimmed(path: string): string {
  return `/${relative(path)}`;
}

function relative(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

type Started = 'env' | 'user' | 'network' | 'command' | 'replace';

function startedOtherwise(
  name: Started,
  written: WrittenMutant,
  kinds: ReadonlySet<Kind>,
  params: unknown,
): ReadChange {
  if (kinds.has('run')) {
    const change = runChange(name, written, params);
    return { level: 'R', edit: () => change, ...(name === 'command' ? { weak: true as const } : {}) };
  }
  if (kinds.has('stack') && name !== 'command') return stackMutant(name, written, params);
  const { env, user } = written;
  if (kinds.has('compose') && env)
    return { level: 'S', edit: (sources) => ({ ...sources, variables: { ...sources.variables, ...env } }) };
  if (kinds.has('image') && env) return { level: 'K', edit: (config) => ({ ...config, env: laidOver(config, env) }) };
  if (kinds.has('image') && user !== undefined) return { level: 'K', edit: (config) => ({ ...config, user }) };
  return outOfReach(name, kinds, name === 'command' ? 'the container' : 'the container or a stack');
}

function runChange(name: Started, { env, user, command, replace }: WrittenMutant, params: unknown): RunChange {
  switch (name) {
    case 'env':
      return env ? { env } : {};
    case 'user':
      return user === undefined ? {} : { user };
    case 'network':
      return { network: 'none' };
    case 'command':
      return { command: actOf(command ?? '', params) };
    case 'replace':
      return { act: actOf(replace ?? '', params) };
  }
}

/** `sleep`, `exit CODE` or `print TEXT`, as the schema let through. */
function actOf(written: string, params: unknown): NonNullable<RunChange['act']> {
  const [, word = '', rest = ''] = /^(\S+) ?(.*)$/.exec(written) ?? [];
  if (word === 'exit') return { do: 'exit', code: Math.min(255, Number(rest)) };
  if (word === 'print') return { do: 'print', stream: 'stdout', text: rest, exit: numberIn(params, 'exit') ?? 0 };
  return { do: 'sleep' };
}

function stackMutant(name: Exclude<Started, 'command'>, written: WrittenMutant, params: unknown): ReadChange {
  const service = textIn(params, 'service');
  if (service === null)
    return {
      fault: `\`${name}\` changes one service, and this criterion names none`,
      remedy: 'Name the `service` of the criterion, where its check has one.',
    };
  const { network, ...run } = runChange(name, written, params);
  const change: StackChange = network ? { service, apart: [service] } : { service, run };
  return { level: 'P', edit: () => change };
}

function laidOver(config: ImageConfig, env: Readonly<Record<string, string | null>>): readonly string[] {
  const rest = config.env.filter((entry) => !Object.hasOwn(env, entry.split('=')[0] ?? ''));
  return [...rest, ...Object.entries(env).flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`]))];
}

function numberIn(params: unknown, key: string): number | null {
  const value = valueIn(params, key);
  return typeof value === 'number' ? value : null;
}

function textIn(params: unknown, key: string): string | null {
  const value = valueIn(params, key);
  return typeof value === 'string' ? value : null;
}

function valueIn(params: unknown, key: string): unknown {
  return typeof params === 'object' && params !== null ? Reflect.get(params, key) : undefined;
}
