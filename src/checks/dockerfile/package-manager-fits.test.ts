import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './package-manager-fits.ts';

it('objects to the package manager of another distribution', () => {
  expect(
    linesOf(
      check,
      'FROM alpine:3.22\nRUN apt-get update\nFROM node:22-slim\nRUN apk add curl\nFROM fedora:42\nRUN apt install -y a\nFROM python:3.12-alpine\nRUN set -e; yum install -y a\n',
    ),
  ).toEqual([2, 4, 6, 8]);
});

it('follows stages, and says it once', () => {
  expect(linesOf(check, 'FROM alpine AS a\nFROM a\nRUN apt-get update\nRUN apt-get install -y a\n')).toEqual([3]);
});

it('says nothing of steps that ask what there is, of other images, and of what was installed', () => {
  expect(
    linesOf(
      check,
      'FROM alpine\nRUN if command -v apt-get; then apt-get update; fi\nRUN apt-get update || apk update\nFROM node:22-windowsservercore\nRUN apk add a\nFROM mine\nRUN apk add a\nFROM alpine\nRUN apk add dpkg rpm\nFROM debian\nRUN apt-get install -y rpm && rpm -i a.rpm\n',
    ),
  ).toEqual([]);
});

it('forgets what the base has where another system may be copied over it, and there alone', () => {
  for (const keyword of ['COPY', 'ADD'])
    for (const target of ['/', '/usr/local/bin/', '/bin'])
      expect(linesOf(check, `FROM alpine\n${keyword} x ${target}\nRUN apt-get update\n`)).toEqual([]);
  expect(linesOf(check, 'FROM alpine\nCOPY x /app\nADD / /y\nRUN apt-get update\n')).toEqual([4]);
  expect(linesOf(check, 'FROM alpine\nENV a=/\nWORKDIR /\nRUN apt-get update\n')).toEqual([4]);
});

it('shows the first of several commands, called by its bare name', () => {
  expect(judged(check, 'FROM alpine\nRUN a && apt-get update && dpkg -i x\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('`apt-get`') as string, evidence: [{ text: 'apt-get update' }] }],
  });
  expect(linesOf(check, 'FROM alpine\nRUN ./apt-get update\nRUN $X apt-get update\n')).toEqual([]);
});
