import { describe, expect, it } from 'vitest';
import { judgedOn } from '../../../test/kit/index.ts';
import { plant, type PlantedFile } from '../kit.ts';
import check from './no-source.ts';

const file = (path: string) => plant(path, { text: 'x', mode: 0o644 });
const on = (layer: readonly PlantedFile[], params: Readonly<Record<string, unknown>> = {}) =>
  judgedOn(
    check,
    { image: { layers: [[file('/app/server.js'), ...layer]] } },
    { files: ['**/*.ts'], under: ['/app'], ...params },
  );

it('passes on compiled output and says how much it looked at', async () => {
  expect(await on([])).toMatchObject({ status: 'pass', evidence: [{ what: 'files looked at below /app', value: 1 }] });
});

describe('finds a source file', () => {
  it.each([
    '/app/a.ts',
    '/app/src/deep/er/a.ts',
    '/app/node_modules/x/a.ts',
    '/app/lib/python3/site-packages/tmws/a.ts',
    '/app/.hidden/.a.ts',
  ])('%s', async (path) => {
    expect(await on([file(path)])).toMatchObject({
      findings: [{ reason: 'source-found', evidence: [{ path, layer: 0 }] }],
    });
  });

  it('behind a link that leads out of the place', async () => {
    const linked = [plant('/app/src', { type: 'symlink', linkTarget: '/srv/src' }), file('/srv/src/a.ts')];
    expect(await on(linked)).toMatchObject({ findings: [{ evidence: [{ path: '/srv/src/a.ts' }] }] });
  });

  it('where the place itself is a link', async () => {
    expect(
      await on([plant('/code', { type: 'symlink', linkTarget: '/app' }), file('/app/a.ts')], { under: ['/code'] }),
    ).toMatchObject({ status: 'fail' });
  });
});

it('leaves alone what is elsewhere', async () => {
  expect((await on([file('/opt/a.ts')])).status).toBe('pass');
});

it('excepts only what is named, and says how much that hides', async () => {
  const verdict = await on([file('/app/types/a.d.ts')], { except: ['*.d.ts'] });
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [{}, { what: expect.stringContaining('excepts'), value: 1 }],
  });
});

it('wants the places to exist, and to hold something', async () => {
  expect(await on([], { under: ['/app', '/srv'] })).toMatchObject({
    findings: [{ reason: 'place-missing', message: expect.stringContaining('/srv') }],
  });
  expect(await on([], { under: ['/app/server.js'] })).toMatchObject({ findings: [{ reason: 'place-missing' }] });
  expect((await on([plant('/empty', { type: 'directory', mode: 0o755 })], { under: ['/empty'] })).status).toBe(
    'inapplicable',
  );
});

it('cannot be satisfied by exceptions that hide everything: then its mutants survive', () => {
  const files = [
    { path: '/app/server.js', type: 'file', sizeBytes: 1, mode: 0o644, uid: 0, gid: 0, layer: 0 },
  ] as const;
  const params = { files: ['**/*.ts'], under: ['/app'], except: ['**'] };
  expect(
    check.mutantsFor?.({ image: { files } }, params).filter(({ reason }) => reason === 'source-found'),
  ).not.toEqual([]);
});

const hiding = (except: readonly string[]) => {
  const paths = ['/app/site-packages/notes/formula.py', '/app/types/a.d.ts'];
  const files = paths.map(
    (path) => ({ path, type: 'file', sizeBytes: 1, mode: 0o644, uid: 0, gid: 0, layer: 0 }) as const,
  );
  const params = { files: ['**/*.py', '**/*.ts'], under: ['/app'], except: [...except] };
  return check.mutantsFor?.({ image: { files } }, params).map(({ title }) => title) ?? [];
};

it('plants beside what an exception hides: one that closes a whole folder to the search is shown to', () => {
  expect(hiding(['**/site-packages/**'])).toContain(
    'a source file planted at /app/site-packages/notes/tickproof-plant.py, beside one that `except` passes over',
  );
  expect(hiding(['*.d.ts'])).toContain(
    'a source file planted at /app/types/tickproof-plant.ts, beside one that `except` passes over',
  );
  expect(hiding(['**/vendor/**', '/srv/a.py']).filter((title) => title.includes('except'))).toEqual([]);
});

