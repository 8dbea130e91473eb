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

const because = (text: string) => {
  const verdict = judged(check, text);
  return { status: verdict.status, said: JSON.stringify(verdict) };
};

it.each([
  'RUN groupmod --new-name kaizen node && usermod --login kaizen --home /home/kaizen node',
  'RUN chown -R node:node /app && echo node',
  'RUN cat <<EOF > /etc/app.conf\nuser node\nEOF',
  'RUN rm -rf /opt/node && su node -s /bin/true',
])('takes no name of an account for a program: %s', (line) => {
  const { status, said } = because(`FROM node:22-slim\n${line}\nCMD ["node", "-v"]\n`);
  expect(status).toBe('pass');
  expect(said).toMatch('node:22-slim brings it');
  expect(because(`FROM debian:bookworm-slim\n${line}\nCMD ["node", "-v"]\n`).status).toBe('fail');
});

it.each([
  ['RUN apt-get update && apt-get install -y --no-install-recommends nodejs', 'node'],
  ['RUN apk add --no-cache procps', 'pgrep'],
  ['RUN curl -fsSL https://example.com/x -o /usr/local/bin/tini && chmod +x /usr/local/bin/tini', 'tini'],
  ['RUN ln -s /opt/java/bin/java /usr/bin/java', 'java'],
  ['RUN bash -c "apt-get install -y jq"', 'jq'],
  ['RUN printf "#!/bin/sh" > /usr/bin/dig', 'dig'],
  ['RUN <<EOF\napt-get install -y git\nEOF', 'git'],
  ['RUN <<EOF python3\nopen("/usr/bin/git", "w")\nEOF', 'git'],
  ['RUN ["apt-get", "install", "-y", "git"]', 'git'],
  ['RUN git --version', 'git'],
])('knows what brings a program: %s', (line, program) => {
  expect(because(`FROM debian:bookworm-slim\n${line}\nCMD ["${program}"]\n`).status).toBe('pass');
});

it('leaves open what a script of its own does with a name, and what was removed is not brought', () => {
  expect(because('FROM debian:bookworm-slim\nRUN ./setup --with tini\nCMD ["tini"]\n').status).toBe('inconclusive');
  expect(because('FROM debian:bookworm-slim\nRUN apt-get purge -y curl\nCMD ["curl"]\n').status).toBe('fail');
});
