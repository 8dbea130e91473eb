import type {
  BuildStage,
  ComposeReference,
  Example,
  Facts,
  PlantedFile,
  RunFacts,
  ServiceLife,
} from '../../../src/domain/index.ts';
import { canaryElf } from '../../../src/formats/index.ts';

/** A whole deployment: its texts, its folder, its image, and what a run and a stack of it showed. */
export interface Deployment extends Omit<Example, 'facts' | 'params'> {
  readonly name: string;
  readonly dockerfile: string;
  readonly compose: string;
  readonly image: NonNullable<Example['image']>;
  /** What its compose file names on the machine. */
  readonly references?: readonly ComposeReference[];
  /** What its compose file asks to be given. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The reference of the base, and how many of the lowest layers are its. */
  readonly base: { readonly reference: string; readonly layers: number } | null;
  readonly facts: { readonly build: Facts['build']; readonly run: Facts['run']; readonly stack: Facts['stack'] };
  /** Parameters by check, where its defaults ask nothing or too much. */
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What checks say here that do not pass. */
  readonly otherwise: Readonly<Record<string, 'fail' | 'inapplicable' | 'inconclusive' | 'not asked'>>;
}

const X86_64 = 62;

export const file = (path: string, text: string, over: Partial<PlantedFile> = {}): PlantedFile => ({
  path,
  type: 'file',
  mode: 0o644,
  text,
  ...over,
});
export const folder = (path: string, over: Partial<PlantedFile> = {}): PlantedFile => ({
  path,
  type: 'directory',
  mode: 0o755,
  ...over,
});
export const link = (path: string, linkTarget: string): PlantedFile => ({ path, type: 'symlink', linkTarget });
export const elf = (path: string, needs: Parameters<typeof canaryElf>[1] = {}): PlantedFile =>
  file(path, canaryElf(X86_64, needs), { mode: 0o755 });
export const sized = (path: string, sizeBytes: number, over: Partial<PlantedFile> = {}): PlantedFile => ({
  path,
  type: 'file',
  mode: 0o644,
  sizeBytes,
  ...over,
});

export const LOADER = '/lib64/ld-linux-x86-64.so.2';
export const LIBC = ['libc.so.6'];

