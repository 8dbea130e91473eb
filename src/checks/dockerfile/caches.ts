import type { Stage } from '../../domain/index.ts';
import type { Place } from '../kit.ts';
import { chainOf, type Command, mountsOf, type Run } from './shared.ts';

/** A command that fills a cache, and what empties it again in the same RUN. */
export interface CacheUse {
  readonly manager: string;
  /** What would stay, in words. */
  readonly place: string;
  readonly text: string;
  readonly at: Place;
  readonly isClean: boolean;
  /** What to replace so that the cache stays; empty where it is clean for another reason. */
  readonly cleaners: readonly { readonly at: Place; readonly by: string }[];
}

interface Manager {
  readonly names: RegExp;
  readonly place: string;
  /** The subcommands that fill it. */
  readonly fills: readonly string[];
  /** Its own clean-up, as subcommands in order. */
  readonly cleans: readonly (readonly string[])[];
  /** Switches that keep it empty. */
  readonly switches: readonly string[];
  /** Parts of the folders that a `rm` or a mount may name. */
  readonly folders: readonly string[];
  readonly variable?: string;
}

const INSTALLS = [
  'install',
  'in',
  'update',
  'upgrade',
  'up',
  'reinstall',
  'groupinstall',
  'localinstall',
  'dist-upgrade',
  'dup',
];

const MANAGERS: readonly Manager[] = [
  {
    names: /^(?:apt|apt-get|aptitude)$/,
    place: 'the package lists',
    fills: ['update'],
    cleans: [['dist-clean'], ['distclean']],
    switches: [],
    folders: ['/var/lib/apt'],
  },
  {
    names: /^apk$/,
    place: 'the index',
    fills: ['add', 'update', 'upgrade'],
    cleans: [],
    switches: ['--no-cache'],
    folders: ['/var/cache/apk', '/etc/apk/cache'],
  },
  {
    names: /^(?:yum|dnf|dnf5|microdnf|tdnf)$/,
    place: 'the downloads',
    fills: INSTALLS,
    cleans: [['clean', 'all']],
    switches: [],
    folders: ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/tdnf', '/var/cache'],
  },
  {
    names: /^zypper$/,
    place: 'the downloads',
    fills: INSTALLS,
    cleans: [['clean'], ['cc']],
    switches: [],
    folders: ['/var/cache/zypp'],
  },
  {
    names: /^pip[\d.]*$/,
    place: 'the wheel cache',
    fills: ['install'],
    cleans: [['cache', 'purge']],
    switches: ['--no-cache-dir', '--no-cache'],
    folders: ['.cache'],
    variable: 'PIP_NO_CACHE_DIR',
  },
  {
    names: /^uv$/,
    place: 'the wheel cache',
    fills: ['pip', 'sync', 'tool'],
    cleans: [['cache', 'clean']],
    switches: ['--no-cache', '-n', '--no-cache-dir'],
    folders: ['.cache'],
    variable: 'UV_NO_CACHE',
  },
  {
    names: /^npm$/,
    place: 'the download cache',
    fills: ['install', 'i', 'ci', 'add'],
    cleans: [['cache', 'clean']],
    switches: [],
    folders: ['.npm'],
  },
  {
    names: /^yarn$/,
    place: 'the download cache',
    fills: ['install'],
    cleans: [['cache', 'clean']],
    switches: [],
    folders: ['.cache', '.yarn'],
  },
];

/** The caches that a RUN fills. */
export function cachesOf(run: Run, stages: readonly Stage[]): readonly CacheUse[] {
  return run.commands.flatMap((command) => {
    const words = wordsOf(command);
    const manager = MANAGERS.find(({ names }) => names.test(words[0] ?? ''));
    const [name = '', subcommand = ''] = words.filter((word, index) => index === 0 || !word.startsWith('-'));
    if (!manager?.fills.includes(subcommand)) return [];
    const cleaners = cleanersOf(manager, command, run);
    const isClean = cleaners.length > 0 || isSwitchedOff(manager, command, run, stages);
    return [{ manager: name, place: manager.place, text: command.text, at: command.at, isClean, cleaners }];
  });
}

/** The words with the program's bare name; `python -m pip` is pip. */
function wordsOf({ name, words }: Command): string[] {
  const texts = [name, ...words.slice(1).map(({ text }) => text)];
  const module = /^python[\d.]*$/.test(name) ? texts.indexOf('-m') : -1;
  if (module > 0) return texts.slice(module + 1);
  return ['sudo', 'env', 'exec', 'command', 'xx-apt-get'].includes(name) ? texts.slice(1) : texts;
}

function cleanersOf(manager: Manager, command: Command, { instruction, commands }: Run): { at: Place; by: string }[] {
  const later = commands.slice(commands.indexOf(command) + 1);
  const mounts = mountsOf(instruction).filter(
    ({ type, target }) =>
      ['cache', 'tmpfs'].includes(type) && target !== null && manager.folders.some((folder) => target.includes(folder)),
  );
  return [
    ...command.words.filter(({ text }) => manager.switches.includes(text)).map(({ at }) => ({ at, by: '' })),
    ...later.filter((it) => removes(it, manager) || cleans(it, manager)).map(({ at }) => ({ at, by: 'true' })),
    ...mounts.map(({ at }) => ({ at, by: '' })),
  ];
}

function removes({ name, words }: Command, { folders }: Manager): boolean {
  return (
    (name === 'rm' || name === 'find') && words.some(({ text }) => folders.some((folder) => text.includes(folder)))
  );
}

function cleans(command: Command, { names, cleans: own }: Manager): boolean {
  const [name = '', ...words] = wordsOf(command);
  const subcommands = words.filter((word) => !word.startsWith('-'));
  return names.test(name) && own.some((wanted) => wanted.every((word, index) => subcommands[index] === word));
}

/** A variable that is set in the stages, or in front of the command, switches the cache off. */
function isSwitchedOff(
  { variable }: Manager,
  command: Command,
  { instruction, stage, commands }: Run,
  stages: readonly Stage[],
): boolean {
  if (variable === undefined) return false;
  const pattern = new RegExp(`^${variable}=["']?(?:1|true|on|yes|off|0|false)["']?$`, 'i'); // pip takes any of them for yes
  const before = chainOf(stages, stage).flatMap(({ body }) =>
    body.filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG'),
  );
  const set = before.filter(({ at }) => at.startLine < instruction.at.startLine).flatMap(({ args }) => args);
  const exported = commands
    .filter(({ name }) => name === 'export')
    .flatMap(({ words }) => words.map(({ text }) => text));
  return [...set, ...exported, ...command.assignments.map(({ text }) => text)].some((pair) => pattern.test(pair));
}
