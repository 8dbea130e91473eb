import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './one-downloader.ts';

it.each(['wget x && curl y', 'curl x | sh; wget y'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([2]);
});

it.each(['wget x', 'curl y && curl z', 'wget -q x; apt-get install curl'])('has nothing against `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
});

it('names each step from the one on that both are used', () => {
  expect(linesOf(check, 'FROM a\nRUN wget x\nRUN curl x\nRUN true\nRUN wget y\n')).toEqual([3, 5]);
});

it('counts each stage for itself', () => {
  expect(linesOf(check, 'FROM a\nRUN wget x\nFROM b\nRUN curl x\n')).toEqual([]);
});

it('counts triggers for themselves', () => {
  expect(linesOf(check, 'FROM a\nRUN wget x\nONBUILD RUN curl x\n')).toEqual([]);
});

it('names the last download of a step', () => {
  expect(judged(check, 'FROM a\nRUN wget x && curl y && wget z\n')).toMatchObject({
    findings: [{ message: '`wget` is used beside `curl` in this stage', evidence: [{ text: 'wget z' }] }],
  });
});
