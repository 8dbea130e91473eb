import { describe, expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { imageFromExample } from '../../sensors/image/index.ts';
import { plant } from '../kit.ts';
import check from './linkage.ts';
import { withNewerCommand } from './linkage-abi.ts';
import { canaryElf } from './shared.ts';

const GLIBC = '/lib64/ld-linux-x86-64.so.2';
const elf = (path: string, needs: Parameters<typeof canaryElf>[1] = {}) =>
  plant(path, { text: canaryElf(62, needs), mode: 0o755 });

describe('versions of libraries', () => {
  const file = (path: string) => ({ path, type: 'file', sizeBytes: 1, mode: 0o755, uid: 0, gid: 0, layer: 0 }) as const;
  const head = (path: string, more: object) =>
    ({
      path,
      kind: 'elf',
      architecture: 'amd64',
      interpreter: null,
      needed: [],
      runpath: [],
      layer: 0,
      ...more,
    }) as const;
  const image = (provides: readonly string[] | undefined, more: readonly string[] = []) => ({
    config: {
      entrypoint: ['/app/server'],
      cmd: [],
      env: [],
      workingDir: '/app',
      user: '',
      architecture: 'amd64',
      healthcheck: null,
      shell: null,
    },
    accounts: { users: [], groups: [] },
    files: ['/app/server', '/lib/libc.so.6', ...(more.length > 0 ? ['/opt/libc.so.6'] : [])].map(file),
    executables: [
      head('/app/server', { needed: ['libc.so.6'], requires: ['libc.so.6 GLIBC_2.38'] }),
      head('/lib/libc.so.6', provides ? { provides } : {}),
      ...(more.length > 0 ? [head('/opt/libc.so.6', { provides: more })] : []),
    ],
  });
  const look = (...args: Parameters<typeof image>) => judged(check, { image: image(...args) });

  it('that are too old are named, with the newest that they have', () => {
    expect(look(['GLIBC_2.4', 'GLIBC_2.36', 'GLIBC_2.9'])).toMatchObject({
      status: 'fail',
      findings: [
        {
          reason: 'abi-mismatch',
          message: '/app/server needs GLIBC_2.38 of libc.so.6, which goes up to GLIBC_2.36',
          evidence: [{ path: '/app/server' }, { path: '/lib/libc.so.6' }],
        },
      ],
    });
  });

  it('are enough where one of that name has them, or where it has no versions at all', () => {
    expect(look(['GLIBC_2.36'], ['GLIBC_2.38']).status).toBe('pass');
    expect(look(undefined).status).toBe('pass');
  });
});

describe('compiled modules of Python', () => {
  const MUSL = '/lib/ld-musl-x86_64.so.1';
  const site = '/usr/local/lib/python3.11/site-packages';
  const python = (loader: string, ...modules: readonly string[]) =>
    judgedOn(check, {
      image: {
        config: { cmd: ['python', 'app.py'], workingDir: '/app' },
        layers: [
          [
            plant('/usr/local/bin/python', { type: 'symlink', linkTarget: 'python3.11' }),
            elf('/usr/local/bin/python3.11', { loader }),
            elf(loader),
            plant('/app/app.py', { text: '0' }),
            ...modules.map((path) => elf(path)),
          ],
        ],
      },
    });

  it.each([
    ['of glibc on musl', MUSL, `${site}/_x.cpython-311-x86_64-linux-gnu.so`],
    ['of musl on glibc', GLIBC, `${site}/_x.cpython-311-x86_64-linux-musl.so`],
    ['for another Python', GLIBC, `${site}/_x.cpython-312-x86_64-linux-gnu.so`],
    ['in the application', MUSL, '/app/vendor/_x.cpython-311-x86_64-linux-gnu.so'],
  ])('%s are found', async (_, loader, path) => {
    expect(await python(loader, path)).toMatchObject({
      findings: [{ reason: 'abi-mismatch', evidence: [{ path }, { path: '/usr/local/bin/python3.11' }] }],
    });
  });

  it.each([
    ['that fit', GLIBC, [`${site}/_x.cpython-311-x86_64-linux-gnu.so`]],
    ['of the stable interface', MUSL, [`${site}/_x.abi3.so`]],
    [
      'beside those that fit',
      MUSL,
      [`${site}/_x.cpython-311-x86_64-linux-gnu.so`, `${site}/_x.cpython-311-x86_64-linux-musl.so`],
    ],
    ['beside the same in Python', MUSL, [`${site}/_x.cpython-311-x86_64-linux-gnu.so`, `${site}/_x.py`]],
    ['of a Python that is not started', MUSL, ['/usr/lib/python3.12/_x.cpython-312-x86_64-linux-gnu.so']],
  ] as const)('%s are accepted', async (_, loader, modules) => {
    expect((await python(loader, ...modules)).status).toBe('pass');
  });

  it('are looked for in the virtual environment that is started', async () => {
    const home = '/opt/venv';
    const path = `${home}/lib/python3.11/site-packages/_x.cpython-311-x86_64-linux-gnu.so`;
    const look = (cmd: readonly string[]) =>
      judgedOn(check, {
        image: {
          config: { cmd, workingDir: '/app', env: ['PATH=/usr/local/bin'] },
          layers: [
            [
              elf('/usr/local/bin/python3.11', { loader: MUSL }),
              elf(MUSL),
              plant(`${home}/pyvenv.cfg`, { text: 'home = /usr/local/bin\n' }),
              plant(`${home}/bin/python`, { type: 'symlink', linkTarget: '/usr/local/bin/python3.11' }),
              plant(`${home}/bin/serve`, { text: `#!${home}/bin/python\n`, mode: 0o755 }),
              elf(path),
            ],
          ],
        },
      });
    expect(await look([`${home}/bin/python`])).toMatchObject({
      findings: [{ reason: 'abi-mismatch', evidence: [{ path }, {}] }],
    });
    expect(await look([`${home}/bin/serve`])).toMatchObject({ findings: [{ reason: 'abi-mismatch' }] });
    expect((await look(['python3.11'])).status).toBe('pass');
  });

  it('of the stable interface are told by the C library that they need', async () => {
    const path = `${site}/_x.abi3.so`;
    const look = (loader: string, needed: string, ...more: readonly string[]) =>
      judgedOn(check, {
        image: {
          config: { cmd: ['python3.11'] },
          layers: [
            [
              elf('/usr/local/bin/python3.11', { loader }),
              elf(loader),
              elf(path, { needed: [needed] }),
              ...more.map((it) => elf(it)),
            ],
          ],
        },
      });
    expect(await look(MUSL, 'libc.so.6')).toMatchObject({
      findings: [{ reason: 'abi-mismatch', evidence: [{ path }, {}] }],
    });
    expect((await look(GLIBC, 'libc.musl-x86_64.so.1')).status).toBe('fail');
    expect((await look(MUSL, 'libc.so.6', '/lib/libgcompat.so.0')).status).toBe('pass');
  });

  it('are one finding for a whole folder of them', async () => {
    const verdict = await python(MUSL, ...['a', 'b', 'c'].map((it) => `${site}/${it}.cpython-311-x86_64-linux-gnu.so`));
    expect(verdict).toMatchObject({ findings: [{ message: expect.stringContaining('and 2 more') as string }] });
  });

  it('are named alone where there is one, and up to ten more are shown', async () => {
    const modules = Array.from({ length: 13 }, (_, index) => `${site}/m${index + 10}.cpython-311-x86_64-linux-gnu.so`);
    expect(await python(MUSL, ...modules.slice(0, 1))).toMatchObject({
      findings: [
        {
          message: `${modules[0]}: made for cpython-311-x86_64-linux-gnu, which /usr/local/bin/python3.11 does not load`,
        },
      ],
    });
    const two = await python(MUSL, ...modules.slice(0, 2));
    expect(two).toMatchObject({ findings: [{ message: expect.stringContaining('and 1 more:') as string }] });
    const verdict = await python(MUSL, ...modules);
    expect(
      verdict.status === 'fail' && verdict.findings[0].evidence.map((it) => it.kind === 'file' && it.path),
    ).toEqual([...modules.slice(0, 11), '/usr/local/bin/python3.11']);
  });

  it('are told apart by what they were made for', async () => {
    const verdict = await python(
      GLIBC,
      `${site}/a.cpython-312-x86_64-linux-gnu.so`,
      `${site}/b.cpython-313-x86_64-linux-gnu.so`,
    );
    expect(verdict).toMatchObject({
      findings: [
        { message: expect.stringMatching(/\/a\.cpython-312\S+: made for cpython-312/) as string },
        { message: expect.stringMatching(/\/b\.cpython-313\S+: made for cpython-313/) as string },
      ],
    });
  });

  it('may lie where the criterion excepts them, in whichever folder of Python that is', async () => {
    expect((await python(GLIBC, '/app/prebuilds/_x.cpython-312-x86_64-linux-gnu.so')).status).toBe('pass');
    expect((await python(GLIBC, `${site}/prebuilds/_x.cpython-312-x86_64-linux-gnu.so`)).status).toBe('pass');
  });

  it('are looked for where PYTHONPATH says, the last one of the config', async () => {
    const look = (...env: readonly string[]) =>
      judgedOn(check, {
        image: {
          config: { cmd: ['python3.11'], env },
          layers: [
            [
              elf('/usr/local/bin/python3.11', { loader: GLIBC }),
              elf(GLIBC),
              elf('/deps/_x.cpython-312-x86_64-linux-gnu.so'),
            ],
          ],
        },
      });
    expect((await look('PYTHONPATH=/other:/deps')).status).toBe('fail');
    expect((await look('PYTHONPATH=/deps', 'PYTHONPATH=/other:/')).status).toBe('pass');
    expect((await look('PYTHONPATH=deps/:.')).status).toBe('pass');
    expect((await look('X=PYTHONPATH=')).status).toBe('pass');
  });
});

it('is proved by a version that the library next to the command does not have', async () => {
  const image = imageFromExample({ config: { cmd: ['/app/server'] }, layers: [[elf('/app/server'), elf('/app/b')]] });
  const changed = withNewerCommand(image);
  expect(changed?.image.executables.map(({ path }) => path).toSorted()).toEqual([
    '/app/b',
    '/app/server',
    '/usr/lib/libtickproof-old.so.1',
  ]);
  expect(judged(check, changed ?? {})).toMatchObject({
    findings: [
      {
        message: '/app/server needs TICKPROOF_2 of libtickproof-old.so.1, which goes up to TICKPROOF_1',
        evidence: [{ path: '/app/server' }, { path: '/usr/lib/libtickproof-old.so.1' }],
      },
    ],
  });
});
