import { spawnSync } from 'node:child_process';
import type { DirectoryEntry, Example, Files, FileStat, Ports, Target } from '../../src/domain/index.ts';
import { TickproofError } from '../../src/domain/index.ts';
import { overlayFiles } from '../../src/formats/index.ts';

/** Where an example's folder lies, in memory. */
export const EXAMPLE_ROOT = '/example';

const refused = (what: string) => (): never => {
  throw new Error(`a test's ports were asked to ${what}`);
};

/** Files in memory: paths relative to `root`, with texts or sizes. Nothing is written. */
export function memoryFiles(
  root: string,
  entries: Readonly<Record<string, string | { readonly sizeBytes: number }>>,
): Files {
  const nothing: Files = {
    readText: () => null,
    readBytes: () => null,
    list: (): readonly DirectoryEntry[] | null => null,
    stat: (): FileStat | null => null,
    stats: (paths) => paths.map(() => null),
    readLink: () => null,
    stream: refused('stream a file'),
    writeAtomic: refused('write'),
    writeStream: refused('write'),
    append: refused('append'),
    temporary: refused('make a folder'),
    resolve: (...parts) => parts.reduce((path, part) => (part.startsWith('/') ? part : normal(`${path}/${part}`)), '/'),
  };
  const planted = new Map(
    Object.entries(entries).map(
      ([path, it]) => [path, typeof it === 'string' ? { sizeBytes: Buffer.byteLength(it), text: it } : it] as const,
    ),
  );
  return overlayFiles(nothing, {
    root,
    planted: planted.size > 0 ? planted : new Map([['.keep', { sizeBytes: 0, text: '' }]]),
    removed: planted.size > 0 ? [] : ['.keep'],
  });
}

function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Ports of a test: the files given, a clock that ticks by itself, and nothing else. */
export function emptyPorts(files: Files): Ports {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const tick = () => (now += 1);
  return {
    engine: null,
    whyNoEngine: 'a test has no engine',
    files,
    processes: {
      find: () => null,
      run: async ([program = '']) => {
        throw new TickproofError('tool-missing', `there is no ${program} in a test`, {
          remedy: 'Pass processes that have it.',
        });
      },
      start: refused('start a program'),
    },
    network: {
      request: refused('use the network'),
      connect: refused('use the network'),
    } as unknown as Ports['network'], // whatever is asked of it is a mistake of the test
    env: {},
    clock: { now: tick, monotonic: tick, sleep: refused('sleep') },
    cache: { read: () => undefined, write: () => {} },
    helper: (architecture) => `/tickproof-helper-${architecture}`,
    signal: new AbortController().signal,
    onEvent: () => {},
    owner: {
      runId: 'testtest',
      labels: { 'tickproof.run': 'testtest' },
      name: (suffix) => `tickproof-testtest-${suffix}`,
    },
  };
}

/** Whether compose files can be loaded here; a test that needs it says so when it cannot. */
export const hasCompose: boolean = spawnSync('docker', ['compose', 'version']).status === 0;

/** The target of an example: its folder, with the settings of an empty tickproof.yaml. */
export function exampleTarget(example: Example): Target {
  const stack =
    example.compose === undefined
      ? null
      : { name: 'default', files: ['compose.yaml'], env: {}, profiles: [], host: {}, timeoutMs: 1000 };
  return {
    subject: { kind: 'folder', path: EXAMPLE_ROOT },
    folder: EXAMPLE_ROOT,
    build: { context: '.', dockerfile: 'Dockerfile', args: {}, target: null, secrets: [] },
    run: { env: {}, ready: null, writable: [], host: {}, memory: null, timeoutMs: 1000, windowMs: 1000, starts: 3 },
    stacks: stack ? { default: stack } : {},
    scan: {
      advisories: example.advisories ? 'advisories' : null,
      ignores: [],
      vex: [],
      reports: [],
      engines: ['osv', 'archive', 'trivy', 'grype'],
    },
    stack,
    built: null,
    builtId: null,
    builtDiffIds: [],
  };
}
