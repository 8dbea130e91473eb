import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as api from '../../src/index.ts';
import { recordJsonSchema } from '../../src/record/index.ts';

it('exports what the documentation names, and nothing else', () => {
  expect(Object.keys(api).sort()).toEqual(
    [
      'TickproofError',
      'checks',
      'formats',
      'glyph',
      'parseCriteria',
      'parseDockerfile',
      'profile',
      'readRecord',
      'render',
      'verify',
      'version',
    ].sort(),
  );
});

it('has a docstring on every export of its own', () => {
  const text = readFileSync(join(import.meta.dirname, '../../src/index.ts'), 'utf8');
  const bare = [...text.matchAll(/(?<!\*\/\n)^export (?:async )?(?:function|const|interface) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(bare).toEqual([]);
});

it('publishes the schema of the record that it writes', () => {
  const written: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/record.json'), 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(recordJsonSchema())));
});
