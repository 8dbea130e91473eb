import { describe, expect, it } from 'vitest';
import { judgedOn, outcomesOn } from '../../../test/kit/index.ts';
import { plant, type PlantedFile } from '../kit.ts';
import check from './linkage.ts';
import { canaryElf } from './shared.ts';

const GLIBC = '/lib64/ld-linux-x86-64.so.2';
const elf = (path: string, needs: Parameters<typeof canaryElf>[1] = {}) =>
  plant(path, { text: canaryElf(62, needs), mode: 0o755 });
const on = (layer: readonly PlantedFile[], params: Readonly<Record<string, unknown>> = {}) =>
  judgedOn(check, { image: { config: { cmd: ['/app/server'], workingDir: '/app' }, layers: [layer] } }, params);
const faults = async (...args: Parameters<typeof on>) => {
  const verdict = await on(...args);
  return verdict.status === 'fail'
    ? verdict.findings.map(({ reason, message }) => `${reason} ${message}`)
    : verdict.status;
};

describe('finds what is missing', () => {
  it('a glibc program on a musl image', async () => {
    const layer = [elf('/app/server', { loader: GLIBC, needed: ['libc.so.6'] }), elf('/lib/ld-musl-x86_64.so.1')];
    expect(await faults(layer)).toEqual([
      expect.stringContaining(GLIBC),
      expect.stringMatching(/^library-missing .*libc\.so\.6/),
    ]);
  });

  it('a library of a library', async () => {
    const layer = [elf('/app/server', { needed: ['liba.so'] }), elf('/usr/lib/liba.so', { needed: ['libb.so'] })];
    expect(await faults(layer)).toEqual([expect.stringMatching(/liba\.so needs libb\.so/)]);
  });

  it('a library of a module that nothing names, below the application', async () => {
    expect(
      await faults([elf('/app/server'), elf('/app/node_modules/x/y.node', { needed: ['libvips.so.42'] })]),
    ).toHaveLength(1);
  });

  it('a library whose link leads nowhere, or that is for another machine', async () => {
    const link = plant('/usr/lib/liba.so', { type: 'symlink', linkTarget: 'liba.so.1' });
    expect(await faults([elf('/app/server', { needed: ['liba.so'] }), link])).toHaveLength(1);
    const foreign = plant('/usr/lib/liba.so', { text: canaryElf(22), mode: 0o755 });
    expect(await faults([elf('/app/server', { needed: ['liba.so'] }), foreign])).toHaveLength(1);
  });
});

describe('accepts', () => {
  it.each([
    ['a static program', [elf('/app/server')]],
    [
      'a library behind a link',
      [
        elf('/app/server', { needed: ['liba.so.1'] }),
        plant('/usr/lib/liba.so.1', { type: 'symlink', linkTarget: 'liba.so.1.2' }),
        elf('/usr/lib/liba.so.1.2'),
      ],
    ],
    [
      'a library anywhere in the image, as wheels and JDKs bring them',
      [elf('/app/server', { needed: ['libjvm.so'] }), elf('/opt/jdk/lib/server/libjvm.so')],
    ],
    [
      'glibc names behind gcompat',
      [elf('/app/server', { loader: GLIBC, needed: ['libc.so.6'] }), elf(GLIBC), elf('/lib/libgcompat.so.0')],
    ],
    [
      'binaries that packages bring for other systems',
      [
        elf('/app/server'),
        elf('/app/node_modules/x/prebuilds/linux-x64/a.musl.node', { needed: ['libc.musl-x86_64.so.1'] }),
      ],
    ],
    ['what nobody reaches', [elf('/app/server'), elf('/opt/other', { needed: ['libnowhere.so'] })]],
  ])('%s', async (_, layer) => {
    expect(await faults(layer)).toBe('pass');
  });
});

it('looks below other places on request', async () => {
  expect(
    await faults([elf('/app/server'), elf('/opt/x/y.so', { needed: ['libnowhere.so'] })], { under: ['/opt'] }),
  ).toHaveLength(1);
});

it('does not apply where nothing is compiled', async () => {
  expect((await on([plant('/app/server', { text: '#!/bin/sh\n', mode: 0o755 })])).status).toBe('inapplicable');
});

describe('the counter-proofs', () => {
  const titles = async (
    layer: readonly PlantedFile[],
    config: object,
    params: Readonly<Record<string, unknown>> = {},
  ) =>
    Object.entries(await outcomesOn(check, { image: { config, layers: [layer] }, params })).map(
      ([title, outcome]) => `${title}: ${outcome}`,
    );

  it('take the loader and the first plain library of the command away', async () => {
    const needed = ['/opt/liba.so', 'ld-linux-x86-64.so.2', 'libb.so', 'libc.so'];
    const libraries = ['/opt/liba.so', '/lib/libb.so', '/lib/libc.so', '/lib/ld-linux-x86-64.so.2', GLIBC];
    const layer = [
      elf('/app/server', { loader: GLIBC, needed }),
      elf('/app/other', { loader: '/lib/ld-other.so', needed: ['libother.so'] }),
      ...[...libraries, '/lib/ld-other.so', '/lib/libother.so'].map((path) => elf(path)),
    ];
    const made = await titles(layer, { cmd: ['/app/server'], workingDir: '/app' });
    expect(made).toContain(`the loader ${GLIBC} is gone: killed`);
    expect(made).toContain('the library libb.so is gone: killed');
  });

  it('plant a module into each place that is there', async () => {
    const params = { under: ['/nowhere', '/app'] };
    expect(
      (await titles([elf('/app/server')], { cmd: ['/app/server'] }, params)).filter((it) => it.includes('module')),
    ).toEqual(['a module in /app whose library is not in the image: killed']);
  });

  it.each([
    ['its version', '/usr/bin/python3.11', [elf('/usr/bin/python3.11')], '/usr/lib/python3.11'],
    ['its C library', '/usr/bin/python', [elf('/usr/bin/python', { loader: GLIBC }), elf(GLIBC)], '/app'],
  ])('plant a module for another Python where %s is known', async (_, program, layer, folder) => {
    const made = await titles([...layer, elf('/app/a.so')], { cmd: [program], workingDir: '/app' });
    expect(made).toContain(`a compiled module for another Python in ${folder}: killed`);
  });
});

it('shows the first ten of what it followed', async () => {
  const verdict = await on([elf('/app/server'), ...Array.from({ length: 12 }, (_, index) => elf(`/app/${index}.so`))]);
  expect(verdict.status === 'pass' && verdict.evidence).toHaveLength(11);
});
