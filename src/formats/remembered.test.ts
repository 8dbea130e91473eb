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
