import { describe, expect, it } from 'vitest';
import type { Executable } from '../../domain/index.ts';
import { pythonAmong } from './abi.ts';

const elf = (path: string, interpreter: string | null): Executable => ({
  path,
  kind: 'elf',
  architecture: 'amd64',
  interpreter,
  needed: [],
  runpath: [],
  layer: 0,
});

describe('the Python that is started', () => {
  it.each([
    ['/usr/local/bin/python3.11', '/lib64/ld-linux-x86-64.so.2', '311', 'gnu', ['/usr/local/lib/python3.11']],
    [
      '/usr/bin/python3.12',
      '/lib/ld-musl-x86_64.so.1',
      '312',
      'musl',
      ['/usr/lib/python3.12', '/usr/local/lib/python3.12'],
    ],
    ['/opt/venv/bin/python', null, null, null, []],
  ])('%s', (path, loader, version, libc, folders) => {
    expect(pythonAmong([elf('/bin/sh', null), elf(path, loader)])).toMatchObject({ version, libc, folders });
  });

  it('is none where something else is', () => {
    expect(pythonAmong([elf('/usr/bin/python3-config', null), elf('/usr/bin/pythonic', null)])).toBeNull();
  });
});
