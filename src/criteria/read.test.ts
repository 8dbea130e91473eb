import { expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyCheck, TickproofError } from '../domain/index.ts';
import { readBound } from '../formats/index.ts';
import { profileCriteria, readCriteria } from './read.ts';

const bound = z
  .string()
  .transform((text) => readBound(text, 'size'))
  .prefault('<1GB');
const check = (id: AnyCheck['id'], params: z.ZodType = z.strictObject({})): AnyCheck => ({
  id,
  version: 1,
  title: `title of ${id}`,
  why: '',
  remedy: '',
  references: [],
  reads: [],
  params,
  reasons: [],
  example: {},
  mutants: [],
  judge: () => ({ status: 'inapplicable', because: 'a test' }),
});
const step = z.union([
  z.strictObject({ path: z.string(), body: z.string().optional() }),
  z.strictObject({ exec: z.array(z.string()) }),
]);
const checks = [
  check('image/size', z.strictObject({ target: bound })),
  check('image/user'),
  check('compose/valid'),
  check('run/http', z.strictObject({ path: z.string() })),
  check('stack/persists', z.strictObject({ write: step, read: step })),
];
const read = (text: string, files: Record<string, string> = {}) =>
  readCriteria('tickproof.yaml', text, { checks, readFile: (path) => files[path] ?? null, stacks: {} });

function faultOf(text: string): { message: string; remedy: string } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof TickproofError) return error;
  }
  throw new Error('no fault was found');
}

it('reads sections, ids, bounds and places', () => {
  const { criteria, sections } = read(
    'version: 1\nextends: minimal\nsections:\n  - title: Size\n    criteria:\n      - { check: image/size, target: <500MB, id: PROD-001.3 }\n',
  );
  expect(criteria[0]).toMatchObject({
    id: 'PROD-001.3',
    section: 0,
    required: true,
    at: { startLine: 6 },
    params: { target: { op: '<', value: 5e8 } },
  });
  expect(sections[0]).toEqual({ title: 'Size' });
});

it('completes what is named by the profile, and lets a criterion take a check over', () => {
  const { criteria } = read(
    'version: 1\nsections:\n  - title: Own\n    criteria:\n      - { check: image/user, level: off }\n',
  );
  expect(criteria.map(({ id }) => id)).toEqual(['image/size']);
});

it('asks a profile criterion only what the settings can answer', () => {
  const withReady = read('version: 1\nrun: { ready: { http: /health } }\n');
  expect(withReady.criteria.find(({ id }) => id === 'run/http')?.params).toEqual({ path: '/health' });
  expect(read('version: 1\n').criteria.some(({ id }) => id === 'run/http')).toBe(false);
});

it('spreads a criterion on compose files over the stacks', () => {
  const two = 'version: 1\nstacks: { a: { files: [a.yml] }, b: { files: [b.yml] } }\n';
  expect(
    read(two)
      .criteria.filter(({ check: it }) => it.id === 'compose/valid')
      .map(({ id, stack }) => [id, stack]),
  ).toEqual([
    ['compose/valid@a', 'a'],
    ['compose/valid@b', 'b'],
  ]);
  expect(read('version: 1\n').criteria.some(({ check: it }) => it.id === 'compose/valid')).toBe(false);
});

it('keeps ids apart', () => {
  const { criteria } = read(
    'version: 1\nextends: minimal\nsections:\n  - title: S\n    criteria: [{ check: image/user }, { check: image/user }]\n',
  );
  expect(criteria.map(({ id }) => id)).toEqual(['image/user', 'image/user#2']);
});

it('refuses an id that two criteria were given, at the second', () => {
  const text =
    'version: 1\nextends: minimal\nsections:\n  - title: S\n    criteria:\n      - { check: image/user, id: A }\n      - { check: image/size, id: A }\n';
  expect(faultOf(text).message).toBe('tickproof.yaml:7:34: the id `A` is already that of line 6');
});

it('says every fault at once, each with its place', () => {
  const text =
    'version: 1\nextends: minimal\nsections:\n  - title: S\n    criteria:\n      - { check: image/sise }\n      - { check: image/size, tarjet: 1 }\n';
  expect(faultOf(text).message.split('\n')).toEqual([
    'tickproof.yaml:6:18: there is no check `image/sise`',
    '  → Did you mean `image/size`?',
    expect.stringMatching(/^tickproof\.yaml:7:\d+: unknown key `tarjet`$/),
  ]);
  const several =
    'version: "1"\nextends: prodction\nname: 1\nsections:\n  - titel: S\n    criteria: [{ check: image/usr, level: requird }]\n';
  const { message, remedy } = faultOf(several);
  expect([...message.split('\n'), `  → ${remedy}`]).toEqual([
    'tickproof.yaml:1:10: `version`: expected the number 1, found the text "1"',
    '  → Write `version: 1`.',
    'tickproof.yaml:2:10: there is no profile or file `prodction`',
    '  → Did you mean `production`?',
    'tickproof.yaml:3:7: `name`: expected a text, found `1`',
    '  → See docs/guide/criteria.md for what stands there.',
    'tickproof.yaml:5:5: unknown key `titel`',
    '  → Did you mean `title`?',
    'tickproof.yaml:6:25: there is no check `image/usr`',
    '  → Did you mean `image/user`?',
    expect.stringMatching(/^tickproof\.yaml:6:43: `level`/),
    '  → Did you mean `required`?',
  ]);
});

it.each(['', '\n', '# nothing yet\n'])('says of an empty file (%j) what to write', (text) => {
  expect(faultOf(text).message).toBe('tickproof.yaml:1:1: it is empty: write at least `version: 1`');
});

