import { expect, it } from 'vitest';
import {
  answerFault,
  headerFault,
  holds,
  isPattern,
  matchingLines,
  observed,
  redSideOf,
  greenSideOf,
} from './index.ts';

const bound = (op: '<' | '<=' | '>' | '>=' | '=', value: number) => ({ op, value, unit: 'count', text: '' }) as const;

it('holds what is wanted in any place and with any more', () => {
  expect(holds({ a: [{ b: 1, c: 2 }, 3] }, { a: [3, { b: 1 }] })).toBe(true);
  expect(holds({ a: [1] }, { a: [2] })).toBe(false);
  expect(holds([], {})).toBe(false);
  expect(holds({}, { toString: {} })).toBe(false);
  expect(holds(null, null)).toBe(true);
});

it('names the first thing that is wrong with an answer', () => {
  expect(answerFault({ code: 200, body: '{"a":1}' }, { status: 200, json: { a: 1 }, contains: 'a' })).toBe(null);
  expect(answerFault({ code: 500, body: '' }, { status: 200 })?.reason).toBe('status');
  expect(answerFault({ code: 200, body: 'no' }, { status: 200, json: {} })?.reason).toBe('body');
  expect(headerFault({ etag: 'abc' }, { ETag: 'b' })).toBe(null);
  expect(headerFault({}, { ETag: 'b' })).toMatch('ETag is missing');
});

it('finds the answer to its own question, whatever the order of its keys', () => {
  const list = [{ ask: { kind: 'http', path: '/', port: 80 } as const, n: 1 }];
  expect(observed(list, { port: 80, path: '/', kind: 'http' })?.n).toBe(1);
  expect(observed(list, { path: '/', kind: 'http' })).toBe(undefined);
});

it('finds lines, less those that are tolerated', () => {
  const lines = [
    { stream: 'stdout' as const, text: 'ERROR a' },
    { stream: 'stderr' as const, text: 'ERROR b' },
  ];
  expect(matchingLines(lines, 'ERROR', ['b$'])).toEqual([lines[0]]);
  expect(isPattern('(')).toBe(false);
});

it('knows the red side of a bound', () => {
  expect(redSideOf(bound('<', 5), 1)).toEqual([5, 6]);
  expect(redSideOf(bound('<=', 5), 1)).toEqual([6]);
  expect(redSideOf(bound('>', 5), 1)).toEqual([5, 4]);
  expect(redSideOf(bound('>=', 5), 1)).toEqual([4]);
  expect(redSideOf(bound('=', 5), 1)).toEqual([4, 6]);
  expect(redSideOf(bound('=', 0), 1)).toEqual([1]);
  expect(redSideOf(bound('>', 0), 1)).toEqual([0]);
});

it('gives the value nearest to a bound that still meets it', () => {
  expect(greenSideOf(bound('<', 5), 1)).toBe(4);
  expect(greenSideOf(bound('<=', 5), 1)).toBe(5);
  expect(greenSideOf(bound('>', 5), 1)).toBe(6);
  expect(greenSideOf(bound('=', 0), 1)).toBe(0);
  expect(greenSideOf(bound('<', 0), 1)).toBeNull();
});
