import { describe, expect, it } from 'vitest';
import type { Healthcheck } from '../../domain/index.ts';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
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
      findings: [{ evidence: [{}, { what: 'set by', value: 'HEALTHCHECK CMD ["true"]' }] }],
    });
  });

  it('as a Dockerfile has it, with its flags', async () => {
    const setBy = async (createdBy: string, healthcheck: Healthcheck) => {
      const config = { history: [{ createdBy, emptyLayer: true }], healthcheck };
      const verdict = await judgedOn(check, { image: { config, layers: [[program('/bin/true')]] } });
      return verdict.status === 'fail' ? verdict.findings[0].evidence.at(-1) : verdict;
    };
    const flags = { intervalMs: 30_000, timeoutMs: 1500, startPeriodMs: 60_000, startIntervalMs: 1000, retries: 3 };
    const printed = String.raw`HEALTHCHECK &{["CMD-SHELL" "echo \"]\" || true"] "30s" "1.5s" "1m0s" "1s" '\x03'}`;
    expect(await setBy(printed, { test: ['CMD-SHELL', 'echo "]" || true'], ...flags })).toMatchObject({
      what: 'set by',
      value:
        'HEALTHCHECK --interval=30s --timeout=1500ms --start-period=60s --start-interval=1s --retries=3 CMD echo "]" || true',
    });
    expect(await setBy('HEALTHCHECK &{["NONE"] "0s"}', { test: ['NONE'] })).toMatchObject({
      value: 'HEALTHCHECK NONE',
    });
    const another = 'HEALTHCHECK &{["CMD" "curl"]}';
    expect(await setBy(another, { test: ['CMD', 'true'] })).toMatchObject({ value: another });
  });

  it('with an example by the runtime that the image has', async () => {
    const remedyOf = async (cmd: readonly string[]) => {
      const verdict = await on(['CMD', 'true'], [program('/bin/true')], { cmd });
      return verdict.status === 'fail' ? verdict.findings[0].remedy : verdict;
    };
    expect(await remedyOf(['python', 'app.py'])).toContain('["python", "healthcheck.py"]');
    expect(await remedyOf(['/app/server'])).toBeUndefined();
  });

  it.each([
    'HEALTHCHECK NONE',
    'HEALTHCHECK CMD ["true"]',
    'HEALTHCHECK &{["CMD" "tr',
    'HEALTHCHECK ] &{["CMD"',
    '/bin/sh -c #(nop)  HEALTHCHECK CMD true',
  ])('and that is shown as it was written where no builder made something else of it: %s', async (createdBy) => {
    const history = [{ createdBy, emptyLayer: true }];
    expect(await on(['NONE'], [program('/bin/true')], { history })).toMatchObject({
      findings: [{ evidence: [{}, { what: 'set by', value: createdBy }] }],
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

  it('is named with its fault, and its file is shown where there is one', async () => {
    const layer = [program('/bin/sh'), program('/usr/bin/curl', 0o700)];
    expect(await on(['CMD-SHELL', 'curl -f x && wget y'], layer, { user: '1000' })).toMatchObject({
      findings: [
        {
          message: expect.stringMatching(/may not execute \/usr\/bin\/curl .*; .*wget/) as string,
          evidence: [{ what: 'HEALTHCHECK' }, { path: '/usr/bin/curl' }],
        },
      ],
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

describe('the counter-proof that takes the tool away', () => {
  const TITLE = 'the tool that the probe calls is gone';
  const titlesFor = async (test: readonly string[]) =>
    Object.keys(
      await outcomesOn(check, {
        image: { config: { healthcheck: { test } }, layers: [[program('/bin/sh'), program('/usr/bin/curl')]] },
      }),
    );

  it('is made where the shell alone cannot answer', async () => {
    expect(await titlesFor(['CMD-SHELL', 'curl -f http://localhost/'])).toContain(TITLE);
    expect(await titlesFor(['CMD-SHELL', 'test -f /run/ready || curl -f http://localhost/'])).not.toContain(TITLE);
    expect(await titlesFor(['CMD', 'curl', '-f', 'http://localhost/'])).not.toContain(TITLE);
  });
});
