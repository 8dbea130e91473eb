import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './exec-form-is-json.ts';

it('objects to quotes that JSON does not know, and to commas that it does not want', () => {
  const text = `FROM a\nCMD ['a', 'b']\nENTRYPOINT [“a”]\nRUN ["a",]\nHEALTHCHECK CMD ['a']\nCMD ["a" "b"]\nCMD ["a"]\n`;
  expect(linesOf(check, text)).toEqual([2, 3, 4, 5, 6]);
});

it('takes a test of the shell for what it is', () => {
  expect(linesOf(check, 'FROM a\nRUN [ "$X" = 1 ]\nRUN [ -f x ]\nRUN [[ "$X" ]]\n')).toEqual([]);
});

it('mends what can be mended without guessing', () => {
  expect(mended(check, `FROM a\nCMD ['a', 'b c']\nENTRYPOINT  [“a”,]\nRUN ["a" "b"]\n`)).toBe(
    `FROM a\nCMD ["a", "b c"]\nENTRYPOINT  ["a"]\nRUN ["a" "b"]\n`,
  );
});

it('takes an array with a blank on one side for one', () => {
  expect(linesOf(check, "FROM a\nCMD [ 'a']\n")).toEqual([2]);
});

it('leaves an array of other things to its author', () => {
  expect(mended(check, 'FROM a\nCMD ["a", 1,]\n')).toBe('FROM a\nCMD ["a", 1,]\n');
});

it.each([
  ["CMD ['node', 'x']", 'single quotes'],
  ['CMD [“node”]', 'typographic quotes'],
  ['CMD ["node", "x",]', 'a comma behind the last word'],
  ['CMD [\'it\', "s"]', 'single quotes'],
])('names what is wrong with %s', (line, cause) => {
  expect(judged(check, `FROM a\n${line}\n`)).toMatchObject({
    findings: [{ message: `\`${line.slice(4)}\` is no JSON because of ${cause}, and is run by a shell` }],
  });
});

it('says just that of one whose fault it cannot name', () => {
  expect(judged(check, 'FROM a\nCMD ["a" "b"]\n')).toMatchObject({
    findings: [{ message: '`["a" "b"]` is no JSON, and is run by a shell' }],
  });
});
