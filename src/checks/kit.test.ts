import { describe, expect, it } from 'vitest';
import {
  answerShape,
  boundMutants,
  causeOf,
  count,
  defineCheck,
  duration,
  evidenceOf,
  finding,
  inconclusive,
  judgeAnswer,
  judgeBound,
  judgeMeasure,
  justOver,
  pass,
  passUnless,
  pattern,
  plant,
  seen,
  share,
  shownLines,
  size,
  whiteout,
  z,
} from './kit.ts';

const IT = seen.value('it', 'is');
const SECRET = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;

describe('a check', () => {
  const declared = {
    id: 'run/some',
    version: 1,
    title: '',
    why: '',
    remedy: '',
    references: [],
    reads: [],
    reasons: [],
    example: {},
    mutants: [],
    judge: () => pass(IT),
  } as const;

  it('without parameters takes none', () => {
    const { params } = defineCheck(declared);
    expect([{}, { unknown: 1 }].map((it) => params.safeParse(it).success)).toEqual([true, false]);
  });

  it('with parameters reads them', () => {
    const { params } = defineCheck({ ...declared, params: z.strictObject({ target: size('<1kB') }) });
    expect(params.parse({})).toEqual({ target: { op: '<', value: 1000, unit: 'B', text: '<1kB' } });
  });
});

describe('a verdict', () => {
  const fault = finding('wrong', 'it is wrong', IT);

  it('fails with what was found, passes on what was looked at, and does not apply to nothing', () => {
    expect(passUnless([fault], [IT])).toEqual({ status: 'fail', findings: [fault] });
    expect(passUnless([], [IT])).toEqual({ status: 'pass', evidence: [IT] });
    expect(passUnless([], [], 'nothing there')).toEqual({ status: 'inapplicable', because: 'nothing there' });
    expect(passUnless([], []).status).toBe('inapplicable');
  });

  it('puts together what it passes on only where it passes', () => {
    expect(passUnless([], () => [IT])).toEqual({ status: 'pass', evidence: [IT] });
    const unwanted = () => {
      throw new Error('nobody sees this');
    };
    expect(passUnless([fault], unwanted)).toEqual({ status: 'fail', findings: [fault] });
  });

  it('that could not be made may have a reason and what was seen all the same', () => {
    expect(inconclusive('dark', 'look')).toEqual({ status: 'inconclusive', because: 'dark', remedy: 'look' });
    expect(inconclusive('dark', 'look', { reason: 'night', evidence: [IT] })).toMatchObject({
      reason: 'night',
      evidence: [IT],
    });
  });

  const target = { op: '<', value: 10, unit: 'B', text: '<10B' } as const;

  it.each([9, 10])('on %d bytes shows the measure against its bound, and all else', (value) => {
    const measure = { kind: 'measure', what: 'size', value, unit: 'B', target };
    const evidence = [measure, IT];
    const expected =
      value < 10
        ? { status: 'pass', evidence }
        : { status: 'fail', findings: [{ reason: 'over', message: 'size: 10 B, wanted <10B', evidence }] };
    expect(judgeBound('over', 'size', value, 'B', target, IT)).toEqual(expected);
    expect(judgeMeasure('over', 'size', value, target, { more: [IT] })).toEqual(expected);
    expect(judgeMeasure('over', 'size', value, target)).toMatchObject({ status: expected.status });
    expect(JSON.stringify(judgeMeasure('over', 'size', value, target, { samples: [1, 2] }))).toContain(
      '"samples":[1,2]',
    );
  });

  it('on an answer names the first that is wrong, and shows how long it took where all is well', () => {
    const answer = { code: 200, body: '', elapsedMs: 2.4 };
    expect(judgeAnswer('GET /', answer, { status: 200 })).toEqual({
      status: 'pass',
      evidence: [
        { kind: 'value', what: 'status of GET /', value: '200' },
        { kind: 'value', what: 'body', value: '(empty)' },
        { kind: 'measure', what: 'time to answer', value: 2, unit: 'ms' },
      ],
    });
    expect(judgeAnswer('GET /', { ...answer, body: 'ok' }, { status: 500 })).toMatchObject({
      findings: [{ reason: 'status', evidence: [{}, { value: 'ok' }] }],
    });
    expect(judgeAnswer('GET /', answer, { status: 200, contains: 'ok' })).toMatchObject({
      findings: [{ reason: 'body' }],
    });
  });
});

