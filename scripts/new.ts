// `npm run new KIND/NAME`: the two files of a new check, ready for its sentence, its test and its judge.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit } from 'node:process';

const KINDS = ['dockerfile', 'context', 'compose', 'build', 'image', 'run', 'stack', 'packages', 'evidence'];
const id = argv[2] ?? '';
const [kind = '', name = ''] = id.split('/');
if (!KINDS.includes(kind) || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error(`new: \`${id}\` is no id: write KIND/NAME with KIND one of ${KINDS.join(', ')}`);
  exit(2);
}
const file = join(import.meta.dirname, '../src/checks', `${id}.ts`);
if (existsSync(file)) {
  console.error(`new: ${id} exists already`);
  exit(2);
}

const source = `import { defineCheck, finding, passUnless, seen } from '../kit.ts';

export default defineCheck({
  id: '${id}',
  version: 1,
  title: 'The wanted condition, as a sentence',
  why: 'What goes wrong where it does not hold.',
  remedy: 'Do this.',
  references: [],
  reads: [],
  reasons: ['reason-code'],
  example: {},
  mutants: [],

  judge: () => passUnless([finding('reason-code', 'what was seen', seen.value('what', 'it was'))], []),
});
`;
const test = `import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './${name}.ts';

it('says what it must say', () => {
  expect(judged(check, {})).toMatchObject({ status: 'fail', findings: [{ reason: 'reason-code' }] });
});
`;
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, source);
writeFileSync(file.replace(/\.ts$/, '.test.ts'), test);
console.log(`new: src/checks/${id}.ts and its test. Write the test, then \`judge\`, then run \`npm run gen\`.`);
