import { expect, it } from 'vitest';
import { memoryFiles } from '../../test/kit/index.ts';
import { overlayFiles } from './overlay.ts';

it('tells of many paths what it tells of each: what is planted, removed, over a folder, and what shows through', () => {
  const below = memoryFiles('/work', { 'kept.txt': 'kept', 'gone.txt': 'gone', 'old.txt': 'old', 'folder/a': 'a' });
  const files = overlayFiles(below, {
    root: '/work',
    planted: new Map([['folder/planted', { sizeBytes: 7 }]]),
    removed: ['gone.txt'],
    texts: { 'old.txt': 'longer', 'kept.md': null },
  });
  const paths = ['kept.txt', 'gone.txt', 'old.txt', 'folder', 'folder/a', 'folder/planted', 'kept.md', 'never'];
  const full = paths.map((path) => `/work/${path}`);
  expect(files.stats(full)).toEqual(full.map((path) => files.stat(path)));
  expect(files.stats(full).map((it) => (it?.type === 'file' ? it.sizeBytes : (it?.type ?? null)))).toEqual([
    4,
    null,
    6,
    'directory',
    1,
    7,
    null,
    null,
  ]);
});
