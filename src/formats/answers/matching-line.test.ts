import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_LOG_PATTERN, matchingLine, matchingLines } from './index.ts';

const found = (pattern: string, ...except: readonly string[]) => matchingLine(pattern, except);

it('takes a usual line where the pattern looks for usual ones', () => {
  expect(found(DEFAULT_LOG_PATTERN)).toMatch('CRITICAL');
  expect(found(DEFAULT_LOG_PATTERN, 'CRITICAL')).toMatch('ERROR');
  expect(found('^Traceback')).toMatch('Traceback');
});

it.each([
  String.raw`\[(?:panic|alarm)\]\s+\w{3}\d+`,
  'out of memory|killed',
  String.raw`^level=(warn|error)$`,
  '[Pp]anic: [^ ]+ at \\x41\\u0042',
  'a{2,3}b(c(d|e)f)?',
  '(?<name>oops) .* \\/end',
  '(?!fine)bad',
  '[]x|y]|z',
])('spells a line that %s matches', (pattern) => {
  const line = found(pattern) ?? '';
  expect(matchingLines([{ stream: 'stdout', text: line }], pattern, [])).toHaveLength(1);
});

it('finds none where every line is tolerated or none can match', () => {
  expect(found('ERROR', '')).toBe(null);
  expect(found('(?!)')).toBe(null);
  expect(found('^$')).toBe(null);
  expect(found('\\n')).toBe(null);
});

it('gives only lines that match, whatever the pattern', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...String.raw`ab01|()[]{},\dsw.*+?^$:!<>-`), maxLength: 14 }),
      (text) => {
        let pattern: RegExp;
        try {
          pattern = new RegExp(text);
        } catch {
          return;
        }
        const line = found(text);
        if (line !== null) expect(pattern.test(line)).toBe(true);
      },
    ),
  );
});
