import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './base-pinned.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

it.each([
  'FROM node\n',
  'FROM node:latest\n',
  'ARG BASE=node\nFROM $BASE\n',
  'FROM localhost:5000/node\n',
  'FROM node:22\nCOPY --from=busybox /bin/sh /bin/sh\n',
  'FROM node:22\nRUN --mount=type=bind,from=busybox,target=/x ls\n',
  'FROM node AS build\nFROM node:22\nCOPY --from=build /a /a\n',
])('fails %j', (text) => {
  expect(judged(check, text)).toMatchObject({ status: 'fail', findings: [{ reason: 'unpinned' }] });
});

it.each([
  'FROM node:22\n',
  `FROM node@${DIGEST}\n`,
  'ARG V=22\nFROM node:${V}-slim\n',
  'FROM node:22 AS a\nFROM a\n',
  'FROM node AS unused\nFROM node:22\nRUN ls\n',
])('passes %j', (text) => {
  expect(judged(check, text).status).toBe('pass');
});

it('wants a digest when it is asked for', () => {
  expect(judged(check, 'FROM node:22\n', { level: 'digest' })).toMatchObject({ findings: [{ reason: 'unpinned' }] });
  expect(judged(check, `FROM node:22@${DIGEST}\n`, { level: 'digest' }).status).toBe('pass');
});

it('keeps to the list of allowed bases', () => {
  expect(judged(check, 'FROM node:22\n', { allowed: ['node'] }).status).toBe('pass');
  expect(judged(check, 'FROM quay.io/x/node:22\n', { allowed: ['node', 'gcr.io/*'] })).toMatchObject({
    findings: [{ reason: 'base-not-allowed' }],
  });
});

it('takes what is no reference for unpinned, and says so', () => {
  expect(judged(check, 'FROM Node:22\n')).toMatchObject({
    status: 'fail',
    findings: [{ message: '`Node:22` is no image reference' }],
  });
  expect(judged(check, '')).toEqual({ status: 'inapplicable', because: 'there is no build stage' });
});

it('does not apply where every stage begins with nothing', () => {
  expect(judged(check, 'FROM scratch\nCOPY a /a\n').status).toBe('inapplicable');
});
