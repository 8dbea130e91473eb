import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepPublic } from '../../scripts/public-types.ts';
import { layIn } from '../kit/lay.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickproof-house-types-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lay = (files: Readonly<Record<string, string>>) => layIn(folder, files);

it('keeps the declarations that the library reaches, and no others', () => {
  lay({
    'index.d.ts':
      "export { a } from './a/index.ts';\nexport declare const b: import('./b.ts').B;\nimport 'node:stream';\n",
    'a/index.d.ts': "export type { C as a } from '../c.ts';\n",
    'a/own.d.ts': '',
    'b.d.ts': '',
    'c.d.ts': "import './b.ts';\n",
    'cli/flow.d.ts': "import { z } from 'zod';\n",
  });
  keepPublic(folder);
  const paths = ['index.d.ts', 'a/index.d.ts', 'b.d.ts', 'c.d.ts', 'a/own.d.ts', 'cli'];
  expect(paths.filter((path) => existsSync(join(folder, path)))).toEqual(paths.slice(0, 4));
});

it.each(["import { z } from 'zod';\n", "export declare const z: import('zod').Z;\n"])('refuses %j', (text) => {
  lay({ 'index.d.ts': "export * from './a.ts';\n", 'a.d.ts': text });
  expect(() => keepPublic(folder)).toThrow(/a\.d\.ts imports zod/);
});

it('refuses a declaration that is not there', () => {
  lay({ 'index.d.ts': "export * from './a.ts';\n" });
  expect(() => keepPublic(folder)).toThrow(/there is no .*a\.d\.ts/);
});