it('plants each kind in each place, at once, deep, and where searches like to skip', () => {
  const paths = ['/app/server.js', '/app/site-packages', '/srv/x'];
  const files = paths.map(
    (path) =>
      ({
        path,
        type: path.endsWith('s') && path !== '/app/server.js' ? 'directory' : 'file',
        sizeBytes: 1,
        mode: 0o644,
        uid: 0,
        gid: 0,
        layer: 0,
      }) as const,
  );
  const titles = check
    .mutantsFor?.({ image: { files } }, { files: ['*.{ts,map}'], under: ['/app', '/srv'], except: [] })
    .map(({ title }) => title);
  for (const place of ['/app', '/srv'])
    for (const kind of ['ts', 'map'])
      expect(titles).toContain(`a source file planted at ${place}/tickproof-plant.${kind}`);
  expect(titles).toContain('a source file planted at /app/site-packages/tickproof/tickproof-plant.map');
  expect(titles).toContain('a source file planted at /srv/node_modules/tickproof/tickproof-plant.ts');
});

it.each([{ files: [] }, { files: ['[z-a]'] }, { under: ['app'] }, { files: ['*'], other: 1 }])(
  'refuses the parameters %j',
  (params) => {
    expect(check.params.safeParse({ files: ['*.ts'], ...params }).success).toBe(false);
  },
);

it('lists fifty, and counts the others', async () => {
  const verdict = await on(Array.from({ length: 60 }, (_, index) => file(`/app/${index}.ts`)));
  const messages = verdict.status === 'fail' ? verdict.findings.map(({ message }) => message) : [];
  expect(messages).toHaveLength(50);
  expect(messages.filter((message) => message.includes('more'))).toEqual([
    expect.stringMatching(/^\/app\/\d+\.ts can be read \(and 10 more\)$/),
  ]);
  expect(messages.at(-1)).toContain('10 more');
});

it('looks through the whole image by default, and is content where one of the places holds something', async () => {
  expect(await judgedOn(check, { image: { layers: [[file('/srv/a.ts')]] } }, { files: ['*.ts'] })).toMatchObject({
    findings: [{ reason: 'source-found' }],
  });
  const empty = plant('/empty', { type: 'directory', mode: 0o755 });
  expect((await on([empty], { under: ['/app', '/empty'] })).status).toBe('pass');
});

it('plants beside the first file that an exception passes over, in the folder that is skipped most often', () => {
  const entry = (path: string, type = 'file') =>
    ({ path, type, sizeBytes: 1, mode: 0o644, uid: 0, gid: 0, layer: 0 }) as const;
  const files = [
    entry('/app/server.js'),
    entry('/app/pkg/vendor', 'directory'),
    entry('/app/z/dist', 'directory'),
    entry('/app/one/a.d.ts'),
    entry('/app/two/b.d.ts'),
  ];
  const titles = (except: string[], under = '/app') =>
    check
      .mutantsFor?.({ image: { files } } as never, { files: ['*.ts'], under: [under], except })
      .map(({ title }) => title.replace('a source file planted at ', ''));
  expect(titles(['*.d.ts'])).toEqual([
    '/app/tickproof-plant.ts',
    '/app/tickproof/a/b/tickproof-plant.ts',
    '/app/pkg/vendor/tickproof/tickproof-plant.ts',
    '/app/one/tickproof-plant.ts, beside one that `except` passes over',
    '/app is gone',
  ]);
  expect(titles(['**/vendor/**'])).toEqual([
    '/app/tickproof-plant.ts',
    '/app/tickproof/a/b/tickproof-plant.ts',
    '/app is gone',
  ]);
  expect(titles([], '/')).toEqual([
    '/tickproof-plant.ts',
    '/tickproof/a/b/tickproof-plant.ts',
    '/app/pkg/vendor/tickproof/tickproof-plant.ts',
  ]);
});
