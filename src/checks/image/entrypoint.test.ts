import { describe, expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
import { plant, type PlantedFile } from '../kit.ts';
import check from './entrypoint.ts';
import { canaryElf } from './shared.ts';

const program = (path: string, text = 'x', mode = 0o755) => plant(path, { text, mode });
const link = (path: string, linkTarget: string) => plant(path, { type: 'symlink', linkTarget });
const on = (cmd: readonly string[], layer: readonly PlantedFile[], config: object = {}) =>
  judgedOn(check, { image: { config: { cmd, ...config }, layers: [layer] } });
const reasonsOf = async (...args: Parameters<typeof on>) => {
  const verdict = await on(...args);
  return verdict.status === 'fail' ? verdict.findings.map(({ reason }) => reason) : verdict.status;
};

describe('starts', () => {
  it.each([
    [
      'through links of folders and files',
      ['node', '-v'],
      [link('/bin', 'usr/bin'), link('/usr/bin/node', '../local/node'), program('/usr/local/node')],
    ],
    ['below the working folder', ['./server'], [program('/app/server')]],
    [
      'behind a wrapper',
      ['tini', '--', 'node', 'server.js'],
      [program('/usr/bin/tini'), program('/usr/bin/node'), plant('/app/server.js', { text: '0' })],
    ],
    ['from a shell line', ['/bin/sh', '-c', 'cd /srv && ./start'], [program('/bin/sh')]],
    [
      'with its interpreter by env',
      ['/run.sh'],
      [program('/run.sh', '#!/usr/bin/env node\n'), program('/usr/bin/env'), program('/usr/bin/node')],
    ],
  ])('%s', async (_, cmd, layer) => {
    expect(await reasonsOf(cmd, layer, { workingDir: '/app' })).toBe('pass');
  });
});

describe('of the programs that a line names', () => {
  const user = { user: '1000', workingDir: '/app' };

  it('one that the line can do without may be missing', async () => {
    const layer = [program('/bin/sh'), program('/usr/bin/wget')];
    expect(await reasonsOf(['/bin/sh', '-c', 'curl http://x || wget http://x'], layer)).toBe('pass');
  });

  it('each that it needs is a fault', async () => {
    expect(await reasonsOf(['/bin/sh', '-c', 'migrate && serve'], [program('/bin/sh')])).toEqual([
      'command-missing',
      'command-missing',
    ]);
  });

  it('only the first is, where that one cannot start', async () => {
    expect(await on(['tini', '--', 'node'], [])).toMatchObject({
      findings: [{ reason: 'command-missing', message: expect.stringContaining('tini') as string }],
    });
    expect(await reasonsOf(['tini', '--', 'node'], [])).toHaveLength(1);
  });

  it('the file at fault is shown', async () => {
    expect(await on(['/app/server'], [program('/app/server', 'x', 0o644)], user)).toMatchObject({
      findings: [{ reason: 'not-executable', evidence: [{ what: 'command' }, { path: '/app/server' }] }],
    });
    const script = plant('/app/server.js', { text: '0', mode: 0o600 });
    expect(await on(['node', 'server.js'], [program('/usr/bin/node'), script], user)).toMatchObject({
      findings: [{ reason: 'not-readable', evidence: [{ what: 'command' }, { path: '/app/server.js' }] }],
    });
  });
});

it('shows program and script where both are well', async () => {
  const layer = [program('/usr/bin/node'), plant('/server.js', { text: '0', mode: 0o644 })];
  expect(await on(['node', 'server.js'], layer)).toMatchObject({
    evidence: [{ what: 'command' }, { path: '/usr/bin/node' }, { path: '/server.js', detail: 'script' }],
  });
});

it('is not proved by a script that nobody may read where root runs it, who may read whatever is there', async () => {
  const layer = [program('/usr/bin/node'), plant('/server.js', { text: '0', mode: 0o644 })];
  const titles = async (user: string) =>
    Object.keys(await outcomesOn(check, { image: { config: { user, cmd: ['node', 'server.js'] }, layers: [layer] } }));
  expect(await titles('1')).toContain('nobody may read /server.js');
  expect(await titles('0')).not.toContain('nobody may read /server.js');
  expect(await titles('0')).toContain('the script /server.js is gone');
});

describe('does not start', () => {
  it.each([
    ['command-missing', [], []],
    ['command-missing', ['node'], []],
    ['command-missing', ['node'], [link('/usr/bin/node', '/opt/node')]],
    ['command-missing', ['tini', '--', 'node'], [program('/usr/bin/tini')]],
    ['command-missing', ['node', 'dist/server.js'], [program('/usr/bin/node')]],
    ['command-missing', ['/bin/sh', '-c', 'exec gunicorn app'], [program('/bin/sh')]],
    ['not-executable', ['/app/server'], [program('/app/server', 'x', 0o644)]],
    ['not-executable', ['/app/server'], [plant('/app/server', { text: 'x', mode: 0o700, uid: 0 })]],
    ['interpreter-missing', ['/run.sh'], [program('/run.sh', '#!/bin/bash\n')]],
    ['interpreter-missing', ['/run.sh'], [program('/run.sh', '#!/usr/bin/env node\n'), program('/usr/bin/env')]],
    ['interpreter-missing', ['/run.sh'], [program('/run.sh', '#!/bin/sh\r\n'), program('/bin/sh')]],
    [
      'interpreter-missing',
      ['/server'],
      [program('/server', canaryElf(62, { loader: '/lib64/ld-linux-x86-64.so.2' }))],
    ],
    ['wrong-architecture', ['/server'], [program('/server', canaryElf(22))]],
    [
      'not-readable',
      ['node', 'server.js'],
      [program('/usr/bin/node'), plant('/app/server.js', { text: '0', mode: 0o600 })],
    ],
  ] as const)('%s: %j', async (reason, cmd, layer) => {
    expect(await reasonsOf(cmd, layer, { user: '1000', workingDir: '/app' })).toEqual([reason]);
  });

  it('and the missing script is seen behind the entry point of official images', async () => {
    const layer = [program('/usr/local/bin/docker-entrypoint.sh'), program('/usr/bin/node')];
    expect(await reasonsOf(['node', 'server.js'], layer, { entrypoint: ['docker-entrypoint.sh'] })).toEqual([
      'command-missing',
    ]);
  });
});

it('passes over a file on PATH that the user may not run, as the runtime does', async () => {
  expect(await reasonsOf(['node'], [program('/usr/local/bin/node', 'x', 0o644), program('/usr/bin/node')])).toBe(
    'pass',
  );
});
