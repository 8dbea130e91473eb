import { describe, expect, it } from 'vitest';
import type { BuildVertex } from '../../domain/index.ts';
import { dockerfileFactsOf } from '../dockerfile/index.ts';
import { locate, runOf } from './steps.ts';

const facts = (text: string, target: string | null = null) =>
  dockerfileFactsOf({ path: 'Dockerfile', text, target, args: {} });

const TWO = facts(
  'FROM node:20 AS builder\nENV A=1\nWORKDIR /src\nCOPY . .\nRUN npm ci\nRUN npm ci\nFROM builder\nUSER node\nRUN one\nFROM node:20\nCOPY --from=builder /src /app\n',
);
const lineOf = (name: string, of = TWO) => locate(name, of)?.instruction?.at.startLine ?? null;

describe('the instruction behind a step', () => {
  it.each([
    ['[builder 1/5] FROM docker.io/library/node:20@sha256:00', 1],
    ['[builder 2/5] WORKDIR /src', 3],
    ['[builder 4/5] RUN npm ci', 5],
    ['[builder 5/5] RUN npm ci', 6],
    ['[linux/arm64 builder 5/5] RUN npm ci', 6],
    ['[linux/amd64->arm64 builder  5/5] RUN npm ci', 6],
    ['[stage-1 1/1] RUN one', 9],
    ['[stage-2 2/2] COPY --from=builder /src /app', 11],
    ['[builder 6/6] RUN npm ci', 6], // a trigger of the base stands in front
    ['[internal] load build context', null],
    ['exporting to image', null],
    ['[nowhere 1/2] RUN x', null],
  ])('%s', (name, line) => {
    expect(lineOf(name)).toBe(line);
  });

  it('is found without a stage name, where there is one stage only', () => {
    const one = facts('FROM a\nRUN x\nRUN <<EOF\ny\nEOF\n');
    expect(lineOf('[2/3] RUN x', one)).toBe(2);
    expect(lineOf('[3/3] RUN <<EOF (y)', one)).toBe(3);
    expect(lineOf('[linux/arm64 3/3] RUN <<EOF (y)', one)).toBe(3);
  });

  it('is found as Podman counts: every instruction', () => {
    const one = facts('FROM a AS x\nENV A=1\nRUN x\nUSER 1\nRUN y\n');
    expect(lineOf('[stage-0 3/5] RUN x', facts('FROM a\nENV A=1\nRUN x\nUSER 1\nRUN y\n'))).toBe(3);
    expect(lineOf('[5/5] RUN y', one)).toBe(5);
    expect(lineOf('[stage-0 3/5] RUN x', one)).toBe(3); // it says which stage, not its name
    expect(lineOf('[stage-1 2/2] RUN y', facts('FROM a AS x\nRUN x\nFROM a AS stage-0\nRUN y\n'))).toBe(4);
  });
});

const vertex = (name: string, startedMs: number, completedMs: number, cached = false): BuildVertex => ({
  digest: name,
  name,
  startedMs,
  completedMs,
  cached,
  error: null,
  log: [],
});

it('puts steps into the order of the Dockerfile', () => {
  const vertexes = [
    vertex('exporting to image', 9, 10),
    vertex('[stage-2 2/2] COPY --from=builder /src /app', 8, 9),
    vertex('[builder 4/5] RUN npm ci', 4, 8),
    vertex('[builder 1/5] FROM node', 1, 3, true),
    vertex('[internal] load .dockerignore', 0, 1),
  ];
  const { steps } = runOf({ succeeded: true, elapsedMs: 10, vertexes, message: '', engineId: null }, TWO);
  expect(steps.map(({ at, cached, elapsedMs }) => [at?.startLine, cached, elapsedMs])).toEqual([
    [undefined, false, 1],
    [1, true, 2],
    [5, false, 4],
    [11, false, 1],
    [undefined, false, 1],
  ]);
});

it('counts as fetching only the time in which nothing else went on', () => {
  const vertexes = [
    vertex('[internal] load metadata for docker.io/library/node:20', 0, 100),
    vertex('[builder 1/5] FROM docker.io/library/node:20', 100, 400),
    vertex('[stage-2 1/2] FROM docker.io/library/node:20', 150, 900),
    vertex('[builder 4/5] RUN npm ci', 400, 600),
    vertex('[builder 5/5] RUN npm ci', 600, 800),
  ];
  const { pullMs } = runOf({ succeeded: true, elapsedMs: 900, vertexes, message: '', engineId: null }, TWO);
  expect(pullMs).toBe(500);
});
