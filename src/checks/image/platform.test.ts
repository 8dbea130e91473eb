import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './platform.ts';

const elf = (architecture: string | null, path = '/app/server') => ({
  path,
  kind: 'elf',
  architecture,
  interpreter: null,
  needed: [],
  runpath: [],
  layer: 0,
});
const on = (executables: readonly object[], params: Readonly<Record<string, unknown>> = {}, config: object = {}) =>
  judged(
    check,
    {
      image: {
        executables,
        layers: [{ index: 0 }],
        config: { os: 'linux', architecture: 'arm64', variant: 'v8', ...config },
      },
    },
    params,
  );

it('takes a variant for the platform that was asked for', () => {
  expect(on([elf('arm64')], { platforms: ['linux/arm64'] }).status).toBe('pass');
  expect(on([elf('arm64')], { platforms: ['linux/arm64/v8'] }).status).toBe('pass');
});

it('points at another platform', () => {
  expect(on([elf('arm64')], { platforms: ['linux/amd64', 'linux/s390x'] })).toMatchObject({
    findings: [{ reason: 'platform', message: expect.stringContaining('linux/arm64/v8') }],
  });
});

it('points at programs for another machine, whatever was asked for', () => {
  expect(on([elf('amd64')])).toMatchObject({ findings: [{ reason: 'platform', evidence: [{ path: '/app/server' }] }] });
});

it('lets programs be that run there all the same, or that nobody can place', () => {
  expect(on([elf('386'), elf(null)], {}, { architecture: 'amd64', variant: null }).status).toBe('pass');
});

it('leaves prebuilt binaries of packages alone unless told otherwise', () => {
  const foreign = elf('amd64', '/app/node_modules/x/prebuilds/linux-x64/x.node');
  expect(on([elf('arm64'), foreign]).status).toBe('pass');
  expect(on([elf('arm64'), foreign], { except: [] }).status).toBe('fail');
});

it('does not apply where there is nothing to compare', () => {
  expect(on([]).status).toBe('inapplicable');
});

it('refuses what is no platform', () => {
  expect(check.params.safeParse({ platforms: ['arm64'] }).success).toBe(false);
});

it('takes any of several platforms', () => {
  expect(on([elf('arm64')], { platforms: ['linux/amd64', 'linux/arm64'] }).status).toBe('pass');
});

it('lists twenty programs, and counts the others', () => {
  const verdict = on(Array.from({ length: 30 }, (_, index) => elf('amd64', `/app/${index}`)));
  const messages = verdict.status === 'fail' ? verdict.findings.map(({ message }) => message) : [];
  expect(messages).toHaveLength(20);
  expect(messages.map((message) => message.includes('(and 10 more)')).lastIndexOf(false)).toBe(18);
  expect(messages.at(-1)).toBe('/app/19 is for amd64, the image for linux/arm64/v8 (and 10 more)');
});

it('is proved by a machine that is neither the image’s nor asked for, where there is something to compare with', () => {
  const image = (...architectures: readonly (string | null)[]) => ({
    image: { executables: architectures.map((it) => elf(it)), layers: [], config: {} },
  });
  const machines = (facts: object, platforms?: string[]) =>
    check.mutantsFor?.(facts as never, { except: [], ...(platforms ? { platforms } : {}) }).map((mutant) => {
      const changed =
        mutant.level === 'K' &&
        mutant.edit !== 'flip-a-byte' &&
        mutant.edit({ architecture: 's390x' } as never, {} as never);
      return changed && changed.architecture;
    });
  expect(machines(image())).toEqual([]);
  expect(machines(image(null))).toEqual([]);
  expect(machines(image(null, 'arm64'))).toEqual(['ppc64le']);
  expect(machines(image(), ['linux/ppc64le'])).toEqual(['mips64le']);
});

it('counts no others where it lists them all', () => {
  const verdict = on(Array.from({ length: 20 }, (_, index) => elf('amd64', `/app/${index}`)));
  expect(verdict.status === 'fail' && verdict.findings.at(-1)?.message).toBe(
    '/app/19 is for amd64, the image for linux/arm64/v8',
  );
});
