import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
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
