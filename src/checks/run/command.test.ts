import { expect, it } from 'vitest';
import type { Facts } from '../../domain/index.ts';
import { exampleFacts, judged, judgedOn } from '../../../test/kit/judged.ts';
import { madeOf } from '../../../test/kit/made.ts';
import check from './command.ts';

const params = { argv: ['python', '-c', 'import tmws'], target: '<5s' };
const done = (over: object = {}) => ({
  image: { files: [], config: {} },
  run: {
    commands: [
      {
        ask: { kind: 'command', argv: params.argv, timeoutMs: 30_000 },
        exitCode: 0,
        stdout: 'tmws 2.3.0',
        stderr: '',
        elapsedMs: 900,
        timedOut: false,
        ...over,
      },
    ],
  },
});

it('accepts a command that does what it should', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, done(), { ...params, contains: '2.3.0', matches: '^tmws' }).status).toBe('pass');
});

it('asks for the command with time to spare', () => {
  expect(check.asks?.(check.params.parse(params))).toEqual([{ kind: 'command', argv: params.argv, timeoutMs: 30_000 }]);
});

it.each([
  ['exit', done({ exitCode: 1, stderr: "No module named 'tmws'" }), {}],
  ['output', done(), { contains: '2.4.0' }],
  ['output', done(), { matches: '^kaizen' }],
  ['slow', done({ elapsedMs: 5000 }), {}],
  ['slow', done({ timedOut: true, exitCode: null, elapsedMs: 30_000 }), {}],
])('fails by %s', (reason, facts, more) => {
  expect(judged(check, facts, { ...params, ...more })).toMatchObject({ findings: [{ reason }] });
});

it('does not judge a command that was not run', () => {
  expect(judged(check, done(), { argv: ['false'] }).status).toBe('inconclusive');
});

it('takes for weak what only replaces the command', () => {
  const asked = check.params.parse({ ...params, exit: 1, contains: 'else' });
  const edits = check.mutants.map((mutant) => (mutant.level === 'R' ? [mutant.weak, mutant.edit({}, asked)] : []));
  expect(edits).toEqual([
    [true, { command: { do: 'exit', code: 2 } }],
    [true, { command: { do: 'print', stream: 'stdout', text: '?', exit: 1 } }],
  ]);
  expect(check.mutants.map((it) => it.level === 'R' && it.edit({}, check.params.parse(params)))).toEqual([
    { command: { do: 'exit', code: 1 } },
    null,
  ]);
});

it('takes away what the command names', async () => {
  const { image } = await exampleFacts(check, { image: { layers: [[{ path: '/app/x.js', type: 'file' }]] } });
  const facts = { run: { commands: [] }, image: image as Facts['image'] };
  const made = check.mutantsFor?.(facts, check.params.parse({ argv: ['cat', '/app/x.js'] })) ?? [];
  expect(
    made.flatMap((it) => (it.level === 'R' ? [[it.reason, it.edit(facts, check.params.parse(params))]] : [])),
  ).toEqual([['exit', { layers: [[{ path: '/app/x.js', type: 'whiteout' }]] }]]);
});

it.each([
  ['<5s', 30_000],
  ['<=20s', 40_000],
  ['<20s', 40_000],
  ['>1s', 31_000],
])('waits beyond %s for a command', (target, timeoutMs) => {
  expect(check.asks?.(check.params.parse({ argv: ['true'], target }))).toMatchObject([{ timeoutMs }]);
});

it.each([
  [{ matches: '^kaizen' }, 'something else'],
  [{ matches: '[a-z]' }, '?'],
  [{ contains: 'something', matches: 'x' }, 'something else'],
  [{ contains: 'e', matches: 'e' }, '?'],
  [{ matches: '^$|.' }, 'something else'],
  [{ contains: '' }, 'something else'],
])('lets a command say what is not %j, if there is such a thing', (wanted, text) => {
  const made = madeOf('R', check, {}, { ...params, ...wanted }).map(({ change }) => change);
  expect(made[1]).toEqual({ command: { do: 'print', stream: 'stdout', text, exit: 0 } });
});

it('compares how long it took with what stands at the bound and just beyond it', () => {
  const { run } = done();
  const facts = { run, image: { files: [], config: { env: [], volumes: [], workingDir: '', user: '' } } };
  const took = madeOf('J', check, facts, params).map(({ change, green }) =>
    [change, green].map((it) => it && Reflect.get(it, 'run').commands[0].elapsedMs),
  );
  expect(took).toEqual([
    [5000, 4999],
    [5001, undefined],
  ]);
});
