import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/kit/index.ts';
import { secretsOf } from './secrets.ts';
import { commentFor, isApplicationSource, rankOf } from './source-files.ts';

const files = memoryFiles('/app', { 'ca.crt': 'x', 'deep/key': 'y' });
const env = { CA: '/app/ca.crt', TOKEN: 't' };
const read = (...secrets: Parameters<typeof secretsOf>[0]) => secretsOf(secrets, '/app', { files, env });

describe('secrets', () => {
  it('come from files, relative to the folder, and from variables', () => {
    expect(
      read({ id: 'a', src: 'deep/key' }, { id: 'b', src: '${CA}' }, { id: 'c', env: 'TOKEN' }, { id: 'TOKEN' }),
    ).toEqual([
      { id: 'a', src: '/app/deep/key' },
      { id: 'b', src: '/app/ca.crt' },
      { id: 'c', env: 'TOKEN' },
      { id: 'TOKEN', env: 'TOKEN' },
    ]);
  });

  it('that are optional are left out where they are not there', () => {
    const required = false;
    expect(
      read({ id: 'a', src: '$NONE', required }, { id: 'b', src: 'no', required }, { id: 'c', env: 'NONE', required }),
    ).toEqual([]);
  });

  it('that are required are left to the complaint of the builder', () => {
    expect(read({ id: 'a', src: 'no' }, { id: 'c', env: 'NONE' })).toEqual([
      { id: 'a', src: '/app/no' },
      { id: 'c', env: 'NONE' },
    ]);
  });
});

describe('the file to change', () => {
  it.each(['src/app.ts', 'main.py', 'cmd/x/main.go', 'index.html'])('may be %s', (path) => {
    expect(isApplicationSource(path)).toBe(true);
  });

  it.each([
    'package.json',
    'setup.py',
    'vite.config.ts',
    'node_modules/a/i.js',
    'yarn.lock',
    '.eslintrc.js',
    'README.md',
  ])('is not %s', (path) => {
    expect(isApplicationSource(path)).toBe(false);
  });

  it('is the one that people change every day', () => {
    const sorted = ['tests/a.ts', 'scripts/b.ts', 'index.css', 'main.ts', 'src/z.ts', 'src/z.test.ts'].sort(
      (a, b) => rankOf(a) - rankOf(b),
    );
    expect(sorted.slice(0, 2)).toEqual(['src/z.ts', 'main.ts']);
  });

  it('gets a comment in its own language', () => {
    expect(commentFor('a.ts', 'x')).toBe('\n// x\n');
    expect(commentFor('a.py', 'x')).toBe('\n# x\n');
    expect(commentFor('a.css', 'x')).toBe('\n/* x */\n');
  });
});