describe('evidence', () => {
  const at = { file: 'Dockerfile', startLine: 1, endLine: 1 };

  it('hides secrets, and keeps no more than six hundred characters of a text', () => {
    const long = 'x y '.repeat(150);
    for (const text of [long, `${long}z`, `token ${SECRET}`]) {
      const kept = text === long ? long : text.startsWith('x') ? `${long}…` : expect.not.stringContaining(SECRET);
      expect(seen.source({ text, at })).toEqual({ kind: 'source', text: kept, at });
      expect(seen.place(text, at)).toEqual({ kind: 'source', text: kept, at });
      expect(seen.file({ path: '/a', layer: 2 }, text)).toEqual({ kind: 'file', path: '/a', layer: 2, detail: kept });
      expect(seen.path('/a', text)).toEqual({ kind: 'file', path: '/a', detail: kept });
      expect(seen.value('it', text)).toEqual({ kind: 'value', what: 'it', value: kept });
      expect(seen.log('stderr', text)).toEqual({ kind: 'log', stream: 'stderr', text: kept });
      expect(seen.table('t', ['a'], [[text]], [text])).toEqual({
        kind: 'table',
        title: 't',
        head: ['a'],
        rows: [[kept]],
        notes: [kept],
      });
    }
    expect(finding('wrong', SECRET, IT).message).not.toContain(SECRET);
  });

  it('leaves out what is not given', () => {
    expect(seen.file({ path: '/a', layer: 2 })).toEqual({ kind: 'file', path: '/a', layer: 2 });
    expect(seen.path('/a')).toEqual({ kind: 'file', path: '/a' });
    expect(seen.measure('it', 1, 'count')).toEqual({ kind: 'measure', what: 'it', value: 1, unit: 'count' });
    expect(seen.table('t', [], [])).toEqual({ kind: 'table', title: 't', head: [], rows: [] });
    expect(seen.tree('t', [])).toEqual({ kind: 'tree', title: 't', rows: [] });
  });

  it('shows the first five lines of a log', () => {
    const lines = ['1', '2', '3', '4', '5', '6'].map((text) => ({ stream: 'stdout' as const, text }));
    expect(shownLines(lines)).toEqual(lines.slice(0, 5).map((it) => ({ kind: 'log', ...it })));
  });

  it('says of a diagnosis its cause, what shows it and what to do', () => {
    const diagnosis = { kind: 'loopback-only', cause: 'It is deaf.', evidence: ['a', 'b'], remedy: 'Listen.' } as const;
    const todo = { kind: 'value', what: 'what to do', value: 'Listen.' };
    expect([causeOf(diagnosis), causeOf(null), causeOf(undefined)]).toEqual([': It is deaf.', '', '']);
    expect(evidenceOf(diagnosis)).toEqual([{ kind: 'value', what: 'shown by', value: 'a\nb' }, todo]);
    expect(evidenceOf({ ...diagnosis, evidence: [] })).toEqual([todo]);
    expect(evidenceOf(null)).toEqual([]);
  });
});

describe('a parameter', () => {
  it('that is a bound is read by its quantity, as a text or a number', () => {
    expect(size().parse('<=2KiB')).toEqual({ op: '<=', value: 2048, unit: 'B', text: '<=2KiB' });
    expect(duration('<5s').parse(undefined)).toMatchObject({ op: '<', value: 5000, unit: 'ms' });
    expect(share().parse('>=70%')).toMatchObject({ op: '>=', value: 0.7, unit: 'ratio' });
    expect(count().parse(3)).toMatchObject({ op: '=', value: 3, unit: 'count' });
    const refused = size().safeParse('<5 hours');
    expect(refused.success).toBe(false);
    expect(refused.error?.issues[0]?.message).toBeTruthy();
    expect(size().safeParse(undefined).success).toBe(false);
  });

  it('that is a pattern must be a regular expression', () => {
    expect(['^a+$', '('].map((it) => pattern().safeParse(it).success)).toEqual([true, false]);
  });

  it('that is a status is one of HTTP, and 200 where none is given', () => {
    const statuses = [99, 100, 599, 600, 200.5].map((it) => answerShape.status.safeParse(it).success);
    expect(statuses).toEqual([false, true, true, false, false]);
    expect(answerShape.status.parse(undefined)).toBe(200);
  });
});

describe('a mutant', () => {
  it('plants a file unless told otherwise, and takes one away', () => {
    expect(plant('/a', { text: 'x' })).toEqual({ path: '/a', type: 'file', text: 'x' });
    expect(plant('/a', { type: 'directory' })).toEqual({ path: '/a', type: 'directory' });
    expect(whiteout('/a')).toEqual({ path: '/a', type: 'whiteout' });
  });

  const bound = (op: '<' | '<=' | '>' | '>=' | '=', value: number) =>
    ({ op, value, unit: 'ms', text: `${op}${value}ms` }) as const;

  it.each([
    ['<', 61],
    ['<=', 61],
    ['=', 61],
    ['>', 59],
    ['>=', 59],
  ] as const)('of a bound by %s lies on its red side', (op, expected) => {
    expect(justOver(bound(op, 60), 1)).toBe(expected);
  });

  it('of a comparison is red just beyond the bound, and green just before it', () => {
    const put = (_: object, healthyMs: number) => ({ health: { healthyMs } }) as never;
    const of = (target: ReturnType<typeof bound>, sides?: 'both' | 'red') =>
      boundMutants('run', sides)('slow', target, 1, put).map(({ level, title, reason, edit, green }) => {
        expect([level, reason]).toEqual(['J', 'slow']);
        const facts = { run: { other: 1 } } as never;
        return [title, edit(facts), ...(green ? [green(facts)] : [])];
      });
    const run = (healthyMs: number) => ({ run: { other: 1, health: { healthyMs } } });
    expect(of(bound('<', 60))).toEqual([
      ['exactly 60 ms against <60ms, green just under 60 ms', run(60), run(59)],
      ['just over 60 ms against <60ms', run(61)],
    ]);
    expect(of(bound('>', 60))).toEqual([
      ['exactly 60 ms against >60ms, green just over 60 ms', run(60), run(61)],
      ['just under 60 ms against >60ms', run(59)],
    ]);
    expect(of(bound('<', 60), 'red')).toEqual([
      ['exactly 60 ms against <60ms', run(60)],
      ['just over 60 ms against <60ms', run(61)],
    ]);
    expect(of(bound('<', 0))[0]).toEqual(['exactly 0 ms against <0ms', run(0)]);
  });
});
