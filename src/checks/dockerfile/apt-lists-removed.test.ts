import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './apt-lists-removed.ts';

it.each([
  'apt-get update',
  'aptitude update && aptitude install x',
  'apt update && apt install -y x',
  'apt-get update && rm -rf /tmp/x',
  '--mount=type=cache,target=/var/cache/apt apt-get update',
])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each([
  'apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*',
  'apt-get update; rm -r /var/lib/{apt,dpkg}',
  'apt-get update && apt-get distclean',
  '--mount=type=cache,target=/var/lib/apt/lists apt-get update',
  '--mount=type=cache,target=/var/lib/apt --mount=type=tmpfs,target=/var/cache/apt apt-get update',
  'apt-get install -y x',
])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('looks at triggers as well', () => {
  expect(linesOf(check, 'FROM a\nONBUILD RUN apt-get update\n')).toEqual([2]);
});

it('leaves stages alone that nothing is made from', () => {
  expect(linesOf(check, 'FROM a AS b\nRUN apt-get update\nFROM c\nCOPY --from=b /x /\n')).toEqual([]);
});

it('looks at stages that others are made from', () => {
  expect(linesOf(check, 'FROM a AS Base\nRUN apt-get update\nFROM base\nRUN true\n')).toEqual([2]);
});

it('removes the lists behind the install', () => {
  expect(mended(check, 'FROM a\nRUN apt-get update && \\\n    apt-get install -y x && \\\n    make\n')).toBe(
    'FROM a\nRUN apt-get update && \\\n    apt-get install -y x && rm -rf /var/lib/apt/lists/* && \\\n    make\n',
  );
});

it('leaves lists that a later step installs from', () => {
  const text = 'FROM a\nRUN apt-get update && apt-get install -y x\nRUN apt-get install -y y\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves an update without an install', () => {
  const text = 'FROM a\nRUN apt-get update\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves loops', () => {
  const text = 'FROM a\nRUN apt-get update; for p in a b; do apt-get install -y $p; done\n';
  expect(mended(check, text)).toBe(text);
});

it('leaves an install whose failure is forgiven', () => {
  const text = 'FROM a\nRUN apt-get update && apt-get install -y x || true\n';
  expect(mended(check, text)).toBe(text);
});

it('objects to a step once that fetches the lists twice, and mends it once', () => {
  const step = 'apt-get update && apt-get install -y x && apt-get update && apt-get install -y y';
  expect(linesOf(check, `FROM a\nRUN ${step}\n`)).toEqual([2]);
  expect(mended(check, `FROM a\nRUN ${step}\n`)).toBe(`FROM a\nRUN ${step} && rm -rf /var/lib/apt/lists/*\n`);
});

it('removes the lists where other steps install nothing', () => {
  expect(mended(check, 'FROM a\nRUN apt-get update && apt-get install -y x\nRUN make\n')).toBe(
    'FROM a\nRUN apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*\nRUN make\n',
  );
});