it('refuses data and compose files that are not there', () => {
  const text = 'version: 1\nextends: minimal\nscan: { advisories: ./osv }\nstacks:\n  a: { files: [a.yml, b.yml] }\n';
  const exists = (path: string) => path === 'a.yml';
  const reading = () => readCriteria('tickproof.yaml', text, { checks, readFile: () => null, stacks: {}, exists });
  expect(reading).toThrow(
    'tickproof.yaml:3:21: there is no ./osv, which `scan.advisories` names\ntickproof.yaml:5:23: there is no b.yml, which `stacks.a.files` names',
  );
  expect(() => read(text)).not.toThrow();
});

it('extends a file', () => {
  const base =
    'version: 1\nextends: minimal\nsections:\n  - title: Base\n    criteria: [{ check: image/user, id: B1 }]\n';
  const { criteria, sections } = readCriteria('t.yaml', 'version: 1\nextends: base.yaml\n', {
    checks,
    readFile: (path) => (path === 'base.yaml' ? base : null),
    stacks: {},
  });
  expect(criteria.map(({ id }) => id)).toEqual(['B1']);
  expect(sections).toEqual([{ title: 'Base' }]);
});

it.each([
  ['version: 1\nsecions: []\n', '2:1: unknown key `secions`', 'sections'],
  ['version: 1\nrun: { readyy: 1 }\n', '2:8: unknown key `readyy`', 'ready'],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: image/sise }] }]\n',
    'there is no check `image/sise`',
    'image/size',
  ],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: image/size, tarjet: 1MB }] }]\n',
    'unknown key `tarjet`',
    'target',
  ],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: compose/valid, stack: mak }] }]\nstacks: { mac: { files: [x] } }\n',
    'there is no stack `mak`',
    'mac',
  ],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: stack/persists, write: { path: /a, boddy: x }, read: { path: /a } }] }]\n',
    '2:79: unknown key `boddy`',
    'body',
  ],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: stack/persists, write: { path: /a }, read: { pth: /a } }] }]\n',
    'unknown key `pth`',
    'path',
  ],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: image/user, waiver: { because: a, ownr: b, until: 2030-01-01 } }] }]\n',
    'unknown key `ownr`',
    'owner',
  ],
  [
    'version: 1\nsections: [{ title: S, criteria: [{ check: image/user, mutants: [{ dockerfile: { apend: a } }] }] }]\n',
    'unknown key `apend`',
    'append',
  ],
  ['version: 1\nrun: { env: { A: { genrate: uuid } } }\n', '2:20: unknown key `genrate`', 'generate'],
  ['version: 1\nrun: { env: { A: { generate: uid } } }\n', '2:30: `run.env.A.generate`', 'uuid'],
  ['version: 1\nscan: { engines: [trivvy] }\n', '2:19: `scan.engines.0`', 'trivy'],
  ['version: 1\nextends: productoin\n', 'there is no profile or file `productoin`', 'production'],
])('points at a misspelt name and suggests the nearest: %j', (text, message, near) => {
  const fault = faultOf(text);
  expect(fault.message).toContain(message);
  expect(fault.remedy).toContain(`Did you mean \`${near}\`?`);
});

it.each(['version: 1\n  bad: indent\n', 'version: 2\n', 'version: 1\nrun: { timeout: 5 parsecs }\n', '- a list\n'])(
  'refuses %j with a place',
  (text) => {
    expect(faultOf(text).message).toMatch(/^tickproof\.yaml:\d+:\d+: /);
  },
);

it('refuses an alias bomb in bounded time', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`),
  ].join('\n');
  expect(faultOf(`version: 1\n${bomb}\n`).message).toBe('tickproof.yaml: its aliases cannot be resolved');
});

it('has a profile for a folder without criteria', () => {
  const criteria = profileCriteria('production', checks, {
    default: { files: ['compose.yaml'], env: {}, profiles: [], host: {}, timeoutMs: 1 },
  });
  expect(criteria.criteria.map(({ id }) => id)).toEqual(['image/size', 'image/user', 'compose/valid']);
});

it.each([
  ['name: a\n', '1:1: `version` is missing', 'Write `version: 1` at the top.'],
  ['version: 2\n', '1:10: `version`: expected the number 1, found `2`', 'Write `version: 1`.'],
  ['hello\n', '1:1: expected a mapping, found the text "hello"', 'Begin it with `version: 1`.'],
  ['version: 1\nextends: 3\n', '2:10: `extends`: expected a text, found `3`', 'Name a profile (`minimal`'],
  [
    'version: 1\nextends: ./nope.yaml\n',
    '2:10: there is no profile or file `./nope.yaml`',
    'Name a profile (`minimal`',
  ],
  ['version: 1\nextends: tickproof.yaml\n', '2:10: `extends` leads back to tickproof.yaml', 'Name a profile'],
  ['version: 1\nzzz: 1\n', '2:1: unknown key `zzz`', 'Known here: version, name, extends,'],
  ['version: 1\nname: [a\n', '2:7: not YAML: the list that begins with `[` is never closed', 'Close it with `]`'],
])('says of %j what is wrong and what to do', (text, message, remedy) => {
  const fault = faultOf(text);
  expect([fault.message, fault.remedy]).toEqual([`tickproof.yaml:${message}`, expect.stringContaining(remedy)]);
});

it('says every fault of the syntax', () => {
  const { message } = faultOf('version: 1\nname: a\nname: b\nrun: { env: 1\nscan: 2\n');
  expect(message).toMatch(/:3:1: not YAML[^]*:4:6: not YAML: the mapping that begins with `\{` is never closed/);
});
