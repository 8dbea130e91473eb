import { expect, it } from 'vitest';
import type { Files } from '../domain/index.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { rememberedFiles } from './remembered.ts';

function counted(own: Partial<Files>) {
  const asked: string[] = [];
  const files = Object.fromEntries(
    Object.entries(own).map(([name, look]) => [
      name,
      (path: string) => {
        asked.push(`${name} ${path}`);
        return (look as (path: string) => unknown)(path);
      },
    ]),
  );
  return { asked, files: rememberedFiles({ ...memoryFiles('/', {}), ...files }) };
}

it('asks once for what is there, and once for what is not', () => {
  const { asked, files } = counted({
    readText: (path) => (path === '/a' ? 'text' : null),
    stat: () => null,
    list: () => [{ name: 'a', type: 'file' }],
    readLink: () => null,
  });
  for (let count = 0; count < 2; count++) {
    expect([files.readText('/a'), files.readText('/b'), files.stat('/b')]).toEqual(['text', null, null]);
    expect([files.list('/'), files.readLink('/a')]).toEqual([[{ name: 'a', type: 'file' }], null]);
  }
  expect(asked).toEqual(['readText /a', 'readText /b', 'stat /b', 'list /', 'readLink /a']);
});

it('keeps no text that is too long, and no fault', () => {
  const { asked, files } = counted({
    readText: () => 'x'.repeat((1 << 20) + 1),
    stat: () => {
      throw new Error('not now');
    },
  });
  for (let count = 0; count < 2; count++) {
    files.readText('/long');
    expect(() => files.stat('/a')).toThrow('not now');
  }
  expect(asked).toEqual(['readText /long', 'stat /a', 'readText /long', 'stat /a']);
});

it('knows of one what it was told of many, and the other way round', () => {
  const asked: (readonly string[])[] = [];
  const files = rememberedFiles({
    ...memoryFiles('/', { a: 'a', b: 'bb' }),
    stat: (path) => {
      asked.push([path]);
      return { type: 'file', sizeBytes: path.length, mode: 0, modifiedMs: 0 };
    },
    stats: (paths) => {
      asked.push(paths);
      return paths.map((path) => ({ type: 'file', sizeBytes: path.length, mode: 0, modifiedMs: 0 }));
    },
  });
  files.stat('/a');
  expect(files.stats(['/bb', '/a', '/ccc']).map((it) => it?.sizeBytes)).toEqual([3, 2, 4]);
  expect([files.stat('/bb')?.sizeBytes, files.stats(['/ccc'])[0]?.sizeBytes]).toEqual([3, 4]);
  expect(asked.filter((paths) => paths.length > 0)).toEqual([['/a'], ['/bb', '/ccc']]);
});
