import { expect, it } from 'vitest';
import { parseDockerfile } from '../../formats/index.ts';
import { eachInScope } from './stage-scope.ts';

/** The expanded words of each instruction, by its line. */
function wordsOf(text: string): Record<number, readonly string[]> {
  const found: Record<number, readonly string[]> = {};
  eachInScope(parseDockerfile('Dockerfile', text), ({ instruction, words }) => {
    found[instruction.at.startLine] = words.map(({ value }) => value);
  });
  return found;
}

it('sets what ENV names for the lines below', () => {
  expect(wordsOf('FROM alpine\nENV a=1 b=2 c=x$a\nENV d 3 4\nUSER $a$b$c$d\nLABEL e=$a f\n')).toMatchObject({
    2: ['a', '1', 'b', '2', 'c', 'x'],
    4: ['12x3 4'],
  });
});

it('sets what ARG names, from above the first FROM where it has no value, each for the next of the line', () => {
  const text = 'ARG g=1\nARG h\nFROM alpine\nARG g h i=$g j=$i\nUSER $g$h$i$j\nFROM alpine\nUSER $g\n';
  expect(wordsOf(text)).toMatchObject({ 4: ['1', '1'], 5: ['111'], 7: [''] });
});

it('goes on with what the stage below ended with, and with the PATH of any base', () => {
  const text = 'FROM me/mine AS a\nENV b=1\nFROM a\nENV b=2\nFROM a\nUSER $b$PATH\n';
  expect(wordsOf(text)).toMatchObject({ 6: ['1(PATH of the base)'] });
  const known: boolean[] = [];
  eachInScope(parseDockerfile('Dockerfile', text), ({ isBaseKnown }) => known.push(isBaseKnown));
  expect(known).toEqual([false, false, false]);
});

it('expands options that may hold variables, and the documents that are copied', () => {
  const text = [
    'FROM alpine',
    'ENV a=1',
    'COPY --from=$a --chown=$a --link b$a /',
    'RUN --mount=target=$a --network=$a echo $a',
    'CMD $a',
    'ADD <<E <<"F" /',
    "'$a'",
    'E',
    '$a',
    'F',
    'RUN <<E',
    '$a',
    'E',
    'EXPOSE $a 2',
    'WORKDIR $a b',
  ].join('\n');
  expect(wordsOf(text)).toMatchObject({
    3: ['1', 'b1', '/'],
    4: ['target=1'],
    5: [],
    6: ['<<E', '<<F', '/', ' 1 \n'],
    11: [],
    14: ['1', '2'],
    15: ['1 b'],
  });
});

it('takes nothing but ENV and ARG for variables, and sets what LABEL says to nothing', () => {
  expect(wordsOf('FROM alpine\nENV a=1\nLABEL a=2\nEXPOSE a 3\nUSER $a\n')).toMatchObject({ 5: ['1'] });
});

it('stops where stages hand on more than two million names', () => {
  const names = (kind: string) => Array.from({ length: 10_000 }, (_, index) => `${kind}${index}`);
  const variables = names('v')
    .slice(1)
    .map((name) => `${name}=1`); // and the PATH
  const many = `FROM scratch AS a\nARG ${names('g').join(' ')}\nENV ${variables.join(' ')}\n${'FROM a\n'.repeat(100)}`;
  const lines: number[] = [];
  eachInScope(
    parseDockerfile('Dockerfile', `${many}FROM scratch AS one-more\nUSER seen\nFROM one-more\nUSER unseen\n`),
    ({ instruction }) => lines.push(instruction.at.startLine),
  );
  expect(lines).toEqual([2, 3, 105]);
});

it('fills words with 64 million characters of values, and leaves those beyond as they are written', () => {
  const value = 'x'.repeat(32_000);
  const text = `FROM alpine\nENV a=${value}\n${'USER $a$a$a$a\n'.repeat(501)}`;
  const lengths: number[] = [];
  eachInScope(parseDockerfile('Dockerfile', text), ({ words: [word] }) => lengths.push(word?.value.length ?? 0));
  expect(lengths.slice(-3)).toEqual([128_000, 128_000, '$a$a$a$a'.length]);
});
