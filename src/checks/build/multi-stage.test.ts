import { describe, expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import check from './multi-stage.ts';

const TWO = 'FROM a AS build\nRUN make\nFROM b\nCOPY --from=build /x /x\n';
const id = (letter: string) => `sha256:${letter.repeat(64)}`;
const layer = (letter: string) => ({ label: letter, sizeBytes: 1, diffId: id(letter), fromBase: false, at: null });

function verdict(text: string, diffIds: string[], stages: object[] = []) {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
  return judged(check, { dockerfile, build: { stages }, image: { identity: { diffIds: diffIds.map(id) } } });
}

it('passes its example', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it.each([
  'FROM a\nRUN make\n',
  'FROM a AS base\nFROM base\nRUN make\n',
  'FROM a AS unused\nRUN make\nFROM b\nRUN ls\n',
])('fails %j', (text) => {
  expect(verdict(text, [])).toMatchObject({ status: 'fail', findings: [{ reason: 'single-stage' }] });
});

it('finds a layer of the builder in the image', () => {
  const stages = [
    { name: 'build', discarded: true, layers: [layer('b')] },
    { name: 'final', discarded: false, layers: [layer('c')] },
  ];
  expect(verdict(TWO, ['c', 'b'], stages)).toMatchObject({ status: 'fail', findings: [{ reason: 'builder-leak' }] });
  expect(verdict(TWO, ['c'], stages).status).toBe('pass');
});

it('names the stage that the image goes on from, with its layers', () => {
  const text = 'FROM a AS build\nRUN make\nFROM build\nRUN install\n';
  const stages = [
    { name: 'build', index: 0, discarded: false, layers: [layer('b')] },
    { name: 'final', index: 1, discarded: false, layers: [layer('b'), layer('c')] },
  ];
  expect(verdict(text, ['b', 'c'], stages)).toMatchObject({
    status: 'fail',
    findings: [
      { reason: 'single-stage' },
      {
        reason: 'builder-leak',
        message: expect.stringContaining('FROM build'),
        evidence: [{ at: { startLine: 3 } }, { at: { startLine: 1 } }, { value: 1 }],
      },
    ],
  });
});

it('counts of a stage that the image goes on from what it made and the image has', () => {
  const text = 'FROM a AS build\nRUN make\nFROM build\nRUN install\n';
  const layers = [{ ...layer('a'), fromBase: true }, { ...layer('b'), sizeBytes: 7 }, layer('x'), layer('c')];
  const on = (ids: string[]) => verdict(text, ids, [{ name: 'build', index: 0, discarded: false, layers }]);
  expect(on(['a', 'b', 'c'])).toMatchObject({
    findings: [
      {},
      {
        message: 'the image goes on FROM build: all 2 layers that are built there are in it',
        evidence: [{}, {}, { value: 8 }],
      },
    ],
  });
  const without = on(['a']);
  expect(without.status === 'fail' && without.findings.map(({ reason }) => reason)).toEqual(['single-stage']);
});

it('shows the builders that are used, and no others', () => {
  const text = 'FROM x AS first\nFROM a AS build\nRUN make\nFROM y AS unused\nFROM b\nCOPY --from=build /x /x\n';
  expect(verdict(text, [])).toMatchObject({ status: 'pass', evidence: [{ at: { startLine: 2 } }, { value: 0 }] });
});

it('does not apply without a stage', () => {
  expect(verdict('', [])).toEqual({ status: 'inapplicable', because: 'there is no build stage' });
});

it('forgives a layer that both stages make', () => {
  const stages = [
    { name: 'build', discarded: true, layers: [layer('w')] },
    { name: 'final', discarded: false, layers: [layer('w')] },
  ];
  expect(verdict(TWO, ['w'], stages).status).toBe('pass');
});

describe('the tree of a builder', () => {
  const NODE = 'FROM node:20 AS build\nWORKDIR /src\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n';
  const on = (text: string) => verdict(`${text}`, []);

  it.each([
    ['whole', `${NODE}FROM node:20\nWORKDIR /app\nCOPY --from=build /src/ ./\n`, [9, 5, 6]],
    [
      'below a folder of its own',
      'FROM golang:1 AS build\nCOPY cmd /w/cmd\nRUN cd /w && go build -o bin/app ./cmd\nFROM alpine\nCOPY --from=0 /w /w\n',
      [5, 2, 3],
    ],
    [
      'of single files',
      'FROM golang:1 AS build\nWORKDIR /w\nCOPY main.go ./\nRUN go build -o app\nFROM alpine\nCOPY --from=build /w/ /w/\n',
      [6, 3, 4],
    ],
  ])('is not to be taken over: %s', (_, text, lines) => {
    const found = on(text);
    expect(found).toMatchObject({ status: 'fail', findings: [{ reason: 'builder-leak' }] });
    const places = found.status === 'fail' ? found.findings[0].evidence : [];
    expect(places.map((it) => it.kind === 'source' && it.at.startLine)).toEqual(lines);
  });

  it.each([
    ['what was compiled', `${NODE}FROM node:20\nCOPY --from=build /src/dist ./\n`],
    [
      'a tree whose sources were removed',
      `${NODE}RUN rm -rf /src/*.ts /src\nFROM node:20\nCOPY --from=build /src ./\n`,
    ],
    [
      'a tree that is run as it is',
      'FROM python:3 AS build\nWORKDIR /app\nCOPY . .\nRUN pip install .\nFROM python:3\nCOPY --from=build /app /app\n',
    ],
    [
      'dependencies',
      'FROM node:20 AS build\nWORKDIR /src\nCOPY package.json ./\nRUN npm ci && npm run build\nFROM node:20\nCOPY --from=build /src ./\n',
    ],
  ])('may be left behind: %s', (_, text) => {
    expect(on(text).status).toBe('pass');
  });
});

it.each([
  'FROM scratch\nCOPY server /server\nENTRYPOINT ["/server"]\n',
  'FROM python:3.12-slim\nWORKDIR /app\nCOPY app.py ./\nCMD ["python", "app.py"]\n',
  'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && useradd app\nRUN pip install flask\n',
  'FROM python:3.12-slim AS base\nFROM base\nCOPY app.py /\n',
  'FROM debian\nRUN A=1; echo $A\n',
  'FROM debian\nRUN ./start.sh && build-info --show && go version\n',
])('does not apply where nothing is built: %j', (text) => {
  expect(verdict(text, [])).toMatchObject({
    status: 'inapplicable',
    because: expect.stringMatching('nothing is compiled'),
  });
});

it.each([
  ['FROM debian\nRUN apt-get update && apt-get install -y gcc libpq-dev\n', 2],
  ['FROM alpine\nRUN apk add --no-cache build-base=0.5-r3\n', 2],
  ['FROM golang:1.23\nCOPY . .\nCMD ["go", "run", "."]\n', 1],
  ['FROM eclipse-temurin:21-jdk\nCOPY app.jar /\n', 1],
  ['FROM node:22\nRUN npm ci\nRUN npm run build\n', 3],
  ['FROM debian\nCOPY . .\nRUN ./scripts/build.sh\n', 3],
  ['FROM debian\nRUN apk add gcc\nRUN apt-get install -y make\n', 2],
  ['FROM debian\nRUN make one\nRUN make two\n', 2],
  ['FROM debian\nCOPY . .\nRUN go build\n', 3],
  ['ARG X\nFROM $X/golang\nCMD ["x"]\n', 2],
  ['FROM debian\nRUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF\n', 2],
  ['FROM debian\nRUN <<EOF\ncc -o /x x.c\nEOF\n', 2],
])('applies to what is built, and shows where: %j', (text, startLine) => {
  expect(verdict(text, [])).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'single-stage', evidence: [{}, { at: { startLine } }] }],
  });
});

it('applies where another stage is there and nothing is taken from it', () => {
  expect(verdict('FROM a AS files\nCOPY x /x\nFROM b\nCOPY y /y\n', []).status).toBe('fail');
});
