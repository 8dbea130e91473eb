import { describe, expect, it } from 'vitest';
import type { AnyCheck, Facts, ImageFacts, Mutant, PlantedFile, Verdict } from '../../domain/index.ts';
import {
  imageFactsOf,
  imageFromExample,
  sourceFromExample,
  withConfig,
  withForgedConfig,
  withLayers,
} from '../../sensors/image/index.ts';
import { plant } from '../kit.ts';
import entrypoint from './entrypoint.ts';
import hasFiles from './has-files.ts';
import healthcheck from './healthcheck.ts';
import identity from './identity.ts';
import labels from './labels.ts';
import layers from './layers.ts';
import linkage from './linkage.ts';
import noResidue from './no-residue.ts';
import noSecrets from './no-secrets.ts';
import noSource from './no-source.ts';
import noSourceMaps from './no-source-maps.ts';
import ownerMode from './owner-mode.ts';
import pkg from './package.ts';
import platform from './platform.ts';
import ports from './ports.ts';
import setuid from './setuid.ts';
import { canaryElf, filesBelow, hideProgram, plantAt, surroundingsOf } from './shared.ts';
import size from './size.ts';
import user from './user.ts';
import worldWritable from './world-writable.ts';

const CHECKS: readonly AnyCheck[] = [
  entrypoint,
  hasFiles,
  healthcheck,
  identity,
  labels,
  layers,
  linkage,
  noResidue,
  noSecrets,
  noSource,
  noSourceMaps,
  ownerMode,
  pkg,
  platform,
  ports,
  setuid,
  size,
  user,
  worldWritable,
];

type Image = Parameters<typeof imageFromExample>[0];
type Source = ReturnType<typeof sourceFromExample>;
const link = (path: string, linkTarget: string) => plant(path, { type: 'symlink', linkTarget });
const folder = (path: string, mode = 0o755) => plant(path, { type: 'directory', mode });
const program = (path: string, text = canaryElf(62, { loader: '/lib64/ld.so.2', needed: ['libc.so.6'] })) =>
  plant(path, { text, mode: 0o755 });

