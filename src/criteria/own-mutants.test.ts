import { expect, it } from 'vitest';
import { z } from 'zod';
import { type AnyCheck, type ImageConfig, type Mutant, type Sources, TickproofError } from '../domain/index.ts';
import { readCriteria } from './read.ts';
import { criteriaJsonSchema } from './schema.ts';

const check = (id: AnyCheck['id'], reads: readonly string[], reasons: readonly string[]): AnyCheck => ({
  id,
  version: 1,
  title: `title of ${id}`,
  why: '',
  remedy: '',
  references: [],
  reads,
  params: z.strictObject({ exit: z.int().optional(), service: z.string().optional() }),
  reasons,
  example: {},
  mutants: [],
  judge: () => ({ status: 'inapplicable', because: 'a test' }),
});
const checks = [
  check('run/command', ['run.commands', 'image.files'], ['exit', 'output', 'slow']),
  check('run/starts', ['run.starts', 'build.outcome'], ['exited']),
  check('image/has-files', ['image.files'], ['missing']),
  check('context/excludes', ['context.files'], ['context-leak']),
  check('compose/services', ['compose.model'], ['missing']),
  check('stack/up', ['stack.up'], ['unhealthy']),
  check('build/succeeds', ['build.outcome'], ['build-failed']),
  check('dockerfile/non-root', ['dockerfile.final'], ['root-user']),
];

/** A file with one criterion whose mutant stands in line 8. */
const fileOf = (id: string, mutant: string) =>
  `version: 1\nextends: minimal\nsections:\n  - title: Own\n    criteria:\n      - check: ${id}\n        mutants:\n          - ${mutant}\n`;

const reading = (text: string) =>
  readCriteria('tickproof.yaml', text, {
    checks,
    readFile: () => null,
    stacks: { one: { files: ['a.yml'], env: {}, profiles: [], host: {}, timeoutMs: 1 } },
  });

function mutantOf(id: string, mutant: string): Mutant<string, unknown> {
  const [made] = reading(fileOf(id, mutant)).criteria[0]?.mutants ?? [];
  if (!made) throw new Error('no mutant was read');
  return made;
}

function faultOf(id: string, mutant: string): { message: string; remedy: string } {
  try {
    reading(fileOf(id, mutant));
  } catch (error) {
    if (error instanceof TickproofError) return error;
  }
  throw new Error('no fault was found');
}

const change = (made: Mutant<string, unknown>): unknown =>
  made.level === 'R' || made.level === 'P' ? made.edit({}, {}) : made.level === 'L' ? made.edit({} as never, {}) : null;

it.each([
  [
    'run/command',
    '{ remove: [/app/x, /b/] }',
    'R',
    {
      layers: [
        [
          { path: '/app/x', type: 'whiteout' },
          { path: '/b', type: 'whiteout' },
        ],
      ],
    },
  ],
  ['run/command', '{ plant: { /app/x: text } }', 'R', { layers: [[{ path: '/app/x', type: 'file', text: 'text' }]] }],
  ['run/command', '{ env: { A: 1, B: null } }', 'R', { env: { A: '1', B: null } }],
  ['run/command', '{ user: 0 }', 'R', { user: '0' }],
  ['run/command', '{ network: none }', 'R', { network: 'none' }],
  ['run/command', '{ command: exit 3 }', 'R', { command: { do: 'exit', code: 3 } }],
  [
    'run/command',
    '{ command: print so what }',
    'R',
    { command: { do: 'print', stream: 'stdout', text: 'so what', exit: 0 } },
  ],
  ['run/starts', '{ replace: sleep }', 'R', { act: { do: 'sleep' } }],
  ['run/starts', '{ replace: exit 300 }', 'R', { act: { do: 'exit', code: 255 } }],
  ['image/has-files', '{ remove: [/app] }', 'L', [[{ path: '/app', type: 'whiteout' }]]],
  ['stack/up\n        service: web', '{ env: { A: b } }', 'P', { service: 'web', run: { env: { A: 'b' } } }],
  ['stack/up\n        service: web', '{ network: none }', 'P', { service: 'web', apart: ['web'] }],
])('makes of %s with %s a mutant of level %s', (id, written, level, expected) => {
  const made = mutantOf(id, written);
  expect([made.level, change(made)]).toEqual([level, expected]);
});

it('keeps what was written, for keys', () => {
  const [criterion] = reading(fileOf('run/command', '{ user: 0 }')).criteria;
  expect(criterion?.mutantsWritten).toEqual([{ user: '0' }]);
});

it('takes for weak what replaces the command whole', () => {
  expect(mutantOf('run/command', '{ command: exit 1 }').weak).toBe(true);
  expect(mutantOf('run/command', '{ user: 0 }').weak).toBeUndefined();
});

it('expects the reason that is named, else the first of the check', () => {
  expect(mutantOf('run/command', '{ user: 0 }').reason).toBe('exit');
  expect(mutantOf('run/command', '{ user: 0, reason: output, title: as root }')).toMatchObject({
    reason: 'output',
    title: 'as root',
  });
});

