import { expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import { dockerfileFactsOf } from '../../sensors/index.ts';
import check from './non-root.ts';

it.each([
  'FROM node:22\n',
  'FROM node:22\nUSER 0\n',
  'FROM node:22\nUSER root\n',
  'FROM node:22\nUSER app\nUSER 0:0\n',
  'FROM node:22\nUSER 00\n',
  'FROM node:22\nUSER root:app\n',
  'FROM node:22\nARG WHO=root\nUSER $WHO\n',
  'FROM node:22\nENV WHO=0\nUSER "${WHO}"\n',
  'FROM node:22\nUSER app\nFROM node:22\n',
  'FROM scratch\nUSER $WHO\n',
])('fails %j', (text) => {
  expect(judged(check, text)).toMatchObject({ status: 'fail', findings: [{ reason: 'root-user' }] });
});

it.each([
  'FROM node:22\nUSER node\n',
  'FROM node:22\nUSER 1000:0\n',
  'FROM node:22\nARG WHO=app\nUSER ${WHO:-root}\n',
  'FROM node:22 AS a\nUSER app\nFROM a\nRUN id\n',
  'FROM gcr.io/distroless/static:nonroot\n',
])('passes %j', (text) => {
  expect(judged(check, text).status).toBe('pass');
});

it('cannot tell what a variable of the base image holds', () => {
  expect(judged(check, 'FROM jupyter/base-notebook:x\nUSER $NB_UID\n').status).toBe('inconclusive');
});

it('looks at the stage that is built', () => {
  const dockerfile = dockerfileFactsOf({
    path: 'Dockerfile',
    text: 'FROM a AS dev\nUSER root\nFROM a\nUSER app\n',
    target: 'dev',
    args: {},
  });
  expect(judged(check, { dockerfile }).status).toBe('fail');
});

it('does not apply without a Dockerfile', () => {
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text: null, target: null, args: {} });
  expect(judged(check, { dockerfile }).status).toBe('inapplicable');
});

it.each([
  'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY a /a\n',
  'FROM gcr.io/distroless/static-debian12:nonroot AS base\nCOPY a /a\nFROM base AS last\nCMD ["/a"]\n',
  'FROM node:22 AS build\nUSER node\nFROM gcr.io/distroless/static-debian12:nonroot AS last\nCOPY a /a\n',
  'FROM node:22\nONBUILD USER node\nUSER node\n',
  'FROM scratch\nUSER 10001\n',
])('is shown able to fail on any base: %j', async (dockerfile) => {
  expect(judged(check, dockerfile).status).toBe('pass');
  expect(new Set(Object.values(await outcomesOn(check, { dockerfile })))).toEqual(new Set(['killed']));
});

it('says what the user is left to, and where there is no stage', () => {
  expect(JSON.stringify(judged(check, 'FROM scratch\nCOPY a /a\n'))).toContain('an empty file system');
  expect(JSON.stringify(judged(check, 'FROM node:22\n'))).toContain('node:22 leaves it to');
  expect(judged(check, '').status).toBe('inapplicable');
});
