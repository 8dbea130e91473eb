import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './copied-paths-made.ts';

it('objects to a path that nothing in the other stage makes', () => {
  expect(
    linesOf(
      check,
      'FROM node:22 AS build\nWORKDIR /src\nCOPY . .\nRUN npm run build\nFROM scratch\nCOPY --from=build /app/dist /app\nFROM scratch\nCOPY --from=0 /src/dist /dist\n',
    ),
  ).toEqual([6]);
});

it('objects to what an empty stage cannot have', () => {
  expect(
    linesOf(check, 'FROM scratch AS a\nCOPY x /y\nFROM scratch\nCOPY --from=a /z /z\nCOPY --from=a y /y\n'),
  ).toEqual([4]);
});

it('says nothing where a step or a value says the path, or it may be anywhere', () => {
  expect(
    linesOf(
      check,
      'FROM golang:1.25 AS a\nWORKDIR /src\nARG OUT=/out\nRUN go build -o $OUT/x\nFROM golang AS b\nRUN make\nFROM golang AS c\nWORKDIR /src\nRUN cd .. && make\nFROM mine AS d\nFROM scratch\nCOPY --from=a /out/x /x\nCOPY --from=b /app /\nCOPY --from=c /app /\nCOPY --from=d /app /\nCOPY --from=a /usr/lib/x /x\nCOPY --from=e /y /y\n',
    ),
  ).toEqual([]);
});

it('follows what the other stage goes on from', () => {
  expect(
    linesOf(
      check,
      'FROM node:22 AS a\nWORKDIR /app\nFROM a AS b\nRUN npm ci\nFROM scratch\nCOPY --from=b /app/node_modules /n\nCOPY --from=b /code /c\n',
    ),
  ).toEqual([7]);
});

it.each(['WORKDIR $WHERE', 'COPY . $WHERE', 'ADD . /', 'WORKDIR /src\nRUN pushd /app'])(
  'says nothing behind `%s`, from where anything may be made',
  (lines) => {
    expect(linesOf(check, `FROM node:22 AS a\n${lines}\nFROM scratch\nCOPY --from=a /app/dist /d\n`)).toEqual([]);
  },
);

it('goes on knowing nothing where a working directory was not known once', () => {
  const text = 'FROM node:22 AS a\nWORKDIR $WHERE\nWORKDIR /src\nCOPY . /src\nFROM scratch\nCOPY --from=a /app /d\n';
  expect(linesOf(check, text)).toEqual([]);
});

it('names the first of several paths', () => {
  expect(judged(check, 'FROM scratch AS a\nCOPY x /x\nFROM scratch\nCOPY --from=a /x /y /z /d/\n')).toMatchObject({
    findings: [{ message: 'Nothing in stage `a` makes `/y`' }],
  });
});

it('leaves a stage alone that puts things in more than 500 places', () => {
  const text = (places: number) =>
    `FROM scratch AS a\n${Array.from({ length: places }, (_, index) => `COPY x /x${index}\n`).join('')}FROM scratch\nCOPY --from=a /y /y\n`;
  expect(linesOf(check, text(500))).toEqual([503]);
  expect(linesOf(check, text(501))).toEqual([]);
});

it('leaves a stage alone whose steps say more than 100 kB', () => {
  const text = (characters: number) =>
    `FROM node:22 AS a\nWORKDIR /src\nRUN ${'x'.repeat(characters - 5)}\nFROM scratch\nCOPY --from=a /y /y\n`;
  expect(linesOf(check, text(100_000))).toEqual([5]);
  expect(linesOf(check, text(100_001))).toEqual([]);
});

it('looks at what is taken from elsewhere alone', () => {
  expect(lookedAt(check, 'FROM a\nCOPY x /y\n')).toEqual([]);
  expect(lookedAt(check, 'FROM a\nCOPY x /y\nCOPY --from=b /y /y\nCOPY y /z\n')).toEqual([3]);
});