const sources: Sources = {
  dockerfile: 'FROM a\nUSER app',
  ignore: 'tests\n',
  planted: [],
  removed: [],
  compose: { 'a.yml': 'services: { web: {} }\n', 'b.yml': '{}\n' },
  variables: {},
  sent: [],
  model: null,
};
const edited = (made: Mutant<string, unknown>, given = sources) => (made.level === 'S' ? made.edit(given, {}) : null);

it('edits the texts of a deployment', () => {
  expect(edited(mutantOf('dockerfile/non-root', '{ dockerfile: { append: USER root } }'))?.dockerfile).toBe(
    'FROM a\nUSER app\nUSER root\n',
  );
  expect(edited(mutantOf('context/excludes', '{ ignore: { replace: [tests, specs] } }'))?.ignore).toBe('specs\n');
  expect(edited(mutantOf('compose/services', '{ compose: { replace: [web, wap] } }'))?.compose).toEqual({
    'a.yml': 'services: { wap: {} }\n',
    'b.yml': '{}\n',
  });
  expect(edited(mutantOf('compose/services', '{ env: { A: null } }'))?.variables).toEqual({ A: null });
  expect(edited(mutantOf('context/excludes', '{ plant: { ./tests/x.ts: hé } }'))?.planted).toEqual([
    { path: 'tests/x.ts', sizeBytes: 3, text: 'hé' },
  ]);
  expect(edited(mutantOf('context/excludes', '{ remove: [src] }'))?.removed).toEqual(['src']);
});

it('finds nothing to change where the text does not stand', () => {
  expect(edited(mutantOf('dockerfile/non-root', '{ dockerfile: { replace: [nowhere, x] } }'))).toBeNull();
  expect(edited(mutantOf('compose/services', '{ compose: { replace: [nowhere, x] } }'))).toBeNull();
  expect(
    edited(mutantOf('dockerfile/non-root', '{ dockerfile: { replace: [a, b] } }'), { ...sources, dockerfile: null }),
  ).toBeNull();
});

it('builds an edited Dockerfile again only for what reads the build', () => {
  const made = mutantOf('build/succeeds', '{ dockerfile: { append: RUN false } }');
  expect(made.level === 'B' && made.edit(sources, {}, {})).toEqual({ dockerfile: 'FROM a\nUSER app\nRUN false\n' });
});

it('lays variables and users over the config of an image', () => {
  const config = { env: ['A=1', 'B=2'], user: 'app' } as unknown as ImageConfig;
  const given = (made: Mutant<string, unknown>) =>
    made.level === 'K' && made.edit !== 'flip-a-byte' && made.edit(config, {});
  expect(given(mutantOf('image/has-files', '{ env: { A: null, C: 3 } }'))).toEqual({
    env: ['B=2', 'C=3'],
    user: 'app',
  });
  expect(given(mutantOf('image/has-files', '{ user: root }'))).toEqual({ ...config, user: 'root' });
});

it.each([
  ['run/command', '{ remoov: [/x] }', '8:15: unknown key `remoov`', 'Did you mean `remove`?'],
  [
    'run/command',
    '{ user: 0, reason: exitt }',
    '8:32: there is no reason of run/command `exitt`',
    'Did you mean `exit`?',
  ],
  ['run/command', '{ title: x }', '8:13: a mutant that changes nothing', 'Name one change each'],
  [
    'run/command',
    '{ user: 0, network: none }',
    '8:13: a mutant that changes several things (user, network)',
    'Name one',
  ],
  ['run/command', '{ remove: [app/x] }', '8:23: app/x is no path in an image', 'whole path'],
  ['run/command', '{ plant: { /a/../../b: x } }', '8:22: /a/../../b leads out', 'without `..`'],
  ['run/command', '{ command: reboot }', 'must be `exit CODE` or `print TEXT`', ''],
  ['run/command', '{ dockerfile: { append: USER root } }', 'another build', '`remove`'],
  [
    'run/command',
    '{ compose: { replace: [a, b] } }',
    '`compose` does not change what this check reads (run, image)',
    '',
  ],
  ['run/starts', '{ command: exit 1 }', '`command` does not change what this check reads (run, build)', 'commands'],
  ['context/excludes', '{ network: none }', '`network` does not change what this check reads (context)', ''],
  ['compose/services', '{ plant: { a: b } }', '`plant` does not change', ''],
  ['stack/up', '{ user: 0 }', 'this criterion names none', '`service`'],
  ['dockerfile/non-root', '{ dockerfile: {} }', '`append` or `replace`', 'exactly one'],
  ['dockerfile/non-root', '{ dockerfile: { apend: x } }', 'unknown key `apend`', 'Did you mean `append`?'],
])('refuses for %s: %s', (id, written, message, remedy) => {
  const fault = faultOf(id, written);
  expect(fault.message).toContain(message);
  expect(fault.message).toMatch(/^tickproof\.yaml:\d+:\d+: /);
  expect(fault.remedy).toContain(remedy);
});

it('tells editors of them once for all checks', () => {
  const schema = criteriaJsonSchema(checks) as { $defs?: Record<string, unknown> };
  expect(Object.keys(schema.$defs ?? {})).toEqual(['mutants']);
  expect(JSON.stringify(schema).split('"#/$defs/mutants"').length - 1).toBe(checks.length);
});