/** As Debian lays it out: links for /bin and /lib, programs behind links, a virtual environment, dpkg. */
const DEBIAN: Image = {
  config: {
    user: 'app:app',
    env: ['PATH=/app/.venv/bin:/usr/local/bin:/usr/bin:/bin'],
    workingDir: '/app',
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['python', '-u', 'server.py'],
    healthcheck: {
      test: ['CMD-SHELL', 'curl -fsS http://localhost:8000/health || wget -qO- http://localhost:8000/health || exit 1'],
    },
    labels: { 'org.opencontainers.image.title': 'tmws' },
    exposedPorts: ['8000/tcp'],
  },
  layers: [
    [
      link('/bin', 'usr/bin'),
      link('/lib', 'usr/lib'),
      link('/lib64', 'usr/lib64'),
      program('/usr/bin/dash'),
      link('/usr/bin/sh', 'dash'),
      program('/usr/bin/env'),
      program('/usr/bin/curl'),
      link('/usr/bin/wget', '/etc/alternatives/wget'),
      link('/etc/alternatives/wget', '/usr/bin/wget2'),
      program('/usr/bin/wget2'),
      program('/usr/local/bin/python3.11'),
      link('/usr/local/bin/python', 'python3.11'),
      program('/usr/lib/x86_64-linux-gnu/ld-2.36.so', canaryElf(62)),
      link('/usr/lib64/ld.so.2', '../lib/x86_64-linux-gnu/ld-2.36.so'),
      program('/usr/lib/x86_64-linux-gnu/libc.so.6', canaryElf(62)),
      plant('/etc/passwd', { text: 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n', mode: 0o644 }),
      plant('/etc/group', { text: 'root:x:0:\napp:x:1000:\n', mode: 0o644 }),
      folder('/root', 0o700),
      plant('/var/lib/dpkg/status', {
        text: 'Package: tmws\nStatus: install ok installed\nVersion: 2.3.0\n',
        mode: 0o644,
      }),
    ],
    [
      link('/app', '/srv/app'),
      folder('/srv'),
      folder('/srv/app'),
      folder('/srv/app/.venv'),
      link('/srv/app/.venv/bin/python', '/usr/local/bin/python'),
      link('/srv/app/data', '/var/data'),
      folder('/var/data'),
      plant('/srv/app/server.py', { text: 'pass\n', mode: 0o644 }),
      plant('/srv/app/dist/server.js', { text: 'x', mode: 0o644 }),
      program('/usr/local/bin/docker-entrypoint.sh', '#!/usr/bin/env sh\nexec "$@"\n'),
      plant('/usr/lib/python/site-packages/tmws-2.3.0.dist-info/METADATA', {
        text: 'Name: tmws\nVersion: 2.3.0\n\n',
        mode: 0o644,
      }),
    ],
  ],
};

/** As busybox images are: one program under many hard names or links, no folders listed, numbers for users. */
const ALPINE: Image = {
  config: {
    user: '1000',
    env: [],
    workingDir: '',
    entrypoint: ['/sbin/tini', '--'],
    cmd: ['node', '/app/dist/server.js'],
    healthcheck: { test: ['CMD', 'wget', '-q', 'http://localhost/'] },
    shell: ['/bin/ash', '-eo', 'pipefail', '-c'],
  },
  layers: [
    [
      program('/bin/busybox', canaryElf(62, { loader: '/lib/ld-musl-x86_64.so.1' })),
      link('/bin/sh', '/bin/busybox'),
      link('/bin/ash', 'busybox'),
      link('/usr/bin/wget', '../../bin/busybox'),
      link('/bin/wget', '/bin/busybox'),
      program('/sbin/tini', canaryElf(62)),
      program(
        '/usr/local/bin/node',
        canaryElf(62, { loader: '/lib/ld-musl-x86_64.so.1', needed: ['libc.musl-x86_64.so.1'] }),
      ),
      program('/lib/ld-musl-x86_64.so.1', canaryElf(62)),
      link('/lib/libc.musl-x86_64.so.1', 'ld-musl-x86_64.so.1'),
      plant('/lib/apk/db/installed', { text: 'P:tmws\nV:2.3.0\n\n', mode: 0o644 }),
      plant('/app/node_modules/tmws/package.json', { text: '{"name":"tmws","version":"2.3.0"}', mode: 0o644 }),
      plant('/app/dist/server.js', { text: '0', mode: 0o644 }),
      folder('/app/data', 0o750),
    ],
  ],
};

const STATIC: Image = {
  config: { user: '65532:65532', cmd: ['/app/server'] },
  layers: [[program('/app/server', canaryElf(62)), folder('/app/data')]],
};

const WORLDS: readonly (readonly [string, Image])[] = [
  ['Debian', DEBIAN],
  ['Alpine', ALPINE],
  ['a static program', STATIC],
  ...CHECKS.flatMap(({ id, example }) => (example.image ? [[`the example of ${id}`, example.image] as const] : [])),
];

function judge(check: AnyCheck, image: ImageFacts, params: unknown): Verdict {
  return check.judge({ image } as Facts, params);
}

function mutantsOf(check: AnyCheck, image: ImageFacts, params: unknown): readonly Mutant<string, unknown>[] {
  return [...check.mutants, ...(check.mutantsFor?.({ image } as Facts, params) ?? [])];
}

/** The facts of the mutated image; null where there is nothing to change. */
function mutated(mutant: Mutant<string, unknown>, source: Source, params: unknown): ImageFacts | null {
  const image = imageFactsOf(source);
  if (mutant.level === 'K') {
    const { edit } = mutant;
    return edit === 'flip-a-byte' ? withForgedConfig(source) : withConfig(source, (config) => edit(config, params));
  }
  if (mutant.level === 'J') return mutant.edit({ image } as Facts, params)?.image ?? null; // an image check sees nothing else
  const planted = mutant.level === 'L' ? mutant.edit(image, params) : null;
  return planted && withLayers(source, planted);
}

describe.each(CHECKS.map((check) => [check.id, check] as const))('%s', (_, check) => {
  const params = check.params.parse(check.example.params ?? {});
  const example = sourceFromExample(check.example.image ?? {});

  it('passes on its example', () => {
    expect(judge(check, imageFactsOf(example), params)).toMatchObject({ status: 'pass' });
  });

  it('is not green where there is no image', () => {
    expect(judge(check, imageFromExample({}), params).status).not.toBe('pass');
  });

  it('has a mutant for every reason', () => {
    const reasons = WORLDS.flatMap(([, world]) => mutantsOf(check, imageFromExample(world), params)).map(
      ({ reason }) => reason,
    );
    expect([...check.reasons].filter((reason) => !reasons.includes(reason))).toEqual([]);
  });

  it('can be broken on its example by each of its mutants', () => {
    const facts = imageFactsOf(example);
    expect(mutantsOf(check, facts, params).filter((mutant) => mutated(mutant, example, params) === null)).toEqual([]);
  });

  it.each(WORLDS)('turns red for the declared reason on %s', (_name, world) => {
    const source = sourceFromExample(world);
    for (const mutant of mutantsOf(check, imageFactsOf(source), params)) {
      const image = mutated(mutant, source, params);
      if (!image) continue;
      const verdict = judge(check, image, params);
      const reasons = verdict.status === 'fail' ? verdict.findings.map(({ reason }) => reason) : [verdict.status];
      expect(reasons, `${mutant.level} ${mutant.title}`).toContain(mutant.reason);
    }
  });
});

describe('helpers', () => {
  const facts = imageFromExample(DEBIAN);

  it('plants where the path leads, with the folders that are missing', () => {
    expect(plantAt(facts.files, '/app/x/y.ts').map(({ path, type }) => [path, type])).toEqual([
      ['/srv/app/x', 'directory'],
      ['/srv/app/x/y.ts', 'file'],
    ]);
  });

  it('hides a program under every name that PATH reaches', () => {
    const hidden = hideProgram(facts.files, 'python', surroundingsOf(facts.config, facts.accounts));
    expect(hidden.map(({ path }: PlantedFile) => path)).toEqual(['/srv/app/.venv/bin/python', '/usr/local/bin/python']);
  });

  it('follows links out of a place', () => {
    const linked = withLayers(sourceFromExample(DEBIAN), [[plant('/var/data/leak.ts', { text: 'x' })]]);
    expect(filesBelow(linked.files, '/srv/app').map(({ file }) => file.path)).toContain('/var/data/leak.ts');
  });

  it('follows no link to a folder that holds the place, and takes what lies below it once', () => {
    const links = [link('/a/b/up', '..'), link('/a/b/down', 'c'), link('/a/b/file', 'c/own')];
    const own = [folder('/a/b'), folder('/a/b/c'), program('/a/other'), program('/a/b/c/own')];
    const { files } = imageFromExample({ layers: [[...own, ...links]] });
    expect(filesBelow(files, '/a/b').map(({ file: { path } }) => path)).toEqual(['/a/b/c/own', '/a/b/file']);
  });
});
