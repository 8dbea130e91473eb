import { expect, it } from 'vitest';
import { packageReaderOf } from './package-files.ts';

const read = (path: string, value: object) =>
  packageReaderOf(path)?.(JSON.stringify(value), path).map(({ name }) => name);

it('takes the application for a package of its own', () => {
  expect(read('/app/package.json', { name: 'tmws', version: '2.3.1' })).toEqual(['tmws']);
});

it('takes only the folders of packages below node_modules', () => {
  expect(read('/app/node_modules/@scope/zod/package.json', { name: '@scope/zod', version: '1.0.0' })).toEqual([
    '@scope/zod',
  ]);
  expect(read('/app/node_modules/zod/test/fixture/package.json', { name: 'fixture', version: '1.0.0' })).toEqual([]);
});

it('leaves out a file without a name or a version', () => {
  expect(read('/app/package.json', { type: 'module' })).toEqual([]);
});
