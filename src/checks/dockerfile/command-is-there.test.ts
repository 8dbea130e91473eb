import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './command-is-there.ts';

it.each([
  'FROM debian:bookworm-slim\nCMD ["/app/server"]\n',
  'FROM node:22-slim\nWORKDIR /app\nCOPY lib ./lib\nCMD ["node", "server.js"]\nCOPY x /other/\nWORKDIR /elsewhere\n',
  'FROM node:22-alpine\nCOPY . /app\nWORKDIR /app\nHEALTHCHECK CMD curl -f http://x || exit 1\nCMD ["node", "server.js"]\n',
  'FROM scratch\nCOPY --from=a:1 /app /app\nCMD ["/bin/sh"]\n',
  'FROM debian:bookworm-slim\nCOPY other.sh /\nCMD ["/run.sh"]\n',
  'FROM gcr.io/distroless/nodejs22-debian12\nCOPY server.js /\nHEALTHCHECK CMD ["curl", "http://x"]\nCMD ["/server.js"]\n',
  'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\nCMD ["bash", "-c", "node server.js"]\n',
])('fails %j', (text) => {
  expect(judged(check, text)).toMatchObject({ status: 'fail', findings: [{ reason: 'command-missing' }] });
});

it.each([
  'FROM debian:bookworm-slim\nCOPY server /app/\nCMD ["/app/server"]\n',
  'FROM debian:bookworm-slim\nRUN apt-get install -y curl\nHEALTHCHECK CMD curl -f http://x || exit 1\n',
  'FROM debian:bookworm-slim\nCOPY run.sh /\nCMD ["bash", "/run.sh"]\n',
  'FROM gcr.io/distroless/base-debian12:debug\nRUN ["/busybox/sh", "-c", "true"]\nCOPY server /server\nCMD ["/server"]\n',
  'FROM node:22-alpine\nHEALTHCHECK CMD wget -q http://x || exit 1\n',
  'FROM python:3.12-slim\nWORKDIR /app\nRUN pip install gunicorn\nCMD ["gunicorn", "app:app"]\n',
  'FROM golang:1.23 AS b\nRUN go build -o /server\nFROM scratch\nCOPY --from=b /server /server\nENTRYPOINT ["/server"]\n',
])('passes %j', (text) => {
  expect(judged(check, text).status).toBe('pass');
});

it('leaves a base that it does not know to the image checks', () => {
  expect(judged(check, 'FROM company/base:1\nCMD ["server"]\n').status).toBe('inconclusive');
});

it('does not apply where the base has the command', () => {
  expect(judged(check, 'FROM nginx:1.27\n').status).toBe('inapplicable');
});

it.each(['COPY conf.d /', 'ADD rootfs.tar.gz /', 'COPY . /'])('leaves open what %s brings', (copy) => {
  expect(judged(check, `FROM debian:bookworm-slim\n${copy}\nCMD ["/run.sh"]\n`).status).toBe('inconclusive');
});
