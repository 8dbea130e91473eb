import { describe, expect, it } from 'vitest';
import type { Accounts, ImageConfig, ImageFile } from '../../domain/index.ts';
import {
  barredAt,
  entryInTree,
  findOnPath,
  findProgram,
  mayExecute,
  mayRead,
  resolveInTree,
  resolveUser,
  surroundingsOf,
  treeOf,
} from './index.ts';

function file(path: string, more: Partial<ImageFile> = {}): ImageFile {
  return { path, type: 'file', sizeBytes: 1, mode: 0o755, uid: 0, gid: 0, layer: 0, ...more };
}
const link = (path: string, linkTarget: string) => file(path, { type: 'symlink', linkTarget, mode: 0o777 });
const folder = (path: string, more: Partial<ImageFile> = {}) => file(path, { type: 'directory', ...more });

const TREE = [
  link('/bin', 'usr/bin'),
  file('/usr/bin/busybox'),
  link('/usr/bin/wget', '/bin/busybox'),
  link('/usr/bin/loop', 'loop'),
  link('/usr/bin/gone', '/opt/gone'),
  link('/app', '/srv/app'),
  file('/srv/app/server.js', { mode: 0o644 }),
  folder('/root', { mode: 0o700 }),
  file('/root/.local/bin/tool'),
  file('/usr/bin/notes', { mode: 0o644 }),
  file('/usr/local/bin/notes', { mode: 0o644 }),
];

describe('resolveInTree', () => {
  it.each([
    ['/bin/wget', '/usr/bin/busybox'],
    ['/app/server.js', '/srv/app/server.js'],
    ['/app/.././app/server.js', '/srv/app/server.js'],
    ['/srv/app/../app/server.js', '/srv/app/server.js'],
    ['/bin/../bin/busybox', '/usr/bin/busybox'],
    ['/', '/'],
    ['/usr/bin/loop', null],
    ['/usr/bin/gone', null],
    ['/srv/app/server.js/x', null],
  ])('%s leads to %s', (path, expected) => {
    expect(resolveInTree(TREE, path).file?.path ?? null).toBe(expected);
  });

  it('starts relative paths at the working folder', () => {
    expect(resolveInTree(TREE, 'server.js', '/app').file?.path).toBe('/srv/app/server.js');
  });

  it('says where a missing path would stand once its links are followed', () => {
    expect(resolveInTree(TREE, '/app/data/x.db')).toMatchObject({ path: '/srv/app/data/x.db', file: null });
    expect(resolveInTree(TREE, '/usr/bin/gone')).toMatchObject({ path: '/opt/gone', file: null });
  });

  it('gives the link itself when the entry is asked for', () => {
    expect(entryInTree(TREE, '/bin/wget')).toMatchObject({ path: '/usr/bin/wget', file: { type: 'symlink' } });
  });

  it('knows folders that no layer lists', () => {
    expect(resolveInTree(TREE, '/srv').file?.type).toBe('directory');
  });
});

it('indexes a list of files once', () => {
  expect(treeOf(TREE)).toBe(treeOf(TREE));
});

describe('access', () => {
  it.each([
    [0o700, 5, [5], true],
    [0o070, 5, [9], false],
    [0o010, 6, [9], true],
    [0o001, 6, [7], true],
    [0o001, 6, [9], false],
    [0o677, 5, [9], false],
    [0o644, 0, [0], false],
    [0o001, 0, [0], true],
  ])('mode %s lets user %i with groups %j execute: %s', (mode, uid, gids, expected) => {
    expect(mayExecute({ type: 'file', mode, uid: 5, gid: 9 }, uid, gids)).toBe(expected);
  });

  it('lets root read and pass everywhere', () => {
    expect(mayRead({ mode: 0, uid: 5, gid: 5 }, 0, [0])).toBe(true);
    expect(mayExecute({ type: 'directory', mode: 0, uid: 5, gid: 5 }, 0, [0])).toBe(true);
  });

  it('names the folder that bars the way', () => {
    expect(barredAt(resolveInTree(TREE, '/root/.local/bin/tool'), 1000, [1000])?.path).toBe('/root');
    expect(barredAt(resolveInTree(TREE, '/root/.local/bin/tool'), 0, [0])).toBeNull();
  });
});

describe('programs', () => {
  const config: Pick<ImageConfig, 'env' | 'workingDir' | 'user'> = {
    env: ['PATH=/usr/local/bin:/usr/bin:/bin'],
    workingDir: '/app',
    user: '1000',
  };
  const around = surroundingsOf(config, { users: [], groups: [] });

  it('are found along PATH through links', () => {
    expect(findProgram(TREE, 'wget', around)).toMatchObject({
      status: 'found',
      at: '/usr/bin/wget',
      file: { path: '/usr/bin/busybox' },
    });
  });

  it('are found at every place where the name stands', () => {
    expect(findOnPath(TREE, 'notes', around).map(({ at }) => at)).toEqual([
      '/usr/local/bin/notes',
      '/usr/bin/notes',
      '/bin/notes',
    ]);
  });

  it('are missing with the places that were looked at', () => {
    expect(findProgram(TREE, 'curl', around)).toEqual({
      status: 'missing',
      asked: 'curl',
      looked: ['/usr/local/bin/curl', '/usr/bin/curl', '/bin/curl'],
    });
  });

  it('are not executable without the bit, or behind a barred folder', () => {
    expect(findProgram(TREE, 'notes', around).status).toBe('not-executable');
    expect(findProgram(TREE, './server.js', around).status).toBe('not-executable');
    expect(findProgram(TREE, '/root/.local/bin/tool', around)).toMatchObject({
      because: expect.stringContaining('/root'),
    });
  });

  it('are looked for where the engine looks when the image has no PATH', () => {
    expect(surroundingsOf({ ...config, env: [] }, { users: [], groups: [] }).path).toContain('/usr/local/sbin');
  });
});

describe('resolveUser', () => {
  const accounts: Accounts = {
    users: [
      { name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
      { name: 'toor', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
      { name: 'app', uid: 1000, gid: 1000, home: '/app', shell: '/bin/sh' },
      { name: '7', uid: 1007, gid: 1007, home: '/', shell: '' },
    ],
    groups: [
      { name: 'app', gid: 1000, members: [] },
      { name: 'docker', gid: 99, members: ['app'] },
    ],
  };

  it.each([
    ['', { uid: 0, name: 'root' }],
    ['root', { uid: 0 }],
    ['root:app', { uid: 0, gid: 1000 }],
    ['toor', { uid: 0 }],
    ['00', { uid: 0 }],
    ['+0', { uid: 0 }],
    [':app', { uid: 0, gid: 1000 }],
    ['app', { uid: 1000, gids: [1000, 99] }],
    ['app:docker', { uid: 1000, gids: [99] }],
    ['1000', { uid: 1000, name: 'app', gid: 1000 }],
    ['7', { uid: 7, gid: 0, name: null }],
    ['4242:4242', { uid: 4242, gid: 4242 }],
  ])('`%s`', (text, expected) => {
    expect(resolveUser(text, accounts)).toMatchObject({ status: 'known', ...expected });
  });

  it.each([
    ['nobody', 'user'],
    ['app:wheel', 'group'],
    ['-1', 'user'],
    ['99999999999', 'user'],
  ])('does not know `%s`', (text, what) => {
    expect(resolveUser(text, accounts)).toMatchObject({ status: 'unknown', what });
  });
});
