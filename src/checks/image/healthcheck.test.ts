import { describe, expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './healthcheck.ts';

const program = (path: string, mode = 0o755) => plant(path, { text: 'x', mode });
const on = (
  test: readonly string[] | null,
  layer = [program('/bin/sh'), program('/usr/bin/curl')],
  config: object = {},
) => judgedOn(check, { image: { config: { ...config, healthcheck: test && { test } }, layers: [layer] } });

describe('no health check', () => {
  it.each([[null], [[]], [['NONE']]])('%j', async (test) => {
    expect(await on(test)).toMatchObject({ findings: [{ reason: 'no-healthcheck' }] });
  });
});

describe('a probe that says nothing', () => {
  it.each([
    [['CMD-SHELL', 'curl -f localhost || true']],
    [['CMD-SHELL', 'exit 0']],
    [['CMD', '/bin/true']],
    [['CMD', 'python', '-c', 'import sys; sys.exit(0)']],
  ])('%j', async (test) => {
    expect(await on(test)).toMatchObject({ findings: [{ reason: 'healthcheck-trivial' }] });
  });

  it('with the instruction that set it, the last of them', async () => {
    const history = ['HEALTHCHECK NONE', 'HEALTHCHECK &{["CMD" "true"]}', 'CMD ["x"]'].map((createdBy) => ({
      createdBy,
      emptyLayer: true,
    }));
    expect(await on(['CMD', 'true'], [program('/bin/true')], { history })).toMatchObject({
      findings: [{ evidence: [{}, { what: 'set by', value: 'HEALTHCHECK ["CMD" "true"]' }] }],
    });
  });

  it('or that always fails', async () => {
    expect(await on(['CMD', 'false'])).toMatchObject({ findings: [{ reason: 'healthcheck-hopeless' }] });
  });
});

describe('the program of the probe', () => {
  it('is found in both forms', async () => {
    expect((await on(['CMD', 'curl', '-f', 'http://localhost/'])).status).toBe('pass');
    expect((await on(['CMD-SHELL', 'curl -f http://localhost/ || exit 1'])).status).toBe('pass');
  });

  it('may be either of two', async () => {
    expect((await on(['CMD-SHELL', 'wget -q http://localhost/ || curl -f http://localhost/'])).status).toBe('pass');
  });

  it.each([
    ['is not there', ['CMD', 'wget', '-q'], [program('/bin/sh')]],
    ['is not there for the shell', ['CMD-SHELL', 'curl -f x || exit 1'], [program('/bin/sh')]],
    ['has no shell', ['CMD-SHELL', 'curl -f x'], [program('/usr/bin/curl')]],
    ['cannot be run by the user', ['CMD', 'curl', 'x'], [program('/usr/bin/curl', 0o700)]],
    [
      'stands in a folder that the user may not enter',
      ['CMD', '/root/probe'],
      [plant('/root', { type: 'directory' as const, mode: 0o700 }), program('/root/probe')],
    ],
    [
      'is a script whose interpreter is missing',
      ['CMD', '/probe.sh'],
      [plant('/probe.sh', { text: '#!/bin/bash\n', mode: 0o755 })],
    ],
    ['runs a script that is missing', ['CMD', 'python', 'probe.py'], [program('/usr/bin/python')]],
  ])('%s', async (_, test, layer) => {
    expect(await on(test, layer, { user: '1000' })).toMatchObject({
      status: 'fail',
      findings: [{ reason: 'healthcheck-tool-missing' }],
    });
  });

  it('is looked for by the shell that the image names', async () => {
    const config = { shell: ['/bin/bash', '-o', 'pipefail', '-c'] };
    expect((await on(['CMD-SHELL', 'curl x'], [program('/bin/sh'), program('/usr/bin/curl')], config)).status).toBe(
      'fail',
    );
    expect((await on(['CMD-SHELL', 'curl x'], [program('/bin/bash'), program('/usr/bin/curl')], config)).status).toBe(
      'pass',
    );
  });
});