/** A package as dpkg's status has it. */
export const deb = (name: string, version: string): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`;

/** A small Debian: accounts, a shell, the C library, dpkg's database. */
export const DEBIAN: readonly PlantedFile[] = [
  folder('/etc'),
  file('/etc/os-release', 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12"\n'),
  file('/etc/group', 'root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n'),
  file('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n'),
  elf('/bin/sh', { loader: LOADER, needed: LIBC }),
  elf('/usr/bin/env', { loader: LOADER, needed: LIBC }),
  elf(LOADER),
  elf('/lib/x86_64-linux-gnu/libc.so.6'),
  folder('/tmp', { mode: 0o1777 }),
  folder('/var/lib/dpkg'),
  file('/var/lib/dpkg/status', `${deb('base-files', '12.4')}\n${deb('libc6', '2.36-9')}\n${deb('dash', '0.5.12-2')}`),
  file('/var/lib/dpkg/info/libc6:amd64.list', `/.\n${LOADER}\n/lib/x86_64-linux-gnu/libc.so.6\n`),
  file('/var/lib/dpkg/info/base-files.list', '/.\n/etc\n/etc/os-release\n/tmp\n'),
  file('/var/lib/dpkg/info/dash.list', '/.\n/bin/sh\n'),
];

const AT = '2026-01-01T00:00:00.000000000Z';

const series = <const U extends 'B' | 'millicores' | 'ms'>(unit: U, ...samples: readonly number[]) => {
  const sorted = samples.toSorted((a, b) => a - b);
  const [min = 0, median = 0, max = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return { unit, samples, median, p95: max, max, spread: median === 0 ? 0 : (max - min) / median };
};

/** What the run sensor says of a service that does all it should. */
export function runOf(
  over: {
    readonly uid?: number;
    readonly user?: string | null;
    readonly argv?: readonly string[];
    readonly port?: number;
    readonly says?: string;
    readonly health?: readonly string[];
    readonly memoryBytes?: number;
  } = {},
): RunFacts {
  const {
    uid = 1000,
    user = 'app',
    argv = ['/app/server'],
    port = 8000,
    says = 'listening',
    memoryBytes = 40e6,
  } = over;
  const health = over.health ?? ['CMD', '/app/server', 'check'];
  return {
    command: ['docker', 'run', 'made-here'],
    state: {
      started: true,
      running: true,
      exitCode: null,
      oomKilled: false,
      error: null,
      upMs: 30_000,
      diagnosis: null,
    },
    starts: {
      samples: [510, 480, 495].map((readyMs, index) => ({
        createMs: 90,
        firstLogMs: 200,
        portOpenMs: readyMs - 20,
        readyMs,
        healthyMs: readyMs + 300,
        cold: index === 0,
      })),
      ready: series('ms', 510, 480, 495),
      unstable: false,
      loadAverage: 0.5,
    },
    health: {
      configured: true,
      test: health,
      status: 'healthy',
      healthyMs: 900,
      probes: [{ exitCode: 0, output: 'ok' }],
      diagnosis: null,
    },
    http: [],
    logs: { lines: [{ stream: 'stdout', at: AT, text: `${says} on ${port}` }], bytes: 40, truncated: false },
    memory: {
      ...series('B', memoryBytes, memoryBytes + 1e6, memoryBytes + 5e5),
      limitBytes: null,
      peakBytes: memoryBytes * 2,
      cgroup: 'v2',
    },
    cpu: { ...series('millicores', 3, 4, 9), meanMillicores: 4, windowMs: 30_000, probes: 1 },
    restarts: { count: 0, windowMs: 30_000 },
    process: { uid, gid: uid, user, argv, processes: 1 },
    stop: { signal: 'SIGTERM', killed: false, exitCode: 0, elapsedMs: 120, openRequestFinished: true },
    readOnly: { works: true, writable: ['/tmp'], wrote: [], diagnosis: null },
    commands: [],
    reaches: [],
    ports: {
      listening: [{ port, protocol: 'tcp', address: '0.0.0.0', loopback: false }],
      exposed: [`${port}/tcp`],
    },
  };
}

/** A service that came up, in the order given. */
export function lifeOf(service: string, order: number, over: Partial<ServiceLife> = {}): ServiceLife {
  const [startedMs, healthyMs] = [order * 1000 + 200, order * 1000 + 900];
  return {
    service,
    status: 'running',
    health: 'healthy',
    startedMs,
    healthyMs,
    exitCode: null,
    timeline: [
      { what: 'created', atMs: 100 },
      { what: 'started', atMs: startedMs },
      { what: 'healthy', atMs: healthyMs },
    ],
    restarts: 0,
    logs: [{ stream: 'stdout', at: AT, text: `${service} is ready` }],
    diagnosis: null,
    ...over,
  };
}

/** What the stack sensor says of a project whose services came up. */
export function stackOf(services: readonly ServiceLife[], volumes: readonly string[] = []): Facts['stack'] {
  return {
    project: 'made-here',
    up: { succeeded: true, elapsedMs: 4_200, samples: [4_200], message: null, log: [], diagnosis: null },
    services,
    http: [],
    reaches: [],
    persists: [],
    down: { elapsedMs: 900, left: [], volumesKept: volumes },
  };
}

/** What the build sensor says of a build that works: its stages, and the lines whose steps took time. */
export function buildOf(
  stages: readonly BuildStage[],
  touched: { readonly files: readonly string[]; readonly install: string; readonly stage: string } | null,
  lines: readonly number[] = [],
  coldMs = 30_000,
): Facts['build'] {
  const step = (name: string, cached: boolean) => ({
    name: `[${name}`,
    stage: touched?.stage ?? null,
    instruction: name,
    at: null,
    cached,
    elapsedMs: cached ? 0 : 1_000,
  });
  return {
    outcome: { status: 'built', image: 'made-here:1' },
    cold: {
      elapsedMs: coldMs,
      pullMs: 4_000,
      steps: lines.map((line) => ({ ...step('RUN work', false), at: lineOf(line) })),
    },
    warm: { elapsedMs: 900, pullMs: 0, steps: [step('RUN work', true)] },
    touched: touched && {
      elapsedMs: 3_000,
      pullMs: 0,
      files: touched.files,
      steps: [],
      rerunInstalls: [],
      installs: [step(touched.install, true)],
    },
    stages,
    dangling: { before: 1, after: 1, left: [] },
  };
}

const lineOf = (line: number) => ({ file: 'Dockerfile', startLine: line, endLine: line });

/** A stage with the sizes of its layers, base first; `name` also names its layers' ids. */
export function stageOf(
  name: string,
  index: number,
  base: string,
  discarded: boolean,
  layers: readonly (readonly [label: string, sizeBytes: number])[],
): BuildStage {
  return {
    name,
    index,
    base,
    discarded,
    sizeBytes: layers.reduce((sum, [, bytes]) => sum + bytes, 0),
    layers: layers.map(([label, sizeBytes], at) => ({
      label,
      sizeBytes,
      diffId: `sha256:${Buffer.from(at === 0 ? base : `${name} ${at}`)
        .toString('hex')
        .padEnd(64, '0')
        .slice(0, 64)}`,
      fromBase: at === 0,
      at: null,
    })),
  };
}

/** An advisory about an old version of a package: what a planted package is found by. */
export const advisoryOf = (ecosystem: string, name: string) => ({
  id: `GHSA-made-here-${name}`,
  aliases: ['CVE-2025-10000'],
  modified: '2025-12-31T00:00:00Z',
  database_specific: { severity: 'CRITICAL' },
  affected: [
    {
      package: { ecosystem, name },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.0.0' }] }],
    },
  ],
});
