import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { plant } from '../kit.ts';
import check from './inventory.ts';
import { CANARY, canaries } from './shared.ts';

const layers = check.example.image?.layers ?? [];
const with_ = (...more: ReturnType<typeof plant>[]) => judgedOn(check, { image: { layers: [...layers, more] } });

it('lists packages by type, and the largest', async () => {
  const verdict = await judgedOn(check, {
    image: { layers: [...layers, [plant('/app/node_modules/greeting/index.js', { sizeBytes: 5000 })]] },
  });
  expect(verdict).toMatchObject({
    status: 'pass',
    evidence: [
      { value: 2 },
      { value: 2 },
      {
        title: 'Packages by type',
        rows: [
          ['npm', '1', expect.anything()],
          ['deb', '1', '–'],
        ],
      },
      { title: 'What each layer brought', rows: [['0', '2', expect.stringContaining('greeting 1.0.0')]] },
      { title: 'The largest packages', rows: [['greeting', '1.0.0', 'npm', expect.anything(), '2', '0']] },
    ],
  });
});

const installed = (count: number, sizeOf: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => ({
    type: index % 3 === 0 ? 'npm' : 'pypi',
    name: `p${index}`,
    version: index === 1 ? '' : '1',
    purl: `pkg:x/p${index}`,
    sizeBytes: sizeOf(index),
    files: 1,
    layer: index < 3 ? 0 : 1,
  }));
const listed = (...of: Parameters<typeof installed>) =>
  judged(check, { packages: { installed: installed(...of), sources: [] }, image: { files: [] } });

it('shows the fifteen largest packages, of those whose size is known', () => {
  const rowsOf = (...of: Parameters<typeof installed>) => {
    const verdict = listed(...of);
    const last = verdict.status === 'pass' ? verdict.evidence.at(-1) : null;
    return last?.kind === 'table' && last.title === 'The largest packages' ? last.rows.map(([name]) => name) : null;
  };
  expect(rowsOf(17, (index) => index + 1)).toEqual(Array.from({ length: 15 }, (_, index) => `p${16 - index}`));
  expect(rowsOf(4, (index) => index % 2)).toEqual(['p1', 'p3']);
  expect(rowsOf(1, () => 1)).toEqual(['p0']);
  expect(rowsOf(2, () => 0)).toBeNull();
});

it('names twenty packages of each layer, and how many are left', () => {
  const rows = [
    ['1', '22', expect.stringMatching(/^p3 1, .*, p22 1, and 2 more$/)],
    ['0', '3', 'p0 1, p1, p2 1'],
  ];
  expect(listed(25, () => 0)).toMatchObject({ evidence: [{}, {}, {}, { rows }] });
  expect(listed(23, () => 0)).toMatchObject({
    evidence: [{}, {}, {}, { rows: [['1', '20', expect.stringMatching(/p22 1$/)], {}] }],
  });
});

it('asks of each database that holds anything that it was read', () => {
  const { packages } = { packages: { installed: installed(1, () => 0), sources: [] } };
  const of = (file: object) => {
    const whole = { path: '/lib/apk/db/installed', type: 'file', sizeBytes: 1, layer: 0, ...file };
    return judged(check, { packages, image: { files: [whole] } }).status;
  };
  expect(of({})).toBe('fail');
  expect(of({ sizeBytes: 0 })).toBe('pass');
  expect(of({ type: 'symlink' })).toBe('pass');
  expect(of({ path: '/lib/apk/db/scripts.tar' })).toBe('pass');
  expect(of({ path: '/var/lib/dpkg/status.d/base.md5sums' })).toBe('pass');
});

it('orders types by what they weigh, then by how many they are', () => {
  const typesOf = (size: (index: number) => number) => {
    const verdict = listed(5, size);
    const table = verdict.status === 'pass' ? verdict.evidence[2] : null;
    return table?.kind === 'table' && table.rows.map(([type]) => type);
  };
  expect(typesOf(() => 0)).toEqual(['pypi', 'npm']);
  expect(typesOf((index) => (index === 0 ? 1 : 0))).toEqual(['npm', 'pypi']);
});

it('points at metadata that cannot be read', async () => {
  expect(await with_(plant('/app/node_modules/other/package.json', { text: '{"name":' }))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unreadable', evidence: [{ path: '/app/node_modules/other/package.json' }] }],
  });
});

it('points at a database that names no package', async () => {
  expect(await with_(plant('/lib/apk/db/installed', { text: '\n\n' }))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'unlisted', evidence: [{ path: '/lib/apk/db/installed' }] }],
  });
});

it.each(Object.entries(canaries))('sees a package that is planted as %s installs it', async (type, files) => {
  expect(await with_(...files('MIT'))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'canary', message: expect.stringContaining(`pkg:${type}/${CANARY}@1.0.0`) }],
  });
});

it('does not call an image without packages clean', async () => {
  expect((await judgedOn(check, { image: { layers: [[plant('/server', { text: 'x' })]] } })).status).toBe(
    'inapplicable',
  );
});
