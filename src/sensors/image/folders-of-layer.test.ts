import { expect, it } from 'vitest';
import type { ImageFile } from '../../domain/index.ts';
import { withFolders } from './folders-of-layer.ts';

const folder = (path: string, uid: number, mode = 0o755): ImageFile => ({
  path,
  type: 'directory',
  sizeBytes: 0,
  mode,
  uid,
  gid: uid,
  layer: 0,
});
const FILES = [
  folder('/app', 1000),
  folder('/app/data', 1000, 0o700),
  { ...folder('/bin', 0), type: 'symlink' as const },
];

it('names the folders of what is planted as they are below, those above first', () => {
  const file = { path: '/app/data/x', type: 'file', text: '' } as const;
  const gone = { path: '/app/y', type: 'whiteout' } as const;
  expect(withFolders([[file, gone]], FILES)).toEqual([
    [
      { path: '/app', type: 'directory', mode: 0o755, uid: 1000, gid: 1000 },
      { path: '/app/data', type: 'directory', mode: 0o700, uid: 1000, gid: 1000 },
      file,
      gone,
    ],
  ]);
});

it('takes a folder as a layer planted it, and names none that is a link, is not there or is gone', () => {
  const data = { path: '/app/data', type: 'directory', mode: 0o711, uid: 7, gid: 8 } as const;
  const [inside, tool, made] = ['/app/data/x', '/bin/tool', '/new/made'].map(
    (path) => ({ path, type: 'file', text: '' }) as const,
  );
  const gone = { path: '/app/data', type: 'whiteout' } as const;
  const layers = [[data], [inside ?? data, tool ?? data, made ?? data], [gone], [inside ?? data]];
  const app = { path: '/app', type: 'directory', mode: 0o755, uid: 1000, gid: 1000 };
  expect(withFolders(layers, FILES)).toEqual([
    [app, data],
    [app, data, inside, tool, made],
    [app, gone],
    [app, inside],
  ]);
});
