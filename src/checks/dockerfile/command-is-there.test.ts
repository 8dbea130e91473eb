import { expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
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

it.each([
  ['python:3.12', ['python', 'python3', 'pip', 'pip3']],
  ['golang:1.23', ['go', 'gofmt']],
  ['nginx:1.27', ['nginx', 'docker-entrypoint.sh']],
  ['nginxinc/nginx-unprivileged:1', ['nginx']],
  ['ruby:3.3', ['ruby', 'gem', 'bundle', 'irb', 'rake']],
  ['eclipse-temurin:21', ['java']],
  ['redis:7', ['redis-server', 'redis-cli', '/usr/local/bin/docker-entrypoint.sh']],
  ['postgres:17', ['postgres', 'psql', 'pg_isready']],
  ['node:22', ['npx', 'corepack', '/usr/local/bin/node', 'bash']],
  ['gcr.io/distroless/nodejs22-debian12', ['/nodejs/bin/node']],
  ['busybox:1.36', ['wget', 'nc', 'sh']],
  ['alpine:3.20', ['/bin/ls', 'vi']],
] as const)('knows what %s brings', (base, programs) => {
  for (const program of programs) {
    const { status, said } = because(`FROM ${base}\nENTRYPOINT ["${program}"]\n`);
    expect(`${program} ${status}`).toBe(`${program} pass`);
    expect(said).toContain(`${base} brings it`);
  }
});

it.each([
  ['debian:bookworm-slim', ['curl', 'ps', 'tini', '/app/x', 'run.sh']],
  ['ubuntu:24.04', ['wget', 'node']],
  ['alpine:3.20', ['bash', 'curl', 'git']],
  ['python:3.12-slim', ['curl', 'git']],
  ['gcr.io/distroless/static-debian12', ['sh', 'bash', 'wget', 'tini', '/bin/sh']],
] as const)('knows what %s lacks', (base, programs) => {
  for (const program of programs)
    expect(`${program} ${because(`FROM ${base}\nENTRYPOINT ["${program}"]\n`).status}`).toBe(`${program} fail`);
});

it.each([
  ['node:22', ['curl', 'git', '/usr/bin/other']],
  ['company/debian-tools:1', ['sh', 'curl', 'bash', '/app/x']],
  ['gcr.io/distroless/static-debian12:debug', ['sh', 'wget']],
  ['gcr.io/distroless/static-debian12', ['/server']],
  ['debian:bookworm-slim', ['perl', '/usr/bin/perl']],
] as const)('does not know everything of %s', (base, programs) => {
  for (const program of programs)
    expect(`${program} ${because(`FROM ${base}\nENTRYPOINT ["${program}"]\n`).status}`).toBe(`${program} inconclusive`);
});

it.each([
  ['COPY a.sh b.sh /opt/\nCMD ["/opt/b.sh"]', 'pass'],
  ['COPY a b /\nCMD ["/b"]', 'pass'],
  ['COPY a.txt b.sh /\nCMD ["/c.sh"]', 'fail'],
  ['COPY a.txt dir /\nCMD ["/c.sh"]', 'inconclusive'],
  ['COPY --from=x:1 /out/tool /usr/local/bin/\nCMD ["tool"]', 'pass'],
  ['COPY --from=x:1 /out/a /out/tool /usr/local/bin/\nCMD ["tool"]', 'pass'],
  ['COPY --from=x:1 /out/a /usr/local/bin/tool\nCMD ["tool"]', 'pass'],
  ['COPY --from=x:1 /out/ /usr/local/bin/\nCMD ["git"]', 'pass'],
  ['COPY --from=x:1 /venv /venv\nCMD ["gunicorn"]', 'pass'],
  ['COPY --from=x:1 /data /data\nCMD ["git"]', 'fail'],
  ['WORKDIR /srv\nCOPY app.sh .\nCMD ["./app.sh"]', 'pass'],
  ['WORKDIR /srv\nWORKDIR lib\nCOPY app.sh .\nCMD ["/srv/lib/app.sh"]', 'pass'],
  ['WORKDIR /srv\nCOPY app.sh bin/\nCMD ["/srv/app.sh"]', 'fail'],
  ['COPY app.sh /\nCMD ["./app.sh"]', 'pass'],
  ['COPY app.sh /\nCMD ["sh", "-c", "/app.sh --now"]', 'pass'],
  ['CMD ["sh", "-c", "/app.sh --now"]', 'fail'],
  ['CMD ["sh", "-x", "/app.sh"]', 'fail'],
  ['ENTRYPOINT []\nCMD ["/app.sh"]', 'fail'],
  ['ADD app.tar.gz /opt/\nCMD ["/opt/app.sh"]', 'pass'],
])('follows what COPY brings to where: %s', (lines, status) => {
  expect(because(`FROM debian:bookworm-slim\n${lines}\n`).status).toBe(status);
});

it.each([
  ['RUN make-it --git && apt-get update', 'git', 'fail'],
  ['RUN python3 -c "1" && perl -e "git"', 'git', 'inconclusive'],
  ['RUN rm /usr/bin/git', 'git', 'fail'],
  ['RUN chown root /usr/bin/git', 'git', 'pass'],
  ['RUN ls https://example.com/git', 'git', 'fail'],
  ['RUN apt-get install -y digit', 'git', 'fail'],
  ['RUN sh -c git', 'git', 'fail'],
  ['RUN xargs "apt-get install git"', 'git', 'pass'],
  ['RUN apt-get update && ./setup git', 'git', 'inconclusive'],
  ['RUN apt-get install -y curl && ./setup git && ./other git', 'git', 'inconclusive'],
])('knows what says nothing of a program: %s (%s)', (line, program, status) => {
  expect(because(`FROM debian:bookworm-slim\n${line}\nCMD ["${program}"]\n`).status).toBe(status);
});

it('names the first line that installs or may bring a program', () => {
  const twice = (line: string) => `FROM debian:bookworm-slim\nRUN true\n${line}\n${line}\nCMD ["git"]\n`;
  expect(because(twice('RUN apt-get install -y git')).said).toContain('line 3 installs or makes it');
  expect(because(twice('RUN ./setup git')).said).toContain('line 3 may bring it');
  expect(because('FROM scratch\nCOPY a /b/\nCMD ["/c"]\n').said).toContain('begin with nothing');
  expect(because('FROM debian:bookworm-slim\nCOPY a /x/\nCOPY b /x/\nCMD ["/x/b"]\n').said).toContain('line 2');
});

it('does not apply where there is no stage', () => {
  expect(judged(check, '')).toMatchObject({ status: 'inapplicable', because: 'there is no build stage to look at' });
});

it.each([
  'FROM company/base:1\nCOPY server.sh /\nCMD ["/server.sh"]\n',
  'FROM company/base:1\nADD server.sh /\nCMD ["/server.sh"]\n',
  'FROM company/base:1 AS base\nCOPY server /app/\nFROM base AS last\nCMD ["/app/server"]\n',
  'FROM a:1 AS build\nRUN make\nFROM company/base:1 AS last\nCOPY --from=build /out /\nCOPY server /app/\nCMD ["/app/server"]\n',
  'FROM scratch\nCOPY server /server\nENTRYPOINT ["/server"]\n',
])('is shown able to fail where the base is not known, and whatever COPY brings: %j', async (dockerfile) => {
  expect(judged(check, dockerfile).status).toBe('pass');
  expect(new Set(Object.values(await outcomesOn(check, { dockerfile })))).toEqual(new Set(['killed']));
});

it.each([
  ['ENTRYPOINT []\nCMD ["/app.sh"]', 'fail'],
  ['COPY app.sh /\nENTRYPOINT []\nCMD ["/app.sh"]', 'pass'],
  ['COPY app.sh /\nCMD ["bash", "-c"]', 'pass'],
  ['COPY app.sh /\nCMD ["bash", "-c", "exec /app.sh"]', 'pass'],
  ['CMD ["bash", "-c", "exec curl x"]', 'fail'],
])('reads the command as it is run: %s', (lines, status) => {
  expect(judged(check, `FROM debian:bookworm-slim\n${lines}\n`).status).toBe(status);
});

it('points at the entry point, or at the command where there is none', () => {
  const line = (text: string) => judged(check, `FROM debian:bookworm-slim\n${text}\n`);
  const at = (startLine: number) => ({ findings: [{ evidence: [{ at: { startLine } }] }] });
  expect(line('ENTRYPOINT ["/x"]\nCMD ["y"]')).toMatchObject(at(2));
  expect(line('ENTRYPOINT []\nCMD ["/y"]')).toMatchObject(at(3));
});

it('says which line of COPY it was', () => {
  expect(because('FROM debian:bookworm-slim\nCOPY other \\\n  dir /\nCMD ["/x.sh"]\n').said).toContain('line 2');
  expect(because('FROM debian:bookworm-slim\nRUN true\nCOPY other /\nCMD ["/x.sh"]\n').said).toContain('line 3');
});

it('reads what no shell of POSIX runs as a text', () => {
  const shell = 'FROM debian:bookworm-slim\nSHELL ["pwsh", "-Command"]\n';
  expect(judged(check, `${shell}RUN Install git\nCMD ["git"]\n`).status).toBe('pass');
  expect(judged(check, `${shell}RUN Install hg\nCMD ["git"]\n`).status).toBe('fail');
  expect(judged(check, 'FROM debian:bookworm-slim\nRUN true && python3 <<EOF\ngit\nEOF\nCMD ["git"]\n').status).toBe(
    'pass',
  );
});

it.each([
  'FROM node:22-slim\nWORKDIR /app\nCMD ["sh", "-c", "node server.js"]\n',
  'FROM node:22-slim\nCMD ["/app/node", "x"]\n',
  'FROM node:22-slim\nWORKDIR /app\nCMD ["npm", "-c", "x"]\nHEALTHCHECK CMD ["sh", "-c", "node check.js"]\n',
])('looks into what a shell is given, and takes a path for a path: %j', (text) => {
  expect(judged(check, text)).toMatchObject({ status: 'fail', findings: [{ reason: 'command-missing' }] });
});

it.each([
  'FROM node:22-slim\nRUN ./setup node\nCMD ["node"]\n',
  'FROM debian:bookworm-slim\nCOPY bin/run.sh lib /\nCMD ["/run.sh"]\n',
  'FROM debian:bookworm-slim\nCOPY other dist/jq /opt/tools/\nCMD ["jq"]\n',
  'FROM debian:bookworm-slim\nCOPY dist /opt/jq\nCMD ["jq"]\n',
])('is content with what the base or a copy surely brings: %j', (text) => {
  expect(judged(check, text).status).toBe('pass');
});

it('leaves a base open whose name cannot be read', () => {
  expect(judged(check, 'FROM a:b:c\nCMD ["server"]\n').status).toBe('inconclusive');
});
