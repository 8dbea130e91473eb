import { expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import check from './package.ts';

const packages = [
  { ecosystem: 'python', name: 'My_Service', version: '2.3.0', path: '/a/METADATA', layer: 1 },
  { ecosystem: 'npm', name: 'tmws', version: '2.3.0', path: '/n/node_modules/tmws/package.json', layer: 2 },
  { ecosystem: 'npm', name: 'tmws', version: '1.0.0', path: '/m/node_modules/tmws/package.json', layer: 1 },
];
const on = (params: Readonly<Record<string, unknown>>) => judged(check, { image: { packages } }, params);

it('finds the version among several, and shows them all', () => {
  expect(on({ name: 'tmws', version: '2.3.0' })).toMatchObject({
    status: 'pass',
    evidence: [{ layer: 2 }, { layer: 1 }],
  });
});

it('takes names as their ecosystem does', () => {
  expect(on({ name: 'my-service', version: '2.3.0' }).status).toBe('pass');
  expect(on({ name: 'TMWS' }).status).toBe('fail');
});

it('says which versions are there instead', () => {
  expect(on({ name: 'tmws', version: '3.0.0' })).toMatchObject({
    findings: [{ reason: 'version-mismatch', message: expect.stringContaining('2.3.0, 1.0.0') }],
  });
});

it.each([{ name: 'other' }, { name: 'tmws', ecosystem: 'deb' }])('does not find %j', (params) => {
  expect(on(params)).toMatchObject({ findings: [{ reason: 'package-missing' }] });
});

it('is not proved by another version where any will do', async () => {
  const image = check.example.image ?? {};
  expect(await outcomesOn(check, { image, params: { name: 'tmws' } })).toEqual({
    'the metadata of the package is gone': 'killed',
  });
});
