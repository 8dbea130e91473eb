import { expect, it } from 'vitest';
import { publishedDigests } from './published.ts';

const reading = (path: string, digest: string) => ({
  layer: 0,
  visible: [],
  reading: { cataloguer: 'dpkg', path: '/x', packages: [], owned: { of: 'deb:a', files: [{ path, digest }] } },
});

it('knows a file by the name that the list has, and by where it lies since /usr was merged', () => {
  const readings = [reading('/lib/a.pem', 'md5:1'), reading('/usr/share/b', 'md5:2')];
  expect([...publishedDigests(readings, new Set(['/usr/lib/a.pem', '/usr/share/b', '/app/c']))]).toEqual([
    ['/usr/lib/a.pem', ['md5:1']],
    ['/usr/share/b', ['md5:2']],
  ]);
});

it('takes what a wheel records of its own files', () => {
  const wheel = { type: 'pypi' as const, name: 'a', version: '1', owns: [{ path: '/s/k', digest: 'sha256:ff' }] };
  const readings = [{ layer: 0, visible: [], reading: { cataloguer: 'python', path: '/m', packages: [wheel] } }];
  expect(publishedDigests(readings, new Set(['/s/k'])).get('/s/k')).toEqual(['sha256:ff']);
});
