import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import * as api from '../../src/index.ts';
import { recordJsonSchema } from '../../src/record/index.ts';

const root = join(import.meta.dirname, '../..');
const json = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

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
  const text = readFileSync(join(root, 'src/index.ts'), 'utf8');
  const bare = [...text.matchAll(/(?<!\*\/\n)^export (?:async )?(?:function|const|interface) (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(bare).toEqual([]);
});

it('has a docstring on every port', () => {
  const files = ['ports', 'engine', 'processes'].map((name) => join(root, `src/domain/${name}.ts`));
  const text = files.map((path) => readFileSync(path, 'utf8')).join('\n');
  const ports = ['Ports', 'Engine', 'Files', 'Processes', 'Network', 'Clock', 'Cache', 'Owner'];
  expect(ports.filter((name) => !new RegExp(`\\*/\nexport interface ${name}\\b`).test(text))).toEqual([]);
});

it('publishes the schema of the record that it writes', () => {
  const written: unknown = JSON.parse(readFileSync(join(root, 'schema/record.json'), 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(recordJsonSchema())));
});

/** Nothing that it compiles is used often enough to be worth optimizing, which takes ten times as long. */
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  validateFormats: false,
  inlineRefs: false,
  code: { optimize: false },
});

/** What a published schema has against a value; an editor that knows the schema would say the same. */
function against(schema: string, value: unknown): unknown {
  const validate = ajv.getSchema(schema) ?? ajv.addSchema(json(schema) as object, schema).getSchema(schema); // a schema is an object
  if (!validate) throw new Error(`${schema} is no schema`);
  return validate(value) ? null : validate.errors;
}

it.each(['certified', 'not-certified'])('publishes a schema that the record of golden/%s.json fits', (name) => {
  expect(against('schema/record.json', json(`test/golden/${name}.json`))).toBeNull();
});

it('publishes a schema that the criteria of the examples fit, and misspelt ones do not', () => {
  const criteria: unknown = parse(readFileSync(join(root, 'examples/tmws/tickproof.yaml'), 'utf8'));
  expect(against('schema/tickproof.json', criteria)).toBeNull();
  expect(against('schema/tickproof.json', { version: 1, critera: [] })).not.toBeNull();
});
