import { expect, it } from 'vitest';
import { appendToStages, parseDockerfile, rewriteInstructions, stagesIn } from './index.ts';

it.each([
  'FROM a',
  'FROM a\nCMD x \\\n\n',
  'FROM a\nRUN <<EOF\nls\nEOF',
  'FROM a\r\nCMD x\r\n',
  '# escape=`\nFROM a `\n',
  'FROM a\nFROM b\n# end',
])('puts a line at the end of every stage of %j', (text) => {
  const { stages } = parseDockerfile('D', appendToStages(text, 'USER app') ?? '');
  expect(stages.map(({ body }) => body.at(-1)?.text)).toEqual(stages.map(() => 'USER app'));
});

it('has nothing to put where there is no stage', () => {
  expect(appendToStages('# nothing\n', 'USER app')).toBeNull();
});

it('deletes and changes instructions', () => {
  const change = (text: string) =>
    rewriteInstructions(text, ({ keyword }) => (keyword === 'USER' ? null : keyword === 'CMD' ? 'CMD b' : undefined));
  expect(change('FROM a\nUSER x\nCMD a\n')).toBe('FROM a\n\nCMD b\n');
  expect(change('FROM a\n')).toBeNull();
});

it('knows the stages of a text by what it says now', () => {
  const namesOf = (text: string) => stagesIn(text).map(({ name }) => name);
  expect(namesOf('FROM a AS one\n')).toEqual(['one']);
  expect(namesOf('FROM a AS two\n')).toEqual(['two']);
  expect(stagesIn('FROM a\n')).toBe(stagesIn('FROM a\n'));
});
