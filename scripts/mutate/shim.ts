// As much of the test runner as the tests beside the checks use: it only gathers them. Matchers are the runner's own.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  customMatchers,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';

export interface GatheredTest {
  readonly name: string;
  readonly run: () => unknown;
}

type Body = (...args: readonly unknown[]) => unknown;

let gathered: GatheredTest[] = [];
let before: (() => unknown)[] = [];

/** What a file of tests declares while `load` evaluates it. */
export function gather(load: () => void): readonly GatheredTest[] {
  gathered = [];
  before = [];
  load();
  return [...before.map((run) => ({ name: 'before all', run })), ...gathered];
}

const each =
  (declare: (name: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const row of rows) declare(name, () => (Array.isArray(row) ? body(...row) : body(row)));
  };

const declareTest = (name: string, run: Body): void => void gathered.push({ name, run: () => run() });
const declareGroup = (_: string, body: Body): void => void body();

const it = Object.assign(declareTest, {
  each: each(declareTest),
  skipIf: (isSkipped: boolean) => (isSkipped ? () => undefined : declareTest),
});
const describe = Object.assign(declareGroup, { each: each(declareGroup) });

/** The module that stands for `vitest`. */
export const vitest = {
  it,
  test: it,
  describe,
  expect: makeExpect(),
  beforeAll: (run: () => unknown): void => void before.push(run),
  afterAll: (): undefined => undefined,
};

function makeExpect(): unknown {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(JestAsymmetricMatchers);
  const expect = Object.assign((value: unknown, message?: string) => chai.expect(value, message), chai.expect);
  const asymmetric: object = Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT) as object; // set by the library when it is loaded
  Object.assign(expect, asymmetric);
  Reflect.set(globalThis, GLOBAL_EXPECT, expect);
  const state = {
    assertionCalls: 0,
    isExpectingAssertions: false,
    environment: 'node',
    testPath: '',
    currentTestName: '',
  };
  setState(state as never, expect as never); // the runner's own state has more that no matcher here asks for
  (chai.expect as unknown as { extend: (to: object, matchers: object) => void }).extend(expect, customMatchers); // two arguments, whatever its type says
  return expect;
}
